//! Memory that does not suffice: one message with advice, exit code 2, and nothing half written.

use std::fmt::Write;
use std::fs;
use std::path::Path;
use std::process::Command;

use assert_cmd::cargo::cargo_bin;

use crate::support::names;

/// A layer of so many small triangles.
fn layer(date: &str, count: usize, shift: f64) -> String {
    let mut features = String::new();
    for i in 0..count {
        let (x, y) = (
            (i % 600) as f64 * 0.25 - 80.0 + shift,
            (i / 600) as f64 * 0.25 - 40.0,
        );
        let _ = write!(
            features,
            r#"{}{{"type":"Feature","properties":{{"controller":"C{}"}},"geometry":{{"type":"Polygon","coordinates":[[[{x},{y}],[{},{y}],[{x},{}],[{x},{y}]]]}}}}"#,
            if i == 0 { "" } else { "," },
            i % 7,
            x + 0.2,
            y + 0.2
        );
    }
    format!(r#"{{"type":"FeatureCollection","date":"{date}","features":[{features}]}}"#)
}

/// How a diff of two such layers ends under a limit of so many kilobytes of address space: its code and its messages.
fn diff_within(folder: &Path, kilobytes: usize, options: &str) -> (Option<i32>, String) {
    let line = format!(
        "ulimit -v {kilobytes}; exec '{}' diff a.geojson b.geojson -o d.geojson {options}",
        cargo_bin("landshift").display()
    );
    let output = Command::new("bash")
        .args(["-c", &line])
        .current_dir(folder)
        .env("RUST_BACKTRACE", "1")
        .output()
        .unwrap();
    (
        output.status.code(),
        String::from_utf8_lossy(&output.stderr).into_owned(),
    )
}

#[test]
fn too_little_memory_is_one_message_with_advice() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("a.geojson"), layer("2001", 90_000, 0.0)).unwrap();
    fs::write(folder.path().join("b.geojson"), layer("2002", 90_000, 0.1)).unwrap();
    let mut short = 0;
    // What is less cannot even be loaded; what is more may suffice.
    for kilobytes in (70_000..=230_000).step_by(16_000) {
        let (code, said) = diff_within(folder.path(), kilobytes, "");
        assert!(code == Some(0) || code == Some(2), "{kilobytes}: {code:?} {said}");
        if code == Some(0) {
            fs::remove_file(folder.path().join("d.geojson")).unwrap();
            continue;
        }
        short += 1;
        let errors: Vec<&str> = said
            .lines()
            .skip_while(|line| !line.starts_with("landshift:"))
            .collect();
        let [error, hint] = errors.as_slice() else {
            panic!("{kilobytes}: {said}");
        };
        assert!(
            (error.contains("memory") && hint.contains("simplify"))
                || (error.contains("cannot start threads") && hint.contains("more memory")),
            "{kilobytes}: {said}"
        );
        for trace in ["memory allocation of", "stack backtrace", "panicked", "rust_oom"] {
            assert!(!said.contains(trace), "{kilobytes}: {said}");
        }
        assert_eq!(
            names(folder.path()),
            ["a.geojson", "b.geojson"],
            "{kilobytes}: {said}"
        );
    }
    assert!(short > 2, "memory sufficed nearly always: {short}");
    let mut short = 0;
    for kilobytes in (102_000..=230_000).step_by(32_000) {
        let (code, said) = diff_within(folder.path(), kilobytes, "--json-errors --quiet --overwrite");
        if code == Some(0) {
            continue;
        }
        short += 1;
        let error: serde_json::Value = serde_json::from_str(said.trim_end()).expect(&said);
        let hint = error["hint"].as_str().unwrap_or_default();
        assert!(hint.contains("memory"), "{kilobytes}: {said}");
    }
    assert!(short > 1, "memory sufficed nearly always: {short}");
}
