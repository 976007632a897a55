//! Postings of pairs of symbols, many pairs to a file.
//!
//! A file: the number of its keys; the bytes of all keys and the keys, joined by NUL; for each key
//! the bytes of its postings; the postings. All numbers are varints.
//!
//! Postings with positions: 0; for each record its distance from the record before, then
//! `times·8 + class·2 + word`, then its first position — `2·p + 1` in the title, `2·(p − BODY)`
//! in the text — and the distances of the others.
//!
//! A pair that stands in too many places to send them all has postings without positions: 1; for
//! each record its distance, then `times·16 + class·4 + title·2 + word`. Its strings of three
//! symbols, with the one after it and with the one before it, have postings of their own, and so
//! on: what is too long is never needed whole, since a longer string is covered by shorter lists.

use std::collections::{BTreeMap, BTreeSet};

use rayon::prelude::*;
use serde::Serialize;

use super::Raw;
use super::bytes::varint;
use crate::search::inverted::Inverted;
use crate::search::places::Places;
use crate::search::postings::Postings;
use crate::search::rank::Posting;
use crate::search::schema::BODY;
use crate::search::symbols::BREAK;

/// Where each pair is.
#[derive(Serialize)]
pub struct Directory {
    /// The first key of each file.
    first: Vec<String>,
    /// Keys without positions.
    without: Vec<String>,
}

/// More bytes than this of positions are too many to send for one pair.
const MOST: usize = 24_000;
/// Bytes of postings in a file: as small as can be without a directory larger than what it saves.
const LEAST_FILE: usize = 500;
const MOST_FILE: usize = 12_000;
const FILES: usize = 400;

/// Strings with their postings, and those of them that have no positions.
#[derive(Default)]
struct Lists {
    all: BTreeMap<String, Vec<u8>>,
    without: BTreeSet<String>,
}

/// The directory and the files.
pub fn files(index: &Inverted) -> (Directory, Vec<Raw>) {
    let pairs: Vec<String> = index.pairs().collect();
    let found: Vec<Lists> = pairs
        .into_par_iter()
        .map(|pair| {
            let places = index.places_of(&pair);
            let words = index.records_of(&pair);
            let is_word = |record: u32| words.binary_search(&record).is_ok();
            let mut lists = Lists::default();
            let list = with_positions(index, &places, is_word);
            if list.len() <= MOST {
                lists.all.insert(pair, list);
            } else {
                let list = without_positions(index, &places, is_word);
                lists.all.insert(pair.clone(), list);
                lists.without.insert(pair.clone());
                lists.add_longer(&pair, places, index);
            }
            lists
        })
        .collect();
    let mut lists = Lists::default();
    for some in found {
        lists.all.extend(some.all);
        lists.without.extend(some.without);
    }
    // A single character is all pairs that begin with it, where these are not too many.
    let mut of_character: BTreeMap<char, usize> = BTreeMap::new();
    for (string, list) in &lists.all {
        if let Some(c) = string
            .chars()
            .next()
            .filter(|_| string.chars().count() == 2)
        {
            *of_character.entry(c).or_default() += list.len();
        }
    }
    for (c, _) in of_character.into_iter().filter(|(_, size)| *size > MOST) {
        let found = index.find(&c.to_string());
        lists.all.insert(c.to_string(), of_records(&found));
        lists.without.insert(c.to_string());
    }
    let (first, files) = pack(&lists.all);
    let without = lists.without.into_iter().collect();
    (Directory { first, without }, files)
}

/// Strings of so many symbols keep their positions, however long their list is: only a text that
/// repeats itself without end has longer ones that often.
const LONGEST: usize = 64;

