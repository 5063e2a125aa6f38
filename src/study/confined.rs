//! Where the land is looked for that answers are confined to.

use std::borrow::Cow;
use std::sync::Arc;

use crate::Result;
use crate::model::{ReferenceLayers, Snapshot, canonical};
use crate::overlay::completed;
use crate::progress::Progress;

/// The snapshots in which land is looked for that is called by the name of its holder, see [`Within::named`]: with what they
/// leave out, where that is who holds it.
///
/// [`Within::named`]: crate::Within::named
///
/// # Errors
///
/// As [`Study::new`](super::Study::new) of the rest of the land, and when the work is interrupted.
pub fn with_rest_of<'a>(
    name: &str,
    snapshots: &'a [Snapshot],
    layers: &ReferenceLayers,
    progress: &Progress,
) -> Result<Cow<'a, [Snapshot]>> {
    let name = canonical(name);
    match &layers.rest {
        Some(rest) if rest.name == *name => {
            let snapshots: Vec<Arc<Snapshot>> = snapshots.iter().cloned().map(Arc::new).collect();
            let completed = completed(&snapshots, rest, progress)?;
            Ok(completed.into_iter().map(Arc::unwrap_or_clone).collect())
        }
        _ => Ok(Cow::Borrowed(snapshots)),
    }
}
