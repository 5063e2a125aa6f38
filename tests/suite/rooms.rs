//! The architecture: a room imports only from its left, and no room holds a circle of files or folders.
//!
//! Imports are read from the source as text: `use` declarations and other paths, each followed through re-exports to
//! the file that defines the name. What only tests use does not count.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

/// The rooms from left to right, those of the engine first; the last one is `lib.rs` of both packages, which only declares
/// and re-exports.
pub const ROOMS: [&str; 33] = [
    "math",
    "error",
    "progress",
    "parallel",
    "memory",
    "files",
    "model",
    "measure",
    "settings",
    "language",
    "mosaic",
    "read",
    "case",
    "overlay",
    "noise",
    "change",
    "series",
    "lineage",
    "tiles",
    "write",
    "karabakh",
    "check",
    "contents",
    "diff",
    "compose",
    "apportion",
    "report",
    "map",
    "page",
    "study",
    "cli",
    "main",
    "",
];

/// The last room of the engine.
const LAST_OF_ENGINE: &str = "write";

/// The crate that the engine is; its paths are followed as if all rooms were in one.
const ENGINE: &str = "landshift_engine";

/// A path from the root of the crate: a module such as `map::page::fit`, or a name in it.
type Route = Vec<String>;

/// Which file imports from which.
type Imports = BTreeSet<(Route, Route)>;

static IMPORTS: LazyLock<Imports> = LazyLock::new(|| Tree::read().imports());

#[test]
fn a_room_imports_only_from_its_left() {
    let place = |module: &Route| {
        let room = module.first().map_or("", String::as_str);
        let place = ROOMS.iter().position(|known| *known == room);
        place.unwrap_or_else(|| panic!("`{room}` is missing in ROOMS"))
    };
    let wrong: Vec<String> = IMPORTS
        .iter()
        .filter(|(from, to)| place(to) > place(from))
        .map(arrow)
        .collect();
    assert!(wrong.is_empty(), "from the right:\n{}", wrong.join("\n"));
}

#[test]
fn the_rooms_up_to_write_are_the_engine() {
    let rooms = |folder: &str| -> BTreeSet<String> {
        let files = files(&root().join(folder));
        files
            .into_iter()
            .filter_map(|(module, _)| module.first().cloned())
            .collect()
    };
    let cut = ROOMS.iter().position(|room| *room == LAST_OF_ENGINE).unwrap() + 1;
    let sorted = |rooms: &[&str]| rooms.iter().map(|&room| room.to_owned()).collect::<BTreeSet<_>>();
    assert_eq!(rooms("engine/src"), sorted(&ROOMS[..cut]));
    assert_eq!(rooms("src"), sorted(&ROOMS[cut..ROOMS.len() - 1]));
}

#[test]
fn no_room_holds_a_circle() {
    let mut circles = on_circles(&IMPORTS);
    // Folders alongside one another, and files alongside folders, at each depth.
    for depth in 1..IMPORTS.iter().map(|(from, _)| from.len()).max().unwrap() {
        let alongside = |(from, to): &&(Route, Route)| {
            from.len().min(to.len()) >= depth
                && from[..depth - 1] == to[..depth - 1]
                && from[..depth] != to[..depth]
        };
        let folders = IMPORTS.iter().filter(alongside);
        let folders = folders.map(|(from, to)| (from[..depth].to_vec(), to[..depth].to_vec()));
        circles.extend(on_circles(&folders.collect()));
    }
    let circles: Vec<String> = circles.iter().map(arrow).collect();
    assert!(circles.is_empty(), "circles:\n{}", circles.join("\n"));
}

#[test]
fn imports_are_found_through_re_exports() {
    let route = |path: &str| path.split("::").map(str::to_owned).collect::<Route>();
    for (from, to) in [
        ("change::matrix", "measure::quantity"),
        ("series::build", "series::history"),
        ("study::core", "error"),
    ] {
        assert!(IMPORTS.contains(&(route(from), route(to))), "{from} → {to}");
    }
    assert!(IMPORTS.len() > 300, "{}", IMPORTS.len());
}

