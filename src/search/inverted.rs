//! All records turned inside out, in memory: what the index on disk, its guide and the files for
//! browsers are made of.

use std::collections::BTreeSet;
use std::convert::Infallible;

use rayon::prelude::*;
use rustc_hash::FxHashMap;

use super::places::Places;
use super::postings::Postings;
use super::rank::class;
use super::record::{Kind, Record};
use super::schema::BODY;
use super::symbols::{BREAK, pairs};
use super::words::Words;

/// The symbols of a record's title and text.
pub type Text = [Vec<char>; 2];

/// Two symbols, of which the second follows the first.
type Pair = [char; 2];

/// Where every pair of symbols stands, and which records have which words.
pub struct Inverted {
    /// The symbols of every record.
    pub texts: Vec<Text>,
    /// Class of length and kind of every record.
    pub classes: Vec<(u8, Kind)>,
    /// All pairs, sorted.
    pairs: Vec<Pair>,
    /// For each pair where its places end.
    ends: Vec<usize>,
    /// Record and position of each place, pair by pair, in ascending order.
    places: Vec<(u32, u32)>,
    /// All words, sorted, each with its records.
    words: Vec<(String, Vec<u32>)>,
}

impl Inverted {
    /// Turns records inside out; `words` cuts them.
    pub fn of(records: &[Record], words: &Words) -> Self {
        let texts: Vec<Text> = records.par_iter().map(Record::symbols).collect();
        let (found, words) = rayon::join(|| Found::in_texts(&texts), || words_of(&texts, words));
        let classes = texts
            .iter()
            .zip(records)
            .map(|([title, body], record)| (class(title.len() + body.len()), record.kind))
            .collect();
        Self {
            classes,
            pairs: found.pairs,
            ends: found.ends,
            places: found.places,
            words,
            texts,
        }
    }

    /// All pairs, sorted.
    pub fn pairs(&self) -> impl Iterator<Item = String> + '_ {
        self.pairs.iter().map(|pair| pair.iter().collect())
    }

    /// All characters that stand in the texts.
    pub fn characters(&self) -> BTreeSet<char> {
        self.pairs.iter().map(|pair| pair[0]).collect()
    }

    /// All words, sorted, with the number of records that each stands in.
    pub fn words(&self) -> impl Iterator<Item = (&str, u32)> {
        let words = self.words.iter();
        words.map(|(word, records)| (word.as_str(), records.len() as u32))
    }

    /// The records that have a string of symbols as it stands, by number.
    pub fn find(&self, symbols: &str) -> Vec<super::rank::Posting> {
        match Postings::find(self, symbols) {
            Ok(found) => found,
            Err(never) => match never {},
        }
    }

    /// Where a pair stands.
    pub fn places_of(&self, pair: &str) -> Places {
        let mut chars = pair.chars();
        let found = chars.next().zip(chars.next());
        let found = found.and_then(|(a, b)| self.pairs.binary_search(&[a, b]).ok());
        let mut places = Places::default();
        let Some(n) = found else {
            return places;
        };
        let begin = n.checked_sub(1).map_or(0, |before| self.ends[before]);
        for &(record, position) in &self.places[begin..self.ends[n]] {
            places.push(record, position);
        }
        places
    }

    /// The records in which a string is a word, by number.
    pub fn records_of(&self, word: &str) -> &[u32] {
        let found = self
            .words
            .binary_search_by(|(own, _)| own.as_str().cmp(word));
        found.map_or(&[], |n| &self.words[n].1)
    }
}

impl Postings for Inverted {
    type Error = Infallible;

    fn places(&self, pair: &str) -> Result<Places, Infallible> {
        Ok(self.places_of(pair))
    }

    fn pairs_with(&self, c: char) -> Result<BTreeSet<String>, Infallible> {
        let from = self.pairs.partition_point(|pair| pair[0] < c);
        let own = self.pairs[from..].iter().take_while(|pair| pair[0] == c);
        Ok(own.map(|pair| pair.iter().collect()).collect())
    }

    fn word_records(&self, word: &str) -> Result<Vec<u32>, Infallible> {
        Ok(self.records_of(word).to_vec())
    }

    fn class(&self, number: u32) -> u8 {
        self.classes[number as usize].0
    }
}

/// Pairs with their places.
struct Found {
    pairs: Vec<Pair>,
    ends: Vec<usize>,
    places: Vec<(u32, u32)>,
}

impl Found {
    /// Counts first, so that every place is written once where it belongs.
    fn in_texts(texts: &[Text]) -> Self {
        let mut counts: FxHashMap<Pair, usize> = FxHashMap::default();
        for text in texts {
            each_place(text, &mut |pair, _| *counts.entry(pair).or_default() += 1);
        }
        let mut pairs: Vec<(Pair, usize)> = counts.into_iter().collect();
        pairs.par_sort_unstable();
        let mut next: FxHashMap<Pair, usize> = FxHashMap::default();
        next.reserve(pairs.len());
        let mut ends = Vec::with_capacity(pairs.len());
        let mut end = 0;
        for (pair, count) in &pairs {
            next.insert(*pair, end);
            end += count;
            ends.push(end);
        }
        let mut places = vec![(0, 0); end];
        for (record, text) in texts.iter().enumerate() {
            each_place(text, &mut |pair, position| {
                let at = next.entry(pair).or_default();
                places[*at] = (record as u32, position as u32);
                *at += 1;
            });
        }
        Self {
            pairs: pairs.into_iter().map(|(pair, _)| pair).collect(),
            ends,
            places,
        }
    }
}

/// Every pair of a record with its position, in order: the title's from 0, the text's from [`BODY`].
fn each_place([title, body]: &Text, put: &mut impl FnMut(Pair, usize)) {
    for (at, pair) in pairs(title) {
        put(pair, at);
    }
    for (at, pair) in pairs(body) {
        put(pair, BODY + at);
    }
}

/// Title and text in one line, as they are cut into words.
pub fn line([title, body]: &Text) -> String {
    let title = title.iter().copied();
    title.chain([BREAK]).chain(body.iter().copied()).collect()
}

/// Records that are cut by one core at a time.
const SOME: usize = 512;

fn words_of(texts: &[Text], words: &Words) -> Vec<(String, Vec<u32>)> {
    let parts: Vec<FxHashMap<String, Vec<u32>>> = texts
        .par_chunks(SOME)
        .enumerate()
        .map(|(chunk, texts)| {
            let mut own: FxHashMap<String, Vec<u32>> = FxHashMap::default();
            for (n, text) in texts.iter().enumerate() {
                let number = (chunk * SOME + n) as u32;
                for word in words.of(&line(text)) {
                    match own.get_mut(word.as_str()) {
                        Some(records) if records.last() == Some(&number) => {}
                        Some(records) => records.push(number),
                        None => {
                            own.insert(word, vec![number]);
                        }
                    }
                }
            }
            own
        })
        .collect();
    let mut all: FxHashMap<String, Vec<u32>> = FxHashMap::default();
    for part in parts {
        // Each word by itself: in which order they come decides nothing.
        #[expect(clippy::iter_over_hash_type)]
        for (word, records) in part {
            all.entry(word).or_default().extend(records);
        }
    }
    let mut all: Vec<(String, Vec<u32>)> = all.into_iter().collect();
    all.par_sort_unstable();
    all
}
