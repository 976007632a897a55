use std::fs::{self, File, TryLockError};
use std::io;
use std::path::Path;

use crate::model::Diagnostic;

/// A lock on a site, released when it is dropped or the program ends.
pub struct Lock {
    _file: File,
}

impl Lock {
    /// Waits until no other process holds the lock in `file`; calls `on_wait` where it has to wait.
    ///
    /// # Errors
    /// Where the file cannot be made or locked.
    pub fn acquire(file: &Path, on_wait: impl FnOnce()) -> Result<Self, Diagnostic> {
        let acquired = open(file).and_then(|file| match file.try_lock() {
            Ok(()) => Ok(file),
            Err(TryLockError::WouldBlock) => {
                on_wait();
                file.lock().map(|()| file)
            }
            Err(TryLockError::Error(error)) => Err(error),
        });
        acquired.map(|file| Self { _file: file }).map_err(|error| {
            Diagnostic::error("lock", file, format!("cannot be locked: {error}"))
                .help("see that the site's folder can be written to and the disk is not full")
        })
    }
}

fn open(path: &Path) -> io::Result<File> {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder)?;
    }
    File::options()
        .create(true)
        .truncate(false)
        .write(true)
        .open(path)
}
