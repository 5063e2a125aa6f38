//! Outputs harm nothing: devices and FIFOs stay what they are, links are followed, one file is one output, folders are
//! whole, and what a killed run left is swept.

use std::fs;
use std::io::Read;
use std::os::unix::fs::{FileTypeExt, MetadataExt, PermissionsExt, symlink};
use std::os::unix::net::UnixListener;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitStatus, Output, Stdio};
use std::time::Duration;

use assert_cmd::cargo::cargo_bin;

use crate::support::{failure, landshift, names, rectangles};

/// A folder with two snapshots, `a.geojson` and `b.geojson`, whose controllers have these names.
fn pair(names: [&str; 2]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (file, date, border) in [("a.geojson", "2001", 1.0), ("b.geojson", "2002", 1.5)] {
        let land = [(names[0], [0., 0., border, 1.]), (names[1], [border, 0., 2., 1.])];
        fs::write(folder.path().join(file), rectangles(date, &land)).unwrap();
    }
    folder
}

/// A line of a shell in a folder, with `landshift` as the built program; ended after a minute.
fn shell(folder: &Path, line: &str) -> Output {
    let program = cargo_bin("landshift");
    let line = line.replace("landshift", &format!("timeout 60 '{}'", program.display()));
    Command::new("bash")
        .args(["-c", &line])
        .current_dir(folder)
        .stdin(Stdio::null())
        .output()
        .unwrap()
}

