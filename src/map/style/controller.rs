//! A controller as it is drawn, and the classes of its land.

use crate::map::style::palette::Scheme;

/// A controller as it is drawn.
#[derive(Debug, Clone)]
pub(in crate::map) struct Controller {
    /// As the data has it.
    pub name: String,
    /// What it is called on the map.
    pub title: String,
    /// The same for tight places.
    pub short: String,
    pub colors: Scheme,
    pub slug: String,
    /// The slug of its land's classes: one for all who succeeded one another.
    pub land: String,
    /// Whether its land is what it holds and no country of its own.
    pub outlined: bool,
    /// One of many that the change does not concern: drawn in a neutral tint.
    pub bystander: bool,
    /// Which of the tints of a political map its land has, where there are so many that only names tell them apart.
    pub tint: Option<usize>,
}

/// The class of land in a tint of a political map.
pub(in crate::map) fn tint_class(tint: usize) -> String {
    format!("{OTHERS}-{}", tint + 1)
}

/// The class of all bystanders' land.
pub(in crate::map) const OTHERS: &str = "home-others";

impl Controller {
    /// Class of its land where it is sovereign, or the sovereign is not known.
    pub fn home(&self) -> String {
        match self.tint {
            Some(tint) => tint_class(tint),
            None if self.bystander => OTHERS.to_owned(),
            None => format!("home-{}", self.land),
        }
    }

    /// Class of land that it took since the first date of an animation.
    pub fn taken(&self) -> String {
        format!("taken-{}", self.land)
    }

    /// Classes of its line in a chart over time, and of that line where it is not known.
    pub fn course(&self) -> [String; 2] {
        [
            format!("course-{}", self.land),
            format!("course-{}-unknown", self.land),
        ]
    }

    /// Classes of its bars of gain and loss in a chart, and of both where it is not known when.
    pub fn bars(&self) -> [String; 3] {
        let land = &self.land;
        [
            format!("gained-{land}"),
            format!("lost-{land}"),
            format!("moved-{land}-unknown"),
        ]
    }

    /// Class of land that it holds and another is sovereign of.
    pub fn held(&self) -> String {
        format!("held-{}", self.land)
    }
}
