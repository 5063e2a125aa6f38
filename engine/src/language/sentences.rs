//! The sentences that state what a change comes to.

use super::locale::{Absence, Language};
use super::messages::fill;
use crate::measure::{Area, Length};

/// Land with who held it before, or holds it after: none is nobody.
pub type Part<'a> = (Option<&'a str>, Area);

impl Language {
    /// Who gained what from whom, the largest part first: `A gained 3 km² from B and 2 km² from nobody`.
    pub fn gained(&self, who: &str, total: Area, parts: &[Part]) -> String {
        let (words, who) = (&self.words.title, self.sentence_start(who));
        let (area, who) = (self.area(total), ("who", who.as_str()));
        let (parts, is_all) = self.told(parts);
        match parts.as_slice() {
            [] => fill(&words.gained, &[who, ("area", &area)]),
            [one] if is_all => {
                let (from, area) = (self.holder(one), self.area(one.1));
                fill(&words.gained_from, &[who, ("area", &area), ("from", &from)])
            }
            [one, two] if is_all => {
                let (from, area, other, other_area) = (
                    self.holder(one),
                    self.area(one.1),
                    self.holder(two),
                    self.area(two.1),
                );
                let other = [("other", other.as_str()), ("other_area", &other_area)];
                let first = [who, ("area", area.as_str()), ("from", &from)];
                fill(&words.gained_from_two, &[&first[..], &other].concat())
            }
            [one, ..] => {
                let (from, part) = (self.holder(one), self.area(one.1));
                let values = [who, ("area", area.as_str()), ("part", &part), ("from", &from)];
                fill(&words.gained_from_many, &values)
            }
        }
    }

    /// Who lost what to whom, the largest part first.
    pub fn lost(&self, who: &str, total: Area, parts: &[Part]) -> String {
        let (words, who) = (&self.words.title, self.sentence_start(who));
        let (area, who) = (self.area(total), ("who", who.as_str()));
        let (parts, is_all) = self.told(parts);
        match parts.as_slice() {
            [] => fill(&words.lost, &[who, ("area", &area)]),
            [one] if is_all => fill(
                &words.lost_to,
                &[who, ("area", &self.area(one.1)), ("to", &self.holder(one))],
            ),
            [one, two] if is_all => {
                let [area, other_area] = [one, two].map(|part| self.area(part.1));
                let (to, other) = (self.holder(one), self.holder(two));
                let other = [("other", other.as_str()), ("other_area", &other_area)];
                let first = [who, ("area", area.as_str()), ("to", &to)];
                fill(&words.lost_to_two, &[&first[..], &other].concat())
            }
            [one, ..] => {
                let (to, part) = (self.holder(one), self.area(one.1));
                fill(
                    &words.lost_to_many,
                    &[who, ("area", &area), ("part", &part), ("to", &to)],
                )
            }
        }
    }

    /// A sentence with what came beside what it tells.
    pub(crate) fn also(&self, sentence: &str, form: &str, area: Area) -> String {
        fill(form, &[("sentence", sentence), ("area", &self.area(area))])
    }

    /// That no land changed hands, but passed to an heir; `more` passed to others.
    pub(crate) fn succeeded(&self, from: &str, to: &str, more: usize) -> String {
        let words = &self.words.title;
        let (from, to, count) = (self.within(from), self.within(to), self.count(more));
        let form = if more == 0 {
            &words.succeeded
        } else {
            &words.succeeded_many
        };
        fill(form, &[("from", &from), ("to", &to), ("count", &count)])
    }

    /// That nothing changed hands but noise.
    pub fn only_noise(&self, noise: Area, tolerance: Length) -> String {
        let metres = self.number(&tolerance.m().to_string());
        let values = [("area", self.area(noise)), ("metres", metres)];
        fill(
            &self.words.title.only_noise,
            &values.each_ref().map(|(key, value)| (*key, value.as_str())),
        )
    }

    /// The parts that sentences tell of, and whether those are all.
    fn told<'a>(&self, parts: &[Part<'a>]) -> (Vec<Part<'a>>, bool) {
        let is_told = |part: &&Part| part.0.is_some() || self.absence() == Absence::Nobody;
        let told: Vec<Part> = parts.iter().filter(is_told).copied().collect();
        let is_all = told.len() == parts.len();
        (told, is_all)
    }

    /// A holder inside a sentence.
    fn holder(&self, part: &Part) -> String {
        let name = |name: &str| self.within(name);
        part.0.map_or_else(|| self.words.nobody.clone(), name)
    }

    /// A name inside a sentence, with its article.
    fn within(&self, name: &str) -> String {
        let (name, article) = (self.name(name), &self.words.article);
        let wants_one = !article.word.is_empty()
            && (article.before_ends.iter().any(|end| {
                name.strip_suffix(end.as_str())
                    .is_some_and(|rest| rest.ends_with(' '))
            }) || article
                .before_starts
                .iter()
                .any(|start| name.starts_with(start.as_str())));
        let word = format!("{} ", article.word);
        if wants_one && !name.to_lowercase().starts_with(&word) {
            format!("{word}{name}")
        } else {
            name.to_owned()
        }
    }

    /// The name with its article, ours with a capital; the data's names stay as they are.
    fn sentence_start(&self, name: &str) -> String {
        let within = self.within(name);
        if within == self.name(name) {
            return within;
        }
        let mut letters = within.chars();
        letters
            .next()
            .map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
    }
}
