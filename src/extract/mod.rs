//! From an outline to a [`Policy`]: record, measures, assignments, figures.

use crate::model::{Diagnostic, Policy, Region};
use crate::vocabulary::Vocabulary;

/// What is known of a seed besides its text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Seed {
    /// Path below the site's root, with `/`.
    pub file: String,
    /// Short id from `content/sources.yaml`.
    pub id: Option<String>,
    /// Where it was found.
    pub url: Option<String>,
    /// The region, where `content/sources.yaml` names one.
    pub region: Option<Region>,
}

/// Reads one policy text, whole.
///
/// # Errors
/// Only where the bytes are no text in a known encoding: the diagnostic says at which byte.
pub fn read_policy(
    _bytes: &[u8],
    _seed: &Seed,
    _vocabulary: &Vocabulary,
) -> Result<Policy, Diagnostic> {
    unimplemented!()
}
