//! Postings of pairs of symbols and of longer strings, many to a file.
//!
//! A file: the number of its keys; the bytes of all keys and the keys, joined by NUL; for each key
//! the bytes of its list; the lists, as [`crate::search::posting_lists`] writes them. All numbers are varints.
//!
//! A pair that stands in too many places to send them all has a list without positions. Its strings
//! of three symbols, with the one after it and with the one before it, have lists of their own, and
//! so on: what is too long is never needed whole, since a longer string is covered by shorter lists.

use std::collections::BTreeSet;
use std::ops::Range;

use serde::Serialize;

use crate::search::byte_codec::varint;
use crate::search::corpus::Corpus;

/// Where each pair is.
#[derive(Serialize)]
pub struct BigramDirectory {
    /// The first key of each file.
    first: Vec<String>,
    /// Keys without positions.
    without: BTreeSet<String>,
}

/// Bytes of postings in a file: as small as can be without a directory larger than what it saves.
const LEAST_FILE: usize = 500;
const MOST_FILE: usize = 12_000;
const FILES: usize = 400;

/// A key: most are pairs, for which no string is made.
#[derive(Clone, Copy)]
enum Key<'a> {
    Pair([char; 2]),
    Other(&'a str),
}

impl Key<'_> {
    fn push_to(&self, keys: &mut String) {
        match self {
            Self::Pair(pair) => keys.extend(pair),
            Self::Other(string) => keys.push_str(string),
        }
    }
}

/// All keys with their lists, in order, and which of them are in which file.
pub struct BigramPostings<'a> {
    all: Vec<(Key<'a>, &'a [u8])>,
    files: Vec<Range<usize>>,
}

impl<'a> BigramPostings<'a> {
    /// Those of a corpus.
    pub fn of(corpus: &'a Corpus<'_>) -> Self {
        let longer = corpus.longer.iter();
        let longer = longer.map(|longer| (longer.string.as_str(), longer.list.as_slice()));
        let mut others: Vec<(&str, &[u8])> = longer.chain(corpus.pairs.of_characters()).collect();
        others.sort_unstable_by_key(|(string, _)| *string);
        // What is reached from both sides.
        others.dedup_by_key(|(string, _)| *string);
        let mut others = others.into_iter().peekable();
        let mut all = Vec::new();
        for (pair, list) in corpus.pairs.lists() {
            while let Some((string, list)) =
                others.next_if(|(string, _)| string.chars().lt(pair.iter().copied()))
            {
                all.push((Key::Other(string), list));
            }
            all.push((Key::Pair(pair), list));
        }
        all.extend(others.map(|(string, list)| (Key::Other(string), list)));
        let files = files(&all);
        Self { all, files }
    }

    /// How many files there are.
    pub fn files(&self) -> usize {
        self.files.len()
    }

    /// What is in a file.
    pub fn file(&self, n: usize) -> Vec<u8> {
        let own = &self.all[self.files[n].clone()];
        let mut keys = String::new();
        for (n, (key, _)) in own.iter().enumerate() {
            if n > 0 {
                keys.push('\0');
            }
            key.push_to(&mut keys);
        }
        let lists: usize = own.iter().map(|(_, list)| list.len()).sum();
        let mut out = Vec::with_capacity(keys.len() + lists + 2 * own.len() + 16);
        varint(&mut out, own.len() as u64);
        varint(&mut out, keys.len() as u64);
        out.extend(keys.as_bytes());
        for (_, list) in own {
            varint(&mut out, list.len() as u64);
        }
        for (_, list) in own {
            out.extend(*list);
        }
        out
    }

    /// Where each key is.
    pub fn directory(&self, corpus: &Corpus<'_>) -> BigramDirectory {
        let first = self.files.iter().map(|file| {
            let mut key = String::new();
            self.all[file.start].0.push_to(&mut key);
            key
        });
        let pairs = corpus.pairs.long().map(|pair| pair.iter().collect());
        let longer = corpus.longer.iter().filter(|longer| longer.without);
        let characters = corpus.pairs.of_characters().map(|(c, _)| c.to_string());
        let without = pairs.chain(longer.map(|longer| longer.string.clone()));
        BigramDirectory {
            first: first.collect(),
            without: without.chain(characters).collect(),
        }
    }
}

/// Fills files in the order of the keys.
fn files(all: &[(Key<'_>, &[u8])]) -> Vec<Range<usize>> {
    let total: usize = all.iter().map(|(_, list)| list.len()).sum();
    let size = (total / FILES).clamp(LEAST_FILE, MOST_FILE);
    let mut files = Vec::new();
    let (mut from, mut bytes) = (0, 0);
    for (n, (_, list)) in all.iter().enumerate() {
        // A long list gets a file of its own.
        if n > from && bytes + list.len() > size {
            files.push(from..n);
            (from, bytes) = (n, 0);
        }
        bytes += list.len();
    }
    if from < all.len() {
        files.push(from..all.len());
    }
    files
}
