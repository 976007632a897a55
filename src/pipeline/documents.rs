use super::{Failure, Layout, ReadTexts, has_errors};
use crate::content::{self, Folders, Plan, UnreadDocuments};
use crate::model::Diagnostic;
use crate::publish::Transaction;

/// Compares the documents read with those of the last build, and stages the files that differ.
///
/// Documents of `standing` are left unchanged. Problems of files in the folder go to `diagnostics`.
///
/// # Errors
/// If the inputs have any error, or `is_strict` and a text could not be read.
pub fn plan(
    layout: &Layout,
    reading: &mut ReadTexts,
    standing: &UnreadDocuments,
    diagnostics: &mut Vec<Diagnostic>,
    is_strict: bool,
) -> Result<(Plan, Transaction), Failure> {
    let unread = std::mem::take(&mut reading.errors);
    let is_kept_back = match is_strict {
        true => !unread.is_empty(),
        false => reading.policies.is_empty(),
    };
    let staged = Transaction::new(layout.transaction_paths())?;
    let folders = Folders {
        documents: layout.documents(),
        waiting: Some(staged.folder().to_owned()),
        copies: layout.copies(),
    };
    let plan = content::plan(folders, &reading.policies, &standing.files);
    let plan = plan.map_err(|wrong| diagnostics.extend(wrong));
    let is_stopped = is_kept_back || has_errors(diagnostics);
    diagnostics.extend(unread);
    match plan {
        Ok(mut plan) if !is_stopped => {
            diagnostics.append(&mut plan.diagnostics);
            Ok((plan, staged))
        }
        _ => Err(Failure::Input(std::mem::take(diagnostics))),
    }
}
