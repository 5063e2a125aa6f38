//! One map panel: its layers, its labels, and how both are drawn on the page.

use std::collections::BTreeSet;

use crate::map::input::data::{Boundary, ContextKind, DatedLand, LineKind, MapInput, PlaceKind};
use crate::map::labels::block::{LabelOf, PlacedLabel, draw_block};
use crate::map::labels::space::LabelSpace;
use crate::map::panel::backdrop::{Ground, base_on, borders, context};
use crate::map::panel::contents::{
    ChangedPiece, ClassLines, ContextShape, DrawnLand, PlaceMark, Unseen, changes, changes_around,
    land_around, outer_edge, region, since_first, status,
};
use crate::map::panel::frame::{PanelFrame, PanelKind};
use crate::map::panel::units::units;
use crate::map::plane::geometry::Pt;
use crate::map::plane::raster::PixelRaster;
use crate::map::plane::rect::Rect;
use crate::map::plane::simplify::{Simplifier, is_speck};
use crate::map::scene::element::PathElement;
use crate::map::scene::page::PageDraft;
use crate::map::scene::record::{DotRecord, DrawRecord, HolderRecord, LabelRecord, Named, PanelRecord};
use crate::map::style::events::is_event;
use crate::map::style::theme::{Theme, outline_class};
use crate::map::view::window::View;
use crate::math::hypot;

/// One map.
pub(in crate::map) struct Panel<'a> {
    pub id: String,
    /// Which of the states it shows.
    pub state: usize,
    pub show: PanelKind,
    pub side: &'a DatedLand,
    pub view: &'a View,
    pub regions: Vec<DrawnLand>,
    /// Land around the frame, and what changed there.
    around: Vec<DrawnLand>,
    /// Land that changed hands since the first date, where that is shown.
    pub since_first: Vec<DrawnLand>,
    /// Land whose status the data states.
    statuses: Vec<DrawnLand>,
    /// Land that changed hands, in the order of the theme's transitions.
    pub changes: Vec<ChangedPiece>,
    /// How many islands and holes are too small to be drawn.
    pub specks: usize,
    /// Changed pieces too small to be seen at this scale.
    pub unseen: Unseen,
    /// Neighbouring land and water with their names.
    pub context: Vec<ContextShape>,
    /// Whether that is of the base, and lies under the data.
    pub is_on_base: bool,
    /// The class of what lies under all land.
    pub ground: &'static str,
    /// Borders of the base, and what covers them along the data.
    base_lines: Vec<ClassLines>,
    lines: Vec<ClassLines>,
    /// The classes of land that the change leaves visible.
    visible: BTreeSet<String>,
    /// Where the change lies.
    changed: PixelRaster,
    pub space: LabelSpace,
    /// Which of the changes are to have their names, and found no room for them.
    pub unnamed: Vec<usize>,
    pub marks: Vec<PlaceMark>,
}

/// The classes of lines that are of a date.
#[cfg(feature = "page")]
const DATED: [&str; 4] = ["edge", GHOST, "border", "control"];

impl<'a> Panel<'a> {
    fn new(input: &'a MapInput, theme: &Theme, view: &'a View, frame: &PanelFrame<'a>) -> Self {
        let (side, show) = (frame.side, frame.show);
        let held = || side.regions.iter().filter_map(|r| region(theme, view, r));
        let regions = units(input, theme, view, show).unwrap_or_else(|| held().collect());
        let (changes, unseen) = changes(input, theme, view, frame);
        let land_around = side.around.iter().filter_map(|r| land_around(theme, view, r));
        let is_on_base = base_on(input, view).is_some();
        let mut panel = Self {
            id: frame.id.clone(),
            state: frame.state,
            show,
            side,
            view,
            regions,
            around: land_around.chain(changes_around(view, frame)).collect(),
            since_first: since_first(theme, view, frame),
            statuses: side
                .regions
                .iter()
                .filter(|_| show != PanelKind::Units)
                .filter_map(|r| status(view, r))
                .collect(),
            changes,
            specks: 0,
            unseen,
            context: context(input, view),
            is_on_base,
            ground: if is_on_base { "sea" } else { "ground" },
            base_lines: borders(input, view),
            lines: Vec::new(),
            visible: BTreeSet::new(),
            changed: PixelRaster::new(view.rect.w, view.rect.h),
            space: LabelSpace::new(view.rect.w, view.rect.h),
            unnamed: Vec::new(),
            marks: Vec::new(),
        };
        panel.lines = panel.all_lines(input, frame);
        panel
    }

