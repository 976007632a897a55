//! Strings that are longer than those which stand in too many places: what is too long is never
//! needed whole, since a longer string is covered by shorter lists.

mod normalized_texts;
mod reading;
#[cfg(test)]
mod tests;

use std::ops::Range;

use rayon::prelude::*;
use rustc_hash::FxHashMap;

use super::bigrams::{MOST, Pairs};
use super::byte_codec::ByteReader;
use super::posting_cursor::{PostingCursor, without_positions};
use super::posting_lists::{MergeScratch, MergedPostings, PostingLists, PostingSlice, Ranges};
use crate::fingerprint::Fingerprint;
use normalized_texts::NormalizedTexts;
use reading::NgramReading;

/// A string that is longer than two symbols.
pub struct Longer {
    /// Its symbols.
    pub string: String,
    /// Its list.
    pub list: Vec<u8>,
    /// Whether the list has no positions.
    pub without: bool,
}

/// Strings of so many symbols keep their positions, however long their list is: only a text that
/// repeats itself without end has longer ones that often.
const LONGEST: usize = 64;

/// The pairs that stand in too many places, by their numbers.
struct Long {
    ids: FxHashMap<[char; 2], u32>,
    /// Bits of the symbols that they begin with, several symbols to a bit.
    firsts: Vec<u64>,
}

impl Long {
    fn of(pairs: &Pairs) -> Self {
        let mut firsts = vec![0; 1 << 10];
        for [c, _] in pairs.long() {
            let (at, bit) = Self::bit(c);
            firsts[at] |= bit;
        }
        let ids = pairs.long().zip(0..).collect();
        Self { ids, firsts }
    }

    fn bit(c: char) -> (usize, u64) {
        let c = u32::from(c) as usize;
        (c >> 6 & 0x3ff, 1 << (c & 63))
    }

    fn get(&self, pair: [char; 2]) -> Option<u32> {
        // Most symbols begin none.
        let (at, bit) = Self::bit(pair[0]);
        let id = || self.ids.get(&pair).copied();
        (self.firsts[at] & bit != 0).then(id)?
    }
}

/// What a group of documents adds to the lists of all strings of one length: kept with the fingerprint of
/// the strings, which stay the same through most edits.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NgramLevel {
    of: Fingerprint,
    lists: PostingLists,
}

impl NgramLevel {
    /// Appends it, to be read again.
    pub fn write(&self, out: &mut Vec<u8>) {
        out.extend(self.of.bytes());
        self.lists.write(out);
    }

    /// Reads what [`NgramLevel::write`] appended.
    pub fn read(reader: &mut ByteReader<'_>) -> Option<Self> {
        Some(Self {
            of: reader.key()?,
            lists: PostingLists::read(reader)?,
        })
    }
}

/// Documents that follow each other, whose levels may be known as if they were one.
#[derive(Default)]
pub struct NgramGroup {
    /// The number of the first record.
    pub first: u32,
    /// The levels that are known; at the end all.
    pub levels: Vec<NgramLevel>,
    /// Whether there is anything to keep at the end that was not known.
    pub changed: bool,
    /// The numbers of the documents.
    pub documents: Range<usize>,
    /// What they say, once that is needed.
    reading: Option<NgramReading>,
}

impl NgramGroup {
    /// Documents, with the levels that are known of them, if nothing of the group is new.
    pub fn of(documents: Range<usize>, known: Option<Vec<NgramLevel>>) -> Self {
        Self {
            changed: known.is_none(),
            levels: known.unwrap_or_default(),
            documents,
            ..Self::default()
        }
    }
}

/// Puts a level at a place where there may be another.
fn put(levels: &mut Vec<NgramLevel>, at: usize, level: NgramLevel) {
    match levels.get_mut(at) {
        Some(former) => *former = level,
        None => levels.push(level),
    }
}

/// Strings that stand in too many places, all of one length.
struct Strings {
    strings: Vec<String>,
    of: Fingerprint,
    length: usize,
    /// For each the string without its last symbol and this symbol, as a number, and its place; none
    /// of pairs.
    longer: FxHashMap<u64, u32>,
}

impl Strings {
    fn of(strings: Vec<String>, longer: FxHashMap<u64, u32>) -> Self {
        Self {
            of: Fingerprint::of(&strings),
            length: strings.first().map_or(0, |string| string.chars().count()),
            strings,
            longer,
        }
    }
}