#[test]
fn comments_texts_and_tests_are_no_code() {
    let source = r##"
        //! crate::a
        use crate::{b::{self, C as D}, e};
        #[cfg(test)]
        use crate::f;
        fn g<'a>() { let _ = ("crate::h", r#"" crate::i"#, '"', 'j', D::k(), super::l::M, c::N, o::P); }
        #[cfg(test)]
        mod tests { use crate::n; fn o() { {} } }
        "##;
    let room = vec!["b".to_owned()];
    let source = Source::of(
        source,
        &room,
        &BTreeSet::from([vec!["b".to_owned(), "c".to_owned()]]),
    );
    let paths: Vec<String> = source.imports.iter().map(|path| path.join("::")).collect();
    assert_eq!(paths, ["b", "b::C", "b::C::k", "b::c::N", "e", "l::M"]);
}

fn arrow((from, to): &(Route, Route)) -> String {
    format!("{} → {}", from.join("::"), to.join("::"))
}

/// The imports from which others lead back.
fn on_circles(imports: &Imports) -> Imports {
    let mut next: BTreeMap<&Route, Vec<&Route>> = BTreeMap::new();
    for (from, to) in imports {
        next.entry(from).or_default().push(to);
    }
    let reached: BTreeMap<&Route, BTreeSet<&Route>> =
        next.keys().map(|&from| (from, reached(from, &next))).collect();
    let leads_back =
        |(from, to): &&(Route, Route)| reached.get(to).is_some_and(|reached| reached.contains(from));
    imports.iter().filter(leads_back).cloned().collect()
}

/// The modules to which imports lead from one, over others or not.
fn reached<'a>(from: &'a Route, next: &BTreeMap<&'a Route, Vec<&'a Route>>) -> BTreeSet<&'a Route> {
    let (mut reached, mut open) = (BTreeSet::new(), vec![from]);
    while let Some(module) = open.pop() {
        let new = next
            .get(module)
            .into_iter()
            .flatten()
            .filter(|&&to| reached.insert(to));
        open.extend(new.copied().collect::<Vec<_>>());
    }
    reached
}

/// The files of the library by their modules.
struct Tree(BTreeMap<Route, Source>);

impl Tree {
    fn read() -> Self {
        let files: Vec<(Route, PathBuf)> = ["engine/src", "src"]
            .into_iter()
            .flat_map(|folder| files(&root().join(folder)))
            .collect();
        let modules = files.iter().map(|(module, _)| module.clone()).collect();
        let mut sources: BTreeMap<Route, Source> = BTreeMap::new();
        for (module, file) in &files {
            let source = Source::of(&fs::read_to_string(file).unwrap(), module, &modules);
            // Both packages have a `lib.rs`.
            let known = sources.entry(module.clone()).or_default();
            known.imports.extend(source.imports);
            known.names.extend(source.names);
        }
        Self(sources)
    }

    fn imports(&self) -> Imports {
        let mut imports = Imports::new();
        for (module, source) in &self.0 {
            let definitions = source.imports.iter().map(|path| self.definition(path));
            let others = definitions.filter(|definition| definition != module);
            imports.extend(others.map(|definition| (module.clone(), definition)));
        }
        imports
    }

    /// The file that defines what a path names.
    fn definition(&self, path: &[String]) -> Route {
        let known = (0..=path.len())
            .rev()
            .find(|&n| self.0.contains_key(&path[..n]))
            .unwrap();
        let (module, names) = path.split_at(known);
        let Some((name, rest)) = names.split_first() else {
            return module.to_vec();
        };
        match self.0[module].names.get(name) {
            Some(target) => self.definition(&[target, rest].concat()),
            None => module.to_vec(),
        }
    }
}

/// What a file imports.
#[derive(Default)]
struct Source {
    /// The paths that it uses.
    imports: BTreeSet<Route>,
    /// The names that it imports or re-exports, and what they stand for.
    names: BTreeMap<String, Route>,
}

