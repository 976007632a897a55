//! Documents and history change together: new files wait in a folder, a journal says where they go, and
//! from the moment it stands there they do, by this build or by the next.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::layout::Layout;
use super::{Stop, fault};
use crate::content::{self, replace_file};
use crate::model::Diagnostic;

/// What is to be done; all names are of files below the folder of documents.
#[derive(Debug, Default, Serialize, Deserialize)]
struct Journal {
    /// Documents that wait.
    write: Vec<String>,
    /// Generated documents whose text is gone.
    remove: Vec<String>,
}

/// The journal, and the history that waits; no document is called so.
const JOURNAL: &str = ".journal";
const HISTORY: &str = ".updates";

/// Decides that documents and history change, and changes them. Before the decision an error leaves
/// everything as it was; after it the next build goes on where this one ends.
pub fn run(layout: &Layout, plan: &content::Plan, history: Option<&str>) -> Result<(), Stop> {
    let (write, remove) = plan.changes();
    if write.is_empty() && remove.is_empty() && history.is_none() {
        return Ok(());
    }
    let folder = layout.waiting();
    let decide = || {
        if let Some(text) = history {
            fault::point()?;
            fs::write(folder.join(HISTORY), text)?;
        }
        let journal = serde_json::to_vec(&Journal { write, remove })?;
        fault::point()?;
        replace_file(&folder.join(JOURNAL), journal)
    };
    decide().map_err(|error| cannot(&folder, &error, HELP))?;
    finish(layout)
}

/// Does what a journal says, of this build or of one that did not come to its end.
pub fn finish(layout: &Layout) -> Result<(), Stop> {
    let folder = layout.waiting();
    let file = folder.join(JOURNAL);
    let journal = match fs::read(&file) {
        Ok(bytes) => bytes,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
        Err(error) => return Err(cannot(&file, &error, LATER)),
    };
    // One that this program did not write decides nothing.
    let journal: Journal = serde_json::from_slice(&journal).unwrap_or_default();
    let documents = layout.documents();
    fs::create_dir_all(&documents).map_err(|error| cannot(&documents, &error, LATER))?;
    for name in journal.write.iter().filter(|name| is_document(name)) {
        let to = documents.join(name);
        move_to(&folder.join(name), &to).map_err(|error| cannot(&to, &error, LATER))?;
    }
    for name in journal.remove.iter().filter(|name| is_document(name)) {
        let path = documents.join(name);
        remove(&path).map_err(|error| cannot(&path, &error, LATER))?;
    }
    let history = layout.updates();
    move_to(&folder.join(HISTORY), &history).map_err(|error| cannot(&history, &error, LATER))?;
    fault::point()
        .and_then(|()| fs::remove_file(&file))
        .map_err(|error| cannot(&file, &error, LATER))
}

/// Whether a build has decided what it did not yet do.
pub fn is_open(folder: &Path) -> bool {
    folder.join(JOURNAL).exists()
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

/// Takes a generated document away that may have been taken away before.
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

fn cannot(path: &Path, error: &io::Error, help: &str) -> Stop {
    let problem = Diagnostic::error("document", path, format!("cannot be written: {error}"));
    Stop::CannotRun(problem.help(help))
}