    /// The panels of one page.
    pub fn all(input: &'a MapInput, theme: &Theme, view: &'a View, frames: &[PanelFrame<'a>]) -> Vec<Self> {
        let mut panels: Vec<Self> = frames
            .iter()
            .map(|frame| Self::new(input, theme, view, frame))
            .collect();
        for panel in &mut panels {
            panel.simplify();
            panel.drop_specks();
            // The pieces do not overlap: one raster holds them all.
            let rings: Vec<Vec<Pt>> = panel.changes.iter().flat_map(|c| c.land.rings.clone()).collect();
            panel.changed = panel.raster(&rings);
            panel.visible = panel.visible_lands();
            panel.fill_space(input);
            panel.fit_base();
        }
        panels
    }

    /// Leaves out points that the picture cannot show. Each panel for itself: two editions of one coast part and meet
    /// so often that together they would keep them all.
    fn simplify(&mut self) {
        let mut simplifier = Simplifier::new(self.view.metres_per_pixel() * self.view.grain);
        for (closed, chain) in self.chains() {
            simplifier.note(chain, closed);
        }
        for (closed, chain) in self.chains() {
            *chain = simplifier.reduce(chain, closed);
        }
    }

    /// Leaves out islands that no pixel shows, and their coasts; changed land stays, its label finds it.
    fn drop_specks(&mut self) {
        let scale = self.view.metres_per_pixel() * self.view.grain;
        // What is around stays as it is on a map that is as fine as it can be.
        let around = scale - self.view.metres_per_pixel();
        for shape in &mut self.context {
            shape.rings.retain(|ring| !is_speck(ring, around));
        }
        for land in self.around.iter_mut().chain(&mut self.since_first) {
            land.rings.retain(|ring| !is_speck(ring, scale));
        }
        // A label finds a unit however small it is.
        let named = |land: &&mut DrawnLand| is_event(&land.class);
        for land in self.regions.iter_mut().filter(|land| !named(land)) {
            let all = land.rings.len();
            land.rings.retain(|ring| !is_speck(ring, scale));
            self.specks += all - land.rings.len();
        }
        for land in &mut self.statuses {
            land.rings.retain(|ring| !is_speck(ring, scale));
        }
        for ClassLines { lines, .. } in &mut self.lines {
            lines.retain(|line| line.first() != line.last() || !is_speck(line, scale));
        }
    }

    /// Makes the base give way to the data.
    fn fit_base(&mut self) {
        if !self.is_on_base {
            return;
        }
        let ground = Ground::new(self.view, &self.space.land, &self.context);
        self.context
            .retain(|shape| shape.kind == ContextKind::Water || !ground.is_covered(shape));
        let edges = self.lines.iter().filter(|of_class| of_class.class == "edge");
        let mut edges: Vec<Vec<Pt>> = edges.flat_map(|of_class| of_class.lines.clone()).collect();
        if edges.is_empty() {
            let regions = self.side.regions.iter().chain(&self.side.around);
            edges = self.view.lines(&outer_edge(regions));
        }
        for ClassLines { lines, .. } in &mut self.base_lines {
            lines.retain(|line| ground.is_seen(line));
        }
        self.base_lines.extend(ground.rims(&edges));
    }

    /// Rings in pixels of the panel.
    pub fn pixels(&self, parts: &[Vec<Pt>]) -> Vec<Vec<Pt>> {
        parts
            .iter()
            .map(|part| part.iter().map(|&p| self.view.pixel(p)).collect())
            .collect()
    }

    /// The classes of what this panel shows.
    pub fn classes(&self) -> BTreeSet<&str> {
        let lines = self.lines.iter().chain(&self.base_lines);
        let lines = lines
            .filter(|of_class| !of_class.lines.is_empty())
            .map(|of_class| of_class.class.as_str());
        let statuses = self.statuses.iter().chain(&self.since_first);
        let statuses = statuses.filter(|land| !land.rings.is_empty());
        let statuses = statuses.map(|land| land.class.as_str());
        self.visible
            .iter()
            .map(String::as_str)
            .chain(statuses)
            .chain(lines)
            .collect()
    }

    /// Every ring (true) and open line (false) that will be drawn.
    fn chains(&mut self) -> Vec<(bool, &mut Vec<Pt>)> {
        let lands = self.regions.iter_mut().chain(&mut self.around);
        let lands = lands.map(|land| &mut land.rings);
        let changes = self.changes.iter_mut().map(|change| &mut change.land.rings);
        let context = self.context.iter_mut().map(|item| &mut item.rings);
        let statuses = self.statuses.iter_mut().chain(&mut self.since_first);
        let statuses = statuses.map(|land| &mut land.rings);
        let rings = lands
            .chain(statuses)
            .chain(changes)
            .chain(context)
            .flatten()
            .map(|ring| (true, ring));
        let lines = self.lines.iter_mut().chain(&mut self.base_lines);
        let lines = lines.flat_map(|of_class| &mut of_class.lines);
        rings.chain(lines.map(|line| (false, line))).collect()
    }

    /// Rings of the panel as a raster.
    pub fn raster(&self, rings: &[Vec<Pt>]) -> PixelRaster {
        PixelRaster::of_rings(self.view.rect.w, self.view.rect.h, &self.pixels(rings))
    }

    /// What the change leaves of some land.
    pub fn unchanged(&self, rings: &[Vec<Pt>]) -> PixelRaster {
        let all = self.raster(rings);
        if self.changes.is_empty() {
            all
        } else {
            all.without(&self.changed)
        }
    }

    fn visible_lands(&self) -> BTreeSet<String> {
        let lands = self.regions.iter().filter(|land| !land.rings.is_empty());
        let seen = lands.filter(|land| {
            if self.changes.is_empty() {
                return true;
            }
            let all = self.raster(&land.rings);
            let (before, after) = (all.count(), all.count_without(&self.changed));
            // A few cells along an edge are rounding, and a key explains nothing that is smaller than two.
            let is_seen = after >= 2 || !land.class.starts_with("home-");
            is_seen && after * if before < 50 { 2 } else { 50 } > before
        });
        let around = self.around.iter().filter(|land| !land.rings.is_empty());
        let seen = seen.chain(around).map(|land| land.class.clone());
        seen.chain(
            self.changes
                .iter()
                .filter(|c| !c.land.rings.is_empty())
                .map(|c| c.land.class.clone()),
        )
        .collect()
    }

    fn all_lines(&self, input: &MapInput, frame: &PanelFrame) -> Vec<ClassLines> {
        let view = self.view;
        let of_kind = |boundaries: &[Boundary], kind: LineKind| {
            view.lines(
                boundaries
                    .iter()
                    .filter(|b| b.kind == kind)
                    .flat_map(|b| &b.lines),
            )
        };
        let own = &self.side.boundaries;
        let mut edge = of_kind(own, LineKind::Edge);
        if edge.is_empty() && !own.is_empty() {
            edge = view.lines(&outer_edge(self.side.regions.iter()));
        }
        let mut lines = vec![ClassLines::new("edge", edge)];
        let border = if own.is_empty() {
            let regions = self.side.regions.iter();
            regions.flat_map(|r| view.outlines(&r.polygons)).collect()
        } else {
            of_kind(own, LineKind::Border)
        };
        let earlier = frame.earlier.map_or(&[][..], |side| &side.boundaries);
        let before = of_kind(earlier, input.earlier_line());
        let nothing_moved = frame.transfers.iter().all(|t| t.noise || t.from == t.to);
        let ghost = match self.show {
            PanelKind::Before => Vec::new(),
            _ if nothing_moved => Vec::new(),
            _ => before,
        };
        lines.push(ClassLines::new(GHOST, ghost));
        for (n, outline) in input.outlines.iter().enumerate() {
            lines.push(ClassLines::new(outline_class(n), view.lines(&outline.lines)));
        }
        lines.push(ClassLines::new("border", border));
        let control = of_kind(own, LineKind::Control);
        lines.push(ClassLines::new("control", control));
        lines
    }

    fn fill_space(&mut self, input: &MapInput) {
        for ClassLines { class, lines } in &self.lines {
            let weight = if class == "edge" { 1 } else { 2 };
            let pixels = self.pixels(lines);
            self.space.lines.trace(&pixels, weight);
        }
        let water = self.context.iter().filter(|c| c.kind == ContextKind::Water);
        let rings: Vec<Vec<Pt>> = water.flat_map(|c| c.rings.clone()).collect();
        self.space.context = self.raster(&rings);
        let named = input.settlements().iter().filter(|p| p.rank <= 2);
        let dots: Vec<Vec<Pt>> = named
            .filter_map(|p| self.view.place(p.at))
            .map(|(x, y)| vec![(x - 30.0, y), (x + 30.0, y)])
            .collect();
        self.space.context.trace(&dots, 1);
        let dots = input
            .settlements()
            .iter()
            .filter(|p| p.rank <= 2 && p.kind != PlaceKind::Area);
        self.space.dots = dots.filter_map(|p| self.view.place(p.at)).collect();
        let lands = self.regions.iter().chain(&self.around);
        let lands: Vec<Vec<Pt>> = lands.flat_map(|l| l.rings.clone()).collect();
        self.space.land = self.raster(&lands);
        self.space.focus = self.changed.clone();
        for land in self.regions.iter().filter(|l| l.class.starts_with("held-")) {
            let raster = self.raster(&land.rings);
            self.space.focus = self.space.focus.or(&raster);
        }
    }

    /// Draws the map and its labels with the panel's corner at `origin`.
    pub fn draw(&self, page: &mut PageDraft, (x, y): Pt) {
        let rect = Rect::new(x, y, self.view.rect.w, self.view.rect.h);
        self.note(&mut page.scene.record, rect);
        page.open(self.id.clone(), None);
        page.open(format!("{}-map", self.id), Some(rect));
        self.draw_under(page, rect);
        self.draw_changes(page, rect);
        self.draw_over(page, rect);
        page.close();
        self.draw_labels(page, (x, y));
        page.rect("neatline", rect);
        page.close();
    }

    /// Draws what lies under changed land: the ground, what is around the data, and who holds what.
    pub fn draw_under(&self, page: &mut PageDraft, rect: Rect) {
        self.draw_ground(page, rect);
        let around = self.elements("around", self.around.iter());
        self.layer(page, rect, "around", around);
        let regions = self.elements("region", self.regions.iter());
        self.layer(page, rect, "regions", regions);
        let since_first = self.elements("since-first", self.since_first.iter());
        self.layer(page, rect, "since-first", since_first);
    }

    /// Draws the ground and what is around the data.
    pub fn draw_ground(&self, page: &mut PageDraft, rect: Rect) {
        page.rect(self.ground, rect);
        if self.is_on_base {
            let mut elements = self.context(ContextKind::Land, "base-land");
            elements.extend(self.context(ContextKind::Water, "base-water"));
            let lines = self.base_lines.iter();
            elements.extend(lines.map(|of_class| PathElement::lines(&of_class.class, &of_class.lines)));
            self.layer(page, rect, "base", elements);
        } else {
            let neighbours = self.context(ContextKind::Land, "neighbour");
            self.layer(page, rect, "neighbours", neighbours);
        }
    }

    /// Draws the changed land.
    pub fn draw_changes(&self, page: &mut PageDraft, rect: Rect) {
        let changes = self.elements("change", self.changes.iter().map(|c| &c.land));
        self.layer(page, rect, "changes", changes);
    }

    /// Draws what lies over changed land: statuses, water, lines.
    pub fn draw_over(&self, page: &mut PageDraft, rect: Rect) {
        let statuses = self.elements("status", self.statuses.iter());
        self.layer(page, rect, "statuses", statuses);
        self.draw_backdrop(page, rect);
        for of_class in &self.lines {
            self.draw_lines(page, rect, of_class);
        }
    }

    /// Draws what lies over land whatever the date, but for reference lines.
    fn draw_backdrop(&self, page: &mut PageDraft, rect: Rect) {
        let graticule = vec![PathElement::lines("graticule", &self.view.graticule())];
        self.layer(page, rect, "graticule", graticule);
        if !self.is_on_base {
            let water = self.context(ContextKind::Water, "water");
            self.layer(page, rect, "water", water);
        }
    }

    /// Draws what lies over land whatever the date.
    #[cfg(feature = "page")]
    pub fn draw_lasting(&self, page: &mut PageDraft, rect: Rect) {
        self.draw_backdrop(page, rect);
        for of_class in self
            .lines
            .iter()
            .filter(|of_class| !DATED.contains(&of_class.class.as_str()))
        {
            self.draw_lines(page, rect, of_class);
        }
    }

    /// Draws the earlier line.
    #[cfg(feature = "page")]
    pub fn draw_ghost(&self, page: &mut PageDraft, rect: Rect) {
        for of_class in self.lines.iter().filter(|of_class| of_class.class == GHOST) {
            self.draw_lines(page, rect, of_class);
        }
    }

    fn draw_lines(&self, page: &mut PageDraft, rect: Rect, ClassLines { class, lines }: &ClassLines) {
        let mut elements = Vec::new();
        // A dashed line over strong fills needs a light bed.
        if matches!(class.as_str(), "control" | GHOST) {
            elements.push(PathElement::lines("casing", lines));
        }
        elements.push(PathElement::lines(class, lines));
        self.layer(page, rect, class, elements);
    }

    /// Neighbouring land or water.
    fn context(&self, kind: ContextKind, class: &str) -> Vec<PathElement> {
        let of_kind = self.context.iter().filter(|c| c.kind == kind);
        of_kind
            .map(|c| named(class, &c.rings, c.name.as_deref()))
            .collect()
    }

    /// Records what a check of the finished map needs to know.
    fn note(&self, record: &mut DrawRecord, rect: Rect) {
        record.panels.push(PanelRecord {
            id: self.id.clone(),
            rect,
            extent: self.view.extent,
            state: self.state,
        });
        let on_page = |p: Pt| (p.0 + rect.x, p.1 + rect.y);
        let rings = |rings: &[Vec<Pt>]| -> Vec<Vec<Pt>> {
            let moved = |ring: &Vec<Pt>| ring.iter().map(|&p| on_page(p)).collect();
            rings.iter().map(moved).collect()
        };
        for label in &self.space.labels {
            self.note_holder(record, label, on_page);
            let Some(names) = &label.names else { continue };
            record.labels.push(LabelRecord {
                rect: Rect::new(
                    label.rect.x + rect.x,
                    label.rect.y + rect.y,
                    label.rect.w,
                    label.rect.h,
                ),
                leader: label.leader.map(|(a, b)| (on_page(a), on_page(b))),
                names: Named {
                    land: rings(&names.land),
                    less: rings(&names.less),
                },
            });
        }
    }

    /// Records whose name a label is.
    fn note_holder(&self, record: &mut DrawRecord, label: &PlacedLabel, on_page: impl Fn(Pt) -> Pt) {
        let (x, y) = on_page((label.rect.x, label.rect.y));
        let rect = Rect::new(x, y, label.rect.w, label.rect.h);
        let panel = self.id.clone();
        match &label.of {
            Some(LabelOf::Holder { name, land }) => record.holders.push(HolderRecord {
                panel,
                holder: name.clone(),
                rect,
                land: land
                    .iter()
                    .map(|ring| ring.iter().map(|&p| on_page(p)).collect())
                    .collect(),
            }),
            Some(LabelOf::Dot { name, at }) => record.dots.push(DotRecord {
                panel,
                name: name.clone(),
                rect,
                at: on_page(*at),
            }),
            Some(LabelOf::Note) | None => {}
        }
    }

    fn layer(&self, page: &mut PageDraft, rect: Rect, name: &str, elements: Vec<PathElement>) {
        page.open(format!("{}-{name}", self.id), None);
        page.map(rect, self.view.window, elements);
        page.close();
    }

    fn elements<'b>(&self, kind: &str, lands: impl Iterator<Item = &'b DrawnLand>) -> Vec<PathElement> {
        lands
            .enumerate()
            .map(|(n, land)| {
                let mut element = PathElement::rings(&land.class, &land.rings);
                element = element
                    .id(format!("{}-{kind}-{}", self.id, n + 1))
                    .title(land.title.clone());
                for (key, value) in &land.data {
                    element = element.data(key, value.clone());
                }
                element
            })
            .collect()
    }

