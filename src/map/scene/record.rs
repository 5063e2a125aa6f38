//! What was decided while drawing, for the check of the finished map.

use std::collections::BTreeMap;

use crate::map::plane::geometry::Pt;
use crate::map::plane::rect::Rect;
use crate::map::view::extent::MapExtent;
use crate::measure::Area;

/// What was decided while drawing, for the check of the finished map.
#[derive(Debug, Clone, Default)]
pub(in crate::map) struct DrawRecord {
    pub panels: Vec<PanelRecord>,
    pub labels: Vec<LabelRecord>,
    /// Names of holders on their land.
    pub holders: Vec<HolderRecord>,
    /// Names of places beside their dots.
    pub dots: Vec<DotRecord>,
    /// Boxes that stand on a map: locator, scale bar and zoom inset.
    pub boxes: Vec<Rect>,
    /// Parts of maps that are drawn once more, larger.
    pub zooms: Vec<ZoomRecord>,
    /// The numbers of changes that are not named on the map, by class.
    pub numbers: BTreeMap<String, usize>,
    /// Changed land too small to be drawn.
    pub unseen: Area,
    /// How many ranges are written.
    pub ranges: usize,
}

/// A map on the page: which part of the globe on which rectangle.
#[derive(Debug, Clone)]
pub(in crate::map) struct PanelRecord {
    pub id: String,
    pub rect: Rect,
    pub extent: MapExtent,
    /// Which of the states of the series it shows.
    pub state: usize,
}

/// A part of a map that is drawn once more, larger, in layout pixels of the page.
#[derive(Debug, Clone)]
pub(in crate::map) struct ZoomRecord {
    pub part: Rect,
    /// Where it is drawn; none if no room was found.
    pub spot: Option<Rect>,
    pub times: f64,
}

/// A label of a piece of land, in layout pixels of the page.
#[derive(Debug, Clone)]
pub(in crate::map) struct LabelRecord {
    pub rect: Rect,
    /// From the label to the land.
    pub leader: Option<(Pt, Pt)>,
    pub names: Named,
}

/// The name of a holder, in layout pixels of the page.
#[derive(Debug, Clone)]
pub(in crate::map) struct HolderRecord {
    pub panel: String,
    pub holder: String,
    pub rect: Rect,
    /// Its land on the panel.
    pub land: Vec<Vec<Pt>>,
}

/// The name of a place beside its dot, in layout pixels of the page.
#[derive(Debug, Clone)]
pub(in crate::map) struct DotRecord {
    pub panel: String,
    pub name: String,
    pub rect: Rect,
    pub at: Pt,
}

/// The land that a label names: rings, less other rings, by the even-odd rule.
#[derive(Debug, Clone, Default)]
pub(in crate::map) struct Named {
    pub land: Vec<Vec<Pt>>,
    pub less: Vec<Vec<Pt>>,
}
