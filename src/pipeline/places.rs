//! The folders of a site that commands write to. A site may come from strangers, and version control
//! keeps symbolic links: nothing is written, replaced or removed through a link that leads out of the
//! site.

use std::fs;
use std::path::Path;

use walkdir::WalkDir;

use super::Layout;
use crate::disk;
use crate::model::Diagnostic;

/// The file that marks the working folder `.cewen/` as this program's.
const TAG: &str = "CACHEDIR.TAG";

/// Its text begins as the convention for such files asks, so that backups pass the folder over.
const TAG_TEXT: &str = "Signature: 8a477f597d28d172789f06886806bc55\n\
                        # Kept by `cewen build` for the next build; may be removed.\n";

/// A file that every version of the program has left in the working folder, also those that wrote no tag.
const LOCK: &str = "lock";

/// Checks every place that is written to; changes nothing.
///
/// # Errors
/// If a place leads out of the site, or if the working folder is somebody else's or holds links.
pub fn check(layout: &Layout) -> Result<(), Diagnostic> {
    let root = fs::canonicalize(layout.root())
        .map_err(|error| refuse(layout.root(), &format!("cannot be found: {error}")))?;
    for place in [layout.documents(), layout.corrections(), layout.seeds()] {
        stays_below(&root, &place)?;
    }
    look(&layout.own())
}

/// Checks the places as [`check`] does; then creates and marks the working folder, if it is missing.
///
/// # Errors
/// As [`check`], and if the folder cannot be written to.
pub fn claim(layout: &Layout) -> Result<(), Diagnostic> {
    check(layout)?;
    mark(&layout.own())
}

/// Refuses a folder outside the root; for a missing one its parent counts.
fn stays_below(root: &Path, place: &Path) -> Result<(), Diagnostic> {
    let there = place
        .ancestors()
        .find(|path| fs::symlink_metadata(path).is_ok());
    let real = there.map(fs::canonicalize).transpose();
    match real {
        Ok(Some(real)) if !real.starts_with(root) => Err(refuse(
            place,
            &format!("leads out of the site, to {}", real.display()),
        )),
        Err(error) => Err(refuse(place, &format!("leads nowhere: {error}"))),
        Ok(_) => Ok(()),
    }
}

/// Checks that the working folder is one of this program or does not exist.
fn look(folder: &Path) -> Result<(), Diagnostic> {
    let failed = |error: std::io::Error| refuse(folder, &format!("cannot be used: {error}"));
    match fs::symlink_metadata(folder) {
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(()),
        Err(error) => return Err(failed(error)),
        Ok(metadata) if !metadata.is_dir() => {
            return Err(refuse(folder, "is a link or a file, not a folder"));
        }
        Ok(_) => {}
    }
    if ![TAG, LOCK].iter().any(|name| folder.join(name).is_file()) {
        let entries = disk::entries(folder).map_err(failed)?;
        if let Some(other) = entries.first() {
            let name = other.file_name().unwrap_or_default().display();
            let told = format!("holds “{name}”, which this program did not put there");
            return Err(refuse(folder, &told));
        }
    }
    let mut entries = WalkDir::new(folder).into_iter().flatten();
    match entries.find(|entry| entry.path_is_symlink()) {
        Some(link) => Err(refuse(link.path(), "is a symbolic link")),
        None => Ok(()),
    }
}

fn mark(folder: &Path) -> Result<(), Diagnostic> {
    let tag = folder.join(TAG);
    match tag.is_file() {
        true => Ok(()),
        false => {
            disk::replace(&tag, TAG_TEXT).map_err(|error| Diagnostic::unwritable(&tag, &error))
        }
    }
}

fn refuse(path: &Path, message: &str) -> Diagnostic {
    Diagnostic::error("unsafe-place", path, message)
        .help("commands write there: put a real folder of the site in its place, or remove it")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_folder_of_builds_is_made_and_taken_again() {
        let home = tempfile::tempdir().unwrap();
        let folder = home.path().join(".cewen");
        for _ in 0..2 {
            assert!(look(&folder).is_ok() && mark(&folder).is_ok());
        }
        // A folder of an earlier version has no tag.
        fs::remove_file(folder.join(TAG)).unwrap();
        fs::write(folder.join("lock"), "").unwrap();
        fs::create_dir(folder.join("former")).unwrap();
        assert!(look(&folder).is_ok());
        let foreign = home.path().join("foreign");
        fs::create_dir(&foreign).unwrap();
        fs::write(foreign.join("thesis.doc"), "").unwrap();
        assert!(look(&foreign).is_err());
    }

    #[cfg(unix)]
    #[test]
    fn links_that_lead_out_are_refused() {
        use std::os::unix::fs::symlink;
        let home = tempfile::tempdir().unwrap();
        let root = fs::canonicalize(home.path()).unwrap().join("site");
        fs::create_dir_all(root.join("content")).unwrap();
        assert!(stays_below(&root, &root.join("content/documents")).is_ok());
        symlink("../..", root.join("content/documents")).unwrap();
        assert!(stays_below(&root, &root.join("content/documents")).is_err());
        symlink("../content", root.join("content/inside")).unwrap();
        assert!(stays_below(&root, &root.join("content/inside")).is_ok());
        symlink("..", root.join(".cewen")).unwrap();
        assert!(look(&root.join(".cewen")).is_err());
        assert!(mark(&root.join("own")).is_ok());
        assert!(look(&root.join("own")).is_ok());
        symlink("..", root.join("own/parts")).unwrap();
        assert!(look(&root.join("own")).is_err());
    }
}
