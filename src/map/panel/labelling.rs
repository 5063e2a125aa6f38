//! What is labelled on the panels, with which text, and in which order labels are placed.

use crate::language::{fill, isolated};
use crate::map::fonts::face::Face;
use crate::map::fonts::text::capitals;
use crate::map::input::data::{ContextKind, MapInput, MapPlace, PlaceKind, Region};
use crate::map::labels::block::{LabelOf, TextBlock};
use crate::map::labels::land::on_land;
use crate::map::labels::placement::{Fit, around, inside};
use crate::map::labels::space::LabelSpace;
use crate::map::panel::annotations::{ANYWHERE, NARROW, about, notes, wrapped};
use crate::map::panel::contents::{DrawnLand, PlaceMark};
use crate::map::panel::frame::PanelKind;
use crate::map::panel::layers::Panel;
use crate::map::panel::unit_names;
use crate::map::plane::geometry::{PlaneBounds, Pt};
use crate::map::plane::raster::PixelRaster;
use crate::map::plane::rect::Rect;
use crate::map::scene::list::Scene;
use crate::map::scene::record::Named;
use crate::map::style::controller::Controller;
use crate::map::style::theme::Theme;

/// No more pieces of changed land than this get a label.
const MOST_AREAS: usize = 24;

/// Held land with less of the panel than this has no room for its label.
const SMALL: f64 = 0.01;

/// Places up to this rank get their names before everything else.
const FIRST_RANK: u8 = 1;

/// Labels of land keep off the dots of places up to this rank.
const DOT_RANK: u8 = 2;

/// Labels all panels, the most important first; returns what found no room.
pub(in crate::map) fn label(
    panels: &mut [Panel],
    input: &MapInput,
    theme: &Theme,
    scene: &Scene,
) -> Vec<String> {
    let mut labelling = Labelling {
        theme,
        scene,
        are_places_asked_for: !input.has_towns_of_base(),
        left_out: Vec::new(),
    };
    let places = places_to_show(panels, input);
    reserve(panels, &places);
    let (first, later): (Vec<&MapPlace>, Vec<&MapPlace>) =
        places.into_iter().partition(|p| p.rank <= FIRST_RANK);
    labelling.places(panels, &first);
    labelling
        .left_out
        .extend(notes(panels, &input.annotations, scene));
    for panel in panels.iter_mut() {
        // What is too small for its label has the least choice.
        labelling.held(panel, 0.0..SMALL);
        labelling.changes(panel);
        labelling.left_out.extend(unit_names::name(panel, input, scene));
        labelling.held(panel, SMALL..f64::INFINITY);
    }
    let (named, later): (Vec<&MapPlace>, Vec<&MapPlace>) =
        later.into_iter().partition(|p| p.kind == PlaceKind::Area);
    labelling.places(panels, &named);
    let (soon, later): (Vec<&MapPlace>, Vec<&MapPlace>) = later.into_iter().partition(|p| p.rank <= DOT_RANK);
    labelling.places(panels, &soon);
    let spots = spots(panels, theme);
    labelling.countries(panels, &spots, &named, false);
    labelling.context(panels);
    labelling.places(panels, &later);
    labelling.countries(panels, &spots, &named, true);
    labelling.left_out
}

/// Keeps the dots of the most important places free of other labels.
fn reserve(panels: &mut [Panel], places: &[&MapPlace]) {
    for place in places
        .iter()
        .filter(|p| p.rank <= DOT_RANK && p.kind != PlaceKind::Area)
    {
        for panel in panels.iter_mut() {
            if let Some((x, y)) = panel.view.place(place.at) {
                let r = radius(place.kind);
                if panel.space.is_hidden((x, y), r) {
                    continue;
                }
                panel.space.take(Rect::new(x - r, y - r, 2.0 * r, 2.0 * r));
            }
        }
    }
}

/// The places on the map, the most important first; villages on large scales only, and no more than have air.
pub(in crate::map) fn places_to_show<'a>(panels: &[Panel], input: &'a MapInput) -> Vec<&'a MapPlace> {
    let Some(view) = panels.first().map(|p| p.view) else {
        return Vec::new();
    };
    let seen = |p: &&MapPlace| view.place(p.at).is_some();
    let scale = |p: &&MapPlace| p.kind != PlaceKind::Village || view.metres_per_pixel() <= VILLAGES;
    let mut places: Vec<&MapPlace> = input.settlements().iter().filter(seen).filter(scale).collect();
    places.sort_by_key(|p| p.rank);
    let air = if input.has_towns_of_base() {
        AIR_OF_BASE
    } else {
        AIR
    };
    places.truncate((view.rect.w * view.rect.h / air) as usize);
    places
}

