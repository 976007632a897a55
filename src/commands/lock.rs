use std::fs::{self, File, TryLockError};
use std::io;

use super::layout::Layout;
use super::{Stop, terminal};
use crate::model::Diagnostic;

/// A lock that is given back where this is dropped, or where the program ends, however it does.
pub struct Lock {
    _file: File,
}

/// Waits until no other build of the site runs, and keeps others from running.
pub fn hold(layout: &Layout) -> Result<Lock, Stop> {
    let path = layout.lock();
    let take = || -> io::Result<File> {
        if let Some(folder) = path.parent() {
            fs::create_dir_all(folder)?;
        }
        let file = File::options()
            .create(true)
            .truncate(false)
            .write(true)
            .open(&path)?;
        match file.try_lock() {
            Ok(()) => Ok(file),
            Err(TryLockError::WouldBlock) => {
                terminal::err(
                    "another build of this site is running; this one waits for its end\n",
                );
                file.lock()?;
                Ok(file)
            }
            Err(TryLockError::Error(error)) => Err(error),
        }
    };
    take().map(|file| Lock { _file: file }).map_err(|error| {
        Stop::CannotRun(
            Diagnostic::error("lock", &path, format!("cannot be locked: {error}"))
                .help("see that the site's folder can be written to and the disk is not full"),
        )
    })
}
