//! Documents and history change together: new files are staged in a folder, a journal says where they go.
//! Once it is written they do, by this build or by the next.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::{fault, replace_file};
use crate::content;
use crate::model::Diagnostic;

/// The changes that a build has decided on.
#[derive(Debug, Default, Serialize, Deserialize)]
struct Journal {
    /// Names of staged documents.
    write: Vec<String>,
    /// Generated documents whose text is gone.
    remove: Vec<String>,
}

/// Names of the journal and of the staged history; no document is called so.
const JOURNAL: &str = ".journal";
const HISTORY: &str = ".updates";

/// Where the documents and their history lie, and where both are staged.
#[derive(Clone, Debug)]
pub struct DocumentPaths {
    /// The staging folder.
    pub staged: PathBuf,
    /// The folder of the documents.
    pub documents: PathBuf,
    /// The file of the history.
    pub history: PathBuf,
}

impl DocumentPaths {
    /// Carries out a journal that an interrupted build left.
    ///
    /// # Errors
    /// Where files cannot be moved or removed; the next build goes on from there.
    pub fn finish_journal(&self) -> Result<(), Diagnostic> {
        let file = self.staged.join(JOURNAL);
        let journal = match fs::read(&file) {
            Ok(bytes) => bytes,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
            Err(error) => return Err(cannot(&file, &error, LATER)),
        };
        // One that this program did not write decides nothing.
        let journal: Journal = serde_json::from_slice(&journal).unwrap_or_default();
        fs::create_dir_all(&self.documents)
            .map_err(|error| cannot(&self.documents, &error, LATER))?;
        for name in journal.write.iter().filter(|name| is_document(name)) {
            let to = self.documents.join(name);
            move_to(&self.staged.join(name), &to).map_err(|error| cannot(&to, &error, LATER))?;
        }
        for name in journal.remove.iter().filter(|name| is_document(name)) {
            let path = self.documents.join(name);
            remove(&path).map_err(|error| cannot(&path, &error, LATER))?;
        }
        move_to(&self.staged.join(HISTORY), &self.history)
            .map_err(|error| cannot(&self.history, &error, LATER))?;
        fault::point()
            .and_then(|()| fs::remove_file(&file))
            .map_err(|error| cannot(&file, &error, LATER))
    }
}

/// New documents and their history, staged until all of a build has gone well.
pub struct StagedDocuments {
    paths: DocumentPaths,
}

impl StagedDocuments {
    /// Makes an empty staging folder; what a killed build left in it is removed.
    ///
    /// # Errors
    /// Where the folder cannot be made.
    pub fn new(paths: DocumentPaths) -> Result<Self, Diagnostic> {
        let made = match fs::remove_dir_all(&paths.staged) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
            _ => fs::create_dir_all(&paths.staged),
        };
        match made {
            Ok(()) => Ok(Self { paths }),
            Err(error) => Err(Diagnostic::unwritable(&paths.staged, &error)),
        }
    }

    /// The staging folder.
    pub fn folder(&self) -> &Path {
        &self.paths.staged
    }

    /// Puts the staged documents in place, removes others, and replaces the history.
    ///
    /// # Errors
    /// Before the journal is written an error leaves everything as it was; after it the next build goes on
    /// from there.
    pub fn commit(
        &self,
        (write, remove): (Vec<String>, Vec<String>),
        history: Option<&str>,
    ) -> Result<(), Diagnostic> {
        if write.is_empty() && remove.is_empty() && history.is_none() {
            return Ok(());
        }
        let folder = self.folder();
        let decide = || {
            if let Some(text) = history {
                fault::point()?;
                fs::write(folder.join(HISTORY), text)?;
            }
            let journal = serde_json::to_vec(&Journal { write, remove })?;
            fault::point()?;
            replace_file(&folder.join(JOURNAL), journal)
        };
        decide().map_err(|error| cannot(folder, &error, HELP))?;
        self.paths.finish_journal()
    }
}

impl Drop for StagedDocuments {
    fn drop(&mut self) {
        // What the journal says is done by the next build.
        if !self.folder().join(JOURNAL).exists() {
            let _ = fs::remove_dir_all(self.folder());
        }
    }
}

/// Moves a file that may have been moved before.
fn move_to(from: &Path, to: &Path) -> io::Result<()> {
    fault::point()?;
    match fs::rename(from, to) {
        Err(error) if error.kind() == io::ErrorKind::NotFound && !from.exists() => Ok(()),
        Err(error) if error.kind() == io::ErrorKind::CrossesDevices => {
            replace_file(to, fs::read(from)?)?;
            fs::remove_file(from)
        }
        moved => moved,
    }
}

/// Removes a generated document that may have been removed before.
fn remove(path: &Path) -> io::Result<()> {
    fault::point()?;
    match fs::read(path) {
        Ok(bytes) if content::is_generated(&bytes) => fs::remove_file(path),
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}

/// Names of other places are not of a journal of ours.
fn is_document(name: &str) -> bool {
    let path = PathBuf::from(name);
    path.file_name().is_some_and(|own| own == name) && name.ends_with(".yaml")
}

const HELP: &str = "see that the folder can be written to and the disk is not full";
const LATER: &str = "see that the folder can be written to and the disk is not full: the next build \
                     finishes what this one began";

fn cannot(path: &Path, error: &io::Error, help: &str) -> Diagnostic {
    Diagnostic::error("document", path, format!("cannot be written: {error}")).help(help)
}
