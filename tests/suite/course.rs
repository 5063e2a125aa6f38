//! Shares of many dates: lines and bars over time, gaps and periods.

use std::fs;
use std::path::Path;

use crate::support::{failure, landshift, rectangles};

/// A takes half a degree from B with each file, C a tenth now and then; of June there is no file.
fn write(folder: &Path) {
    let dates = (1..=9).map(|day| format!("2024-05-{:02}", 3 * day));
    let dates = dates.chain((1..=6).map(|day| format!("2024-07-{:02}", 3 * day)));
    for (n, date) in dates.enumerate() {
        let (west, east) = (n as f64 * 0.5, 20.0 + (n % 2) as f64 * 0.1);
        let holders = [
            ("A", [-9.0, 0.0, west, 1.0]),
            ("B", [west, 0.0, 30.0 - east, 1.0]),
            ("C", [30.0 - east, 0.0, 30.0, 1.0]),
        ];
        fs::write(
            folder.join(format!("front-{date}.geojson")),
            rectangles(&date, &holders),
        )
        .unwrap();
    }
}

fn map(folder: &Path, arguments: &[&str]) -> assert_cmd::Command {
    let mut command = landshift(folder);
    command
        .args(["map", ".", "--kind", "shares", "-o", "chart.svg", "--overwrite"])
        .args(arguments);
    command
}

fn drawn(folder: &Path, arguments: &[&str]) -> String {
    map(folder, arguments).assert().success();
    fs::read_to_string(folder.join("chart.svg")).unwrap()
}

/// How many paths have a class.
fn count(svg: &str, class: &str) -> usize {
    svg.matches(&format!("<path class=\"{class}\"")).count()
}

#[test]
fn many_dates_are_lines_and_bars_and_pass_the_list() {
    let folder = tempfile::tempdir().unwrap();
    write(folder.path());
    let svg = drawn(folder.path(), &["--lint"]);
    for expected in [
        ">Change since 3 May 2024, km²<",
        ">A: gained and lost every 7 days, km²<",
        ">B: gained and lost every 7 days, km²<",
        ">C: gained and lost every 7 days, km²<",
        ">31 May 2024<",
        "15 dates, 3 May 2024 – 18 July 2024",
    ] {
        assert!(svg.contains(expected), "{expected}");
    }
}

#[test]
fn where_no_snapshot_is_lines_are_dotted_and_a_bar_is_hollow() {
    let folder = tempfile::tempdir().unwrap();
    write(folder.path());
    let svg = drawn(folder.path(), &[]);
    assert_eq!(count(&svg, "course-a-unknown"), 1);
    assert_eq!(count(&svg, "course-a"), 2, "before the gap and after it");
    assert_eq!(count(&svg, "moved-a-unknown"), 1);
    assert!(svg.contains(">no snapshot<") && svg.contains("Dotted: no snapshot in between"));
    for day in (1..=9).map(|day| 3 * day) {
        let date = format!("2024-06-{day:02}");
        let holders = [("A", [-9.0, 0.0, 4.5, 1.0]), ("B", [4.5, 0.0, 30.0, 1.0])];
        fs::write(
            folder.path().join(format!("front-{date}.geojson")),
            rectangles(&date, &holders),
        )
        .unwrap();
    }
    let whole = drawn(folder.path(), &[]);
    assert_eq!(count(&whole, "course-a-unknown"), 0);
    assert!(!whole.contains("Dotted"));
}

#[test]
fn periods_and_controllers_can_be_asked_for() {
    let folder = tempfile::tempdir().unwrap();
    write(folder.path());
    let monthly = drawn(folder.path(), &["--every", "month", "--highlight", "a"]);
    assert!(monthly.contains(">A: gained and lost by month, km²<"));
    assert!(!monthly.contains(">B: gained") && count(&monthly, "course-b") == 0);
    let said = failure(&mut map(folder.path(), &["--highlight", "D"]));
    assert!(
        said.contains("no controller `D`") && said.contains("controllers alone"),
        "{said}"
    );
}
