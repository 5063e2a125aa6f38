use super::*;
use crate::files::MemoryFiles;

#[test]
fn the_built_in_styles_are_complete() {
    let [light, dark, print] =
        MapStyle::BUILT_IN.map(|name| MapStyle::named(name, &MemoryFiles::new()).unwrap());
    assert_eq!(light, MapStyle::default());
    assert_eq!(dark.line.control_dash, light.line.control_dash);
    assert!(dark.ground.page.contrast(Color::WHITE) > 12.0 && print.line.scale > light.line.scale);
}

#[test]
fn a_file_says_what_it_changes() {
    let mine = MapStyle::read("extends = 'dark'\n[ground]\nsea = '#00000080'").unwrap();
    let dark = MapStyle::named("dark", &MemoryFiles::new()).unwrap();
    assert!((mine.ground.sea.a - 0.5).abs() < 1e-6);
    assert_eq!(mine.ground.page, dark.ground.page);
    assert_eq!(MapStyle::read("").unwrap(), MapStyle::default());
}

#[test]
fn bad_files_name_the_line_and_the_key() {
    for (text, says) in [
        (
            "[ground]\nsea = 'blue'",
            "line 2, key `ground.sea`: `blue` is not a colour",
        ),
        (
            "[ground]\nsee = '#000000'",
            "line 2, key `ground.see`: unknown field `see`",
        ),
        (
            "[ground]\npage = '#00000080'",
            "line 2, key `ground.page`: this colour cannot be transparent",
        ),
        ("[sky]\nblue = 1", "line 1, key `sky`: unknown field `sky`"),
        (
            "[text]\nscale = 3.0",
            "line 2, key `text.scale`: 3 is out of range: give 0.8 to 1.2",
        ),
        (
            "[line]\nborder_dash = [3]",
            "line 2, key `line.border_dash`: dashes are pairs",
        ),
        (
            "[fill]\npalette = []",
            "line 2, key `fill.palette`: a palette needs",
        ),
        (
            "[fill]\n\nchanges = [\n'#ffffff',\n'red']",
            "line 3, key `fill.changes`: `red` is not a colour",
        ),
        ("extends = 'neon'", "there is no style `neon` to extend"),
        ("extends = 3", "`extends` must be a name"),
        ("[ground", "line 1: "),
    ] {
        let error = MapStyle::read(text).unwrap_err().to_string();
        assert!(error.contains(says), "{error}");
    }
}
