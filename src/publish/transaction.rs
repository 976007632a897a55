//! Transaction on several files of a site: new files wait in a staging folder, and a journal lists their
//! targets. Once the journal is on the disk, the files are moved by this command or the next one.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::fault;
use crate::content;
use crate::disk;
use crate::model::Diagnostic;

/// The planned changes.
#[derive(Debug, Default, Serialize, Deserialize)]
struct Journal {
    moves: Vec<Move>,
    /// Names of generated documents whose text no longer exists.
    remove: Vec<String>,
}

/// A file that waits.
#[derive(Debug, Serialize, Deserialize)]
struct Move {
    /// Its name in the staging folder.
    from: String,
    /// The target: a path below the root, with `/`.
    to: String,
}

/// The journal; no document is called so.
const JOURNAL: &str = ".journal";

/// The folders of a site that a transaction knows.
#[derive(Clone, Debug)]
pub struct TransactionPaths {
    /// The folder of the site.
    pub root: PathBuf,
    /// The staging folder.
    pub staged: PathBuf,
    /// Copies of the documents as the last build wrote them; see [`content::Folders`].
    pub copies: PathBuf,
}

/// Changes of files of a site, staged until they are decided.
pub struct Transaction {
    paths: TransactionPaths,
    journal: Journal,
}

impl Transaction {
    /// A transaction without changes. Remains of a killed command in the staging folder are removed.
    ///
    /// # Errors
    /// If the folder cannot be created.
    pub fn new(paths: TransactionPaths) -> Result<Self, Diagnostic> {
        paths.remove_staged()?;
        match fs::create_dir_all(&paths.staged) {
            Ok(()) => Ok(Self {
                paths,
                journal: Journal::default(),
            }),
            Err(error) => Err(Diagnostic::unwritable(&paths.staged, &error)),
        }
    }

    /// The staging folder.
    pub fn folder(&self) -> &Path {
        &self.paths.staged
    }

    /// Stages a file for its place `to`, a path below the root.
    ///
    /// # Errors
    /// If it cannot be written.
    pub fn stage(&mut self, to: &str, text: &str) -> Result<(), Diagnostic> {
        let from = format!(".{}", self.journal.moves.len());
        let file = self.folder().join(&from);
        fault::point()
            .and_then(|()| fs::write(&file, text))
            .map_err(|error| cannot(&file, &error, HELP))?;
        let to = to.to_owned();
        self.journal.moves.push(Move { from, to });
        Ok(())
    }

    /// Adds names of documents that are staged already, and of others to be removed.
    pub fn add_documents(&mut self, (write, remove): (Vec<String>, Vec<String>)) {
        let moves = write.into_iter().map(|name| Move {
            to: format!("{DOCUMENTS}{name}"),
            from: name,
        });
        self.journal.moves.extend(moves);
        self.journal.remove.extend(remove);
    }

    /// Decides that the changes happen, and carries them out.
    ///
    /// # Errors
    /// Before the journal is written an error leaves everything as it was; after it the next command goes on
    /// from there.
    pub fn commit(self) -> Result<(), Diagnostic> {
        if self.journal.moves.is_empty() && self.journal.remove.is_empty() {
            return Ok(());
        }
        let folder = self.folder();
        let decide = || {
            let journal = serde_json::to_vec(&self.journal)?;
            disk::sync_below(folder)?;
            fault::point()?;
            disk::replace(&folder.join(JOURNAL), journal)
        };
        decide().map_err(|error| cannot(folder, &error, HELP))?;
        self.paths.finish_journal()
    }
}

impl Drop for Transaction {
    fn drop(&mut self) {
        // A journal on the disk is carried out by the next command.
        if !self.folder().join(JOURNAL).exists() {
            let _ = fs::remove_dir_all(self.folder());
        }
    }
}

impl TransactionPaths {
    /// Carries out a journal that an interrupted command left, and removes its other remains.
    ///
    /// # Errors
    /// If files cannot be moved or removed; the next command continues from there.
    pub fn recover(&self) -> Result<(), Diagnostic> {
        self.finish_journal()?;
        self.remove_staged()
    }

