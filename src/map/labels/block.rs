//! Lines of text that stand together, measured and placed.

use crate::map::fonts::text;
use crate::map::plane::geometry::Pt;
use crate::map::plane::rect::Rect;
use crate::map::scene::list::Scene;
use crate::map::scene::node::Anchor;
use crate::map::scene::page::PageDraft;
use crate::map::scene::record::Named;
use crate::map::style::class::TextStyle;

/// Draws the lines of a placed label.
pub(in crate::map) fn draw_block(page: &mut PageDraft, label: &PlacedLabel, (x, y): Pt) {
    let rect = label.rect;
    let at = match label.anchor {
        Anchor::Start => rect.x,
        Anchor::Middle => rect.center().0,
        Anchor::End => rect.right(),
    };
    for line in &label.block.lines {
        // The space after the last letter of a spaced word is no ink: the word is centred without it.
        let spacing = page.style(line.class).spacing;
        let nudge = if label.anchor == Anchor::Middle {
            spacing / 2.0
        } else {
            0.0
        };
        page.text(
            line.class,
            (at + x + nudge, rect.y + y + line.down),
            label.anchor,
            line.content.clone(),
        );
    }
}

/// One or more lines of text that stand together.
#[derive(Debug, Clone)]
pub(in crate::map) struct TextBlock {
    pub lines: Vec<TextLine>,
    pub w: f64,
    pub h: f64,
}

#[derive(Debug, Clone)]
pub(in crate::map) struct TextLine {
    pub content: String,
    pub class: &'static str,
    /// From the top of the block to the baseline.
    pub down: f64,
    pub w: f64,
}

impl TextBlock {
    /// Measures lines of text, each with its class.
    pub fn new(scene: &Scene, lines: &[(String, &'static str)]) -> Self {
        let style = |class: &str| scene.style(class).and_then(|s| s.text.clone());
        let (mut w, mut h) = (0.0_f64, 0.0);
        let mut set = Vec::new();
        let mut before: Option<TextStyle> = None;
        for (content, class) in lines {
            let Some(style) = style(class) else { continue };
            // Baselines are a line apart; the first lies an ascent below the top.
            h += match &before {
                None => style.size * text::ASCENT,
                Some(above) => style.size.max(above.size) * 1.2,
            };
            let wide = style.width(content);
            w = w.max(wide);
            before = Some(style);
            set.push(TextLine {
                content: content.clone(),
                class,
                down: h,
                w: wide,
            });
        }
        h += before.map_or(0.0, |style| style.size * text::DESCENT);
        Self { lines: set, w, h }
    }

    pub fn centered(&self, (x, y): Pt) -> Rect {
        Rect::new(x - self.w / 2.0, y - self.h / 2.0, self.w, self.h)
    }
}

/// A label in its place.
#[derive(Debug, Clone)]
pub(in crate::map) struct PlacedLabel {
    pub block: TextBlock,
    pub rect: Rect,
    pub anchor: Anchor,
    /// From the label to what it names.
    pub leader: Option<(Pt, Pt)>,
    /// The land it names, where it names land.
    pub names: Option<Named>,
    /// Whose name it is, where it is one's.
    pub of: Option<LabelOf>,
}

/// Whose name a label is.
#[derive(Debug, Clone)]
pub(in crate::map) enum LabelOf {
    /// A holder's, on its land.
    Holder { name: String, land: Vec<Vec<Pt>> },
    /// Nobody's: a note, with an arrow if it has a leader.
    Note,
    /// A place's, beside its dot.
    Dot { name: String, at: Pt },
}
