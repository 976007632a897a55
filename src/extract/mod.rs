//! Conversion of an outline to a [`Policy`]: record, measures, assignments, figures.
//!
//! `record` reads head and foot; `walk` visits the sections in reading order and makes blocks, measures
//! and the figures of sentences; `tasks` reads the tables; `warnings` checks the result.

pub mod account;

mod assignments;
mod chapter_lists;
mod document_id;
mod figures;
mod gives_rules;
mod lead_in_year;
mod loose_cell;
mod lost_cells;
mod measures;
mod numbered_figures;
mod read;
mod record;
mod references;
mod section_kind;
mod stacked_table;
mod stretch;
mod tasks;
#[cfg(test)]
mod tests;
mod walk;
mod warnings;

use std::fmt::Write as _;

use sha2::{Digest, Sha256};

use crate::model::{Account, Diagnostic, Policy, Region, Source, TextDoubt};
use crate::outline::{Outline, outline};
use crate::text;
use crate::vocabulary::Vocabulary;

/// Metadata of a seed besides its text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Seed {
    /// Path below the site's root, with `/`.
    pub file: String,
    /// Short id from `content/sources.yaml`.
    pub id: Option<String>,
    /// The official address of the text.
    pub url: Option<String>,
    /// The region, if `content/sources.yaml` states one.
    pub region: Option<Region>,
    /// The reason to doubt that the text is complete, if it was imported in spite of that.
    pub forced: Option<TextDoubt>,
}

/// Reads a whole policy text.
///
/// # Errors
/// Only if the bytes are no text in a known encoding; the diagnostic has the byte.
pub fn read_policy(
    bytes: &[u8],
    seed: &Seed,
    vocabulary: &Vocabulary,
) -> Result<Policy, Diagnostic> {
    let text = text::read(bytes, &seed.file)?;
    let pieces = stacked_table::recover(text.pieces, vocabulary);
    let outline = outline(pieces, &vocabulary.sections.salutation);
    let record = record::read(&outline, &text.page_record, vocabulary);
    let sha256 = sha256(bytes);
    let region = seed.region.clone().or_else(|| record.region.clone());
    let title = record
        .title
        .as_ref()
        .map_or_else(|| untitled(seed), |t| t.text.clone());
    let id = seed
        .id
        .clone()
        .unwrap_or_else(|| document_id::of(&record, &title, region.as_ref(), vocabulary));
    let read = walk::walk(&outline, &record, &id, vocabulary);
    let references = references::find(
        &outline,
        &read.tables,
        (
            &references::own_titles(&title, &read.blocks),
            &record.validity.repeals,
        ),
        &vocabulary.references,
    );
    let mut policy = Policy {
        schema: 1,
        id,
        title,
        kind: record.kind,
        region,
        issuing_bodies: record.issuing_bodies,
        document_number: record.document_number,
        issued_on: record.dates.issued,
        published_on: record.dates.published,
        effective_on: record.dates.effective,
        valid_from: record.dates.valid_from,
        valid_until: record.validity.until,
        valid_for: record.validity.term,
        repeals: record.validity.repeals,
        ended: record.validity.ended,
        repealed_by: None,
        stated_in_force: record.validity.stated_in_force,
        forwarded_from: record.forwarded_from,
        period: record.period,
        source: Source {
            file: seed.file.clone(),
            sha256,
            url: seed.url.clone(),
            encoding: text.encoding.to_owned(),
            forced: seed.forced,
        },
        pages: Vec::new(),
        references,
        blocks: read.blocks,
        measures: read.measures,
        figures: read.figures,
        tasks: read.tasks,
        tables: read.tables,
        warnings: read.warnings,
        account: None,
        corrections: Vec::new(),
        corrected: false,
        not_updated: None,
    };
    policy.period = record::period_of(&policy);
    chapter_lists::spread(&mut policy.measures, &vocabulary.agencies);
    policy
        .warnings
        .extend(warnings::of(&policy, &outline, record.title.is_some()));
    let running = warnings::of_running_lines(&text.running_lines);
    policy.warnings.extend(running);
    policy.warnings.sort_by_key(|w| (w.lines, w.code.clone()));
    policy.account = Some(account_of(bytes, &outline, &policy, vocabulary)?);
    Ok(policy)
}

/// What became of the numbers and words of responsibility of a text.
fn account_of(
    bytes: &[u8],
    outline: &Outline,
    policy: &Policy,
    vocabulary: &Vocabulary,
) -> Result<Account, Diagnostic> {
    let decoded = text::decode(bytes, &policy.source.file)?;
    let entries = account::entries(outline, &decoded.text, policy, vocabulary);
    Ok(account::summary(&entries))
}

/// SHA-256 in hex.
pub fn sha256(bytes: &[u8]) -> String {
    Sha256::digest(bytes)
        .iter()
        .fold(String::with_capacity(64), |mut hex, byte| {
            // Writing to a String cannot fail.
            let _ = write!(hex, "{byte:02x}");
            hex
        })
}

/// The name of the file, as title of a text without one.
fn untitled(seed: &Seed) -> String {
    let name = seed.file.rsplit('/').next().unwrap_or(&seed.file);
    name.rsplit_once('.')
        .map_or(name, |(stem, _)| stem)
        .to_owned()
}
