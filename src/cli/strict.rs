//! Whether input that is read otherwise than written is refused.

use std::sync::atomic::{AtomicBool, Ordering};

use super::hints;
use crate::error::ErrorKind;
use crate::study::Remark;
use crate::{Error, Result};

static IS_STRICT: AtomicBool = AtomicBool::new(false);

/// From here on, such input is refused if that is asked for.
pub(super) fn set(is_strict: bool) {
    IS_STRICT.store(is_strict, Ordering::Relaxed);
}

/// Refuses to be asked for where land is not overlaid, and so not known to be as it should be.
///
/// # Errors
///
/// When it is asked for.
pub(super) fn refuse(command: &str) -> Result<()> {
    if !IS_STRICT.load(Ordering::Relaxed) {
        return Ok(());
    }
    Err(Error::new(format!(
        "`{command}` overlays no land, and --strict is about how it lies"
    ))
    .of_kind(ErrorKind::Options)
    .with_hint("look at the files first by `landshift check`, and leave --strict out"))
}

/// Refuses what is doubtful in the inputs that remarks are about, if that is asked for.
///
/// # Errors
///
/// At the first such remark.
pub(super) fn check<'a>(remarks: impl IntoIterator<Item = &'a Remark>) -> Result<()> {
    if !IS_STRICT.load(Ordering::Relaxed) {
        return Ok(());
    }
    let doubtful = remarks.into_iter().find(|remark| remark.is_doubtful());
    doubtful.map_or(Ok(()), |remark| {
        Err(remark.refusal(hints::flag).with_hint(
            "correct the file, or mend it by `landshift check FILE --fix`; without --strict this is no error",
        ))
    })
}
