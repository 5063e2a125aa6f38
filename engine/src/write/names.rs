//! Names of columns, where a format has its own rules for them.

use std::collections::BTreeSet;

/// Names as a format has them: in order, none twice, whatever the case of letters. `taken` are names that the format itself
/// needs, in small letters; `cut` shortens a name so that so many bytes of its room stay free.
pub(super) fn distinct<'a>(
    names: impl IntoIterator<Item = &'a str>,
    taken: &[&str],
    cut: impl Fn(&str, usize) -> String,
) -> Vec<String> {
    let mut known: BTreeSet<String> = taken.iter().map(|&name| name.to_owned()).collect();
    let mut distinct = Vec::new();
    for name in names {
        let mut candidate = cut(name, 0);
        let mut number = 2;
        while !known.insert(candidate.to_lowercase()) {
            let suffix = format!("_{number}");
            candidate = cut(name, suffix.len()) + &suffix;
            number += 1;
        }
        distinct.push(candidate);
    }
    distinct
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_stay_apart_however_short_they_are_cut() {
        let cut = |name: &str, free: usize| name[..name.len().min(4 - free)].to_owned();
        let names = ["fid", "Name", "name", "names", "other"];
        assert_eq!(
            distinct(names, &["fid"], cut),
            ["fi_2", "Name", "na_2", "na_3", "othe"]
        );
    }
}
