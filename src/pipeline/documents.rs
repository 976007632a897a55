use super::{Failure, Layout, ReadTexts, has_errors};
use crate::content::{self, Plan, UnreadDocuments};
use crate::model::Diagnostic;
use crate::publish::StagedDocuments;

/// Compares what was read with the documents of the last build, and stages what differs.
///
/// Documents of `standing` stay as they are. `diagnostics` takes what is wrong with files of the folder.
///
/// # Errors
/// Where anything is wrong with the inputs, or `is_strict` and a text could not be read.
pub fn plan(
    layout: &Layout,
    reading: &mut ReadTexts,
    standing: &UnreadDocuments,
    diagnostics: &mut Vec<Diagnostic>,
    is_strict: bool,
) -> Result<(Plan, StagedDocuments), Failure> {
    let unread = std::mem::take(&mut reading.errors);
    let is_kept_back = match is_strict {
        true => !unread.is_empty(),
        false => reading.policies.is_empty(),
    };
    let staged = StagedDocuments::new(layout.document_paths())?;
    let plan = content::plan(
        &layout.documents(),
        &reading.policies,
        &standing.files,
        Some(staged.folder()),
    );
    let plan = plan.map_err(|wrong| diagnostics.extend(wrong));
    let is_stopped = is_kept_back || has_errors(diagnostics);
    diagnostics.extend(unread);
    match plan {
        Ok(mut plan) if !is_stopped => {
            diagnostics.append(&mut plan.warnings);
            Ok((plan, staged))
        }
        _ => Err(Failure::Input(std::mem::take(diagnostics))),
    }
}
