//! Memory: what large work needs at least, against what the system still gives.
//!
//! A program that runs out of memory ends without a word of what to do. So large work is refused before it begins where
//! it needs more than there is. What is asked for is a lower bound: nothing is refused that could go well.

mod available;

use crate::error::{Error, Result};

/// Work that needs less is begun in any case.
const SMALL: u64 = 8 << 20;

/// Goes on where so many more bytes may be had.
///
/// # Errors
///
/// When the system does not give that much: with the amounts and what to do. `doing` says what it is for, such as
/// `overlaying 3,000,000 positions`.
pub fn require(bytes: u64, doing: impl FnOnce() -> String) -> Result<()> {
    if bytes < SMALL {
        return Ok(());
    }
    refuse_beyond(available::bytes(), bytes, doing)
}

fn refuse_beyond(available: Option<u64>, bytes: u64, doing: impl FnOnce() -> String) -> Result<()> {
    match available {
        Some(available) if available < bytes => Err(Error::out_of_memory(format!(
            "{} needs at least {} MB of memory more, and the system gives {} MB",
            doing(),
            megabytes(bytes),
            megabytes(available)
        ))),
        _ => Ok(()),
    }
}

fn megabytes(bytes: u64) -> u64 {
    bytes.div_ceil(1 << 20)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::ErrorKind;

    #[test]
    fn what_cannot_go_well_is_refused_with_amounts_and_advice() {
        let doing = || "overlaying 9 positions".to_owned();
        assert!(refuse_beyond(None, u64::MAX, doing).is_ok());
        assert!(refuse_beyond(Some(100 << 20), 100 << 20, doing).is_ok());
        let error = refuse_beyond(Some(100 << 20), (100 << 20) + 1, doing).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Memory);
        assert_eq!(
            error.message(),
            "overlaying 9 positions needs at least 101 MB of memory more, and the system gives 100 MB"
        );
        assert!(error.hint().is_some());
    }
}
