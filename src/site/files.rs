use std::path::PathBuf;

use crate::model::Diagnostic;

/// A folder that pages and downloads are written to, by their paths below it (with `/`).
pub trait Files: Sync {
    /// Writes a file and the folders above it.
    ///
    /// # Errors
    /// Where it cannot be written.
    fn put(&self, path: &str, bytes: &[u8]) -> Result<(), Diagnostic>;

    /// The place of a file that the caller writes, with the folders above it made.
    ///
    /// # Errors
    /// Where the folders cannot be made.
    fn place(&self, path: &str) -> Result<PathBuf, Diagnostic>;
}
