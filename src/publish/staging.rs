use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use super::fault;
use super::marker::MARKER_TEXT;
use crate::disk;
use crate::model::Diagnostic;

/// Name of the file that marks a folder beside a target as a staging directory of this program.
const STAGING: &str = ".cewen-staging";

/// A staging directory beside the folder that it will replace.
pub struct StagingDirectory {
    target: PathBuf,
    /// Hidden and beside the target, so that a rename is enough; contains `new` and later `old`.
    beside: PathBuf,
    /// Whether it holds the only copy of the former folder; otherwise it is removed when the value is
    /// dropped.
    is_kept: bool,
}

impl Drop for StagingDirectory {
    fn drop(&mut self) {
        if !self.is_kept {
            // Remains are removed by the next build.
            let _ = remove(&self.beside);
        }
    }
}

/// Removes a staging directory. Its marker file goes last, so that a later build still recognizes the
/// directory if this one is killed.
fn remove(beside: &Path) -> io::Result<()> {
    let missing_is_fine = |removed: io::Result<()>| match removed {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    };
    missing_is_fine(fs::remove_dir_all(beside.join("new")))?;
    missing_is_fine(fs::remove_dir_all(beside.join("old")))?;
    missing_is_fine(fs::remove_file(beside.join(STAGING)))?;
    fs::remove_dir(beside)
}

pub(super) fn cannot_write(path: &Path, error: &io::Error) -> Diagnostic {
    Diagnostic::error("out", path, format!("cannot be written: {error}"))
        .help("see that the folder can be written to and the disk is not full")
}

impl StagingDirectory {
    /// An empty directory beside `target`.
    ///
    /// # Errors
    /// If it cannot be made.
    pub fn beside(target: &Path) -> Result<Self, Diagnostic> {
        let make = || {
            let parent = target.parent().unwrap_or(Path::new("."));
            fs::create_dir_all(parent)?;
            let name = target.file_name().unwrap_or_default().to_string_lossy();
            let beside = tempfile::Builder::new()
                .prefix(&format!(".{name}.cewen-"))
                .tempdir_in(parent)?
                .keep();
            let staging = Self {
                target: target.to_owned(),
                beside,
                is_kept: false,
            };
            fs::write(staging.beside.join(STAGING), MARKER_TEXT)?;
            // A temporary folder is private; the published one needs ordinary permissions.
            fs::create_dir(staging.folder())?;
            Ok(staging)
        };
        make().map_err(|error| cannot_write(target, &error))
    }

    /// The new folder, to be filled.
    pub fn folder(&self) -> PathBuf {
        self.beside.join("new")
    }

    /// Waits until all files of the new folder are on the disk, so that they survive a power failure
    /// after the exchange.
    ///
    /// # Errors
    /// If the disk does not accept them.
    pub fn sync(&self) -> Result<(), Diagnostic> {
        disk::sync_below(&self.beside).map_err(|error| cannot_write(&self.target, &error))
    }

    /// Exchanges the folders as [`Self::swap_in`] does, and waits until the exchange is on the disk:
    /// output reported as published stays published.
    ///
    /// # Errors
    /// As [`Self::swap_in`], and if the disk does not accept it.
    pub fn swap_in_and_sync(self) -> Result<(), Diagnostic> {
        let target = self.target.clone();
        self.swap_in()?;
        let parent = target.parent().unwrap_or(Path::new("."));
        disk::sync_folder(parent).map_err(|error| cannot_write(&target, &error))
    }

    /// Exchanges the new folder with the old one, which is then removed. On failure the old one stays.
    ///
    /// # Errors
    /// If the folders cannot be exchanged or moved.
    pub fn swap_in(mut self) -> Result<(), Diagnostic> {
        fault::point().map_err(|error| cannot_write(&self.target, &error))?;
        // The file system exchanges both in one step: at any time, even if this program is killed, there
        // is a complete site.
        if self.target.is_dir() && exchange(&self.folder(), &self.target).is_ok() {
            return Ok(());
        }
        let old = self.beside.join("old");
        let former = match fs::rename(&self.target, &old) {
            Ok(()) => true,
            Err(error) if error.kind() == io::ErrorKind::NotFound => false,
            Err(error) => return Err(cannot_write(&self.target, &error)),
        };
        let Err(error) = fs::rename(self.folder(), &self.target) else {
            return Ok(());
        };
        if former && fs::rename(&old, &self.target).is_err() {
            // Dropped, the temporary folder would take the former site with it.
            self.is_kept = true;
            return Err(Diagnostic::error(
                "out",
                &self.target,
                format!("cannot be replaced: {error}"),
            )
            .help(format!(
                "what stood there is now in {}: move it back",
                old.display()
            )));
        }
        Err(cannot_write(&self.target, &error))
    }
}