impl Source {
    fn of(text: &str, module: &Route, modules: &BTreeSet<Route>) -> Self {
        let tokens = without_tests(&tokens(text));
        let (mut source, mut code, mut re_exported) = (Self::default(), Vec::new(), Vec::new());
        let mut rest = tokens.as_slice();
        while let [first, after @ ..] = rest {
            if *first == "use" {
                let end = after.iter().position(|token| *token == ";").unwrap();
                let is_public = code.last().is_some_and(|last| ["pub", ")"].contains(last));
                for (path, name) in use_tree(&after[..end]) {
                    let Some(path) = absolute(&path, module, modules) else {
                        continue;
                    };
                    if is_public {
                        re_exported.push(name.clone());
                    } else {
                        source.imports.insert(path.clone());
                    }
                    source.names.insert(name, path);
                }
                rest = &after[end..];
            } else {
                code.push(*first);
                rest = after;
            }
        }
        source.add_code(&code, &re_exported, |path| absolute(path, module, modules));
        source
    }

    /// Adds the paths in code outside `use` declarations, and what it uses of what the file re-exports.
    fn add_code(
        &mut self,
        code: &[&str],
        re_exported: &[String],
        absolute: impl Fn(&[String]) -> Option<Route>,
    ) {
        for (i, &word) in code.iter().enumerate().filter(|(_, token)| is_word(token)) {
            if i > 0 && [".", "::", "$", "mod"].contains(&code[i - 1]) {
                continue;
            }
            let more = code[i + 1..]
                .chunks_exact(2)
                .take_while(|pair| pair[0] == "::" && is_word(pair[1]));
            let path: Route = std::iter::once(word)
                .chain(more.map(|pair| pair[1]))
                .map(str::to_owned)
                .collect();
            match self.names.get(word) {
                Some(target) if path.len() > 1 || re_exported.contains(&path[0]) => {
                    self.imports.insert([target, &path[1..]].concat());
                }
                None if path.len() > 1 => self.imports.extend(absolute(&path)),
                _ => {}
            }
        }
    }
}

/// The paths of a `use` declaration, each with the name that it is known by.
fn use_tree(tokens: &[&str]) -> Vec<(Route, String)> {
    let (mut found, mut prefixes, mut path, mut alias) = (Vec::new(), vec![Route::new()], Route::new(), None);
    let mut tokens = tokens.iter().chain([&";"]);
    while let Some(&token) = tokens.next() {
        match token {
            "::" => {}
            "{" => prefixes.push(path.clone()),
            "as" => alias = tokens.next(),
            "," | "}" | ";" => {
                if path.len() > prefixes.last().unwrap().len() {
                    if path.len() > 1 && path.last().unwrap() == "self" {
                        path.pop();
                    }
                    let name = alias
                        .take()
                        .map_or_else(|| path.last().unwrap().clone(), |name| (*name).to_owned());
                    found.push((path.clone(), name));
                }
                if token == "}" {
                    prefixes.pop();
                }
                path.clone_from(prefixes.last().unwrap());
            }
            word => path.push(word.to_owned()),
        }
    }
    found
}