/// The smallest scale that shows villages, in metres to the pixel.
const VILLAGES: f64 = 200.0;

/// Pixels of map for every place.
const AIR: f64 = 26_000.0;

/// The same where the towns are those of the base, which nobody asked for.
const AIR_OF_BASE: f64 = 52_000.0;

struct Labelling<'a> {
    theme: &'a Theme<'a>,
    scene: &'a Scene,
    /// Whether it is worth a remark that one has no room.
    are_places_asked_for: bool,
    left_out: Vec<String>,
}

impl Labelling<'_> {
    fn block(&self, lines: &[(String, &'static str)]) -> TextBlock {
        TextBlock::new(self.scene, lines)
    }

    fn wrapped(&self, content: &str, class: &'static str, limit: f64) -> Vec<(String, &'static str)> {
        wrapped(self.scene, content, class, limit)
    }

    /// A change in one line if it is short, else broken before the arrow.
    fn change_lines(&self, name: &str) -> Vec<(String, &'static str)> {
        let whole = self.wrapped(name, "change-name", NARROW);
        match name.split_once(" → ") {
            Some((from, to)) if whole.len() > 1 => {
                let mut lines = self.wrapped(from, "change-name", NARROW);
                lines.extend(self.wrapped(&format!("→ {to}"), "change-name", NARROW));
                lines
            }
            _ => whole,
        }
    }

    fn places(&mut self, panels: &mut [Panel], places: &[&MapPlace]) {
        for place in places {
            let Some(at) = panels.first().and_then(|panel| panel.view.place(place.at)) else {
                continue;
            };
            let done = if place.kind == PlaceKind::Area {
                self.area_name(panels, place, at)
            } else {
                self.dot(panels, place, at)
            };
            if done {
                for panel in panels.iter_mut() {
                    panel.marks.push(PlaceMark { at, kind: place.kind });
                }
            } else if self.are_places_asked_for {
                self.left_out.push(place.name.clone());
            }
        }
    }

    fn dot(&self, panels: &mut [Panel], place: &MapPlace, at: Pt) -> bool {
        let r = radius(place.kind);
        let class = if place.kind == PlaceKind::Capital {
            "capital-name"
        } else {
            "place-name"
        };
        let blocks = match &place.name_alt {
            None => vec![self.block(&[(place.name.clone(), class)])],
            Some(other) => {
                let (name, alt) = (isolated(&place.name), isolated(other));
                vec![
                    self.block(&[(format!("{name} /"), class), (other.clone(), class)]),
                    self.block(&[(format!("{name} / {alt}"), class)]),
                ]
            }
        };
        let mut spaces: Vec<&mut LabelSpace> = panels.iter_mut().map(|p| &mut p.space).collect();
        if place.rank > DOT_RANK && !spaces.iter().all(|space| space.has_room_for_dot(at, r)) {
            return false;
        }
        let done = around(&mut spaces, at, r, &blocks);
        for label in spaces
            .iter_mut()
            .filter(|_| done)
            .filter_map(|space| space.labels.last_mut())
        {
            label.of = Some(LabelOf::Dot {
                name: place.name.clone(),
                at,
            });
        }
        done
    }

    /// A name without a dot, as near to its point as there is room.
    fn area_name(&self, panels: &mut [Panel], place: &MapPlace, at: Pt) -> bool {
        let mut lines = vec![(place.name.clone(), "area-name")];
        lines.extend(place.name_alt.clone().map(|name| (name, "area-name")));
        let block = self.block(&lines);
        let Some(rect) = panels.first().map(|p| p.view.rect) else {
            return false;
        };
        let area = about(at, (rect.w, rect.h));
        let mut spaces: Vec<&mut LabelSpace> = panels.iter_mut().map(|p| &mut p.space).collect();
        let off_focus = Fit {
            off_focus: true,
            ..ANYWHERE
        };
        inside(&mut spaces, &area, &[block], off_focus)
    }

    /// Every piece of changed land is labelled with its area; the largest of a transition also with its name.
    fn changes(&mut self, panel: &mut Panel) {
        if panel.show == PanelKind::Before {
            return;
        }
        let total: f64 = self.theme.transitions.iter().map(|t| t.area.m2()).sum();
        let mut order: Vec<usize> = (0..panel.changes.len()).collect();
        order.retain(|&i| {
            let change = &panel.changes[i];
            !change.land.rings.is_empty() && (change.first || change.area.m2() >= total * 0.004)
        });
        order.sort_by_key(|&i| (!panel.changes[i].first, std::cmp::Reverse(panel.changes[i].area)));
        let (w, h) = (panel.view.rect.w, panel.view.rect.h);
        for i in order.into_iter().take(MOST_AREAS) {
            let change = &panel.changes[i];
            let pixels = panel.pixels(&change.land.rings);
            let cells = PixelRaster::of_rings(w, h, &pixels);
            let name = self.theme.label(&self.theme.transitions[change.transition]);
            let mut lines = Vec::new();
            if change.first {
                lines = self.change_lines(&name);
            }
            let area = self.theme.language.area(change.area);
            lines.push((area.clone(), "change-area"));
            let land = Named {
                land: pixels,
                less: Vec::new(),
            };
            let is_named = change.first;
            if !on_land(self.scene, &mut panel.space, &cells, land, &lines) {
                panel.unnamed.extend(is_named.then_some(i));
                self.left_out.push(format!("{name}: {area}"));
            }
        }
    }

    /// Land that another than the sovereign holds, as far as the change does not cover it, and if its share of the
    /// panel is one of `shares`.
    fn held(&mut self, panel: &mut Panel, shares: std::ops::Range<f64>) {
        let (w, h) = (panel.view.rect.w, panel.view.rect.h);
        for controller in &self.theme.controllers {
            let class = controller.held();
            let is_it = |r: &&Region| r.is_held_by_other() && r.controller == controller.name;
            let drawn: Vec<&DrawnLand> = panel.regions.iter().filter(|l| l.class == class).collect();
            let pixels: Vec<Vec<Pt>> = drawn.iter().flat_map(|l| panel.pixels(&l.rings)).collect();
            if pixels.is_empty() {
                continue;
            }
            let all = PixelRaster::of_rings(w, h, &pixels);
            let rings: Vec<Vec<Pt>> = drawn.iter().flat_map(|l| l.rings.clone()).collect();
            let left = panel.unchanged(&rings);
            // What the change covers, its label names.
            if left.count() * 4 < all.count() || !shares.contains(&all.coverage()) {
                continue;
            }
            let language = self.theme.language;
            let held = fill(&language.words.legend.held_by, &[("who", &controller.short)]);
            let regions = || panel.side.regions.iter().filter(is_it);
            let mut lines = Vec::new();
            // Land that has one name is called by it.
            if let Some(name) = regions().next().and_then(|r| r.name.as_ref())
                && regions().all(|r| r.name.as_ref() == Some(name))
            {
                lines.extend(self.wrapped(name, "change-name", NARROW * 1.3));
            }
            lines.extend(self.wrapped(&held, "change-name", NARROW));
            lines.push((language.area(regions().map(|r| r.area).sum()), "change-area"));
            let changes = panel.changes.iter().flat_map(|c| panel.pixels(&c.land.rings));
            let land = Named {
                land: pixels,
                less: changes.collect(),
            };
            if !on_land(self.scene, &mut panel.space, &left, land, &lines) {
                self.left_out.push(held);
            }
        }
    }

    /// Names the controllers on their own land, in every panel where that is the same in the same spot: its largest
    /// piece, or the `minor` ones.
    fn countries(
        &mut self,
        panels: &mut [Panel],
        spots: &[(&Controller, Vec<Spot>)],
        named: &[&MapPlace],
        minor: bool,
    ) {
        let named: Vec<Pt> = named.iter().filter_map(|p| panels[0].view.place(p.at)).collect();
        for (controller, spots) in spots {
            for Spot { on, pieces, ground } in spots {
                for (n, piece) in pieces.iter().enumerate() {
                    if (n > 0) != minor {
                        continue;
                    }
                    let has_name = n > 0 && named.iter().any(|&at| piece.contains(at));
                    if (n > 0 && piece.coverage() < 0.05) || has_name {
                        continue;
                    }
                    let shown = panels.iter_mut().enumerate().filter(|(n, _)| on.contains(n));
                    let spaces: Vec<&mut LabelSpace> = shown.map(|(_, panel)| &mut panel.space).collect();
                    let done = self.country(spaces, piece, controller, (*ground, n > 0));
                    for panel in panels
                        .iter_mut()
                        .enumerate()
                        .filter(|(n, _)| done && on.contains(n))
                    {
                        note_holder(panel.1, controller);
                    }
                    if !done && n == 0 && piece.coverage() > 0.02 {
                        self.left_out.push(controller.title.clone());
                    }
                }
            }
        }
    }

    /// A country by its name in spaced capitals; what is held of a country by who holds it.
    fn country(
        &self,
        mut spaces: Vec<&mut LabelSpace>,
        area: &PixelRaster,
        controller: &Controller,
        (ground, minor): (Ground, bool),
    ) -> bool {
        if !controller.outlined {
            return self.spaced(
                spaces,
                area,
                [&controller.title, &controller.short],
                (ground, minor),
            );
        }
        let form = &self.theme.language.words.legend.held_by;
        let held = fill(form, &[("who", &controller.short)]);
        let blocks =
            [f64::INFINITY, NARROW].map(|limit| self.block(&self.wrapped(&held, "change-name", limit)));
        let fit = Fit {
            inside: 0.93,
            off_focus: true,
        };
        inside(&mut spaces, area, &blocks, fit)
    }

    fn spaced(
        &self,
        mut spaces: Vec<&mut LabelSpace>,
        area: &PixelRaster,
        names: [&str; 2],
        (ground, minor): (Ground, bool),
    ) -> bool {
        let mut blocks = Vec::new();
        let classes = match ground {
            Ground::Pale => ["country", "country-small"],
            Ground::Strong => ["country-strong", "country-strong-small"],
        };
        for class in classes {
            let Some(style) = self.scene.style(class).and_then(|s| s.text.as_ref()) else {
                continue;
            };
            for name in names {
                let upper = capitals(name, style.face, self.theme.language.code());
                blocks.push(self.block(&[(upper.clone(), class)]));
                if upper.contains(' ') {
                    blocks.push(self.block(&self.wrapped(&upper, class, style.width(&upper) * 0.62)));
                }
            }
        }
        if minor {
            blocks.drain(..blocks.len() / 2);
        }
        let fit = Fit {
            inside: 0.95,
            off_focus: ground == Ground::Pale,
        };
        let loose = Fit { inside: 0.8, ..fit };
        inside(&mut spaces, area, &blocks, fit) || inside(&mut spaces, area, &blocks, loose)
    }

    /// Names water and neighbours where they fit; they may go without.
    fn context(&self, panels: &mut [Panel]) {
        let Some(first) = panels.first() else { return };
        // Regions are drawn over their neighbours' land; only what stays visible carries the name.
        let mut covered = PixelRaster::new(first.view.rect.w, first.view.rect.h);
        for panel in panels.iter() {
            covered = covered.or(&panel.space.land);
        }
        let is_under_data = first.is_on_base;
        let items: Vec<(ContextKind, String, PixelRaster)> = first
            .context
            .iter()
            .filter_map(|item| Some((item.kind, item.name.clone()?, first.raster(&item.rings))))
            .collect();
        let mut spaces: Vec<&mut LabelSpace> = panels.iter_mut().map(|p| &mut p.space).collect();
        let fit = |inside| Fit {
            inside,
            off_focus: true,
        };
        for (kind, name, area) in items {
            if kind == ContextKind::Water {
                let area = if is_under_data {
                    area.without(&covered)
                } else {
                    area
                };
                let block = |limit| self.block(&self.wrapped(&name, "water-name", limit));
                let blocks = [block(f64::INFINITY), block(1.0)];
                let wide = area.coverage() > 0.001;
                let _ = wide
                    && (inside(&mut spaces, &area, &blocks, fit(0.9))
                        || inside(&mut spaces, &area, &blocks, fit(0.62)));
            } else {
                let visible = area.without(&covered);
                if let Some(piece) = visible.pieces().first() {
                    let upper = capitals(&name, Face::Regular, self.theme.language.code());
                    let block = self.block(&[(upper, "neighbour-name")]);
                    inside(&mut spaces, piece, &[block], fit(0.97));
                }
            }
        }
    }
}

/// A controller's own land on a panel, as far as it is to have its name; none where no name fits into it.
fn own_land(panel: &Panel, controller: &Controller) -> Option<(PixelRaster, Ground)> {
    let rings = own_rings(panel, controller);
    let is_wide = PlaneBounds::around(rings.iter().flatten().copied())
        .is_some_and(|b| b.width().min(b.height()) > 16.0 * panel.view.metres_per_pixel());
    let own = || {
        let kept = panel.unchanged(&rings);
        // What is about to change hands is still its holder's.
        let all = panel.raster(&rings);
        let is_mostly_lost = panel.show == PanelKind::Before
            && (kept.largest_piece() as f64) < KEPT * all.largest_piece() as f64;
        if is_mostly_lost {
            (all, Ground::Strong)
        } else {
            (kept, Ground::Pale)
        }
    };
    is_wide.then(own).filter(|(own, _)| own.count() > 0)
}

/// The rings of a controller's own land, in metres.
fn own_rings(panel: &Panel, controller: &Controller) -> Vec<Vec<Pt>> {
    let lands = panel
        .regions
        .iter()
        .filter(|land| land.is_home_of(&controller.name));
    lands.flat_map(|land| land.rings.clone()).collect()
}

/// Notes that the label that was placed last is the name of a controller.
fn note_holder(panel: &mut Panel, controller: &Controller) {
    let land = panel.pixels(&own_rings(panel, controller));
    if let Some(label) = panel.space.labels.last_mut() {
        label.of = Some(LabelOf::Holder {
            name: controller.name.clone(),
            land,
        });
    }
}

/// What a name stands on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Ground {
    /// The tint of land that stays its holder's.
    Pale,
    /// The full colour of land that is about to change hands.
    Strong,
}

