use std::path::{Path, PathBuf};

use super::console::Console;
use super::{End, terminal};
use crate::disk;
use crate::extract::account::{self, Outcome};
use crate::extract::{Seed, read_policy};
use crate::model::Diagnostic;
use crate::pipeline::{self, Failure, Layout, inputs};
use crate::vocabulary::Vocabulary;

/// Prints the outcome of every number and word of responsibility in the seeds, or in `files` if any are
/// named. Unexplained ones are listed with their lines; they are no error.
pub fn run(layout: &Layout, files: &[PathBuf], console: &Console) -> Result<End, Failure> {
    let vocabulary = inputs::vocabulary(layout)?;
    let (texts, mut wrong) = if files.is_empty() {
        let (found, told) = pipeline::find_seeds(layout);
        (found.paths.into_iter().zip(found.names).collect(), told)
    } else {
        let names = files.iter().map(|f| (f.clone(), f.display().to_string()));
        (names.collect::<Vec<_>>(), Vec::new())
    };
    for (path, name) in texts {
        match ledger(&path, &name, &vocabulary) {
            Ok(text) => terminal::out(&text),
            Err(problem) => wrong.push(problem),
        }
    }
    console.tell(&wrong);
    Ok(if pipeline::has_errors(&wrong) {
        End::Problems
    } else {
        End::Fine
    })
}

fn ledger(path: &Path, name: &str, vocabulary: &Vocabulary) -> Result<String, Diagnostic> {
    let bytes = disk::bytes(path).map_err(|error| {
        Diagnostic::error("unreadable", path, format!("cannot be read: {error}"))
            .help("see that you may read it")
    })?;
    let seed = Seed {
        file: name.to_owned(),
        ..Seed::default()
    };
    let policy = read_policy(&bytes, &seed, vocabulary)?;
    let entries = account::account(&bytes, name, &policy, vocabulary)?;
    let (totals, share) = account::totals(&entries);
    let head = format!(
        "{name}: {:.1} % of {} explained\n",
        share * 100.0,
        entries.len()
    );
    let mut text = terminal::translated(&head).into_owned();
    for (outcome, count) in &totals {
        let outcome = terminal::translated(outcome);
        text.push_str(&format!("{count:>6}  {outcome}\n"));
    }
    for entry in entries.iter().filter(|e| e.outcome == Outcome::Unexplained) {
        text.push_str(&format!("        {name}:{}: {}\n", entry.line, entry.words));
    }
    text.push('\n');
    Ok(text)
}