fn said(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

fn mkfifo(path: &Path) {
    assert!(Command::new("mkfifo").arg(path).status().unwrap().success());
}

/// A null device of the test's own, where one may be made; else none. Never that of the machine, which a fault destroys.
fn null_device(folder: &Path) -> Option<PathBuf> {
    let path = folder.join("null");
    let made = Command::new("mknod")
        .arg(&path)
        .args(["c", "1", "3"])
        .stderr(Stdio::null())
        .status();
    let is_usable = made.is_ok_and(|status| status.success()) && fs::write(&path, "x").is_ok();
    is_usable.then_some(path)
}

#[test]
fn a_fifo_is_written_into_and_stays_one() {
    let folder = pair(["A", "B"]);
    let fifo = folder.path().join("fifo.json");
    mkfifo(&fifo);
    symlink("fifo.json", folder.path().join("link.json")).unwrap();
    for (name, more) in [("fifo.json", ""), ("link.json", "--overwrite")] {
        let line = format!(
            "(timeout 60 cat fifo.json > got.json) & landshift diff a.geojson b.geojson -o {name} {more}; wait"
        );
        let output = shell(folder.path(), &line);
        assert!(output.status.success(), "{}", said(&output));
        assert!(fs::symlink_metadata(&fifo).unwrap().file_type().is_fifo());
        let got = fs::read_to_string(folder.path().join("got.json")).unwrap();
        let got: serde_json::Value = serde_json::from_str(&got).unwrap();
        assert!(got["transitions"].is_array());
    }
    // To look at what is there must not wait for a reader, nor does a mistake elsewhere.
    for line in [
        "landshift diff a.geojson none.geojson -o fifo.json",
        "landshift diff a.geojson b.geojson -o fifo.json -o a.geojson",
        "landshift diff a.geojson b.geojson -o fifo.json -o link.json",
        "landshift map a.geojson b.geojson -o fifo.json",
        "landshift apply a.geojson fifo.json -o fifo.json",
    ] {
        let output = shell(folder.path(), line);
        assert_eq!(output.status.code(), Some(2), "{line}: {}", said(&output));
    }
    let kept = names(folder.path());
    assert_eq!(
        kept,
        ["a.geojson", "b.geojson", "fifo.json", "got.json", "link.json"]
    );
}

#[test]
fn a_device_stays_a_device() {
    let folder = pair(["A", "B"]);
    let Some(null) = null_device(folder.path()) else {
        // Nothing may be made here; that nothing is renamed over what is no file, the FIFO shows as well.
        return;
    };
    let before = fs::symlink_metadata(&null).unwrap();
    symlink(&null, folder.path().join("link.json")).unwrap();
    for line in [
        "landshift diff a.geojson b.geojson --format json -o null",
        "landshift diff a.geojson b.geojson -o link.json --overwrite",
        "landshift apply a.geojson <(landshift diff a.geojson b.geojson --format geojson) -o null",
    ] {
        let output = shell(folder.path(), line);
        assert!(output.status.success(), "{line}: {}", said(&output));
        let after = fs::symlink_metadata(&null).unwrap();
        assert!(after.file_type().is_char_device());
        assert_eq!(
            (after.ino(), after.rdev()),
            (before.ino(), before.rdev()),
            "{line}"
        );
    }
    assert_eq!(
        names(folder.path()),
        ["a.geojson", "b.geojson", "link.json", "null"]
    );
}

#[test]
fn a_socket_gets_what_is_written() {
    let folder = pair(["A", "B"]);
    let listener = UnixListener::bind(folder.path().join("socket.csv")).unwrap();
    let reader = std::thread::spawn(move || {
        let mut text = String::new();
        listener.accept().unwrap().0.read_to_string(&mut text).unwrap();
        text
    });
    let output = shell(folder.path(), "landshift diff a.geojson b.geojson -o socket.csv");
    assert!(output.status.success(), "{}", said(&output));
    assert!(reader.join().unwrap().starts_with("before,after,from,to"));
    let socket = fs::symlink_metadata(folder.path().join("socket.csv")).unwrap();
    assert!(socket.file_type().is_socket());
}

#[test]
fn names_of_stdout_are_stdout() {
    let folder = pair(["A", "B"]);
    symlink("/dev/stdout", folder.path().join("out.csv")).unwrap();
    let plain = shell(folder.path(), "landshift diff a.geojson b.geojson --format csv");
    for line in [
        "landshift diff a.geojson b.geojson --format csv -o /dev/stdout",
        "landshift diff a.geojson b.geojson -o out.csv | cat",
        "echo before > x; landshift diff a.geojson b.geojson --format csv -o /dev/stdout >> x; sed 1d x",
        "echo before > x; landshift diff a.geojson b.geojson --format csv -o /dev/fd/3 3>> x; sed 1d x",
        "landshift diff a.geojson b.geojson --format csv -o /dev/stderr 2>&1 | sed -n '/^before/,$p'",
        "landshift diff a.geojson b.geojson --format csv -o >(cat); sleep 0.2",
    ] {
        let output = shell(folder.path(), line);
        assert!(output.status.success(), "{line}: {}", said(&output));
        assert_eq!(output.stdout, plain.stdout, "{line}");
    }
    let output = shell(
        folder.path(),
        "landshift diff a.geojson b.geojson -o - -o /dev/stdout",
    );
    assert_eq!(output.status.code(), Some(2));
    assert!(said(&output).contains("named twice"), "{}", said(&output));
}

#[test]
fn a_stdout_that_cannot_be_written_is_an_error_and_a_reader_who_leaves_is_none() {
    let folder = pair(["A", "B"]);
    for line in [
        "landshift diff a.geojson b.geojson >&-",
        "landshift diff a.geojson b.geojson -o x.json -o - >&-",
        "landshift diff a.geojson b.geojson 1<a.geojson",
        "landshift report -o out >&-",
        "landshift schema >&-",
        "landshift --help >&-",
        "landshift check a.geojson >&- 2>&2",
    ] {
        let output = shell(folder.path(), line);
        assert_eq!(output.status.code(), Some(2), "{line}: {}", said(&output));
        assert!(
            said(&output).contains("standard output: cannot write"),
            "{line}: {}",
            said(&output)
        );
    }
    assert_eq!(
        names(folder.path()),
        ["a.geojson", "b.geojson"],
        "nothing is written"
    );
    for line in [
        "landshift diff a.geojson b.geojson >/dev/null",
        "landshift diff a.geojson b.geojson <>/dev/null 1<>/dev/null",
        "landshift diff a.geojson b.geojson -o x.json >&-",
        "set -o pipefail; landshift schema report | head -c 1 >/dev/null",
        "landshift diff a.geojson b.geojson 2>&-",
    ] {
        let output = shell(folder.path(), line);
        assert!(output.status.success(), "{line}: {}", said(&output));
        assert!(!said(&output).contains("landshift:"), "{line}: {}", said(&output));
    }
}

#[test]
fn dangling_links_are_followed_and_circles_refused() {
    let folder = pair(["A", "B"]);
    let at = |name: &str| folder.path().join(name);
    fs::create_dir(at("inner")).unwrap();
    symlink("inner/chain", at("first.json")).unwrap();
    symlink("../made.json", at("inner/chain")).unwrap();
    symlink("circle.json", at("circle.json")).unwrap();
    symlink("no/such/folder.json", at("nowhere.json")).unwrap();
    let diff = |name: &str| {
        let mut command = landshift(folder.path());
        command.args(["diff", "a.geojson", "b.geojson", "-o", name]);
        command
    };
    diff("first.json").assert().success();
    for link in ["first.json", "inner/chain"] {
        assert!(fs::symlink_metadata(at(link)).unwrap().is_symlink());
    }
    assert!(
        fs::read_to_string(at("made.json"))
            .unwrap()
            .contains("transitions")
    );
    // A second run replaces it, through the links as well.
    diff("first.json").assert().success();
    assert!(failure(&mut diff("circle.json")).contains("circle"));
    assert!(failure(&mut diff("nowhere.json")).contains("nowhere.json"));
    assert!(failure(&mut diff("made.json/")).contains("made.json/"));
    assert!(fs::symlink_metadata(at("nowhere.json")).unwrap().is_symlink());
    // What a link leads to is protected like a file that is named.
    fs::write(at("mine.txt"), "mine").unwrap();
    symlink("mine.txt", at("mine.json")).unwrap();
    assert!(failure(&mut diff("mine.json")).contains("--overwrite"));
    assert_eq!(fs::read_to_string(at("mine.txt")).unwrap(), "mine");
}

/// What an output of this program may be.
const OWN: &str = "{\"generator\": \"landshift\"}";

#[test]
fn one_file_by_two_names_is_one_output() {
    let folder = pair(["A", "B"]);
    let at = |name: &str| folder.path().join(name);
    symlink("z.json", at("to-nothing.json")).unwrap();
    symlink(".", at("here")).unwrap();
    fs::write(at("own.json"), OWN).unwrap();
    fs::hard_link(at("own.json"), at("hard.json")).unwrap();
    fs::hard_link(at("a.geojson"), at("input.geojson")).unwrap();
    symlink("b.geojson", at("link.geojson")).unwrap();
    for (one, other) in [
        ("z.json", "./z.json"),
        ("z.json", "here/z.json"),
        ("z.json", "to-nothing.json"),
        ("here/here/z.json", "to-nothing.json"),
        ("own.json", "hard.json"),
    ] {
        for command in ["diff", "compare"] {
            let mut command_line = landshift(folder.path());
            command_line.args([command, "a.geojson", "b.geojson", "-o", one, "-o", other]);
            let message = failure(&mut command_line);
            assert!(message.contains("named twice"), "{one} {other}: {message}");
        }
    }
    for input in ["input.geojson", "link.geojson", "here/a.geojson"] {
        let mut command = landshift(folder.path());
        command.args(["diff", "a.geojson", "b.geojson", "--overwrite", "-o", input]);
        assert!(failure(&mut command).contains("is an input"), "{input}");
    }
    assert_eq!(fs::read_to_string(at("own.json")).unwrap(), OWN);
}

#[test]
fn names_reach_a_terminal_and_a_spreadsheet_as_text() {
    let folder = pair(["A\u{9b}31m\u{202e}\u{7f}\u{e0041}", "\u{ff1d}HYPERLINK(1)"]);
    let is_harmful = |c: char| {
        (c.is_control() && c != '\n') || matches!(c, '\u{200b}' | '\u{202e}' | '\u{e0041}' | '\u{feff}')
    };
    for format in ["text", "json", "csv", "md", "geojson"] {
        let mut command = landshift(folder.path());
        command.args(["diff", "a.geojson", "b.geojson", "--format", format]);
        let output = command.assert().success().get_output().clone();
        for bytes in [output.stdout, output.stderr] {
            let text = String::from_utf8(bytes).unwrap();
            assert!(!text.contains(is_harmful), "{format}: {text:?}");
        }
    }
    let csv = shell(folder.path(), "landshift diff a.geojson b.geojson --format csv");
    let csv = String::from_utf8(csv.stdout).unwrap();
    assert!(csv.contains("'\u{ff1d}HYPERLINK"), "{csv}");
    // The JSON says the same names, and the diff is a patch.
    let line = "landshift diff a.geojson b.geojson -o d.geojson && landshift apply a.geojson d.geojson \
                | landshift diff - b.geojson --exit-code --format json";
    let output = shell(folder.path(), line);
    assert!(output.status.success(), "{}", said(&output));
    let json: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    assert!(json.to_string().contains("A\u{9b}31m\u{202e}"), "{json}");
}

/// The report of a scenario without what takes long to draw.
const REPORT: [&str; 5] = ["report", ".", "-o", "out", "--without=maps,page"];

/// A scenario of so many snapshots.
fn scenario(folder: &Path, shift: f64) {
    let dates = ["2001-01-01", "2002-01-01", "2003-01-01"];
    for (i, date) in dates.iter().enumerate() {
        let border = 1.0 + shift + i as f64 / 4.0;
        let land = [("A", [0., 0., border, 1.]), ("B", [border, 0., 3., 1.])];
        fs::write(folder.join(format!("{date}.geojson")), rectangles(date, &land)).unwrap();
    }
    let entries = dates
        .map(|date| format!("[[snapshot]]\npath = \"{date}.geojson\"\n"))
        .concat();
    let text = format!("id = \"mine\"\ntitle = \"Mine {shift}\"\n{entries}");
    fs::write(folder.join("scenario.toml"), text).unwrap();
}

/// The content of all files of a folder.
fn contents(folder: &Path) -> Vec<(String, Vec<u8>)> {
    let read = |name: String| (name.clone(), fs::read(folder.join(name)).unwrap());
    names(folder).into_iter().map(read).collect()
}

/// What `report` makes of a scenario in a folder of its own.
fn report_of(shift: f64) -> Vec<(String, Vec<u8>)> {
    let folder = tempfile::tempdir().unwrap();
    scenario(folder.path(), shift);
    let mut command = landshift(folder.path());
    command.args(REPORT).assert().success();
    contents(&folder.path().join("out"))
}

/// How often a run is killed.
const TRIES: u64 = 24;

#[test]
fn a_killed_report_leaves_a_folder_of_one_run_and_the_next_one_sweeps() {
    let (old, new) = (report_of(0.0), report_of(0.125));
    assert!(old != new && old.len() == new.len());
    let root = tempfile::tempdir().unwrap();
    scenario(root.path(), 0.125);
    let out = root.path().join("out");
    let is_temporary = |name: &String| name.starts_with(".landshift-");
    let (mut killed_while_writing, mut done) = (0, 0_u32);
    for try_ in 0..TRIES {
        if try_ % 2 == 0 {
            // Over an earlier folder, or into none.
            let _ = fs::remove_dir_all(&out);
            fs::create_dir(&out).unwrap();
            for (name, content) in &old {
                fs::write(out.join(name), content).unwrap();
            }
        } else {
            let _ = fs::remove_dir_all(&out);
        }
        let mut child = Command::new(cargo_bin("landshift"))
            .args(REPORT)
            .current_dir(root.path())
            .stdout(Stdio::null())
            .spawn()
            .unwrap();
        // From the moment at which something is written, ever a little later.
        while child.try_wait().unwrap().is_none() && !names(root.path()).iter().any(is_temporary) {
            std::thread::sleep(Duration::from_micros(50));
        }
        std::thread::sleep(Duration::from_micros(100 * try_));
        child.kill().unwrap();
        done += u32::from(child.wait().unwrap().success());
        let found = out.exists().then(|| contents(&out));
        let is_whole = match &found {
            None => try_ % 2 == 1,
            Some(found) => *found == new || (try_ % 2 == 0 && *found == old),
        };
        let found = found.map(|files| files.into_iter().map(|(name, _)| name).collect::<Vec<_>>());
        assert!(is_whole, "try {try_}: {found:?}");
        killed_while_writing += i32::from(names(root.path()).iter().any(is_temporary));
    }
    assert!(
        killed_while_writing > 0 || u64::from(done) == TRIES,
        "no run was killed while it wrote"
    );
    let mut command = landshift(root.path());
    command.args(REPORT).assert().success();
    assert!(
        !names(root.path()).iter().any(is_temporary),
        "{:?}",
        names(root.path())
    );
    assert!(contents(&out) == new);
}

#[test]
fn runs_at_once_leave_one_of_their_folders_whole() {
    let root = tempfile::tempdir().unwrap();
    let made = [0.0, 0.125].map(|shift| {
        let folder = root.path().join(shift.to_string());
        fs::create_dir(&folder).unwrap();
        scenario(&folder, shift);
        report_of(shift)
    });
    for round in 0..2 {
        let children = ["0", "0.125", "0", "0.125"].map(|folder| {
            let mut command = Command::new(cargo_bin("landshift"));
            command
                .args(["report", folder, "-o", "out", "--without=maps,page"])
                .current_dir(root.path());
            command
                .stdout(Stdio::null())
                .stderr(Stdio::null())
                .spawn()
                .unwrap()
        });
        let ended = children.map(|mut child| child.wait().unwrap());
        assert!(ended.iter().all(ExitStatus::success), "{round}: {ended:?}");
        assert!(made.contains(&contents(&root.path().join("out"))), "{round}");
        assert_eq!(names(root.path()), ["0", "0.125", "out"], "{round}");
    }
}

#[test]
fn a_folder_with_other_files_keeps_them_and_its_list_comes_last() {
    let root = tempfile::tempdir().unwrap();
    scenario(root.path(), 0.0);
    // The scenario's own folder: its files stay, and it keeps its identity.
    let before = fs::metadata(root.path()).unwrap().ino();
    let mut command = landshift(root.path());
    command
        .args(["report", ".", "-o", ".", "--without=maps,page"])
        .assert()
        .success();
    assert_eq!(fs::metadata(root.path()).unwrap().ino(), before);
    let found = names(root.path());
    for name in [
        "scenario.toml",
        "2001-01-01.geojson",
        "report.json",
        "report.files.json",
    ] {
        assert!(found.iter().any(|found| found == name), "{name}: {found:?}");
    }
    assert!(!found.iter().any(|name| name.starts_with('.')), "{found:?}");
    let list = fs::read(root.path().join("report.files.json")).unwrap();
    let list: serde_json::Value = serde_json::from_slice(&list).unwrap();
    for file in list["files"].as_array().unwrap() {
        let length = fs::metadata(root.path().join(file["name"].as_str().unwrap()))
            .unwrap()
            .len();
        assert_eq!(file["bytes"], length);
    }
    // A file of the folder that is a link stays one.
    fs::rename(root.path().join("areas.csv"), root.path().join("elsewhere.csv")).unwrap();
    symlink("elsewhere.csv", root.path().join("areas.csv")).unwrap();
    let mut command = landshift(root.path());
    command
        .args(["report", ".", "-o", ".", "--without=maps,page"])
        .assert()
        .success();
    assert!(
        fs::symlink_metadata(root.path().join("areas.csv"))
            .unwrap()
            .is_symlink()
    );
}

#[test]
fn an_empty_json_is_no_leave_to_replace_the_tables_of_others() {
    let root = tempfile::tempdir().unwrap();
    scenario(root.path(), 0.0);
    fs::create_dir(root.path().join("out")).unwrap();
    fs::write(root.path().join("out/report.json"), "").unwrap();
    fs::write(root.path().join("out/areas.csv"), "somebody's table").unwrap();
    let mut command = landshift(root.path());
    assert!(failure(command.args(["report", ".", "-o", "out"])).contains("areas.csv"));
    mkfifo(&root.path().join("out/report.md"));
    let mut command = landshift(root.path());
    assert!(failure(command.args(["report", ".", "-o", "out"])).contains("areas.csv"));
    let mut command = landshift(root.path());
    assert!(failure(command.args(["report", ".", "-o", "scenario.toml"])).contains("is no folder"));
}

#[test]
fn what_is_of_the_user_in_an_earlier_folder_stays() {
    let root = tempfile::tempdir().unwrap();
    scenario(root.path(), 0.0);
    let report = || {
        let mut command = landshift(root.path());
        command.args(["report", ".", "-o", "out"]);
        command
    };
    fs::create_dir(root.path().join("out")).unwrap();
    let list = root.path().join("out/report.files.json");
    let text = "{\n\"generator\": \"landshift\",\n\"files\": [{\"name\": \"areas.csv\"}]}";
    fs::write(&list, text).unwrap();
    let table = root.path().join("out/areas.csv");
    fs::write(&table, "somebody's table").unwrap();
    fs::set_permissions(&table, fs::Permissions::from_mode(0o444)).unwrap();
    let before = contents(&root.path().join("out"));
    let message = failure(&mut report());
    assert!(
        message.contains("areas.csv") && message.contains("write-protected"),
        "{message}"
    );
    assert!(contents(&root.path().join("out")) == before);
    // What the list of the folder does not name is no output of the earlier run.
    fs::set_permissions(&table, fs::Permissions::from_mode(0o644)).unwrap();
    fs::write(&list, text.replace("areas.csv", "others.csv")).unwrap();
    let message = failure(&mut report());
    assert!(
        message.contains("areas.csv") && message.contains("is not an output"),
        "{message}"
    );
    assert_eq!(fs::read_to_string(&table).unwrap(), "somebody's table");
}

#[test]
fn a_folder_that_is_not_there_is_said_before_anything_is_written() {
    let folder = pair(["A", "B"]);
    for outputs in [["one.json", "none/two.csv"], ["none/one.json", "two.csv"]] {
        let mut command = landshift(folder.path());
        let words = [
            "diff",
            "a.geojson",
            "b.geojson",
            "-o",
            outputs[0],
            "-o",
            outputs[1],
        ];
        let message = failure(command.args(words));
        assert!(message.contains("there is no folder `none`"), "{message}");
        assert_eq!(names(folder.path()), ["a.geojson", "b.geojson"]);
    }
    let map = ["map", "a.geojson", "b.geojson", "-o", "none/map.svg"];
    assert!(failure(landshift(folder.path()).args(map)).contains("there is no folder `none`"));
}

#[test]
fn a_layers_ending_and_another_format_do_not_go_together() {
    let folder = pair(["a.geojson", "b.geojson"]);
    let run = |line: &str| shell(folder.path(), &format!("landshift {line}"));
    for line in [
        "diff a.geojson b.geojson -o x.gpkg --format json",
        "diff a.geojson b.geojson -o x.zip --format fgb",
        "check a.geojson --fix -o x.kml --format geojson",
    ] {
        let output = run(line);
        assert_eq!(output.status.code(), Some(2), "{line}: {}", said(&output));
        assert!(
            said(&output).contains("and --format is"),
            "{line}: {}",
            said(&output)
        );
    }
    assert_eq!(names(folder.path()), ["a.geojson", "b.geojson"]);
    for line in [
        "diff a.geojson b.geojson -o x.gpkg --format gpkg",
        "diff a.geojson b.geojson -o x.txt --format json",
        "diff a.geojson b.geojson -o x.json --format geojson",
    ] {
        let output = run(line);
        assert_eq!(output.status.code(), Some(0), "{line}: {}", said(&output));
    }
}