/// Where a name stands: on which panels, in which pieces of land of all of them, the largest first, on what.
struct Spot {
    on: Vec<usize>,
    pieces: Vec<PixelRaster>,
    ground: Ground,
}

/// Where the names of controllers may stand; each panel has those of its own date.
fn spots<'a>(panels: &[Panel], theme: &'a Theme) -> Vec<(&'a Controller, Vec<Spot>)> {
    let of = |controller: &'a Controller| {
        let on = panels.iter().enumerate();
        let own = on.filter_map(|(n, panel)| Some((n, own_land(panel, controller)?)));
        (controller, in_common(own.collect()))
    };
    theme.controllers.iter().map(of).collect()
}

/// Land of which less than this share stays its holder's is named as a whole.
const KEPT: f64 = 0.3;

/// The least share of the land of any panel that the land common to all must be, so that one spot is good for all.
const COMMON: f64 = 0.5;

/// The panels with what is common to the land of all; each with its own where that is little of any.
fn in_common(own: Vec<(usize, (PixelRaster, Ground))>) -> Vec<Spot> {
    let rasters = || own.iter().map(|(_, (raster, _))| raster);
    let common = rasters().cloned().reduce(|all, one| all.and(&one));
    let Some(area) = common else { return Vec::new() };
    let shared = area.largest_piece() as f64;
    let is_pale = own.iter().all(|(_, (_, ground))| *ground == Ground::Pale);
    if is_pale && rasters().all(|raster| shared >= COMMON * raster.largest_piece() as f64) {
        let on = own.iter().map(|(n, _)| *n).collect();
        return vec![Spot {
            on,
            pieces: area.pieces(),
            ground: Ground::Pale,
        }];
    }
    let alone = |(n, (area, ground)): (usize, (PixelRaster, Ground))| Spot {
        on: vec![n],
        pieces: area.pieces(),
        ground,
    };
    own.into_iter().map(alone).collect()
}

/// Half the size of a place's mark.
fn radius(kind: PlaceKind) -> f64 {
    match kind {
        PlaceKind::Capital => 6.5,
        PlaceKind::City => 6.0,
        PlaceKind::Town | PlaceKind::Village => 4.5,
        PlaceKind::Area => 0.0,
    }
}