    /// Draws places, then each label with its leader line, with the panel's corner at a point.
    pub fn draw_labels(&self, page: &mut PageDraft, at: Pt) {
        page.open(format!("{}-places", self.id), None);
        self.draw_marks(page, at);
        page.close();
        page.open(format!("{}-labels", self.id), None);
        for label in &self.space.labels {
            draw_label(page, label, at);
        }
        page.close();
    }

    /// Draws the marks of places.
    pub fn draw_marks(&self, page: &mut PageDraft, (x, y): Pt) {
        for mark in &self.marks {
            let (cx, cy) = (mark.at.0 + x, mark.at.1 + y);
            match mark.kind {
                PlaceKind::Capital => page.rect("capital", Rect::new(cx - 5.5, cy - 5.5, 11.0, 11.0)),
                PlaceKind::City => page.dot("city", (cx, cy), 4.6),
                PlaceKind::Town => page.dot("town", (cx, cy), 3.4),
                PlaceKind::Village => page.dot("village", (cx, cy), 3.4),
                PlaceKind::Area => {}
            }
        }
    }
}

/// Draws a label with the line from it to what it names, as one group.
pub(in crate::map) fn draw_label(page: &mut PageDraft, label: &PlacedLabel, at: Pt) {
    page.open("", None);
    draw_leader(page, label, at);
    draw_block(page, label, at);
    page.close();
}

