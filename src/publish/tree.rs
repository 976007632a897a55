use std::collections::BTreeSet;
use std::fs::{self, File};
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use rayon::prelude::*;

use crate::model::Diagnostic;
use crate::site::Files;

/// A new folder that will replace a published one. A file with the same bytes as the published one
/// becomes a hard link to it: it is not written and keeps its time, so that mirrors do not copy it again.
pub struct Tree {
    folder: PathBuf,
    published: Option<PathBuf>,
    /// Paths of files that their makers write themselves.
    placed: Mutex<BTreeSet<String>>,
}

impl Tree {
    /// A tree in the empty folder `folder`; `published` is the folder that it will replace, if any.
    pub fn new(folder: PathBuf, published: Option<PathBuf>) -> Self {
        Self {
            folder,
            published,
            placed: Mutex::default(),
        }
    }

    /// Replaces files written by others with links to equal published ones.
    ///
    /// # Errors
    /// If the folder cannot be read or changed.
    pub fn finish(self) -> Result<(), Diagnostic> {
        let placed = self
            .placed
            .into_inner()
            .unwrap_or_else(PoisonError::into_inner);
        let Some(published) = &self.published else {
            return Ok(());
        };
        placed.par_iter().try_for_each(|path| {
            let (new, old) = (self.folder.join(path), published.join(path));
            match equal_files(&new, &old) {
                Ok(true) => fs::remove_file(&new)
                    .and_then(|()| {
                        fs::hard_link(&old, &new).or_else(|_| fs::copy(&old, &new).map(|_| ()))
                    })
                    .map_err(|error| Diagnostic::unwritable(&new, &error)),
                _ => Ok(()),
            }
        })
    }

    /// Links the published file of this path if it has these bytes; whether it did.
    fn link(&self, path: &str, file: &Path, bytes: &[u8]) -> bool {
        let Some(published) = &self.published else {
            return false;
        };
        let old = published.join(path);
        let is_equal = fs::symlink_metadata(&old)
            .is_ok_and(|found| found.is_file() && found.len() == bytes.len() as u64)
            && fs::read(&old).is_ok_and(|found| found == bytes);
        is_equal && with_folders(file, || fs::hard_link(&old, file)).is_ok()
    }
}

impl Files for Tree {
    fn put(&self, path: &str, bytes: &[u8]) -> Result<(), Diagnostic> {
        let file = self.folder.join(path);
        if self.link(path, &file, bytes) {
            return Ok(());
        }
        with_folders(&file, || fs::write(&file, bytes))
            .map_err(|error| Diagnostic::unwritable(&file, &error))
    }

    fn place(&self, path: &str) -> Result<PathBuf, Diagnostic> {
        let file = self.folder.join(path);
        let parent = file.parent().unwrap_or(&self.folder);
        fs::create_dir_all(parent).map_err(|error| Diagnostic::unwritable(&file, &error))?;
        self.placed
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .insert(path.to_owned());
        Ok(file)
    }
}

/// Calls `write`, and again after creating the missing folders above `file`.
fn with_folders(file: &Path, write: impl Fn() -> io::Result<()>) -> io::Result<()> {
    write().or_else(|error| match (error.kind(), file.parent()) {
        (io::ErrorKind::NotFound, Some(folder)) => {
            fs::create_dir_all(folder)?;
            write()
        }
        _ => Err(error),
    })
}

/// Whether two files are regular files with the same bytes.
fn equal_files(one: &Path, other: &Path) -> io::Result<bool> {
    let lengths = [fs::symlink_metadata(one)?, fs::symlink_metadata(other)?];
    if !lengths.iter().all(fs::Metadata::is_file) || lengths[0].len() != lengths[1].len() {
        return Ok(false);
    }
    let [mut one, mut other] = [File::open(one)?, File::open(other)?];
    let [mut left, mut right] = [vec![0; 1 << 16], vec![0; 1 << 16]];
    loop {
        let read = one.read(&mut left)?;
        if read == 0 {
            return Ok(true);
        }
        other.read_exact(&mut right[..read])?;
        if left[..read] != right[..read] {
            return Ok(false);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn modified(file: &Path) -> std::time::SystemTime {
        fs::metadata(file).unwrap().modified().unwrap()
    }

    #[test]
    fn equal_files_are_shared_and_others_written() {
        let home = tempfile::tempdir().unwrap();
        let [published, fresh] = ["published", "fresh"].map(|name| home.path().join(name));
        let first = Tree::new(published.clone(), None);
        first.put("a/same.html", "同".as_bytes()).unwrap();
        first.put("a/other.html", b"one").unwrap();
        fs::write(first.place("data/big.csv").unwrap(), "1,2").unwrap();
        first.finish().unwrap();
        let past = std::time::SystemTime::UNIX_EPOCH + std::time::Duration::from_secs(1_000_000);
        for name in ["a/same.html", "a/other.html", "data/big.csv"] {
            let file = File::options()
                .write(true)
                .open(published.join(name))
                .unwrap();
            file.set_modified(past).unwrap();
        }
        let next = Tree::new(fresh.clone(), Some(published.clone()));
        next.put("a/same.html", "同".as_bytes()).unwrap();
        next.put("a/other.html", b"two").unwrap();
        fs::write(next.place("data/big.csv").unwrap(), "1,2").unwrap();
        next.finish().unwrap();
        assert_eq!(modified(&fresh.join("a/same.html")), past);
        assert_eq!(modified(&fresh.join("data/big.csv")), past);
        assert_eq!(fs::read(fresh.join("a/other.html")).unwrap(), b"two");
        assert_eq!(fs::read(published.join("a/other.html")).unwrap(), b"one");
    }

    #[cfg(unix)]
    #[test]
    fn a_link_in_the_published_folder_is_not_followed() {
        let home = tempfile::tempdir().unwrap();
        let [published, fresh] = ["published", "fresh"].map(|name| home.path().join(name));
        fs::create_dir(&published).unwrap();
        fs::write(home.path().join("secret"), "x").unwrap();
        std::os::unix::fs::symlink(home.path().join("secret"), published.join("a")).unwrap();
        let tree = Tree::new(fresh.clone(), Some(published));
        tree.put("a", b"x").unwrap();
        assert!(fs::symlink_metadata(fresh.join("a")).unwrap().is_file());
    }
}