    fn remove_staged(&self) -> Result<(), Diagnostic> {
        match fs::remove_dir_all(&self.staged) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => {
                Err(Diagnostic::unwritable(&self.staged, &error))
            }
            _ => Ok(()),
        }
    }

    /// Carries out a journal that an interrupted command left.
    ///
    /// # Errors
    /// If files cannot be moved or removed; the next command goes on from there.
    fn finish_journal(&self) -> Result<(), Diagnostic> {
        let file = self.staged.join(JOURNAL);
        let journal = match disk::bytes(&file) {
            Ok(bytes) => bytes,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
            Err(error) => return Err(cannot(&file, &error, LATER)),
        };
        // A journal that this program did not write is ignored.
        let journal: Journal = serde_json::from_slice(&journal).unwrap_or_default();
        for Move { from, to } in &journal.moves {
            if is_name(from) && is_place(to) {
                let place = self.root.join(to);
                self.move_to(&self.staged.join(from), &place)
                    .map_err(|error| cannot(&place, &error, LATER))?;
            }
        }
        for name in journal.remove.iter().filter(|name| is_name(name)) {
            let path = self.root.join(DOCUMENTS).join(name);
            self.remove(&path)
                .map_err(|error| cannot(&path, &error, LATER))?;
        }
        fault::point()
            .and_then(|()| fs::remove_file(&file))
            .map_err(|error| cannot(&file, &error, LATER))
    }

    /// Moves a file that may have been moved before.
    fn move_to(&self, from: &Path, to: &Path) -> io::Result<()> {
        fault::point()?;
        if !from.exists() {
            return Ok(());
        }
        let folder = to.parent().unwrap_or(&self.root);
        fs::create_dir_all(folder)?;
        // A text never replaces another one, even one that was added meanwhile.
        let is_text = folder == self.root.join("seeds");
        if is_text && to.exists() && disk::bytes(from)? != disk::bytes(to)? {
            return Err(io::ErrorKind::AlreadyExists.into());
        }
        match fs::rename(from, to) {
            Err(error) if error.kind() == io::ErrorKind::CrossesDevices => {
                disk::replace(to, disk::bytes(from)?)?;
                fs::remove_file(from)?;
            }
            moved => moved?,
        }
        disk::sync_folder(folder)?;
        if folder == self.root.join(DOCUMENTS) {
            self.copy(to);
        }
        Ok(())
    }

    /// Copies a document for the next build. A hard link would not do: an editor that writes in place
    /// would change both. Errors are ignored, since without the copy the history relies on the document
    /// alone.
    fn copy(&self, document: &Path) {
        let copy = self.copies.join(document.file_name().unwrap_or_default());
        if let Ok(bytes) = disk::bytes(document) {
            let _ = disk::replace_unsynced(&copy, bytes);
        }
    }

    /// Removes a generated document that may have been removed before.
    fn remove(&self, path: &Path) -> io::Result<()> {
        fault::point()?;
        match disk::bytes(path) {
            Ok(bytes) if content::is_generated(path, &bytes) => {
                let _ = fs::remove_file(self.copies.join(path.file_name().unwrap_or_default()));
                fs::remove_file(path)
            }
            Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
            _ => Ok(()),
        }
    }
}

/// The folder of the documents.
const DOCUMENTS: &str = "content/documents/";

/// Places that a journal of ours names.
fn is_place(to: &str) -> bool {
    let below = |folder: &str, ending: &str| {
        to.strip_prefix(folder)
            .is_some_and(|name| is_name(name) && !name.starts_with('.') && name.ends_with(ending))
    };
    matches!(to, "content/updates.yaml" | "content/sources.yaml")
        || below(DOCUMENTS, ".yaml")
        || below("seeds/", ".txt")
        || below("seeds/", ".pages.tsv")
}

/// Whether it is a plain file name, without a path.
fn is_name(name: &str) -> bool {
    Path::new(name).file_name().is_some_and(|own| own == name)
}

const HELP: &str = "see that the folder can be written to and the disk is not full";
const LATER: &str = "see that the folder can be written to and the disk is not full: the next command \
                     finishes what this one began";

fn cannot(path: &Path, error: &io::Error, help: &str) -> Diagnostic {
    Diagnostic::error("document", path, format!("cannot be written: {error}")).help(help)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_killed_command_staged_is_removed_and_what_it_decided_is_done() {
        let root = tempfile::tempdir().unwrap();
        let paths = TransactionPaths {
            root: root.path().to_owned(),
            staged: root.path().join(".cewen/documents"),
            copies: root.path().join(".cewen/copies"),
        };
        let text = root.path().join("seeds/a.txt");
        for is_decided in [false, true] {
            let mut changes = Transaction::new(paths.clone()).unwrap();
            changes.stage("seeds/a.txt", "一").unwrap();
            if is_decided {
                let journal = serde_json::to_vec(&changes.journal).unwrap();
                fs::write(changes.folder().join(JOURNAL), journal).unwrap();
            }
            std::mem::forget(changes);
            paths.recover().unwrap();
            assert_eq!(text.exists(), is_decided);
            assert!(!paths.staged.exists());
        }
        paths.recover().unwrap();
    }

    #[test]
    fn a_journal_names_only_places_of_a_site() {
        for to in [
            "content/documents/a.yaml",
            "content/updates.yaml",
            "content/sources.yaml",
            "seeds/甲.txt",
            "seeds/某市方案.pages.tsv",
        ] {
            assert!(is_place(to), "{to}");
        }
        for to in [
            "../a.yaml",
            "/etc/passwd",
            "content/documents/../../a.yaml",
            "content/documents/a/b.yaml",
            "content/site.yaml",
            "seeds/.a.txt",
            "seeds/a.sh",
        ] {
            assert!(!is_place(to), "{to}");
        }
    }
}
