//! An alignment: what was moved onto the lines of another snapshot, in every format. `landshift align --format json` is a
//! stable contract.

use serde::Serialize;

use super::change_page::{as_of, overlap};
use super::csv::Row;
use super::document::{Document, Table, holder};
use super::json::SnapshotRecord;
use super::{Format, MADE_WITH, csv, json, markdown, text};
use crate::Result;
use crate::change::{Alignment, Difference, Move};
use crate::measure::{Area, count};

/// What was moved, in a format.
///
/// # Errors
///
/// When the result cannot be put into the format; no input is known that does this.
pub fn alignment(alignment: &Alignment, format: Format) -> Result<String> {
    match format {
        Format::Text => Ok(text::write(&page(alignment))),
        Format::Markdown => Ok(markdown::write(&page(alignment))),
        Format::Json => json::write(&Record::from(alignment)),
        Format::Csv => csv::write(&rows(alignment)),
    }
}

#[derive(Debug, Serialize)]
struct Record<'a> {
    a: SnapshotRecord<'a>,
    b: SnapshotRecord<'a>,
    edges: &'static str,
    tolerance_m: f64,
    moves: Vec<MoveRow<'a>>,
    before: DifferenceRecord,
    after: DifferenceRecord,
}

/// Land in pieces that were given from its holder in B to its holder in A.
#[derive(Debug, Serialize)]
struct MoveRow<'a> {
    in_b: Option<&'a str>,
    in_a: Option<&'a str>,
    pieces: usize,
    moved_km2: f64,
    widest_m: f64,
}

impl Row for MoveRow<'_> {
    const COLUMNS: &'static [&'static str] = &["in_b", "in_a", "pieces", "moved_km2", "widest_m"];
}

#[derive(Debug, Serialize)]
struct DifferenceRecord {
    changed_km2: f64,
    noise_km2: f64,
}

impl<'a> From<&'a Alignment> for Record<'a> {
    fn from(alignment: &'a Alignment) -> Self {
        Self {
            a: (&alignment.a).into(),
            b: (&alignment.b).into(),
            edges: alignment.edges.name(),
            tolerance_m: alignment.tolerance_m,
            moves: rows(alignment),
            before: alignment.before.into(),
            after: alignment.after.into(),
        }
    }
}

impl From<Difference> for DifferenceRecord {
    fn from(difference: Difference) -> Self {
        Self {
            changed_km2: difference.area.km2(),
            noise_km2: difference.noise.km2(),
        }
    }
}

impl<'a> From<&'a Move> for MoveRow<'a> {
    fn from(one: &'a Move) -> Self {
        Self {
            in_b: one.in_b.as_deref(),
            in_a: one.in_a.as_deref(),
            pieces: one.pieces,
            moved_km2: one.area.km2(),
            widest_m: one.widest.m(),
        }
    }
}

fn rows(alignment: &Alignment) -> Vec<MoveRow<'_>> {
    alignment.moves.iter().map(Into::into).collect()
}

fn page(alignment: &Alignment) -> Document {
    let tolerance_m = alignment.tolerance_m;
    let mut page = Document::default();
    page.paragraph(match alignment.pieces() {
        0 => format!("Nothing was moved: no piece of change is narrower than {tolerance_m} m."),
        pieces => format!(
            "B's borders were moved onto A's where the two lie less than {tolerance_m} m apart: {}, {}.",
            if pieces == 1 {
                "1 piece".to_owned()
            } else {
                format!("{} pieces", count(pieces as u64))
            },
            alignment.area().text()
        ),
    });
    page.list(vec![as_of("A", &alignment.a), as_of("B", &alignment.b)]);
    let mut moves = Table::new(2, ["from, in B", "to, in A", "pieces", "km²", "widest, m"]);
    for one in &alignment.moves {
        let [in_b, in_a] = [&one.in_b, &one.in_a].map(|name| holder(name.as_deref()).to_owned());
        let widest = format!("{:.1}", one.widest.m());
        moves.row([in_b, in_a, count(one.pieces as u64), one.area.number(), widest]);
    }
    page.table(moves);
    let mut change = Table::new(1, ["change from A to B, km²", "all", "of it slivers", "without"]);
    for (what, difference) in [("before", alignment.before), ("aligned", alignment.after)] {
        let without = difference.area - difference.noise;
        let numbers = [difference.area, difference.noise, without].map(Area::number);
        change.row(std::iter::once(what.to_owned()).chain(numbers));
    }
    page.table(change);
    let overlaps = [("in A", &alignment.a), ("in B", &alignment.b)];
    let notes = overlaps
        .iter()
        .filter_map(|(heading, snapshot)| overlap(heading, snapshot));
    page.list(notes.chain([MADE_WITH.to_owned()]).collect());
    page
}

#[cfg(test)]
mod tests {
    use serde_json::Value;

    use super::super::testing::{check_schema, snapshot};
    use super::super::{Schema, schema};
    use super::*;
    use crate::change::Overlay;
    use crate::measure::EdgeModel;
    use crate::model::Layer;

    /// The border is drawn some 110 m farther east in B.
    fn drawn_twice() -> Alignment {
        let land = |name, border| {
            let land = [("X", "", [0., 0., border, 1.]), ("Y", "", [border, 0., 2., 1.])];
            snapshot(name, Some("2001"), &land)
        };
        let snapshots = vec![land("a", 1.0), land("b", 1.001)];
        let overlay = Overlay::new(snapshots, Layer::default(), EdgeModel::StraightLonLat);
        Alignment::of(overlay, 250.0).unwrap()
    }

    #[test]
    fn the_json_is_as_its_schema_says() {
        let schema: Value = serde_json::from_str(&schema(Schema::Align)).unwrap();
        let json: Value = serde_json::from_str(&alignment(&drawn_twice(), Format::Json).unwrap()).unwrap();
        check_schema(&schema, &schema, &json);
        assert_eq!(json["moves"].as_array().unwrap().len(), 1);
    }

    #[test]
    fn the_page_says_what_moved_and_what_is_left() {
        let text = alignment(&drawn_twice(), Format::Text).unwrap();
        let start =
            "B's borders were moved onto A's where the two lie less than 250 m apart: 1 piece, 12.31 km².";
        assert!(text.starts_with(start), "{text}");
        assert!(text.contains("aligned"), "{text}");
        let csv = alignment(&drawn_twice(), Format::Csv).unwrap();
        assert!(
            csv.starts_with("in_b,in_a,pieces,moved_km2,widest_m\nX,Y,1,12.3"),
            "{csv}"
        );
    }
}
