//! Words to suggest while somebody types: `{"terms": "word word …", "sounds": "a2ai13…", "others": {syllable:
//! characters}}`, the words that stand in most records first. `sounds` tells how the characters of everyday use
//! sound, in the order of GB 2312, which is nearly that of their sounds: each syllable with the number of
//! characters that follow each other and sound so. `others` are the other characters of the words.
//!
//! What leads on from words that stand nowhere: in `near.bin` `{topic: "word word …"}`, in `places.bin` the names
//! of places without texts, `"name name …"`.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::io;

use encoding_rs::GBK;
use pinyin::ToPinyin;
use serde_json::json;

use crate::search::guide::Guide;

/// The first bytes of the characters of everyday use in GB 2312.
const EVERYDAY: std::ops::RangeInclusive<u8> = 0xB0..=0xD7;
/// The second bytes.
const SECOND: std::ops::RangeInclusive<u8> = 0xA1..=0xFE;

/// `suggest.bin`.
///
/// # Errors
/// Where it cannot be written out.
pub fn file(guide: &Guide) -> io::Result<Vec<u8>> {
    let everyday: BTreeSet<char> = everyday().collect();
    let mut others: BTreeMap<&str, BTreeSet<char>> = BTreeMap::new();
    for c in guide.suggested.iter().flat_map(|word| word.chars()) {
        if let Some(sound) = c.to_pinyin().filter(|_| !everyday.contains(&c)) {
            others.entry(sound.plain()).or_default().insert(c);
        }
    }
    let others: BTreeMap<&str, String> = others
        .into_iter()
        .map(|(sound, characters)| (sound, characters.into_iter().collect()))
        .collect();
    let file = json!({
        "terms": guide.suggested.join(" "),
        "sounds": sounds_of_everyday(),
        "others": others,
    });
    serde_json::to_vec(&file).map_err(io::Error::other)
}

/// `near.bin`.
///
/// # Errors
/// Where it cannot be written out.
pub fn near(guide: &Guide) -> io::Result<Vec<u8>> {
    let topics = guide.near.topics.iter();
    let topics: BTreeMap<&String, String> =
        topics.map(|(id, words)| (id, words.join(" "))).collect();
    serde_json::to_vec(&topics).map_err(io::Error::other)
}

/// `places.bin`.
///
/// # Errors
/// Where it cannot be written out.
pub fn places(guide: &Guide) -> io::Result<Vec<u8>> {
    serde_json::to_vec(&guide.near.places.join(" ")).map_err(io::Error::other)
}

/// The characters of everyday use, in the order of GB 2312.
fn everyday() -> impl Iterator<Item = char> {
    EVERYDAY.flat_map(|first| {
        SECOND.filter_map(move |second| {
            let bytes = [first, second];
            // The last row is not full.
            let (text, _, malformed) = GBK.decode(&bytes);
            let mut characters = text.chars();
            characters
                .next()
                .filter(|c| !malformed && c.to_pinyin().is_some())
        })
    })
}

/// Each syllable with the number of characters that follow each other and sound so.
fn sounds_of_everyday() -> String {
    let mut runs: Vec<(&str, usize)> = Vec::new();
    for sound in everyday().filter_map(|c| c.to_pinyin()) {
        match runs.last_mut() {
            Some((syllable, count)) if *syllable == sound.plain() => *count += 1,
            _ => runs.push((sound.plain(), 1)),
        }
    }
    let mut out = String::new();
    for (syllable, count) in runs {
        // Writing to memory cannot fail.
        let _ = write!(out, "{syllable}{count}");
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn characters_of_everyday_use_sound_nearly_in_their_order() {
        assert_eq!(everyday().take(3).collect::<String>(), "啊阿埃");
        assert_eq!(everyday().count(), 3755);
        let sounds = sounds_of_everyday();
        assert!(sounds.starts_with("a2ai"), "{sounds}");
        assert!(sounds.len() < 5_000, "{}", sounds.len());
    }
}
