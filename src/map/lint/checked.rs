//! Everything the checks look at.

use std::cell::OnceCell;

use tiny_skia::Pixmap;

use crate::Result;
use crate::map::input::data::MapInput;
use crate::map::input::series::{MapSeries, SeriesState};
use crate::map::scene::list::Scene;
use crate::map::scene::node::{Node, Shape};
use crate::map::scene::record::PanelRecord;
use crate::map::style::class::Style;
use crate::map::style::events::is_event;
use crate::model::GridPolygon;

/// Everything the checks look at.
pub(in crate::map) struct CheckedMap<'a> {
    pub scene: &'a Scene,
    /// All pictures that are shown one after another, this one among them.
    pub frames: &'a [Scene],
    pub series: &'a MapSeries,
    pub input: &'a MapInput,
    pub svg: String,
    /// All shapes with the ids of the groups around them.
    pub shapes: Vec<GroupedShape<'a>>,
    /// Its pixels without strokes, hatches and texts, once they were asked for; none if it cannot be drawn.
    fills: OnceCell<Option<Pixmap>>,
}

/// A shape with the ids of the groups around it, from the outermost.
pub(in crate::map) struct GroupedShape<'a> {
    pub ids: Vec<&'a str>,
    pub shape: &'a Shape,
}

/// The shapes of a scene with the ids of the groups around them.
pub(in crate::map) fn shapes(scene: &Scene) -> Vec<GroupedShape<'_>> {
    let mut shapes = Vec::new();
    scene.walk(&mut |ids, node| {
        if let Node::Shape(shape) = node {
            shapes.push(GroupedShape {
                ids: ids.to_vec(),
                shape,
            });
        }
    });
    shapes
}

/// Whether the groups around a shape are those of a map, or of the columns that stand for maps in a chart.
pub(in crate::map) fn is_on_map(ids: &[&str]) -> bool {
    ids.iter().any(|id| id.ends_with("-map") || *id == "shares")
}

impl<'a> CheckedMap<'a> {
    pub fn new(scene: &'a Scene, frames: &'a [Scene], series: &'a MapSeries) -> Self {
        Self {
            scene,
            frames,
            series,
            input: &series.input,
            svg: scene.to_svg(),
            shapes: shapes(scene),
            fills: OnceCell::new(),
        }
    }

    /// The pixels of the scene without strokes, hatches and texts; none if it cannot be drawn.
    pub fn fills(&self) -> Option<&Pixmap> {
        self.fills.get_or_init(|| fills_only(self.scene).ok()).as_ref()
    }

    /// The maps of the picture.
    pub fn panels(&self) -> &'a [PanelRecord] {
        &self.scene.record.panels
    }

    /// The state that a map shows, and how it came about.
    pub fn state(&self, panel: &PanelRecord) -> &'a SeriesState {
        &self.series.states[panel.state]
    }

    /// The land of each region that a map draws.
    pub fn land(&self, panel: &PanelRecord) -> Vec<&'a [GridPolygon]> {
        if let Some(units) = &self.input.units {
            return units.land.iter().map(|unit| &*unit.polygons).collect();
        }
        let regions = self.state(panel).side.regions.iter();
        regions.map(|region| &*region.polygons).collect()
    }

    /// The state before the one that a map shows.
    pub fn earlier(&self, panel: &PanelRecord) -> Option<&'a SeriesState> {
        self.series.states[..panel.state].last()
    }

    /// The shapes of the maps themselves.
    pub fn on_maps(&self) -> impl Iterator<Item = &GroupedShape<'a>> {
        self.shapes.iter().filter(|grouped| is_on_map(&grouped.ids))
    }

    pub fn style(&self, class: &str) -> Option<&'a Style> {
        self.scene.style(class)
    }
}

/// The scene at one pixel to the unit of the page, without strokes, hatches and texts.
fn fills_only(scene: &Scene) -> Result<Pixmap> {
    let mut bare = scene.clone();
    for (_, style) in &mut bare.styles.all {
        style.stroke = None;
        style.hatch = None;
        if style.text.is_some() {
            style.fill = None;
        }
    }
    bare.rasterise(scene.width / f64::from(scene.pixel_width))
}

/// Whether a class is the fill of land that changed hands, or of units that something happened to.
pub(in crate::map) fn is_change(class: &str) -> bool {
    class.starts_with("change-") || is_event(class)
}

/// Whether a class is the fill of land that a controller holds, that changed hands, or of units.
pub(in crate::map) fn is_land(class: &str) -> bool {
    ["home-", "held-", "change-", "event-"]
        .iter()
        .any(|start| class.starts_with(start))
}
