//! The reference system that a layer is read in, and who states it.

use super::system::System;

/// The reference system that a layer is read in.
#[derive(Clone, Default)]
pub(in crate::read) struct LayerSystem {
    /// The system.
    pub system: System,
    /// Who states it.
    pub origin: Origin,
}

/// Who states the reference system of a layer.
#[derive(Clone, Default)]
pub(in crate::read) enum Origin {
    /// The file, or its format.
    #[default]
    File,
    /// The user, whatever the file says: this, if anything.
    User(Option<System>),
}

impl LayerSystem {
    /// Whether the user states it.
    pub(in crate::read) fn is_of_user(&self) -> bool {
        matches!(self.origin, Origin::User(_))
    }

    /// It and the other one that the file states, if the user overrules it.
    pub(in crate::read) fn overruling(&self) -> Option<String> {
        match &self.origin {
            Origin::User(Some(of_file)) if !of_file.is(&self.system) => {
                Some(format!("{}, not {}", self.system.title(), of_file.title()))
            }
            _ => None,
        }
    }
}

/// As a file states it.
impl From<System> for LayerSystem {
    fn from(system: System) -> Self {
        Self {
            system,
            origin: Origin::File,
        }
    }
}
