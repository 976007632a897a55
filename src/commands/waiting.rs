use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use super::layout::Layout;
use super::{Stop, transaction, unwritable};

/// The folder where new documents wait until all of a build has gone well.
pub struct Waiting {
    folder: PathBuf,
}

impl Waiting {
    /// An empty folder; what a build that was killed left in it is taken away.
    pub fn new(layout: &Layout) -> Result<Self, Stop> {
        let folder = layout.waiting();
        let made = match fs::remove_dir_all(&folder) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
            _ => fs::create_dir_all(&folder),
        };
        made.map_err(|error| Stop::CannotRun(unwritable(&folder, &error)))?;
        Ok(Self { folder })
    }

    /// Where it lies.
    pub fn folder(&self) -> &Path {
        &self.folder
    }
}

impl Drop for Waiting {
    fn drop(&mut self) {
        // What is decided is done by the next build.
        if !transaction::is_open(&self.folder) {
            let _ = fs::remove_dir_all(&self.folder);
        }
    }
}
