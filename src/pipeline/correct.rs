use std::collections::{BTreeMap, BTreeSet};

use super::{Layout, ReadTexts, Seeds};
use crate::content::{self, Corrections, UnreadDocuments};
use crate::model::{Diagnostic, Policy};
use crate::vocabulary::Vocabulary;

/// Applies the corrections of the site to the documents read, and adds documents of earlier builds for
/// texts that cannot be read now. Returns the added ones; problems of corrections go to `diagnostics`.
///
/// # Errors
/// If the folder of documents cannot be read.
pub fn correct(
    layout: &Layout,
    reading: &mut ReadTexts,
    seeds: &Seeds,
    vocabulary: &Vocabulary,
    diagnostics: &mut Vec<Diagnostic>,
) -> Result<UnreadDocuments, Diagnostic> {
    let mut kept = documents_of_unread(layout, reading)?;
    diagnostics.extend(apply_corrections(layout, reading, vocabulary));
    restore(reading, std::mem::take(&mut kept.policies), seeds);
    Ok(kept)
}

/// Documents of earlier builds for texts that cannot be read now, each with the reason.
///
/// # Errors
/// If the folder of documents cannot be read.
fn documents_of_unread(
    layout: &Layout,
    reading: &mut ReadTexts,
) -> Result<UnreadDocuments, Diagnostic> {
    let mut reasons: BTreeMap<String, &str> = BTreeMap::new();
    for wrong in &reading.errors {
        reasons.insert(layout.name(&wrong.file), &wrong.code);
    }
    let names = reasons.keys().map(String::as_str).collect();
    let mut found = content::standing(&layout.documents(), &names)?;
    // An id that another text has now belongs to that text.
    let taken: BTreeSet<&str> = reading.policies.iter().map(|p| p.id.as_str()).collect();
    found.policies.retain(|p| !taken.contains(p.id.as_str()));
    for policy in &mut found.policies {
        let reason = reasons.get(policy.source.file.as_str());
        policy.not_updated = reason.map(|&code| code.to_owned());
    }
    let unread = found.policies.iter().map(|p| p.id.clone());
    reading.unread.extend(unread);
    Ok(found)
}

/// Inserts documents of earlier builds at the positions of their texts.
fn restore(reading: &mut ReadTexts, documents: Vec<Policy>, seeds: &Seeds) {
    if documents.is_empty() {
        return;
    }
    reading.policies.extend(documents);
    let names = seeds.names.iter().map(String::as_str);
    let places: BTreeMap<&str, usize> = names.zip(0..).collect();
    let place = |policy: &Policy| places.get(policy.source.file.as_str()).copied();
    reading.policies.sort_by_key(place);
}

/// Applies the corrections of the site to the documents read; returns the diagnostics about them.
pub fn apply_corrections(
    layout: &Layout,
    reading: &mut ReadTexts,
    vocabulary: &Vocabulary,
) -> Vec<Diagnostic> {
    let (corrections, mut wrong) = Corrections::read(&layout.corrections());
    let unread: Vec<&str> = reading.unread.iter().map(String::as_str).collect();
    wrong.extend(corrections.apply(&mut reading.policies, vocabulary, &unread));
    wrong
}