impl Lists {
    /// Adds the strings that are one symbol longer than one that stands in too many places. Where a
    /// longer one still does, it goes on with that; only to the right, since what is reached from
    /// the left is reached from there as well.
    fn add_longer(&mut self, string: &str, places: Places, index: &Inverted) {
        // One after the other: where a string stands is let go as soon as where the longer ones do is
        // known.
        let mut waiting: Vec<(String, Places)> = vec![(string.to_owned(), places)];
        while let Some((string, places)) = waiting.pop() {
            let length = string.chars().count();
            let mut after: BTreeMap<char, Places> = BTreeMap::new();
            let mut before: BTreeMap<char, Places> = BTreeMap::new();
            for (record, positions) in places.iter() {
                let [title, body] = &index.texts[record as usize];
                for &position in positions {
                    let at = position as usize;
                    let (text, at) = match at < BODY {
                        true => (title, at),
                        false => (body, at - BODY),
                    };
                    if let Some(&c) = text.get(at + length).filter(|c| **c != BREAK) {
                        after.entry(c).or_default().push(record, position);
                    }
                    let c = at.checked_sub(1).and_then(|n| text.get(n));
                    if let Some(&c) = c.filter(|c| **c != BREAK) {
                        before.entry(c).or_default().push(record, position - 1);
                    }
                }
            }
            drop(places);
            for (c, places) in before {
                let list = with_positions(index, &places, |_| false);
                if list.len() <= MOST {
                    self.all.insert(format!("{c}{string}"), list);
                }
            }
            for (c, places) in after {
                let longer = format!("{string}{c}");
                let list = with_positions(index, &places, |_| false);
                if list.len() <= MOST || length >= LONGEST {
                    self.all.insert(longer, list);
                } else {
                    let list = without_positions(index, &places, |_| false);
                    self.all.insert(longer.clone(), list);
                    self.without.insert(longer.clone());
                    waiting.push((longer, places));
                }
            }
        }
    }
}

fn with_positions(index: &Inverted, places: &Places, is_word: impl Fn(u32) -> bool) -> Vec<u8> {
    let mut out = vec![0];
    let mut before = 0;
    for (record, positions) in places.iter() {
        varint(&mut out, u64::from(record - before));
        before = record;
        let class = u64::from(index.class(record)) * 2;
        let times = positions.len() as u64;
        varint(&mut out, times * 8 + class + u64::from(is_word(record)));
        let first = u64::from(positions[0]);
        let body = BODY as u64;
        let coded = if first < body {
            2 * first + 1
        } else {
            2 * (first - body)
        };
        varint(&mut out, coded);
        for two in positions.windows(2) {
            varint(&mut out, u64::from(two[1] - two[0]));
        }
    }
    out
}

fn without_positions(index: &Inverted, places: &Places, is_word: impl Fn(u32) -> bool) -> Vec<u8> {
    let found: Vec<Posting> = places
        .iter()
        .map(|(record, positions)| Posting {
            record,
            times: positions.len() as u32,
            title: (positions[0] as usize) < BODY,
            word: is_word(record),
            class: index.class(record),
        })
        .collect();
    of_records(&found)
}

fn of_records(found: &[Posting]) -> Vec<u8> {
    let mut out = vec![1];
    let mut before = 0;
    for posting in found {
        varint(&mut out, u64::from(posting.record - before));
        before = posting.record;
        let flags = u64::from(posting.title) * 2 + u64::from(posting.word);
        let class = u64::from(posting.class) * 4;
        varint(&mut out, u64::from(posting.times) * 16 + class + flags);
    }
    out
}

/// Fills files in the order of the keys.
fn pack(lists: &BTreeMap<String, Vec<u8>>) -> (Vec<String>, Vec<Raw>) {
    let total: usize = lists.values().map(Vec::len).sum();
    let size = (total / FILES).clamp(LEAST_FILE, MOST_FILE);
    let mut first: Vec<String> = Vec::new();
    let mut files: Vec<Raw> = Vec::new();
    let mut batch: Vec<(&String, &Vec<u8>)> = Vec::new();
    let mut bytes = 0;
    let mut close = |batch: &mut Vec<(&String, &Vec<u8>)>| {
        if let Some((key, _)) = batch.first() {
            first.push((*key).clone());
            files.push((format!("p/{}.bin", files.len()), file(batch)));
            batch.clear();
        }
    };
    for (key, list) in lists {
        // A long list gets a file of its own.
        if !batch.is_empty() && bytes + list.len() > size {
            close(&mut batch);
            bytes = 0;
        }
        bytes += list.len();
        batch.push((key, list));
    }
    close(&mut batch);
    (first, files)
}

fn file(lists: &[(&String, &Vec<u8>)]) -> Vec<u8> {
    let mut out = Vec::new();
    let keys: Vec<&str> = lists.iter().map(|(key, _)| key.as_str()).collect();
    let keys = keys.join("\0");
    varint(&mut out, lists.len() as u64);
    varint(&mut out, keys.len() as u64);
    out.extend(keys.as_bytes());
    for (_, list) in lists {
        varint(&mut out, list.len() as u64);
    }
    for (_, list) in lists {
        out.extend(*list);
    }
    out
}
