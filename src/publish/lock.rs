use std::fs::{self, File, TryLockError};
use std::io;
use std::path::{Path, PathBuf};

use crate::model::Diagnostic;

/// A lock, released when it is dropped or the program ends.
pub struct Lock {
    _file: File,
    /// The file, if it is removed with the lock.
    removed: Option<PathBuf>,
}

impl Drop for Lock {
    fn drop(&mut self) {
        if let Some(path) = &self.removed {
            // A lock file that remains is reused and removed by the next build.
            let _ = fs::remove_file(path);
        }
    }
}

impl Lock {
    /// Waits until no other process holds the lock in `file`; calls `on_wait` if it has to wait.
    ///
    /// # Errors
    /// If the file cannot be made or locked.
    pub fn acquire(file: &Path, on_wait: impl FnOnce()) -> Result<Self, Diagnostic> {
        let locked = lock(file, on_wait).map_err(|error| cannot(file, &error))?;
        Ok(Self {
            _file: locked,
            removed: None,
        })
    }

    /// Waits until no other process publishes to the folder `target`, for this site or another. The lock
    /// file lies beside the folder, which is exchanged as a whole, and is released with its holder.
    ///
    /// # Errors
    /// If the file cannot be created or locked.
    pub fn acquire_beside(target: &Path, on_wait: impl Fn()) -> Result<Self, Diagnostic> {
        let name = target.file_name().unwrap_or_default().to_string_lossy();
        let path = target.with_file_name(format!(".{name}.cewen-lock"));
        loop {
            let file = lock(&path, &on_wait).map_err(|error| cannot(&path, &error))?;
            // While this process waited, the former holder may have removed the file.
            if is_at(&file, &path) {
                return Ok(Self {
                    _file: file,
                    removed: Some(path),
                });
            }
        }
    }
}

/// Whether an open file is the one at `path`.
#[cfg(unix)]
fn is_at(file: &File, path: &Path) -> bool {
    use std::os::unix::fs::MetadataExt as _;
    let inode = |metadata: fs::Metadata| (metadata.dev(), metadata.ino());
    let there = fs::metadata(path).map(inode).ok();
    there.is_some() && there == file.metadata().map(inode).ok()
}

/// Other systems do not remove a file that is open.
#[cfg(not(unix))]
fn is_at(_file: &File, path: &Path) -> bool {
    path.exists()
}

fn lock(path: &Path, on_wait: impl FnOnce()) -> io::Result<File> {
    let file = open(path)?;
    match file.try_lock() {
        Ok(()) => {}
        Err(TryLockError::WouldBlock) => {
            on_wait();
            file.lock()?;
        }
        Err(TryLockError::Error(error)) => return Err(error),
    }
    Ok(file)
}

/// Opens the file of a lock, and no other that a symbolic link leads to.
fn open(path: &Path) -> io::Result<File> {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder)?;
    }
    let mut options = File::options();
    options.create(true).truncate(false).write(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt as _;
        options.custom_flags(rustix::fs::OFlags::NOFOLLOW.bits().cast_signed());
    }
    options.open(path)
}

fn cannot(file: &Path, error: &io::Error) -> Diagnostic {
    Diagnostic::error("lock", file, format!("cannot be locked: {error}"))
        .help("see that the folder can be written to and the disk is not full")
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::atomic::{AtomicUsize, Ordering};

    #[test]
    fn one_at_a_time_publishes_to_a_folder_and_no_lock_stays() {
        let home = tempfile::tempdir().unwrap();
        let target = home.path().join("public");
        let inside = AtomicUsize::new(0);
        std::thread::scope(|scope| {
            for _ in 0..8 {
                scope.spawn(|| {
                    let _lock = Lock::acquire_beside(&target, || {}).unwrap();
                    assert_eq!(inside.fetch_add(1, Ordering::SeqCst), 0);
                    std::thread::sleep(std::time::Duration::from_millis(2));
                    inside.fetch_sub(1, Ordering::SeqCst);
                });
            }
        });
        assert_eq!(fs::read_dir(home.path()).unwrap().count(), 0);
    }
}
