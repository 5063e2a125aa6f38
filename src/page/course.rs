//! What the script draws a long series from: its lines and who held which land, as small numbers, and its steps.

use serde_json::{Value, json};

use super::names::{places, units};
use super::table::km2;
use crate::change::Breakdown;
use crate::map::{Tenure, WebArc, WebCourse, WebHolder, WebMaps, WebName, WebPassage, WebStep};

/// The series as the script reads it.
pub(super) fn of_course(maps: &WebMaps, course: &WebCourse, breakdowns: &[Breakdown]) -> Value {
    let number = |who: Option<usize>| who.map_or(-1, |n| n as i64);
    let holder = |holder: &WebHolder| {
        let WebHolder {
            controller,
            sovereign,
            class,
            hatches,
        } = holder;
        json!([controller, number(*sovereign), class, hatches])
    };
    let passage = |passage: &WebPassage| {
        let WebPassage {
            from,
            to,
            class,
            hatches,
        } = passage;
        json!([number(*from), number(*to), class, hatches])
    };
    let name = |name: &WebName| json!([name.land, name.date]);
    let names = course.names.iter();
    let names = names.map(|names| names.iter().map(name).collect::<Vec<_>>());
    let steps = course.steps.iter().zip(breakdowns);
    json!({
        "names": names.collect::<Vec<_>>(),
        "fineness": course.fineness,
        "arcs": arcs(&course.arcs),
        "land": land(course),
        "holders": course.holders.iter().map(holder).collect::<Vec<_>>(),
        "passages": course.passages.iter().map(passage).collect::<Vec<_>>(),
        "key": maps.key.iter().map(|[_, label]| label).collect::<Vec<_>>(),
        "steps": steps.map(|(step, breakdown)| of_step(maps, course, step, breakdown)).collect::<Vec<_>>(),
    })
}

/// Title, subtitle, sum and rows of a step.
fn of_step(maps: &WebMaps, course: &WebCourse, step: &WebStep, breakdown: &Breakdown) -> Value {
    let rows = step.rows.iter().map(|row| {
        let key = maps.key.iter().position(|[class, _]| *class == row.class);
        // What is left over is called otherwise in each step.
        let own = key.is_none_or(|key| maps.key[key][1] != row.label);
        json!([
            key,
            course
                .passages
                .iter()
                .position(|passage| passage.class == row.class),
            km2(row.area),
            step.language.area(row.area),
            row.range.map(|range| step.language.range(range)),
            places(maps, row, breakdown),
            units(maps, step, row, breakdown),
            own.then_some(&row.label),
        ])
    });
    let total = step.language.area(step.total);
    json!([
        step.title,
        step.subtitle,
        total,
        km2(step.total),
        rows.collect::<Vec<_>>()
    ])
}

/// Of each line the land that it bounds and its points, all as differences from the ones before.
fn arcs(arcs: &[WebArc]) -> Vec<Value> {
    let (mut before, mut at) = (0, [0, 0]);
    let mut line = |arc: &WebArc| {
        let land = arc.land.iter().map(|&piece| piece as i64);
        let land: Vec<i64> = land
            .map(|piece| piece - std::mem::replace(&mut before, piece))
            .collect();
        let points = arc.points.iter().flat_map(|&point| {
            let [x, y] = std::mem::replace(&mut at, point);
            [point[0] - x, point[1] - y]
        });
        json!([land, points.collect::<Vec<i64>>()])
    };
    arcs.iter().map(&mut line).collect()
}

/// Of each piece of land its holders: for how many dates, and twice the number of the holder from 1, and one more where it
/// counts that land came to it.
fn land(course: &WebCourse) -> Vec<Value> {
    let number = |holder: Option<usize>| holder.map_or(0, |n| n + 1);
    let tenure = |tenure: &Tenure| {
        [
            tenure.dates,
            2 * number(tenure.holder) + usize::from(tenure.counts),
        ]
    };
    let land = course.land.iter();
    land.map(|tenures| json!(tenures.iter().map(tenure).collect::<Vec<_>>()))
        .collect()
}