/// A path in a module from the root of the crate; none of what another crate has.
fn absolute(path: &[String], module: &Route, modules: &BTreeSet<Route>) -> Option<Route> {
    let mut base = module.clone();
    let mut rest = path;
    while let Some((first, after)) = rest.split_first() {
        match first.as_str() {
            "crate" | ENGINE => base.clear(),
            "super" => drop(base.pop()),
            "self" => {}
            _ => break,
        }
        rest = after;
    }
    // Without such a start, it may be a child's.
    let is_own = rest.len() < path.len() || modules.contains(&[&base, &rest[..1]].concat());
    is_own.then(|| [&base, rest].concat())
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The files of a package's `src` by their modules, without those of tests.
fn files(src: &Path) -> Vec<(Route, PathBuf)> {
    let mut files = Vec::new();
    collect(src, &mut files);
    let module = |file: PathBuf| Some((module_of(file.strip_prefix(src).unwrap())?, file));
    files.into_iter().filter_map(module).collect()
}

/// The module of a file; none of tests.
fn module_of(file: &Path) -> Option<Route> {
    let mut parts: Route = file
        .with_extension("")
        .iter()
        .map(|part| part.to_str().unwrap().to_owned())
        .collect();
    if parts.iter().any(|part| part == "tests" || part == "testing") {
        return None;
    }
    if parts.last().is_some_and(|last| last == "mod" || last == "lib") {
        parts.pop();
    }
    Some(parts)
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            collect(&path, files);
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            files.push(path);
        }
    }
}

/// The tokens without the items that only tests have.
fn without_tests<'a>(tokens: &[&'a str]) -> Vec<&'a str> {
    const TEST: [&str; 7] = ["#", "[", "cfg", "(", "test", ")", "]"];
    let mut code = Vec::new();
    let mut rest = tokens;
    while let [first, after @ ..] = rest {
        let Some(item) = rest.strip_prefix(&TEST) else {
            code.push(*first);
            rest = after;
            continue;
        };
        // An item ends with a semicolon, or with its block.
        let mut depth = 0;
        let end = item.iter().position(|token| {
            depth += i32::from(*token == "{") - i32::from(*token == "}");
            depth == 0 && ["}", ";"].contains(token)
        });
        rest = &item[end.unwrap() + 1..];
    }
    code
}

/// The words, `::` and other marks of some code, without comments and literals.
fn tokens(text: &str) -> Vec<&str> {
    let mut tokens = Vec::new();
    let mut rest = text;
    while !rest.is_empty() {
        let skipped = no_code(rest);
        if skipped > 0 {
            rest = &rest[skipped..];
            continue;
        }
        let word = rest
            .find(|c: char| !c.is_alphanumeric() && c != '_')
            .unwrap_or(rest.len());
        let mark = if rest.starts_with("::") {
            2
        } else {
            rest.chars().next().unwrap().len_utf8()
        };
        let (token, after) = rest.split_at(if word > 0 { word } else { mark });
        tokens.push(token);
        rest = after;
    }
    tokens
}

fn is_word(token: &str) -> bool {
    token.starts_with(|c: char| c.is_alphabetic() || c == '_')
}

/// How long the space, comment or literal is that a text starts with.
fn no_code(text: &str) -> usize {
    let through = |start: usize, end: &str| {
        text[start..]
            .find(end)
            .map_or(text.len(), |at| start + at + end.len())
    };
    let prefix = text.find(|c| !['b', 'c', 'r'].contains(&c)).unwrap_or(text.len());
    let hashes = text[prefix..].find(|c| c != '#').unwrap_or(0);
    let (is_raw, start) = (text[..prefix].contains('r'), prefix + hashes);
    if text.starts_with(char::is_whitespace) {
        1
    } else if text.starts_with("//") {
        through(2, "\n")
    } else if is_raw && text[start..].starts_with('"') {
        through(start + 1, &format!("\"{}", "#".repeat(hashes)))
    } else if text[prefix..].starts_with('"') {
        let mut is_escaped = true;
        let end = text[prefix..].find(|c| {
            let is_end = c == '"' && !is_escaped;
            is_escaped = c == '\\' && !is_escaped;
            is_end
        });
        end.map_or(text.len(), |end| prefix + end + 1)
    } else if text[prefix..].starts_with("'\\") {
        through(prefix + 3, "'")
    } else if text[prefix..].starts_with('\'') {
        // A character, or the mark of a lifetime.
        let mut after = text[prefix + 1..].char_indices().skip(1);
        after
            .next()
            .filter(|(_, c)| *c == '\'')
            .map_or(prefix + 1, |(end, _)| prefix + end + 2)
    } else {
        0
    }
}
