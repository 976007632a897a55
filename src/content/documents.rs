use std::collections::BTreeSet;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use rayon::prelude::*;

mod unread;
mod written;

pub use unread::{UnreadDocuments, standing};

use super::history::Revision;
use super::sources::is_id;
use crate::disk;
use crate::pattern::regex;
use crate::yaml;
use regex::Regex;

use crate::model::{Diagnostic, Policy};
use written::Origin;

/// The folders that hold documents.
#[derive(Clone, Debug, Default)]
pub struct Folders {
    /// The folder of the documents.
    pub documents: PathBuf,
    /// An empty staging folder for new documents; without it a plan can only be inspected.
    pub waiting: Option<PathBuf>,
    /// Copies of the documents as the last build wrote them. If a document is damaged or missing, history
    /// and addresses use its copy.
    pub copies: PathBuf,
}

/// The planned changes to a folder of documents; nothing has been changed yet.
#[derive(Debug, Default)]
pub struct Plan {
    folders: Folders,
    /// Ids of the documents whose new text is staged.
    waiting: BTreeSet<String>,
    /// Ids of the staged documents that are to be written.
    write: BTreeSet<String>,
    remove: BTreeSet<PathBuf>,
    /// The previous versions of documents that were changed or removed.
    former: Vec<Policy>,
    /// Ids of the documents without any change for the history.
    kept: BTreeSet<String>,
    /// Diagnostics for documents that somebody changed by hand (errors) and for foreign files (warnings);
    /// both are left unchanged.
    pub diagnostics: Vec<Diagnostic>,
}

/// The document as YAML, with the note that it is generated.
///
/// # Errors
/// If the YAML writer refuses, which no document that was read from a text has made it do.
pub fn to_yaml(policy: &Policy) -> Result<String, Diagnostic> {
    let yaml = yaml::to_string(policy).map_err(|error| {
        Diagnostic::error(
            "document",
            &policy.source.file,
            format!("cannot be written as YAML: {error}"),
        )
    })?;
    let yaml = compact_lines(&yaml, policy);
    Ok(written::sealed(&policy.source.file, &yaml))
}

/// Writes `lines: [72, 80]` and `pages: [5, 6]` on one line, which is easier to read and gives diffs of one line.
fn compact_lines(yaml: &str, policy: &Policy) -> String {
    static PAIR: LazyLock<Regex> =
        LazyLock::new(|| regex(r"(?m)(lines|pages):\n +- (\d+)\n +- (\d+)$"));
    // Only the text of a measure has line breaks; one that looks like the pair itself is left alone.
    let pair = |text: &str| text.contains("lines:") || text.contains("pages:");
    if policy.measures.iter().any(|m| pair(&m.text)) {
        return yaml.to_owned();
    }
    PAIR.replace_all(yaml, "$1: [$2, $3]").into_owned()
}

/// Compares the documents with those of the last build and writes new content to the staging folder. The
/// files `standing` are left unchanged.
///
/// # Errors
/// If a document's id cannot be a file name, if a foreign file is in the way, or if the folder cannot be
/// read.
pub fn plan(
    folders: Folders,
    policies: &[Policy],
    standing: &BTreeSet<PathBuf>,
) -> Result<Plan, Vec<Diagnostic>> {
    let mut wrong = Vec::new();
    let present = present(&folders.documents).map_err(|d| vec![d])?;
    let mut plan = Plan {
        folders,
        ..Plan::default()
    };
    // One document at a time on each core: all of them serialized take several times the memory of the
    // parsed texts.
    let found: Vec<Result<FileChange, Diagnostic>> = policies
        .par_iter()
        .map(|policy| found(policy, &plan.folders, &present))
        .collect();
    let mut wanted = BTreeSet::new();
    for (policy, found) in policies.iter().zip(found) {
        wanted.insert(plan.folders.file(&policy.id));
        match found {
            Ok(found) => plan.take(&policy.id, found),
            Err(diagnostic) => wrong.push(diagnostic),
        }
    }
    let others = present.difference(&wanted);
    for path in others.filter(|path| !standing.contains(*path)) {
        plan.take_other(path).map_err(|d| vec![d])?;
    }
    if wrong.is_empty() {
        Ok(plan)
    } else {
        Err(wrong)
    }
}

