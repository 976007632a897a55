use std::path::Path;

use super::index::{self, InputFiles};
use super::previous_build::PreviousBuild;
use super::{Failure, Layout};
use crate::content::Plan;
use crate::model::Diagnostic;
use crate::publish::{self, StagingDirectory, Transaction};

/// The results of a build before they are published.
pub struct Staged {
    /// The documents.
    pub documents: Transaction,
    /// The site.
    pub site: StagingDirectory,
    /// Whether the site must be on the disk before it is published.
    pub is_synced: bool,
    /// The new index of the command line; `None` if the present one is up to date.
    pub index: Option<StagingDirectory>,
}

/// Completes an interrupted build's transaction and removes its remains.
///
/// # Errors
/// If files cannot be moved or removed.
pub fn recover(layout: &Layout, target: &Path) -> Result<(), Failure> {
    layout.transaction_paths().recover()?;
    publish::recover(target)
        .and_then(|()| publish::recover(&layout.index()))
        .map_err(|error| {
            Diagnostic::error("out", target, format!("cannot be tidied up: {error}"))
                .help("remove the hidden folders beside it that an interrupted build left")
        })?;
    Ok(())
}

/// Puts documents, site and index in their places, in this order.
///
/// # Errors
/// If files cannot be moved.
pub fn publish(
    layout: &Layout,
    staged: Staged,
    (plan, history): (&Plan, Option<&str>),
    previous: &PreviousBuild<'_>,
    files: &InputFiles,
) -> Result<(), Failure> {
    let Staged {
        mut documents,
        site,
        is_synced,
        index,
    } = staged;
    documents.add_documents(plan.changes());
    if let Some(text) = history {
        documents.stage("content/updates.yaml", text)?;
    }
    documents.commit()?;
    previous.forget()?;
    if is_synced {
        site.sync()?;
        site.swap_in_and_sync()?;
    } else {
        site.swap_in()?;
    }
    put_index(layout, index, files)
}

/// Puts only site and index in their places.
///
/// # Errors
/// If they cannot be moved.
pub fn publish_preview(
    layout: &Layout,
    (site, index): (StagingDirectory, Option<StagingDirectory>),
    previous: &PreviousBuild<'_>,
    files: &InputFiles,
) -> Result<(), Failure> {
    previous.forget()?;
    site.swap_in()?;
    put_index(layout, index, files)
}

fn put_index(
    layout: &Layout,
    index: Option<StagingDirectory>,
    files: &InputFiles,
) -> Result<(), Failure> {
    match index {
        Some(index) => index.swap_in()?,
        None => index::stamp(layout, files)?,
    }
    Ok(())
}
