//! The library as other programs use it: a study of bytes or polygons, and its answers.

use std::collections::BTreeMap;
use std::fs;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};

use geo::{Area as _, BooleanOps};
use geo_types::{MultiPolygon, Polygon, polygon};
use landshift::Case;
use landshift::ErrorKind;
use landshift::Language;
use landshift::MemoryFiles;
use landshift::Step;
use landshift::map::{MapOptions, MapStyle, Surroundings};
use landshift::report::{Format, Report};
use landshift::study::{CasePart, case_file_names};
use landshift::{Area, Length};
use landshift::{Date, to_geo};
use landshift::{Observer, Progress};
use landshift::{ReadOptions, ReferenceLayers, Settings, Snapshot, Study, ToleranceSetting};

use crate::support::{landshift, rectangles, stdout};

const DATES: [&str; 3] = ["2001-01-01", "2002-01-01", "2003-01-01"];

/// A has a degree more with each date, and B less.
fn layer(n: usize) -> String {
    let border = 1.0 + n as f64;
    rectangles(
        DATES[n],
        &[("A", [0., 0., border, 1.]), ("B", [border, 0., 4., 1.])],
    )
}

/// The study of the first so many dates, all of whose changed land counts.
fn study(dates: usize) -> Study {
    let read = |n| Snapshot::read(layer(n), DATES[n], &ReadOptions::default()).unwrap();
    let settings = Settings::default().tolerance(ToleranceSetting::Fixed(Length::ZERO));
    Study::new(
        (0..dates).map(read).collect(),
        ReferenceLayers::default(),
        settings,
    )
    .unwrap()
}

/// A scenario and the layers that it names, by name.
fn scenario() -> BTreeMap<String, Vec<u8>> {
    let named = |n: usize| (format!("{}.geojson", DATES[n]), layer(n).into_bytes());
    let entries = DATES
        .map(|date| format!("[[snapshot]]\npath = \"{date}.geojson\"\n"))
        .concat();
    let scenario = format!("id = \"mine\"\ntitle = \"Mine\"\n{entries}");
    let own = ("scenario.toml".to_owned(), scenario.into_bytes());
    (0..3).map(named).chain([own]).collect()
}

#[test]
fn a_case_in_memory_comes_to_the_bytes_that_the_program_writes() {
    let case = Case::read(MemoryFiles::from_iter(scenario()), "scenario.toml").unwrap();
    let study = Study::of_case(&case).unwrap();
    let surroundings = Surroundings::of_case(&case, Language::default())
        .unwrap()
        .on_base();
    // Pages of the usual style are dark on dark screens.
    let mut options = MapOptions::default();
    options.dark_style = Some(MapStyle::named("dark", &MemoryFiles::new()).unwrap());
    let report = study.case_report(&case).unwrap();
    let files = study
        .case_files(&report, CasePart::ALL, &surroundings, &options)
        .unwrap();
    let names: Vec<&str> = files.iter().map(|file| file.name.as_str()).collect();
    assert_eq!(names, case_file_names(&report, CasePart::ALL));
    let in_memory: BTreeMap<String, Vec<u8>> =
        files.into_iter().map(|file| (file.name, file.bytes)).collect();

    let folder = tempfile::tempdir().unwrap();
    for (name, bytes) in scenario() {
        fs::write(folder.path().join(name), bytes).unwrap();
    }
    stdout(landshift(folder.path()).args(["report", "scenario.toml", "-o", "out"]));
    let written = fs::read_dir(folder.path().join("out")).unwrap().map(|entry| {
        let entry = entry.unwrap();
        let name = entry.file_name().to_string_lossy().into_owned();
        (name, fs::read(entry.path()).unwrap())
    });
    let mut written: BTreeMap<String, Vec<u8>> = written.collect();
    let list: serde_json::Value =
        serde_json::from_slice(&written.remove("report.files.json").unwrap()).unwrap();
    assert_eq!(list["files"].as_array().unwrap().len(), written.len());
    assert!(written.keys().eq(in_memory.keys()), "{:?}", written.keys());
    for (name, bytes) in &in_memory {
        assert!(written[name] == *bytes, "{name}");
    }
    let json = report.written(Format::Json, None).unwrap();
    assert_eq!(in_memory["report.json"], json.as_bytes());

    // And what a change and a series come to, without a scenario.
    let of_ends = study.of_ends();
    let change = of_ends.change(of_ends.overall()).unwrap();
    for (arguments, json) in [
        (
            &["diff", "2001-01-01.geojson", "2003-01-01.geojson"][..],
            change.written(Format::Json, None),
        ),
        (
            &["timeline", "scenario.toml"],
            study.series().unwrap().written(Format::Json, None),
        ),
    ] {
        let mut command = landshift(folder.path());
        assert_eq!(
            stdout(command.args(arguments).args(["--format", "json"])),
            json.unwrap()
        );
    }
}

