use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use tempfile::TempDir;

use super::layout::Layout;
use super::{Stop, fault};
use crate::model::Diagnostic;

/// Name of the file that says a folder was published by us and may be replaced.
pub const MARKER: &str = ".cewen";
/// What it says.
pub const MARKER_TEXT: &str = "This folder was made by `cewen build`, which replaces it whole.\n";

/// Name of the file that says a folder beside a target is a staging of ours.
const STAGING: &str = ".cewen-staging";

/// A folder that may be replaced, and the fresh one beside it that will take its place.
pub struct Staging {
    target: PathBuf,
    /// Hidden and beside the target, so that a rename is enough; holds `new` and later `old`.
    beside: TempDir,
}

/// The true path of the folder to publish to, if it may be replaced: it is new, empty, or ours.
pub fn claim(target: &Path, layout: &Layout) -> Result<PathBuf, Stop> {
    let refuse = |message: &str, help: &str| {
        Err(Stop::CannotRun(
            Diagnostic::error("out", target, message).help(help),
        ))
    };
    let cannot = |error| cannot_write(target, &error);
    let path = resolve(target).map_err(cannot)?;
    let root = resolve(layout.root()).map_err(cannot)?;
    if root.starts_with(&path) {
        return refuse(
            "holds the site's own sources",
            "publish to a folder of its own, such as public/",
        );
    }
    for kept in layout.kept() {
        if path.starts_with(resolve(&kept).map_err(cannot)?) {
            return refuse(
                "lies among the site's own sources",
                "publish to a folder of its own, such as public/",
            );
        }
    }
    if !path.exists() {
        return Ok(path);
    }
    if !path.is_dir() {
        return refuse("is a file, not a folder", "name a new folder with --out");
    }
    let empty = fs::read_dir(&path).map_err(cannot)?.next().is_none();
    if !empty && !path.join(MARKER).is_file() {
        return refuse(
            "is not empty and was not made by an earlier build; it is left untouched",
            "name a new or empty folder with --out, or empty this one yourself",
        );
    }
    Ok(path)
}

/// The path with all symbolic links followed, as far as it exists.
fn resolve(path: &Path) -> io::Result<PathBuf> {
    let absolute = std::path::absolute(path)?;
    let mut missing = Vec::new();
    let mut present = absolute.as_path();
    loop {
        match present.canonicalize() {
            Ok(real) => {
                return Ok(missing
                    .iter()
                    .rev()
                    .fold(real, |path, part| path.join(part)));
            }
            Err(error) => match (present.parent(), present.file_name()) {
                (Some(parent), Some(name)) if error.kind() == io::ErrorKind::NotFound => {
                    missing.push(name);
                    present = parent;
                }
                _ => return Err(error),
            },
        }
    }
}

fn cannot_write(path: &Path, error: &io::Error) -> Stop {
    Stop::CannotRun(
        Diagnostic::error("out", path, format!("cannot be written: {error}"))
            .help("see that the folder can be written to and the disk is not full"),
    )
}

impl Staging {
    /// A fresh empty folder for what shall stand at `target`.
    pub fn beside(target: &Path) -> Result<Self, Stop> {
        let make = || {
            let parent = target.parent().unwrap_or(Path::new("."));
            fs::create_dir_all(parent)?;
            let name = target.file_name().unwrap_or_default().to_string_lossy();
            let beside = tempfile::Builder::new()
                .prefix(&format!(".{name}.cewen-"))
                .tempdir_in(parent)?;
            fs::write(beside.path().join(STAGING), MARKER_TEXT)?;
            // The temporary folder is ours alone; what is published has the rights of any folder.
            fs::create_dir(beside.path().join("new"))?;
            Ok(Self {
                target: target.to_owned(),
                beside,
            })
        };
        make().map_err(|error| cannot_write(target, &error))
    }

    /// Where to put the files.
    pub fn folder(&self) -> PathBuf {
        self.beside.path().join("new")
    }

    /// Puts the fresh folder in the place of the old one, which is removed. Where that fails the old one
    /// stays.
    pub fn swap_in(self) -> Result<(), Stop> {
        fault::point().map_err(|error| cannot_write(&self.target, &error))?;
        // Both change places in one step of the file system: whoever looks, and whenever this program
        // is killed, there is a whole site.
        if self.target.is_dir() && exchange(&self.folder(), &self.target).is_ok() {
            return Ok(());
        }
        let old = self.beside.path().join("old");
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
            let kept = self.beside.keep().join("old");
            return Err(Stop::CannotRun(
                Diagnostic::error("out", &self.target, format!("cannot be replaced: {error}"))
                    .help(format!(
                        "what stood there is now in {}: move it back",
                        kept.display()
                    )),
            ));
        }
        Err(cannot_write(&self.target, &error))
    }
}

/// Lets two folders change places in one step; an error where the system or the file system cannot.
#[cfg(target_os = "linux")]
fn exchange(a: &Path, b: &Path) -> io::Result<()> {
    use rustix::fs::{CWD, RenameFlags, renameat_with};
    renameat_with(CWD, a, CWD, b, RenameFlags::EXCHANGE).map_err(io::Error::from)
}

/// Other systems move one folder away and then the other in.
#[cfg(not(target_os = "linux"))]
fn exchange(_: &Path, _: &Path) -> io::Result<()> {
    Err(io::ErrorKind::Unsupported.into())
}

/// Takes away what a build that was killed left beside the target. Where it was killed between the two
/// moves that stand for an exchange, the former folder goes back to its place.
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
        let ours = entry.file_name().to_string_lossy().starts_with(&prefix)
            && entry.file_type()?.is_dir()
            && left.join(STAGING).is_file();
        if !ours {
            continue;
        }
        let old = left.join("old");
        if old.is_dir() && !target.exists() {
            fs::rename(&old, target)?;
        }
        fs::remove_dir_all(&left)?;
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
        fs::create_dir(&foreign).unwrap();
        recover(&target).unwrap();
        assert_eq!(
            fs::read_to_string(target.join("index.html")).unwrap(),
            "former"
        );
        assert!(!left.exists() && foreign.exists());
    }

    #[test]
    fn the_old_folder_gives_way_whole() {
        let home = tempfile::tempdir().unwrap();
        let target = home.path().join("public");
        for text in ["one", "two"] {
            let staging = Staging::beside(&target).ok().unwrap();
            fs::write(staging.folder().join(text), text).unwrap();
            staging.swap_in().ok().unwrap();
        }
        assert!(target.join("two").is_file() && !target.join("one").exists());
        assert_eq!(fs::read_dir(home.path()).unwrap().count(), 1);
    }

    #[test]
    fn a_staging_that_is_given_up_leaves_nothing() {
        let home = tempfile::tempdir().unwrap();
        drop(Staging::beside(&home.path().join("public")).ok().unwrap());
        assert_eq!(fs::read_dir(home.path()).unwrap().count(), 0);
    }
}