fn draw_leader(page: &mut PageDraft, label: &PlacedLabel, (x, y): Pt) {
    let Some((a, b)) = label.leader else { return };
    let ends = [(a.0 + x, a.1 + y), (b.0 + x, b.1 + y)];
    page.line("leader-casing", &ends);
    page.line("leader", &ends);
    if matches!(label.of, Some(LabelOf::Note)) {
        page.path(PathElement::rings("leader-head", &[arrow_head(ends)]));
    } else {
        page.dot("leader-end", ends[1], 3.2);
    }
}

/// The head of an arrow from one position to another.
fn arrow_head([from, to]: [Pt; 2]) -> Vec<Pt> {
    const LENGTH: f64 = 11.0;
    const HALF: f64 = 4.5;
    let length = hypot(to.0 - from.0, to.1 - from.1).max(f64::MIN_POSITIVE);
    let (dx, dy) = ((to.0 - from.0) / length, (to.1 - from.1) / length);
    let back = (to.0 - dx * LENGTH, to.1 - dy * LENGTH);
    vec![
        to,
        (back.0 - dy * HALF, back.1 + dx * HALF),
        (back.0 + dy * HALF, back.1 - dx * HALF),
    ]
}

/// The class of the earlier line.
const GHOST: &str = "ghost";

fn named(class: &str, rings: &[Vec<Pt>], name: Option<&str>) -> PathElement {
    let element = PathElement::rings(class, rings);
    match name {
        Some(name) => element.data("name", name),
        None => element,
    }
}