/// The strings that are one symbol longer than one that stands in too many places, with the symbol
/// after it and with the one before it. Where a longer one still does, it goes on with that; only to
/// the right, since what is reached from the left is reached from there as well. `symbols` is asked for
/// those of the records of a document, by its number, where its group does not know all that is needed.
pub fn longer(
    all: &Pairs,
    groups: &mut [&mut NgramGroup],
    symbols: &(impl Fn(usize) -> String + Sync),
) -> Vec<Longer> {
    let strings: Vec<String> = all.long().map(|pair| pair.iter().collect()).collect();
    let mut found = Vec::new();
    let pairs = Long::of(all);
    let mut levels = vec![Strings::of(strings, FxHashMap::default())];
    while let Some(level) = levels.last().filter(|level| !level.strings.is_empty()) {
        let all = groups.par_iter_mut();
        all.for_each(|group| group.learn(&pairs, &levels, symbols));
        let next = step(level, levels.len() - 1, groups, &mut found);
        let ids = next.iter().map(|(string, _)| *string).zip(0..).collect();
        let strings = next.into_iter().map(|(_, string)| string).collect();
        levels.push(Strings::of(strings, ids));
    }
    // The last has no strings.
    let count = levels.len() - 1;
    for group in groups {
        group.levels.truncate(count);
        group.reading = None;
    }
    found
}

impl NgramGroup {
    /// Sees to it that it knows the last of these levels.
    fn learn(
        &mut self,
        pairs: &Long,
        levels: &[Strings],
        symbols: &(impl Fn(usize) -> String + Sync),
    ) {
        let Some((at, level)) = levels.iter().enumerate().next_back() else {
            return;
        };
        if self.levels.get(at).is_some_and(|own| own.of == level.of) {
            return;
        }
        let documents = self.documents.clone();
        let reading = self.reading.get_or_insert_with(|| {
            let documents = documents.into_par_iter().map(symbols);
            let documents: Vec<String> = documents.collect();
            let texts = NormalizedTexts::of(documents.iter().map(String::as_str));
            NgramReading::of(texts, pairs)
        });
        let lists = reading.lists(levels);
        let of = level.of;
        put(&mut self.levels, at, NgramLevel { of, lists });
        self.changed = true;
    }
}

/// Adds all strings that are one symbol longer than these; gives those that still stand in too many
/// places, by their numbers.
fn step(
    level: &Strings,
    at: usize,
    groups: &[&mut NgramGroup],
    found: &mut Vec<Longer>,
) -> Vec<(u64, String)> {
    let ranges = level.ranges();
    let own = groups.iter();
    let own = own.filter_map(|own| Some(own.levels.get(at)?.lists.own(own.first)));
    let own: Vec<PostingSlice<'_>> = own.collect();
    let merged = (0..ranges.count()).into_par_iter();
    let merged = merged.map_init(MergeScratch::default, |room, range| {
        MergedPostings::of(&own, range, room)
    });
    let longer: Vec<Vec<(u64, Longer)>> = merged.map(|merged| level.longer(&merged)).collect();
    let mut next = Vec::new();
    for (string, longer) in longer.into_iter().flatten() {
        if longer.without {
            next.push((string, longer.string.clone()));
        }
        found.push(longer);
    }
    next
}

impl Strings {
    /// In what ranges the lists of longer ones are.
    fn ranges(&self) -> Even {
        Even(self.strings.len() as u64)
    }

    /// The strings of these lists that are sent to browsers.
    fn longer(&self, merged: &MergedPostings) -> Vec<(u64, Longer)> {
        let all = merged.strings.iter().enumerate();
        let all = all.filter_map(|(at, &number)| {
            let list = merged.list(at);
            let (n, side, c) = without(number);
            let short = self.strings.get(n as usize)?;
            let long = list.len() > MOST;
            let string = match side {
                // Reached from the left as well.
                BigramEnd::Before if long => return None,
                BigramEnd::Before => format!("{c}{short}"),
                BigramEnd::After => format!("{short}{c}"),
            };
            let without = long && self.length < LONGEST;
            let list = match without {
                true => without_positions(PostingCursor::of(list)),
                false => list.to_vec(),
            };
            let longer = Longer {
                string,
                list,
                without,
            };
            Some((number, longer))
        });
        all.collect()
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum BigramEnd {
    Before,
    After,
}

/// A string with one symbol more, as a number.
fn with(string: u32, side: BigramEnd, c: char) -> u64 {
    let side = u64::from(side == BigramEnd::After);
    u64::from(string) << 22 | side << 21 | u64::from(u32::from(c))
}

/// What [`with`] made a number of.
fn without(number: u64) -> (u32, BigramEnd, char) {
    let side = match number >> 21 & 1 {
        1 => BigramEnd::After,
        _ => BigramEnd::Before,
    };
    let c = char::from_u32((number & 0x1f_ffff) as u32);
    ((number >> 22) as u32, side, c.unwrap_or_default())
}

/// So many strings in ranges of about as many.
struct Even(u64);

impl Ranges for Even {
    fn count(&self) -> usize {
        self.0.min(64) as usize
    }

    fn of(&self, string: u64) -> usize {
        ((string >> 22) * self.count() as u64 / self.0) as usize
    }
}
