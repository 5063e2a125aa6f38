//! Which file of an archive is read. Files of formats that are read are its layers, called as they are without their
//! endings; those beside them that belong to them are no layers of their own.

use std::borrow::Cow;

use super::content::Companions;
use super::reader::{HEAD, chosen, list};
use super::zip::{Archive, Packed};
use crate::error::ErrorKind;
use crate::{Error, Result};

/// The ending of the text beside files that have others beside them, in which this program states what is said of the whole.
pub(super) const NOTES: &str = "txt";

/// The file of an archive that is read.
pub(super) struct Member<'a> {
    pub bytes: Cow<'a, [u8]>,
    pub companions: Companions<'a>,
    /// Which of its own layers is read.
    pub layer: Option<&'a str>,
}

impl<'a> Member<'a> {
    /// The file that `layer` names, else the only one. Where there is only one, it may name one of its layers instead; where there are
    /// several, one of the layers of a file after that: `world/countries`.
    /// `companions` tells of the beginning of a file which endings the files have that belong to it; none where it is in no
    /// format that is read.
    ///
    /// # Errors
    ///
    /// When there is no such file, several and none is named, or it cannot be unpacked.
    pub(super) fn of(
        archive: &Archive<'a>,
        layer: Option<&'a str>,
        companions: impl Fn(&[u8]) -> Option<&'static [&'static str]>,
    ) -> Result<Self> {
        let known = archive.files().filter_map(|file| {
            let endings = companions(&archive.head(file, HEAD))?;
            // The index of a shapefile starts as the shapefile does.
            let is_beside = endings
                .iter()
                .any(|ending| is_companion(&file.path, &file.path, ending));
            (!is_beside).then_some((file, endings))
        });
        let known: Vec<(&Packed, &[&str])> = known.collect();
        let names = names(
            &known
                .iter()
                .map(|(file, _)| file.path.as_str())
                .collect::<Vec<_>>(),
        );
        let index = match (layer, known.as_slice()) {
            (_, []) => return Err(nothing(archive)),
            (Some(layer), _) if names.contains(&layer) => names.iter().position(|known| *known == layer),
            (Some(layer), several) if several.len() > 1 => match inner(layer, &names) {
                Some((place, _)) => Some(place),
                None => chosen(Some(layer), &names).map(|_| None)?,
            },
            (_, [_]) => Some(0),
            (_, _) => chosen(None, &names).map(|_| None)?,
        };
        let &(file, endings) = index
            .and_then(|index| known.get(index))
            .ok_or_else(|| nothing(archive))?;
        let beside = |ending: &str| {
            let found = archive
                .files()
                .find(|other| is_companion(&other.path, &file.path, ending));
            let unpacked = found.map(|found| archive.unpack(found));
            match ending {
                // It may be anybody's, and of whatever length.
                NOTES => Ok(unpacked.and_then(Result::ok)),
                _ => unpacked.transpose(),
            }
        };
        let notes = (!endings.is_empty()).then_some(NOTES);
        let endings: Vec<&str> = endings.iter().copied().chain(notes).collect();
        Ok(Self {
            bytes: archive.unpack(file)?,
            companions: Companions::gather(&endings, beside)?,
            layer: match layer.and_then(|layer| inner(layer, &names)) {
                Some((_, layer)) => Some(layer),
                None => layer.filter(|layer| !names.contains(layer)),
            },
        })
    }
}

/// Which of the files has a layer, and the layer, where its name follows that of the file: `world/countries`.
fn inner<'l>(layer: &'l str, names: &[&str]) -> Option<(usize, &'l str)> {
    if names.contains(&layer) {
        return None;
    }
    let mut files = names.iter().enumerate();
    files.find_map(|(place, name)| Some((place, layer.strip_prefix(name)?.strip_prefix('/')?)))
}

