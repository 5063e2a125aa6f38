//! Manual pages, completions and colours.

use std::path::Path;

use crate::support::{failure, landshift, stdout};

/// The names of all commands, as the help lists them.
fn commands() -> Vec<String> {
    let help = stdout(landshift(Path::new(".")).arg("--help"));
    let list = help.split("Commands:\n").nth(1).expect("commands are listed");
    let lines = list.lines().take_while(|line| !line.is_empty());
    let names = lines.filter(|line| line.starts_with("  ") && !line.starts_with("   "));
    names
        .filter_map(|line| line.split_whitespace().next().map(str::to_owned))
        .collect()
}

#[test]
fn every_command_has_a_page_with_its_options_and_exit_codes() {
    let names = commands();
    assert!(names.len() > 15, "{names:?}");
    let heading = |name: &String| format!("landshift\\-{}", name.replace('-', "\\-"));
    for name in names.iter().filter(|name| *name != "help") {
        let page = stdout(landshift(Path::new(".")).args(["man", name]));
        for part in [
            heading(name),
            ".SH \"EXIT STATUS\"".to_owned(),
            ".SH ENVIRONMENT".to_owned(),
            "\\-\\-quiet".to_owned(),
            "NO_COLOR".to_owned(),
        ] {
            assert!(page.contains(&part), "{name}: {part} in {page}");
        }
    }
    let program = stdout(landshift(Path::new(".")).arg("man"));
    assert!(names.iter().all(|name| program.contains(&heading(name))));
    let message = failure(landshift(Path::new(".")).args(["man", "nothing"]));
    assert!(message.contains("no command `nothing`"), "{message}");
}

#[test]
fn shells_complete_every_command() {
    let names = commands();
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let script = stdout(landshift(Path::new(".")).args(["completions", shell]));
        for name in &names {
            assert!(script.contains(name.as_str()), "{shell}: {name}");
        }
        assert!(script.contains("json-errors"), "{shell}");
    }
}

#[test]
fn colours_are_a_matter_of_the_environment() {
    let help = |variable: (&str, &str)| {
        stdout(
            landshift(Path::new("."))
                .env_clear()
                .env(variable.0, variable.1)
                .arg("--help"),
        )
    };
    assert!(help(("CLICOLOR_FORCE", "1")).contains('\u{1b}'));
    for variable in [("NO_COLOR", "1"), ("CLICOLOR", "0"), ("TERM", "xterm")] {
        assert!(!help(variable).contains('\u{1b}'), "{variable:?}");
    }
}

#[test]
fn stages_are_told_as_lines_of_json_to_whoever_asks() {
    let command = ["diff", "1994-05-12.geojson", "2020-12-01.geojson", "--quiet"];
    let told = |more: &[&str]| {
        let mut run = landshift(&crate::support::karabakh());
        let output = run
            .args(command)
            .args(more)
            .assert()
            .success()
            .get_output()
            .clone();
        String::from_utf8(output.stderr).unwrap()
    };
    assert_eq!(told(&[]), "");
    let said = told(&["--json-progress"]);
    let stages = said.lines().map(|line| {
        let line: serde_json::Value = serde_json::from_str(line).unwrap();
        line["stage"].as_str().unwrap().to_owned()
    });
    let stages: Vec<String> = stages.collect();
    assert_eq!(stages.first().map(String::as_str), Some("reading"), "{said}");
    assert!(stages.contains(&"overlaying".to_owned()), "{said}");
    assert_eq!(stages.last().map(String::as_str), Some("writing"), "{said}");
}
