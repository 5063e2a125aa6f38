//! A run that is asked to stop leaves neither half a file nor a temporary one.

use std::fs;
use std::os::unix::process::ExitStatusExt;
use std::path::Path;
use std::process::{Child, Command, ExitStatus, Stdio};

use assert_cmd::cargo::cargo_bin;
use landshift_engine::math::{cos, sin};

use crate::support::names;

/// What the target held before.
const EARLIER: &str = "{\"generator\": \"landshift earlier\"}";

/// A diff whose inverse takes a while to write.
fn long_diff() -> String {
    let ring: Vec<String> = (0..60_000)
        .map(|i| f64::from(i) * std::f64::consts::TAU / 60_000.0)
        .map(|angle| format!("[{:.9},{:.9}]", 40.0 * cos(angle), 40.0 * sin(angle)))
        .collect();
    let id = |holder: &str| {
        format!(
            r#"{{"path":"x","date":null,"hash":"","area_km2":{{"{holder}":58260860.63433197}},"sources":[]}}"#
        )
    };
    let [before, after] = ["A", "B"].map(id);
    format!(
        r#"{{"type":"FeatureCollection","landshift":{{"kind":"diff","version":1,"before":{before},"after":{after},"edges":"straight-lonlat","tolerance_m":0}},
        "features":[{{"type":"Feature","properties":{{"from":"A","to":"B","area_km2":58260860.63433197}},"geometry":{{"type":"Polygon","coordinates":[[{},[40,0]]]}}}}]}}"#,
        ring.join(",")
    )
}

/// Starts the program, in a shell that first does what `shell` says.
fn start(folder: &Path, shell: &str, arguments: &[&str]) -> Child {
    Command::new("sh")
        .args(["-c", &format!("{shell} exec \"$0\" \"$@\"")])
        .arg(cargo_bin!("landshift"))
        .args(arguments)
        .current_dir(folder)
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap()
}

fn send(signal: &str, to: &Child) {
    let kill = format!("kill -{signal} {}", to.id());
    Command::new("sh").args(["-c", &kill]).status().unwrap();
}

/// Whether a signal is not ignored from the start, as under `nohup`.
fn ends_programs_here(signal: &str) -> bool {
    let kill = format!("kill -{signal} $$");
    let status = Command::new("sh").args(["-c", &kill]).status().unwrap();
    status.signal().is_some()
}

/// Sends a signal while `out.geojson` is being written over, unless that is over before it is seen; says how the program
/// ended.
fn interrupt_writing(folder: &Path, shell: &str, signal: &str) -> ExitStatus {
    fs::write(folder.join("out.geojson"), EARLIER).unwrap();
    let mut child = start(folder, shell, &["invert", "diff.geojson", "-o", "out.geojson"]);
    let is_writing = || names(folder).iter().any(|name| name.starts_with(".landshift-"));
    while !is_writing() {
        if let Some(status) = child.try_wait().unwrap() {
            return status;
        }
    }
    send(signal, &child);
    child.wait().unwrap()
}

#[test]
fn an_interrupted_run_leaves_what_was_there_and_nothing_else() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("diff.geojson"), long_diff()).unwrap();
    for (signal, number) in [("INT", 2), ("TERM", 15), ("HUP", 1)] {
        if !ends_programs_here(signal) {
            continue;
        }
        // The file may be whole before the signal gets there; then there is another try.
        let interrupted = (0..100).any(|_| {
            let status = interrupt_writing(folder.path(), "", signal);
            assert_eq!(names(folder.path()), ["diff.geojson", "out.geojson"], "{signal}");
            let text = fs::read_to_string(folder.path().join("out.geojson")).unwrap();
            let interrupted = status.signal() == Some(number);
            assert!(interrupted || status.success(), "{status}");
            assert!(text == EARLIER || text.ends_with("]\n}\n"), "half a file");
            interrupted && text == EARLIER
        });
        assert!(interrupted, "{signal} never came while writing");
    }
}

#[test]
fn a_killed_run_leaves_the_target_whole() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("diff.geojson"), long_diff()).unwrap();
    interrupt_writing(folder.path(), "", "KILL");
    let text = || fs::read_to_string(folder.path().join("out.geojson")).unwrap();
    assert!(text() == EARLIER || text().ends_with("]\n}\n"), "half a file");
    // What it left, the next run sweeps.
    let mut next = start(
        folder.path(),
        "",
        &["invert", "diff.geojson", "-o", "out.geojson"],
    );
    assert!(next.wait().unwrap().success());
    assert_eq!(names(folder.path()), ["diff.geojson", "out.geojson"]);
    assert!(text().ends_with("]\n}\n"));
}

#[test]
fn a_run_interrupted_while_it_waits_for_input_ends() {
    let folder = tempfile::tempdir().unwrap();
    let mut child = start(
        folder.path(),
        "",
        &["diff", "-", "b.geojson", "-o", "out.geojson"],
    );
    // To wait for a child closes its input, which would end it, too.
    let input = child.stdin.take();
    // Unlike an interrupt, it is not ignored in a background job.
    send("TERM", &child);
    assert_eq!(child.wait().unwrap().signal(), Some(15));
    drop(input);
    assert!(names(folder.path()).is_empty());
}

/// As in a container; where no process may begin a name space of its own there is nothing to see.
#[test]
#[cfg(target_os = "linux")]
fn the_first_process_of_a_container_ends_with_the_code_of_the_signal() {
    let unshare = |arguments: &[&str]| {
        let mut command = Command::new("unshare");
        // Signals that this test was started to ignore, as under `nohup`, would be ignored there, too.
        command
            .args(["--pid", "--fork", "env", "--default-signal"])
            .args(arguments);
        command.stdin(Stdio::piped()).stderr(Stdio::null());
        command
    };
    if !unshare(&["true"]).status().is_ok_and(|status| status.success()) {
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let program = cargo_bin!("landshift").to_string_lossy().into_owned();
    for (signal, code) in [("TERM", 143), ("HUP", 129)] {
        let mut container = unshare(&[&program, "diff", "-", "b.geojson", "-o", "out.geojson"]);
        let mut container = container.current_dir(folder.path()).spawn().unwrap();
        let input = container.stdin.take();
        let children = format!("/proc/{0}/task/{0}/children", container.id());
        let first = || fs::read_to_string(&children).unwrap().trim().to_owned();
        // It has taken the signals on when it waits for its input.
        let waits = |first: &str| {
            let name = fs::read_to_string(format!("/proc/{first}/comm")).unwrap_or_default();
            let status = fs::read_to_string(format!("/proc/{first}/status")).unwrap_or_default();
            let caught = status.lines().find_map(|line| line.strip_prefix("SigCgt:"));
            let caught = caught.and_then(|mask| u64::from_str_radix(mask.trim(), 16).ok());
            name.starts_with("landshift") && caught.is_some_and(|mask| mask & 1 << 14 != 0)
        };
        while !waits(&first()) {}
        let kill = format!("kill -{signal} {}", first());
        Command::new("sh").args(["-c", &kill]).status().unwrap();
        assert_eq!(container.wait().unwrap().code(), Some(code));
        drop(input);
    }
    assert!(names(folder.path()).is_empty());
}

#[test]
#[cfg(target_os = "linux")]
fn a_signal_that_the_program_was_started_to_ignore_does_not_end_it() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("diff.geojson"), long_diff()).unwrap();
    let status = interrupt_writing(folder.path(), "trap '' HUP;", "HUP");
    assert!(status.success(), "{status}");
    assert!(
        fs::read_to_string(folder.path().join("out.geojson"))
            .unwrap()
            .contains("FeatureCollection")
    );
}
