use std::collections::{BTreeMap, BTreeSet};
use std::io;

use pinyin::ToPinyin;
use rayon::prelude::*;

use super::facet_values::{FacetValue, SynonymGroup};
use super::normalize::{GAP, plain};
use super::terms::Terms;
use super::vocabulary_terms::VocabularyTerms;
use crate::vocabulary::Vocabulary;

/// Maximum number of suggested words.
const MOST: usize = 1_000;
/// Minimum number of records of a suggested word that no list contains.
const OFTEN: u32 = 4;

/// Words to suggest during typing, by falling number of records.
///
/// # Errors
/// If the index cannot be read.
pub fn suggested(
    terms: &Terms,
    (groups, values): (&[SynonymGroup], &BTreeMap<String, Vec<FacetValue>>),
    stop: &[String],
    vocabulary: &Vocabulary,
) -> io::Result<Vec<String>> {
    let vocabulary = VocabularyTerms::of(vocabulary);
    let own = vocabulary.dictionary.iter().chain(&vocabulary.topics);
    let mut own: BTreeSet<String> = own.cloned().collect();
    own.extend(groups.iter().flat_map(|g| g.found.iter().cloned()));
    for field in ["city", "agency", "topic"] {
        let of_field = values.get(field).into_iter().flatten();
        own.extend(of_field.map(|v| plain(&v.label)));
    }
    own.retain(|word| word.chars().count() > 1 && !word.contains(GAP));
    // Words of the vocabulary count four times: readers look for them rather than for frequent words of
    // the texts.
    let counted = own.par_iter().map(|word| {
        let count = terms.count(&*terms.string(word)?)? as u32;
        Ok((count * 4, word.clone()))
    });
    let counted: tantivy::Result<Vec<(u32, String)>> = counted.collect();
    let mut found = counted.map_err(io::Error::other)?;
    let stop: BTreeSet<&str> = stop.iter().map(String::as_str).collect();
    for (word, count) in &terms.words()? {
        let chinese = || word.chars().all(|c| c.to_pinyin().is_some());
        let new = || !own.contains(word) && !stop.contains(word.as_str());
        if *count >= OFTEN && chinese() && new() {
            found.push((*count, word.clone()));
        }
    }
    found.retain(|(count, _)| *count > 0);
    found.sort_by(|a, b| b.0.cmp(&a.0).then_with(|| a.1.cmp(&b.1)));
    found.truncate(MOST);
    Ok(found.into_iter().map(|(_, word)| word).collect())
}
