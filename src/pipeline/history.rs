use std::io;

use jiff::civil::Date;

use super::{Failure, Layout};
use crate::content::{History, Plan, Revision};
use crate::disk;
use crate::model::{Diagnostic, Policy};
use crate::vocabulary::Vocabulary;

/// The new content of `content/updates.yaml`.
pub struct NewHistory {
    /// The history of former builds.
    pub history: History,
    /// The new text of the file; `None` if nothing changed.
    pub text: Option<String>,
}

/// Adds the changes of this build to the history. Without a history file all documents are new.
pub fn update(
    layout: &Layout,
    plan: &Plan,
    policies: &[Policy],
    vocabulary: &Vocabulary,
    today: Date,
) -> Result<NewHistory, Failure> {
    let file = layout.updates();
    let (mut history, former) = read(layout).map_err(|wrong| Failure::Input(vec![wrong]))?;
    let (revisions, kept) = if former.is_some() {
        plan.revisions(policies)
    } else {
        let new = policies.iter().map(|policy| Revision {
            old: None,
            new: Some(policy),
        });
        (new.collect(), Vec::new())
    };
    if !revisions.is_empty() {
        history.record(&revisions, &kept, vocabulary, today);
    }
    let text = history
        .to_yaml()
        .map_err(|error| Failure::CannotRun(Diagnostic::error("updates", &file, error)))?;
    let text = (former.as_ref() != Some(&text)).then_some(text);
    Ok(NewHistory { history, text })
}

/// The current history and the text of its file; empty if there is none.
pub fn read(layout: &Layout) -> Result<(History, Option<String>), Diagnostic> {
    let file = layout.updates();
    match disk::text(&file) {
        Ok(text) => Ok((History::parse(&text, &file)?, Some(text))),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok((History::default(), None)),
        Err(error) => Err(Diagnostic::error(
            "unreadable",
            &file,
            format!("cannot be read: {error}"),
        )),
    }
}
