//! What became of many files, so that a person sees at once which of them need a look.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::path::{Path, PathBuf};

use super::{ImportedFile, told};
use crate::commands::console::Console;
use crate::commands::terminal;
use crate::model::Diagnostic;
use crate::report::count;

/// What became of a file.
pub enum ImportOutcome {
    /// It is a seed now.
    Imported {
        /// Name of the seed below the root.
        seed: String,
        file: Box<ImportedFile>,
    },
    /// It was imported before.
    Before,
    /// It was refused.
    Refused(Vec<Diagnostic>),
}

impl ImportOutcome {
    /// Tells what became of the file as soon as that is known.
    pub fn tell(&self, console: &Console) {
        match self {
            Self::Imported { seed, file } => {
                console.tell(&file.doubts);
                told(seed, &file.policy);
            }
            Self::Before => {}
            Self::Refused(problems) => console.tell(problems),
        }
    }
}

/// What became of all files.
#[derive(Default)]
pub struct Summary {
    imported: usize,
    before: usize,
    /// Files that need a look, with their seeds and the reasons.
    doubtful: Vec<(PathBuf, String, Vec<String>)>,
    refused: Vec<(PathBuf, Vec<String>)>,
}

impl Summary {
    /// Adds what became of a file.
    pub fn add(&mut self, path: &Path, outcome: ImportOutcome) {
        let told = |problems: &[Diagnostic]| problems.iter().map(|d| d.message.clone()).collect();
        match outcome {
            ImportOutcome::Imported { seed, file } => {
                self.imported += 1;
                let mut reasons: Vec<String> = told(&file.doubts);
                let policy = &file.policy;
                if policy.measures.is_empty() && policy.figures.is_empty() {
                    reasons.push("no measure and no figure was found in it".to_owned());
                }
                if policy.region.is_none() {
                    reasons.push("no region was found in it".to_owned());
                }
                if !reasons.is_empty() {
                    self.doubtful.push((path.to_owned(), seed, reasons));
                }
            }
            ImportOutcome::Before => self.before += 1,
            ImportOutcome::Refused(problems) => {
                self.refused.push((path.to_owned(), told(&problems)))
            }
        }
    }

    /// Whether a file was refused.
    pub fn has_refused(&self) -> bool {
        !self.refused.is_empty()
    }

    /// What is printed at the end; `others` are files that were passed over.
    pub fn text(&self, others: &BTreeMap<String, usize>) -> String {
        let mut text = String::new();
        if !self.doubtful.is_empty() {
            text.push_str("\nNeed a look:\n");
        }
        for (path, seed, reasons) in &self.doubtful {
            let _ = writeln!(text, "  {} → {seed}", path.display());
            for reason in reasons {
                let _ = writeln!(text, "    {reason}");
            }
        }
        if !self.refused.is_empty() {
            text.push_str(&terminal::translated("\nRefused:\n"));
        }
        for (path, reasons) in &self.refused {
            let reasons: Vec<_> = reasons.iter().map(|r| terminal::translated(r)).collect();
            let _ = writeln!(text, "  {}: {}", path.display(), reasons.join("; "));
        }
        if !others.is_empty() {
            let others: Vec<String> = others
                .iter()
                .map(|(kind, n)| match n {
                    1 => kind.clone(),
                    n => format!("{n} {kind}"),
                })
                .collect();
            let _ = writeln!(
                text,
                "\nPassed over, as no documents: {}",
                others.join(", ")
            );
        }
        let files = count(self.imported, "file", "files");
        let (doubtful, refused) = (self.doubtful.len(), self.refused.len());
        let _ = match self.before {
            0 => writeln!(
                text,
                "\n{files} imported ({doubtful} to look at), {refused} refused"
            ),
            before => writeln!(
                text,
                "\n{files} imported ({doubtful} to look at), {refused} refused, {before} imported before"
            ),
        };
        text
    }
}