/// The difference between a document and that of the last build.
enum FileChange {
    /// Not at all.
    Same,
    /// The document is new.
    New,
    /// The last build wrote another version; `None` if it cannot be parsed.
    Changed(Option<Box<Policy>>),
    /// The file of the last build is missing; its content was the same.
    Missing,
    /// Somebody changed the file of the last build.
    Edited(Diagnostic),
}

/// Compares a document with that of the last build and stages its new text.
fn found(
    policy: &Policy,
    folders: &Folders,
    present: &BTreeSet<PathBuf>,
) -> Result<FileChange, Diagnostic> {
    if !is_id(&policy.id) {
        return Err(Diagnostic::error(
            "document",
            &policy.source.file,
            format!("its id “{}” cannot be a file name", policy.id),
        )
        .help("give it an id of a-z, 0-9 and hyphens in content/sources.yaml"));
    }
    let path = folders.file(&policy.id);
    let there = match present.contains(&path) {
        true => Some(text_of(&path)?),
        false => None,
    };
    let yaml = to_yaml(policy)?;
    let found = match there {
        Some(Some(text)) if text == yaml || policy.not_updated.is_some() => {
            return Ok(FileChange::Same);
        }
        Some(Some(text)) => match written::origin(&path, &text) {
            Origin::Generated => FileChange::Changed(former(&text, &path).map(Box::new)),
            Origin::Edited(line) => FileChange::Edited(written::edited(&path, &text, line)),
            Origin::Foreign => return Err(in_the_way(&path)),
        },
        Some(None) => return Err(in_the_way(&path)),
        None => match folders.copy(&policy.id) {
            Some(copy) if copy == yaml => FileChange::Missing,
            Some(copy) => FileChange::Changed(former(&copy, &path).map(Box::new)),
            None => FileChange::New,
        },
    };
    if let Some(waiting) = &folders.waiting {
        let file = waiting.join(file_name(&policy.id));
        fs::write(&file, &yaml).map_err(|error| unwritable(&file, &error))?;
    }
    Ok(found)
}

fn in_the_way(path: &Path) -> Diagnostic {
    Diagnostic::error(
        "document",
        path,
        "stands where a generated document has to go, but was not generated",
    )
    .help("move it away: a correction belongs in content/corrections/")
}

/// The previous version of a document. One in the format of an older version of the program cannot be
/// parsed, and the document counts as new.
fn former(text: &str, path: &Path) -> Option<Policy> {
    yaml::parse::<Policy>(text, path, "document").ok()
}

fn file_name(id: &str) -> String {
    format!("{id}.yaml")
}

fn unwritable(path: &Path, error: &io::Error) -> Diagnostic {
    Diagnostic::error("document", path, format!("cannot be written: {error}"))
        .help("see that the folder can be written to and the disk is not full")
}

impl Folders {
    /// The path of a document's file, which may not exist yet.
    fn file(&self, id: &str) -> PathBuf {
        self.documents.join(file_name(id))
    }

    /// The text of a document as the last build wrote it.
    fn copy(&self, id: &str) -> Option<String> {
        let file = self.copies.join(file_name(id));
        let text = disk::text(&file).ok()?;
        (written::origin(&file, &text) == Origin::Generated).then_some(text)
    }
}

impl Plan {
    /// Adds the change of one document to the plan.
    fn take(&mut self, id: &str, found: FileChange) {
        let id = id.to_owned();
        let waits = !matches!(found, FileChange::Same);
        let is_written = waits && !matches!(found, FileChange::Edited(_));
        match found {
            FileChange::New => {}
            FileChange::Changed(former) => self.former.extend(former.map(|policy| *policy)),
            FileChange::Same | FileChange::Missing => {
                self.kept.insert(id.clone());
            }
            FileChange::Edited(problem) => {
                self.diagnostics.push(problem);
                self.kept.insert(id.clone());
            }
        }
        if is_written {
            self.write.insert(id.clone());
        }
        if waits {
            self.waiting.insert(id);
        }
    }