/// Exchanges two folders in one step; an error if the system or the file system cannot.
#[cfg(target_os = "linux")]
fn exchange(a: &Path, b: &Path) -> io::Result<()> {
    use rustix::fs::{CWD, RenameFlags, renameat_with};
    renameat_with(CWD, a, CWD, b, RenameFlags::EXCHANGE).map_err(io::Error::from)
}

/// Other systems move one folder away and then the other one in.
#[cfg(not(target_os = "linux"))]
fn exchange(_: &Path, _: &Path) -> io::Result<()> {
    Err(io::ErrorKind::Unsupported.into())
}

/// Removes staging directories that a killed build left beside `target`.
///
/// If it was killed between the two moves that replace an exchange, the former folder is moved back.
///
/// # Errors
/// If a folder cannot be read, moved or removed.
pub fn recover(target: &Path) -> io::Result<()> {
    let parent = target.parent().unwrap_or(Path::new("."));
    let name = target.file_name().unwrap_or_default().to_string_lossy();
    let prefix = format!(".{name}.cewen-");
    let entries = match fs::read_dir(parent) {
        Ok(entries) => entries,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
        Err(error) => return Err(error),
    };
    for entry in entries {
        let entry = entry?;
        let left = entry.path();
        let is_named = entry.file_name().to_string_lossy().starts_with(&prefix);
        if !is_named || !entry.file_type()?.is_dir() {
            continue;
        }
        if !left.join(STAGING).is_file() {
            // Removes the folder if it is empty, since the build was killed at its end; any other stays.
            let _ = fs::remove_dir(&left);
            continue;
        }
        let old = left.join("old");
        if old.is_dir() && !target.exists() {
            fs::rename(&old, target)?;
        }
        remove(&left)?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_killed_build_left_is_taken_away_and_the_former_site_put_back() {
        let home = tempfile::tempdir().unwrap();
        let target = home.path().join("public");
        let left = home.path().join(".public.cewen-x1");
        fs::create_dir_all(left.join("old")).unwrap();
        fs::create_dir_all(left.join("new")).unwrap();
        fs::write(left.join("old/index.html"), "former").unwrap();
        fs::write(left.join(STAGING), MARKER_TEXT).unwrap();
        // Not ours: no marker.
        let foreign = home.path().join(".public.cewen-mine");
        fs::create_dir_all(foreign.join("photos")).unwrap();
        // Killed at the last step of being removed.
        fs::create_dir(home.path().join(".public.cewen-x2")).unwrap();
        recover(&target).unwrap();
        assert_eq!(
            fs::read_to_string(target.join("index.html")).unwrap(),
            "former"
        );
        assert!(!left.exists() && foreign.exists());
        assert_eq!(fs::read_dir(home.path()).unwrap().count(), 2);
    }

    #[test]
    fn the_old_folder_gives_way_whole() {
        let home = tempfile::tempdir().unwrap();
        let target = home.path().join("public");
        for text in ["one", "two"] {
            let staging = StagingDirectory::beside(&target).unwrap();
            fs::write(staging.folder().join(text), text).unwrap();
            staging.swap_in_and_sync().unwrap();
        }
        assert!(target.join("two").is_file() && !target.join("one").exists());
        assert_eq!(fs::read_dir(home.path()).unwrap().count(), 1);
    }

    #[test]
    fn a_staging_that_is_given_up_leaves_nothing() {
        let home = tempfile::tempdir().unwrap();
        drop(StagingDirectory::beside(&home.path().join("public")).unwrap());
        assert_eq!(fs::read_dir(home.path()).unwrap().count(), 0);
    }
}
