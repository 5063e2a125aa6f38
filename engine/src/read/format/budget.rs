//! How much memory properties may take.

use crate::error::ErrorKind;
use crate::{Error, Result};

/// What the properties of a file may still take in memory. Names of columns stand in a file once and in memory with each
/// feature, so a small file could otherwise fill it.
pub(super) struct Budget(usize);

/// Properties may be so many times as large as the file …
const MOST_TIMES: usize = 200;
/// … or of this size in bytes, whichever is more.
const MOST_UNCHECKED: usize = 1 << 28;
/// What a property takes in addition to its name and text.
const PROPERTY: usize = 64;

impl Budget {
    /// That of a file of so many bytes.
    pub(super) fn of_file(size: usize) -> Self {
        Self(size.saturating_mul(MOST_TIMES).max(MOST_UNCHECKED))
    }

    /// Pays for a property whose name and text are so long.
    ///
    /// # Errors
    ///
    /// When nothing is left.
    pub(super) fn pay(&mut self, text: usize) -> Result<()> {
        self.0 = self.0.checked_sub(PROPERTY + text).ok_or_else(|| {
            Error::new(format!(
                "its attributes are more than {MOST_TIMES} times as large as the file"
            ))
            .of_kind(ErrorKind::Syntax)
            .with_hint("the file is damaged, or has columns without use: drop them")
        })?;
        Ok(())
    }
}

#[cfg(feature = "geoparquet")]
impl Budget {
    /// Pays for so many values.
    ///
    /// # Errors
    ///
    /// When nothing is left.
    pub(super) fn pay_for(&mut self, count: usize) -> Result<()> {
        self.pay(count.saturating_mul(PROPERTY).saturating_sub(PROPERTY))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_budget_ends() {
        let mut budget = Budget::of_file(0);
        assert!(budget.pay(MOST_UNCHECKED - 2 * PROPERTY).is_ok());
        assert!(budget.pay(0).is_ok());
        assert!(
            budget
                .pay(0)
                .unwrap_err()
                .to_string()
                .contains("more than 200 times as large")
        );
        assert_eq!(Budget::of_file(MOST_UNCHECKED).0, MOST_UNCHECKED * MOST_TIMES);
    }
}
