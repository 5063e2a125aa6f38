//! A scale bar that is true at the centre of a map.

use crate::language::{Language, fill};
use crate::map::plane::rect::Rect;
use crate::map::scene::element::PathElement;
use crate::map::scene::node::Anchor;
use crate::map::scene::page::PageDraft;
use crate::map::view::extent::on_grid;
use crate::map::view::window::View;
use crate::math::{log10, pow};
use crate::measure::EdgeModel;

const METRES_PER_KM: f64 = 1000.0;

/// A scale bar that is true at the centre of a panel.
#[derive(Debug, Clone)]
pub(in crate::map) struct ScaleBar {
    pub metres: f64,
    pub length: f64,
}

impl ScaleBar {
    /// The longest round length of about a quarter of the panel.
    pub fn for_view(view: &View) -> Option<Self> {
        let most = view.rect.w * 0.27;
        let rough = ground(view, most)?;
        let power = pow(10.0, log10(rough).floor());
        let metres = [5.0, 2.0, 1.0]
            .into_iter()
            .map(|n| n * power)
            .find(|m| *m <= rough)?;
        // The scale hardly varies over the bar: two corrections reach a millionth.
        let mut length = most * metres / rough;
        for _ in 0..3 {
            length *= metres / ground(view, length)?;
        }
        Some(Self { metres, length })
    }

    /// The room it needs, with its numbers and plate.
    pub fn size(&self, page: &PageDraft) -> (f64, f64) {
        let last = page.width("scale-text", &self.last(page));
        let (zero, number) = (
            page.width("scale-text", "0"),
            page.width("scale-text", &self.number(page)),
        );
        (24.0 + zero / 2.0 + self.length - number / 2.0 + last, 52.0)
    }

    fn last(&self, page: &PageDraft) -> String {
        let words = &page.language.words.numbers;
        let unit = if self.is_in_km() { &words.km } else { &words.m };
        fill(unit, &[("number", &self.number(page))])
    }

    fn number(&self, page: &PageDraft) -> String {
        self.share(page.language, 1.0)
    }

    /// Whether its numbers are kilometres, and not metres.
    fn is_in_km(&self) -> bool {
        self.metres >= METRES_PER_KM
    }

    /// A share of its length as it has it.
    fn share(&self, language: &Language, share: f64) -> String {
        let unit_m = if self.is_in_km() { METRES_PER_KM } else { 1.0 };
        let number = self.metres * share / unit_m;
        if number >= METRES_PER_KM {
            language.count(number as usize)
        } else {
            language.number(&number.to_string())
        }
    }

    pub fn draw(&self, page: &mut PageDraft, rect: Rect) {
        page.rect("plate", rect);
        let zero = page.width("scale-text", "0");
        let x = rect.x + 12.0 + zero / 2.0;
        let (top, low) = (rect.y + 31.0, rect.y + 42.0);
        let at = |share: f64| x + self.length * share;
        let ticks = [0.0, 0.5, 1.0].map(|share| vec![(at(share), top), (at(share), low)]);
        let mut lines = ticks.to_vec();
        lines.push(vec![(at(0.0), low), (at(1.0), low)]);
        page.path(PathElement::lines("scale", &lines));
        let half = self.share(page.language, 0.5);
        let y = rect.y + 24.0;
        page.text("scale-text", (at(0.0), y), Anchor::Middle, "0");
        let last = self.last(page);
        let last_x = at(1.0) - page.width("scale-text", &self.number(page)) / 2.0;
        if at(0.5) + page.width("scale-text", &half) / 2.0 + 8.0 < last_x {
            page.text("scale-text", (at(0.5), y), Anchor::Middle, half);
        }
        // The number stands over its tick, the unit after it.
        page.text("scale-text", (last_x, y), Anchor::Start, last);
    }
}

/// The length on the ground, in metres, of a horizontal line of `length` pixels through the centre of a view.
pub(in crate::map) fn ground(view: &View, length: f64) -> Option<f64> {
    let (x, y) = view.rect.center();
    let [a, b] = [x - length / 2.0, x + length / 2.0].map(|x| view.globe_at((x, y)).map(on_grid));
    Some(EdgeModel::Geodesic.length(a?, b?).m())
}