#[test]
fn polygons_go_in_and_pieces_come_out() {
    let square = |west: f64, east: f64| -> Polygon {
        polygon![(x: west, y: 40.0), (x: east, y: 40.0), (x: east, y: 41.0), (x: west, y: 41.0)]
    };
    let (one, two) = (square(46.0, 47.0), square(49.0, 50.0));
    let a = MultiPolygon::new(vec![one.clone(), two.clone()]);
    let snapshot = |date: &str, land: &[(&str, MultiPolygon)]| {
        let start = Snapshot::builder(date, date.parse::<Date>().unwrap());
        let all = land
            .iter()
            .fold(start, |builder, (name, land)| builder.land(*name, land.clone()));
        all.build().unwrap()
    };
    let before = snapshot("2001", &[("A", a.clone()), ("B", square(47.0, 48.0).into())]);
    let after = snapshot(
        "2002",
        &[
            ("A", one.into()),
            ("B", square(47.0, 48.0).into()),
            ("C", two.clone().into()),
        ],
    );
    let study = Study::new(
        vec![before, after],
        ReferenceLayers::default(),
        Settings::default(),
    )
    .unwrap();
    let change = study.change(study.overall()).unwrap().change;
    let [piece] = change.transfers.as_slice() else {
        panic!("one piece changed hands: {:?}", change.transfers);
    };
    assert_eq!(
        [piece.from.as_deref(), piece.to.as_deref()],
        [Some("A"), Some("C")]
    );
    let geometry: MultiPolygon = to_geo([&piece.polygon]);
    assert_eq!(geometry.0.len(), 1);
    assert!(geometry.difference(&two).unsigned_area() < 1e-12);
    assert!((geometry.unsigned_area() - 1.0).abs() < 1e-12);
    assert_eq!(study.snapshots()[0].territories[0].multi_polygon(), a);
}

/// Remembers the stages, and cancels the work once it has entered one of them.
#[derive(Default)]
struct Watcher {
    seen: Mutex<Vec<&'static str>>,
    last: Option<&'static str>,
    is_over: AtomicBool,
}

impl Observer for Watcher {
    fn stage(&self, name: &'static str) {
        self.seen.lock().unwrap().push(name);
        if self.last == Some(name) {
            self.is_over.store(true, Ordering::SeqCst);
        }
    }

    fn is_cancelled(&self) -> bool {
        self.is_over.load(Ordering::SeqCst)
    }
}

#[test]
fn an_observer_sees_the_stages_and_may_cancel_the_work_in_each() {
    let change = |watcher: &Arc<Watcher>| {
        let study = study(3).with_progress(Progress::new(Arc::clone(watcher)));
        study.change(study.overall()).map(|change| change.change)
    };
    let watcher = Arc::new(Watcher::default());
    let whole = change(&watcher).unwrap();
    assert_eq!(whole, study(3).change(study(3).overall()).unwrap().change);
    let stages = watcher.seen.lock().unwrap().clone();
    assert!(stages.len() > 3, "{stages:?}");
    assert_eq!(
        (stages.first(), stages.last()),
        (Some(&"overlaying"), Some(&"measuring"))
    );
    for &last in &stages[..stages.len() - 1] {
        let watcher = Arc::new(Watcher {
            last: Some(last),
            ..Watcher::default()
        });
        let error = change(&watcher).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Cancelled, "{last}");
        assert_eq!(watcher.seen.lock().unwrap().last(), Some(&last));
    }
}

#[test]
fn cancelled_work_can_be_asked_for_again() {
    let watcher = Arc::new(Watcher::default());
    let study = study(2).with_progress(Progress::new(Arc::clone(&watcher)));
    watcher.is_over.store(true, Ordering::SeqCst);
    let change = || study.change(study.overall());
    for cancelled in [
        change().err(),
        study.series().err(),
        study.agreement(0).err(),
        study.alignment().err(),
    ] {
        assert_eq!(cancelled.unwrap().kind(), ErrorKind::Cancelled);
    }
    watcher.is_over.store(false, Ordering::SeqCst);
    assert!(change().is_ok());
}

#[test]
fn two_snapshots_have_one_step_and_three_have_two() {
    let two = study(2);
    assert!(two.steps().eq([two.overall()]));
    let three = study(3);
    let steps: Vec<[usize; 2]> = three.steps().chain([three.overall()]).map(Step::places).collect();
    assert_eq!(steps, [[0, 1], [1, 2], [0, 2]]);
    let moved = |study: &Study, step| {
        let change = study.change(step).unwrap().change;
        assert_eq!(change.step, step);
        change.changed_area()
    };
    let each: Vec<Area> = three.steps().map(|step| moved(&three, step)).collect();
    assert_eq!(each[0], moved(&two, two.overall()), "whatever else is overlaid");
    assert_eq!(each[0] + each[1], moved(&three, three.overall()));
    assert_eq!(three.series().unwrap().series.intervals.len(), 2);
    for too_few in 0..2 {
        let snapshots = two.snapshots()[..too_few].to_vec();
        let error = Study::new(snapshots, ReferenceLayers::default(), Settings::default()).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Options);
    }
}

#[test]
fn a_step_of_another_study_is_an_error() {
    let (two, three) = (study(2), study(3));
    for foreign in three.steps().chain([three.overall()]).skip(1) {
        let error = two.change(foreign).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Options);
        assert!(error.to_string().contains("step"), "{error}");
    }
}

#[test]
fn only_two_sources_are_compared_and_aligned() {
    let three = study(3);
    for error in [three.agreement(3).err(), three.alignment().err()] {
        let error = error.unwrap();
        assert_eq!(error.kind(), ErrorKind::Options);
        assert!(error.to_string().contains("there are 3"), "{error}");
    }
    let two = study(2);
    let agreement = two.agreement(3).unwrap();
    assert_eq!(
        agreement.agreement.disagreed(),
        two.change(two.overall()).unwrap().change.changed_area()
    );
    assert_eq!(agreement.pieces.len(), 1);
}