/// What files are called: their names without endings, or where these are the same, their whole paths.
fn names<'p>(paths: &[&'p str]) -> Vec<&'p str> {
    let stem = |path: &'p str| {
        let name = path.rsplit('/').next().unwrap_or(path);
        name.rsplit_once('.').map_or(name, |(stem, _)| stem)
    };
    let mut stems: Vec<&str> = paths.iter().map(|path| stem(path)).collect();
    stems.sort_unstable();
    let is_one = |name: &str| {
        let first = stems.partition_point(|stem| *stem < name);
        stems.get(first + 1) != Some(&name)
    };
    paths
        .iter()
        .map(|path| Some(stem(path)).filter(|stem| is_one(stem)).unwrap_or(path))
        .collect()
}

/// Whether a path is that of another one with this ending, in letters of either case.
fn is_companion(path: &str, of: &str, ending: &str) -> bool {
    let parts = |path: &str| {
        path.rsplit_once('.')
            .map(|(stem, ending)| (stem.to_lowercase(), ending.to_lowercase()))
    };
    match (parts(path), parts(of)) {
        (Some((stem, found)), Some((wanted, _))) => stem == wanted && found == ending,
        _ => false,
    }
}

fn nothing(archive: &Archive) -> Error {
    let paths: Vec<&str> = archive.files().map(|file| file.path.as_str()).collect();
    let what = match paths.as_slice() {
        [] => "the zip archive is empty".to_owned(),
        paths => format!(
            "none of the files of the zip archive is in a format that is read: {}",
            list(paths)
        ),
    };
    Error::new(what).of_kind(ErrorKind::Syntax)
}

#[cfg(test)]
mod tests {
    use super::super::zip::testing::zip;
    use super::*;

    /// A format of files that start with `x`, to which those with the ending `y` belong.
    fn read(files: &[(&str, &[u8])], layer: Option<&str>) -> Result<String> {
        let bytes = zip(files);
        let archive = Archive::open(&bytes)?;
        let companions = |head: &[u8]| head.starts_with(b"x").then_some(["y"].as_slice());
        let member = Member::of(&archive, layer, companions)?;
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        let beside = member.companions.find("y").map(text);
        Ok(format!("{} {beside:?} {:?}", text(&member.bytes), member.layer))
    }

    #[test]
    fn the_only_file_or_the_one_named_is_read() {
        let one: [(&str, &[u8]); 3] = [("A/Map.X", b"x1"), ("readme", b"r"), ("a/mAP.Y", b"y1")];
        assert_eq!(read(&one, None).unwrap(), "x1 Some(\"y1\") None");
        assert_eq!(read(&one, Some("Map")).unwrap(), "x1 Some(\"y1\") None");
        assert_eq!(
            read(&one, Some("inner")).unwrap(),
            "x1 Some(\"y1\") Some(\"inner\")"
        );
        let two: [(&str, &[u8]); 3] = [("1994.x", b"x1"), ("b/2020.x", b"x2"), ("1994.y", b"y")];
        assert_eq!(read(&two, Some("2020")).unwrap(), "x2 None None");
        assert_eq!(read(&two, Some("2020/in/it")).unwrap(), "x2 None Some(\"in/it\")");
        assert_eq!(
            read(&one, Some("Map/inner")).unwrap(),
            "x1 Some(\"y1\") Some(\"inner\")"
        );
        let error = read(&two, None).unwrap_err().to_string();
        assert!(
            error.starts_with("it has several layers: `1994`, `2020`"),
            "{error}"
        );
        let error = read(&two, Some("2021")).unwrap_err().to_string();
        assert!(error.starts_with("it has no layer `2021`"), "{error}");
        let same: [(&str, &[u8]); 3] = [("a/x.x", b"x1"), ("b/x.x", b"x2"), ("b/z.x", b"x3")];
        assert_eq!(read(&same, Some("b/x.x")).unwrap(), "x2 None None");
        assert_eq!(read(&same, Some("z")).unwrap(), "x3 None None");
    }

    #[test]
    fn what_holds_nothing_is_said_with_what_it_holds() {
        let error = read(&[("a.txt", b"a"), ("b.pdf", b"b")], None)
            .unwrap_err()
            .to_string();
        assert!(
            error.ends_with("in a format that is read: `a.txt`, `b.pdf`"),
            "{error}"
        );
        assert_eq!(read(&[], None).unwrap_err().message(), "the zip archive is empty");
    }
}
