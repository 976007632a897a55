//! Words to suggest while somebody types: `{"terms": [word, …], "sounds": {syllable: characters}}`,
//! the words that stand in most records first.

use std::collections::{BTreeMap, BTreeSet};
use std::io;

use pinyin::ToPinyin;
use rayon::prelude::*;
use serde_json::json;

use crate::search::guide::Guide;
use crate::search::normalize::{GAP, plain};
use crate::search::terms::Terms;
use crate::search::vocabulary_terms::VocabularyTerms;

/// The most words to suggest.
const MOST: usize = 1_200;
/// A word of the texts that no list holds is suggested if so many records have it.
const OFTEN: u32 = 4;

/// The file.
///
/// # Errors
/// Where the index cannot be read.
pub fn file(terms: &Terms, guide: &Guide, vocabulary: &VocabularyTerms) -> io::Result<Vec<u8>> {
    let own = vocabulary.dictionary.iter().chain(&vocabulary.topics);
    let mut own: BTreeSet<String> = own.cloned().collect();
    own.extend(guide.groups.iter().flat_map(|g| g.found.iter().cloned()));
    for field in ["city", "agency", "topic"] {
        let values = guide.values.get(field).into_iter().flatten();
        own.extend(values.map(|v| plain(&v.label)));
    }
    own.retain(|word| word.chars().count() > 1 && !word.contains(GAP));
    // What readers look for comes before what texts merely say.
    let counted = own.par_iter().map(|word| {
        let count = terms.count(&*terms.string(word)?)? as u32;
        Ok((count * 4, word.clone()))
    });
    let counted: tantivy::Result<Vec<(u32, String)>> = counted.collect();
    let mut found = counted.map_err(io::Error::other)?;
    let stop: BTreeSet<&str> = guide.stop.iter().map(String::as_str).collect();
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
    let mut sounds: BTreeMap<&str, BTreeSet<char>> = BTreeMap::new();
    for c in found.iter().flat_map(|(_, word)| word.chars()) {
        if let Some(sound) = c.to_pinyin() {
            sounds.entry(sound.plain()).or_default().insert(c);
        }
    }
    let sounds: BTreeMap<&str, String> = sounds
        .into_iter()
        .map(|(sound, chars)| (sound, chars.into_iter().collect()))
        .collect();
    let terms: Vec<String> = found.into_iter().map(|(_, word)| word).collect();
    let terms = terms.join(" ");
    serde_json::to_vec(&json!({"terms": terms, "sounds": sounds})).map_err(io::Error::other)
}
