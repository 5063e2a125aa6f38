//! What becomes of a command's exit code.

/// What a command that went well has to say to the shell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Outcome {
    Fine,
    ChangesFound,
    ProblemsFound,
}

impl Outcome {
    /// Whether changes are found matters only where `--exit-code` asks for it.
    pub(super) fn of_change(is_asked: bool, is_found: bool) -> Self {
        if is_asked && is_found {
            Self::ChangesFound
        } else {
            Self::Fine
        }
    }
}
