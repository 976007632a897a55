//! What the system tells of a file or a folder.

use std::fs::Metadata;
use std::io;
use std::path::Path;
use std::time::UNIX_EPOCH;

/// What stands at a path; links are not followed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Found {
    /// Whether it is a file.
    pub is_file: bool,
    /// Whether it is a folder.
    pub is_folder: bool,
    /// The bytes of a file.
    pub bytes: u64,
    /// When it was changed last, in nanoseconds since 1970; a folder is changed when a name in it is made
    /// or taken away. `None` where the system does not tell, or tells of a time before.
    pub modified: Option<u64>,
}

impl Found {
    /// What stands at a path.
    ///
    /// # Errors
    /// Where nothing does, or the system does not tell.
    pub fn at(path: &Path) -> io::Result<Self> {
        std::fs::symlink_metadata(path).map(|found| Self::from(&found))
    }
}

impl From<&Metadata> for Found {
    fn from(found: &Metadata) -> Self {
        let since = found
            .modified()
            .ok()
            .and_then(|time| time.duration_since(UNIX_EPOCH).ok());
        Self {
            is_file: found.is_file(),
            is_folder: found.is_dir(),
            bytes: found.len(),
            modified: since.and_then(|since| u64::try_from(since.as_nanos()).ok()),
        }
    }
}

/// A folder, opened once for all that is looked at and made below it: the way to it is as long as that
/// from there to a page.
#[cfg(target_os = "linux")]
pub struct Open(std::fs::File);

#[cfg(target_os = "linux")]
impl Open {
    /// Opens a folder.
    ///
    /// # Errors
    /// Where that cannot be done.
    pub fn of(folder: &Path) -> io::Result<Self> {
        std::fs::File::open(folder).map(Self)
    }

    /// What stands at a path below it.
    ///
    /// # Errors
    /// See [`Found::at`].
    pub fn look(&self, path: &str) -> io::Result<Found> {
        use rustix::fs::{AtFlags, FileType, StatxFlags, statx};
        let asked = StatxFlags::TYPE | StatxFlags::SIZE | StatxFlags::MTIME;
        let found = statx(&self.0, path, AtFlags::SYMLINK_NOFOLLOW, asked)?;
        let kind = FileType::from_raw_mode(found.stx_mode.into());
        let seconds = u64::try_from(found.stx_mtime.tv_sec).ok();
        let nanos = seconds.and_then(|seconds| seconds.checked_mul(1_000_000_000));
        Ok(Found {
            is_file: kind == FileType::RegularFile,
            is_folder: kind == FileType::Directory,
            bytes: found.stx_size,
            modified: nanos.and_then(|n| n.checked_add(found.stx_mtime.tv_nsec.into())),
        })
    }

    /// Lets a file below it stand at the same path below `to` as well.
    ///
    /// # Errors
    /// Where it cannot stand there: on another disk, say, or where another stands.
    pub fn link(&self, path: &str, to: &Self) -> io::Result<()> {
        let flags = rustix::fs::AtFlags::empty();
        Ok(rustix::fs::linkat(&self.0, path, &to.0, path, flags)?)
    }

    /// Makes a folder below it, and those that it is in.
    ///
    /// # Errors
    /// Where one of them cannot be made.
    pub fn make_folder(&self, path: &str) -> io::Result<()> {
        use rustix::fs::{Mode, mkdirat};
        use rustix::io::Errno;
        let make = |path: &str| match mkdirat(&self.0, path, Mode::from(0o777)) {
            Ok(()) | Err(Errno::EXIST) => Ok(()),
            Err(error) => Err(error),
        };
        match make(path) {
            // Most stand in a folder that is there already.
            Err(Errno::NOENT) => {
                let ends = path.match_indices('/').map(|(at, _)| &path[..at]);
                let mut all = ends.chain([path]).filter(|path| !path.is_empty());
                all.try_for_each(make)?;
            }
            made => made?,
        }
        Ok(())
    }
}

/// Other systems find all of the way anew.
#[cfg(not(target_os = "linux"))]
pub struct Open(std::path::PathBuf);

#[cfg(not(target_os = "linux"))]
impl Open {
    /// Takes a folder.
    ///
    /// # Errors
    /// None.
    pub fn of(folder: &Path) -> io::Result<Self> {
        Ok(Self(folder.to_owned()))
    }

    /// What stands at a path below it.
    ///
    /// # Errors
    /// See [`Found::at`].
    pub fn look(&self, path: &str) -> io::Result<Found> {
        Found::at(&self.0.join(path))
    }

    /// Lets a file below it stand at the same path below `to` as well.
    ///
    /// # Errors
    /// Where it cannot stand there: on another disk, say, or where another stands.
    pub fn link(&self, path: &str, to: &Self) -> io::Result<()> {
        std::fs::hard_link(self.0.join(path), to.0.join(path))
    }

    /// Makes a folder below it, and those that it is in.
    ///
    /// # Errors
    /// Where one of them cannot be made.
    pub fn make_folder(&self, path: &str) -> io::Result<()> {
        std::fs::create_dir_all(self.0.join(path))
    }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    #[test]
    fn both_ways_to_look_tell_the_same() {
        let home = tempfile::tempdir().unwrap();
        fs::create_dir(home.path().join("页")).unwrap();
        fs::write(home.path().join("页/index.html"), "策问").unwrap();
        let open = Open::of(home.path()).unwrap();
        for path in ["页", "页/index.html"] {
            let found = open.look(path).unwrap();
            assert_eq!(found, Found::at(&home.path().join(path)).unwrap());
            assert!(found.modified.is_some());
        }
        let other = tempfile::tempdir().unwrap();
        let to = Open::of(other.path()).unwrap();
        for folder in ["", "页/", "页/一/二/", "页/一/"] {
            to.make_folder(folder).unwrap();
            assert!(other.path().join(folder).is_dir());
        }
        assert!(to.make_folder("页/index.html/三").is_ok());
        assert!(
            open.link("页/index.html", &to).is_err(),
            "there is a folder"
        );
        to.make_folder("四").unwrap();
        let page = open.look("页/index.html").unwrap();
        assert!(page.is_file && page.bytes == 6 && !page.is_folder);
        assert!(open.look("页/other.html").is_err());
        #[cfg(unix)]
        {
            std::os::unix::fs::symlink("页", home.path().join("link")).unwrap();
            let link = open.look("link").unwrap();
            assert!(!link.is_file && !link.is_folder);
        }
    }
}