    /// Adds to the plan a file in the folder of documents that belongs to no document of this build.
    fn take_other(&mut self, path: &Path) -> Result<(), Diagnostic> {
        let text = text_of(path)?.unwrap_or_default();
        match written::origin(path, &text) {
            Origin::Generated => {
                self.former.extend(former(&text, path));
                self.remove.insert(path.to_owned());
            }
            Origin::Edited(line) => self.diagnostics.push(written::edited(path, &text, line)),
            Origin::Foreign => self.diagnostics.push(
                Diagnostic::warning(
                    "foreign-file",
                    path,
                    "was not written by the generator, and is left alone",
                )
                .help("keep files of your own outside content/documents"),
            ),
        }
        Ok(())
    }

    /// The changed documents, each with its previous and its new version, and the unchanged ones.
    pub fn revisions<'a>(&'a self, policies: &'a [Policy]) -> (Vec<Revision<'a>>, Vec<&'a Policy>) {
        let (kept, new): (Vec<&Policy>, Vec<&Policy>) =
            policies.iter().partition(|p| self.kept.contains(&p.id));
        let mut revisions: Vec<Revision<'_>> = new
            .iter()
            .map(|&policy| Revision {
                old: self.former.iter().find(|old| old.id == policy.id),
                new: Some(policy),
            })
            .collect();
        let gone = self
            .former
            .iter()
            .filter(|old| policies.iter().all(|p| p.id != old.id));
        revisions.extend(gone.map(|old| Revision {
            old: Some(old),
            new: None,
        }));
        (revisions, kept)
    }

    /// The names of the files to write, which wait in the staging folder, and of the files to remove.
    pub fn changes(&self) -> (Vec<String>, Vec<String>) {
        let name = |path: &PathBuf| Some(path.file_name()?.to_str()?.to_owned());
        (
            self.write.iter().map(|id| file_name(id)).collect(),
            self.remove.iter().filter_map(name).collect(),
        )
    }
}

/// Whether the program wrote a file and nobody has changed it since.
pub fn is_generated(path: &Path, bytes: &[u8]) -> bool {
    std::str::from_utf8(bytes).is_ok_and(|text| written::origin(path, text) == Origin::Generated)
}

/// Reads every generated document of `folder`, in the order of their ids.
///
/// # Errors
/// All files that are no documents, each with its line.
pub fn read(folder: &Path) -> Result<Vec<Policy>, Vec<Diagnostic>> {
    let mut policies = Vec::new();
    let mut wrong = Vec::new();
    for path in present(folder).map_err(|d| vec![d])? {
        let text = text_of(&path).map_err(|d| vec![d])?;
        let Some(text) = text else { continue };
        match written::origin(&path, &text) {
            Origin::Generated => {}
            Origin::Edited(line) => {
                wrong.push(written::edited(&path, &text, line));
                continue;
            }
            Origin::Foreign => continue,
        }
        match yaml::parse::<Policy>(&text, &path, "document") {
            Ok(policy) => policies.push(policy),
            Err(diagnostic) => wrong.push(diagnostic.help("build again: this file is generated")),
        }
    }
    if wrong.is_empty() {
        Ok(policies)
    } else {
        Err(wrong)
    }
}

/// The files in the folder, without hidden ones, which belong to an editor or the system.
fn present(folder: &Path) -> Result<BTreeSet<PathBuf>, Diagnostic> {
    let mut paths = disk::entries(folder).map_err(|error| unreadable(folder, &error))?;
    paths.retain(|path| {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        !name.starts_with('.')
    });
    Ok(paths.into_iter().collect())
}

/// The text of a file; `None` if it does not exist.
fn text_of(path: &Path) -> Result<Option<String>, Diagnostic> {
    if !path.is_file() {
        return Ok(None);
    }
    let bytes = disk::bytes(path).map_err(|e| unreadable(path, &e))?;
    Ok(String::from_utf8(bytes).ok())
}

fn unreadable(path: &Path, error: &io::Error) -> Diagnostic {
    Diagnostic::error("document", path, format!("cannot be read: {error}"))
}
