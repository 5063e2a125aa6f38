//! How units are named and told to be the same.

/// By what a unit of one edition is the same unit in another one.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum LinkBy {
    /// By its land: most of either is the other's. Where that leaves it open, as for a unit that lost most of its land and kept its
    /// code on the rest, its code decides.
    #[default]
    Land,
    /// By its code, wherever its land is; units whose code the other edition does not have are told by their land.
    Code,
    /// By its name, as by its code. Of several units of one name those with most land in common are the same.
    Name,
}

impl LinkBy {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Land, Self::Code, Self::Name];

    /// Its name, such as `code`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Land => "land",
            Self::Code => "code",
            Self::Name => "name",
        }
    }

    /// The one of a name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|by| by.name() == name)
    }
}

/// How units are named and told to be the same.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct LineageOptions {
    /// The property with the names of units; their usual name if none.
    pub name: Option<String>,
    /// By what a unit is the same in two editions.
    pub link: LinkBy,
}
