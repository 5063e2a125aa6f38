//! `landshift watch`: page and tables follow a folder.

use std::fs;
use std::io::{BufRead, BufReader, Read};
use std::os::unix::process::ExitStatusExt;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{self, Receiver};
use std::thread;
use std::time::Duration;

use assert_cmd::cargo::cargo_bin;

use crate::support::{failure, landshift, names, rectangles};

/// Longer than anything takes on a busy machine.
const PATIENCE: Duration = Duration::from_secs(120);

/// A running program, and the lines that it says.
struct Watch {
    child: Child,
    stdout: Receiver<String>,
    stderr: Receiver<String>,
}

impl Watch {
    fn start(folder: &Path, arguments: &[&str]) -> Self {
        let mut child = Command::new(cargo_bin!("landshift"))
            .arg("watch")
            .args(arguments)
            .current_dir(folder)
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let stdout = lines(child.stdout.take().unwrap());
        let stderr = lines(child.stderr.take().unwrap());
        Self {
            child,
            stdout,
            stderr,
        }
    }

    /// What it prints next.
    fn printed(&self) -> String {
        self.stdout.recv_timeout(PATIENCE).expect("it prints a line")
    }

    /// The next error or note that has these words.
    fn told(&self, words: &str) -> String {
        loop {
            let line = self.stderr.recv_timeout(PATIENCE).expect(words);
            if line.contains(words) {
                return line;
            }
        }
    }

    fn said(&self) -> Vec<String> {
        self.stderr.try_iter().collect()
    }
}

impl Drop for Watch {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn lines(from: impl Read + Send + 'static) -> Receiver<String> {
    let (send, receive) = mpsc::channel();
    thread::spawn(move || {
        for line in BufReader::new(from).lines().map_while(Result::ok) {
            if send.send(line).is_err() {
                break;
            }
        }
    });
    receive
}

/// The land of a day, of which A has the west up to a border.
fn day(folder: &Path, date: &str, border: f64) {
    let land = rectangles(date, &[("A", [0., 0., border, 1.]), ("B", [border, 0., 4., 1.])]);
    fs::write(folder.join(format!("{date}.geojson")), land).unwrap();
}

fn controllers(folder: &Path) -> String {
    fs::read_to_string(folder.join("now/controllers.csv")).unwrap()
}

#[test]
fn page_and_tables_follow_a_folder_and_a_damaged_file_leaves_the_last_good_ones() {
    let root = tempfile::tempdir().unwrap();
    let daily = root.path().join("daily");
    fs::create_dir(&daily).unwrap();
    // The first day alone is no change yet.
    day(&daily, "2024-06-01", 1.0);
    let mut watch = Watch::start(root.path(), &["daily", "-o", "now"]);
    watch.told("between two snapshots");
    watch.told("waiting");
    day(&daily, "2024-06-02", 2.0);
    let line = watch.printed();
    assert_eq!(line, "2 dates up to 2 June 2024, written to now");
    let of_now = names(&root.path().join("now"));
    for name in ["index.html", "timeline.json", "changes.csv", "history.geojson"] {
        assert!(of_now.iter().any(|known| known == name), "{of_now:?}");
    }
    // Half a file, as of a copy that was cut short: said once, and nothing is touched.
    let before = controllers(root.path());
    let whole = rectangles("2024-06-03", &[("A", [0., 0., 3., 1.]), ("B", [3., 0., 4., 1.])]);
    let third = daily.join("2024-06-03.geojson");
    fs::write(&third, &whole[..whole.len() / 2]).unwrap();
    let message = watch.told("2024-06-03.geojson");
    assert!(message.starts_with("landshift: "), "{message}");
    assert_eq!(controllers(root.path()), before);
    fs::write(&third, &whole).unwrap();
    assert_eq!(watch.printed(), "3 dates up to 3 June 2024, written to now");
    assert_ne!(controllers(root.path()), before);
    let repeated = watch.said();
    assert!(
        !repeated.iter().any(|line| line.starts_with("landshift: ")),
        "{repeated:?}"
    );
    // A file that goes takes its date along; what is no layer is nobody's business.
    fs::write(daily.join("notes.txt"), "mine").unwrap();
    fs::remove_file(&third).unwrap();
    assert_eq!(watch.printed(), "2 dates up to 2 June 2024, written to now");
    assert_eq!(controllers(root.path()), before);
    // What it wrote is what `timeline` writes of the same files.
    let table = landshift(root.path())
        .args(["timeline", "daily", "--format", "csv", "--table", "controllers"])
        .output()
        .unwrap();
    assert_eq!(String::from_utf8(table.stdout).unwrap(), before);
    let kill = format!("kill -TERM {}", watch.child.id());
    Command::new("sh").args(["-c", &kill]).status().unwrap();
    assert_eq!(watch.child.wait().unwrap().signal(), Some(15));
    assert_eq!(names(root.path()), ["daily", "now"]);
}

#[test]
fn a_pattern_and_the_files_of_options_are_watched_too() {
    let root = tempfile::tempdir().unwrap();
    day(root.path(), "2024-06-01", 1.0);
    day(root.path(), "2024-06-02", 2.0);
    let districts = |border: f64| {
        let land = rectangles(
            "",
            &[("West", [0., 0., border, 1.]), ("East", [border, 0., 4., 1.])],
        );
        let land = land.replace("controller", "name").replace(r#""date":"","#, "");
        fs::write(root.path().join("districts.json"), land).unwrap();
    };
    districts(1.5);
    let watch = Watch::start(
        root.path(),
        &["2024*.geojson", "--units", "districts.json", "-o", "now"],
    );
    watch.printed();
    let units = || fs::read_to_string(root.path().join("now/units.csv")).unwrap();
    assert!(
        units().contains("West") && units().contains("East"),
        "{}",
        units()
    );
    districts(3.0);
    watch.printed();
    assert!(!units().contains("East"), "{}", units());
}

#[test]
fn what_no_file_can_mend_ends_it_at_once() {
    let root = tempfile::tempdir().unwrap();
    let daily = root.path().join("daily");
    fs::create_dir(&daily).unwrap();
    day(&daily, "2024-06-01", 1.0);
    day(&daily, "2024-06-02", 2.0);
    fs::create_dir(root.path().join("mine")).unwrap();
    fs::write(root.path().join("mine/index.html"), "Mine.").unwrap();
    for (words, expected) in [
        (vec!["missing"], "missing: cannot open"),
        (vec!["missing/*.geojson"], "cannot watch"),
        (vec!["daily", "-o", "daily"], "folder that is watched"),
        (vec!["daily", "-o", "mine"], "is not an output of landshift"),
        (vec!["-"], "standard input"),
        (vec!["daily", "--every", "month"], "--every is for many dates"),
    ] {
        let message = failure(landshift(root.path()).arg("watch").args(words));
        assert!(message.contains(expected), "{message}");
    }
    assert_eq!(names(root.path()), ["daily", "mine"]);
    assert_eq!(names(&root.path().join("mine")), ["index.html"]);
    assert_eq!(names(&daily).len(), 2);
}
