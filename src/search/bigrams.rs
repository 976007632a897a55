//! Where every pair of symbols stands in all records, and how to find longer strings by that.

use std::collections::BTreeSet;

use rayon::prelude::*;

use super::normalize::pairs;
use super::posting_cursor::{PostingCursor, without_positions};
use super::posting_lists::{BigramPlace, MergeScratch, MergedPostings, PostingSlice, Ranges};
use super::postings::covering;
use super::schema::BODY;

/// More bytes than this of positions are too many to send to a browser for one string.
pub const MOST: usize = 24_000;

/// A pair as a number; pairs are in the order of their numbers.
pub fn number([a, b]: [char; 2]) -> u64 {
    u64::from(u32::from(a)) << 21 | u64::from(u32::from(b))
}

/// What [`number`] made a number of.
pub fn symbols_of(number: u64) -> [char; 2] {
    let symbol = |n: u64| char::from_u32((n & 0x1f_ffff) as u32).unwrap_or_default();
    [symbol(number >> 21), symbol(number)]
}

/// Pairs that begin with symbols that stand near each other.
pub struct ByFirst;

/// Symbols of a range: few enough that there are many ranges of about as many places.
const NEAR: u64 = 160;
const IDEOGRAPHS: std::ops::Range<u64> = 0x4e00..0xa000;

impl Ranges for ByFirst {
    fn count(&self) -> usize {
        self.of(u64::MAX) + 1
    }

    fn of(&self, string: u64) -> usize {
        match string >> 21 {
            other if other < IDEOGRAPHS.start => 0,
            c => (1 + (c.min(IDEOGRAPHS.end) - IDEOGRAPHS.start) / NEAR) as usize,
        }
    }
}

/// Every pair of a record with its place, in order: the title's from 0, the text's from [`BODY`].
pub fn places(record: u32, [title, body]: [&[char]; 2]) -> impl Iterator<Item = BigramPlace> {
    let place = move |at: usize, pair| (number(pair), record, at as u32);
    let title = pairs(title).map(move |(at, pair)| place(at, pair));
    title.chain(pairs(body).map(move |(at, pair)| place(BODY + at, pair)))
}

/// The pairs of a range.
struct Range {
    found: MergedPostings,
    /// Those whose lists are too long, by their place among the others: their lists without
    /// positions.
    short: Vec<(usize, Vec<u8>)>,
    /// Characters that begin pairs whose lists are too long together.
    characters: Vec<(String, Vec<u8>)>,
}

/// All pairs.
pub struct Pairs(Vec<Range>);

impl Pairs {
    /// Those of these documents, which have so many records.
    pub fn of(documents: &[PostingSlice<'_>], records: usize) -> Self {
        let ranges = (0..ByFirst.count()).into_par_iter();
        let ranges = ranges.map_init(
            || (Tally::new(records), MergeScratch::default()),
            |(tally, room), range| Range::of(MergedPostings::of(documents, range, room), tally),
        );
        Self(ranges.collect())
    }

    /// All pairs with their lists as browsers get them: with positions where these are not too many.
    pub fn lists(&self) -> impl Iterator<Item = ([char; 2], &[u8])> {
        self.0.iter().flat_map(|range| {
            let mut short = range.short.iter().peekable();
            let strings = range.found.strings.iter().enumerate();
            strings.map(move |(n, &string)| {
                let list = match short.next_if(|(at, _)| *at == n) {
                    Some((_, list)) => list,
                    None => range.found.list(n),
                };
                (symbols_of(string), list)
            })
        })
    }

    /// The pairs whose lists are too long.
    pub fn long(&self) -> impl Iterator<Item = [char; 2]> + '_ {
        let strings = self.0.iter().flat_map(|range| {
            let short = range.short.iter();
            short.map(|(n, _)| range.found.strings[*n])
        });
        strings.map(symbols_of)
    }

    /// Characters that are more than all pairs that begin with them, with lists of their own.
    pub fn of_characters(&self) -> impl Iterator<Item = (&str, &[u8])> {
        let all = self.0.iter().flat_map(|range| &range.characters);
        all.map(|(c, list)| (c.as_str(), list.as_slice()))
    }

    /// All characters that stand in the records.
    pub fn characters(&self) -> BTreeSet<char> {
        let strings = self.0.iter().flat_map(|range| &range.found.strings);
        strings.map(|&string| symbols_of(string)[0]).collect()
    }

    /// The list of a pair, with positions.
    fn list(&self, pair: [char; 2]) -> &[u8] {
        let string = number(pair);
        let range = self.0.get(ByFirst.of(string));
        let list = range.and_then(|range| {
            let n = range.found.strings.binary_search(&string).ok()?;
            Some(range.found.list(n))
        });
        list.unwrap_or_default()
    }

    /// How many records have a string of two symbols or more as it stands.
    pub fn count(&self, symbols: &str) -> usize {
        let symbols: Vec<char> = symbols.chars().collect();
        let starts = covering(symbols.len()).into_iter();
        let lists = starts.filter_map(|start| {
            let pair = [*symbols.get(start)?, *symbols.get(start + 1)?];
            Some((start as u32, self.list(pair)))
        });
        let mut lists: Vec<(u32, &[u8])> = lists.collect();
        // The rarest first: there is less to look for in the others.
        lists.sort_by_key(|(_, list)| list.len());
        let Some((&(shift, rarest), others)) = lists.split_first() else {
            return 0;
        };
        if others.is_empty() {
            return PostingCursor::of(rarest).count();
        }
        let mut found: Vec<(u32, u32)> = Vec::new();
        let mut entries = PostingCursor::of(rarest);
        while let Some(posting) = entries.next() {
            while let Some(position) = entries.position() {
                found.extend(position.checked_sub(shift).map(|at| (posting.record, at)));
            }
        }
        for (shift, list) in others {
            keep(&mut found, list, *shift);
        }
        found.dedup_by_key(|(record, _)| *record);
        found.len()
    }
}

/// Keeps the places that have one of the list so many symbols later.
fn keep(found: &mut Vec<(u32, u32)>, list: &[u8], shift: u32) {
    let mut entries = PostingCursor::of(list);
    let mut there = None;
    found.retain(|&(record, position)| {
        loop {
            match there {
                Some((other, at)) if (other, at) == (record, position + shift) => return true,
                Some((other, at)) if (other, at) > (record, position + shift) => return false,
                Some((other, _)) if other == record => match entries.position() {
                    Some(at) => there = Some((other, at)),
                    None => there = None,
                },
                _ => {
                    // What is left of this record is before the place that is looked for.
                    let next = entries.by_ref().find(|posting| posting.record >= record);
                    let Some(posting) = next else {
                        there = Some((u32::MAX, u32::MAX));
                        continue;
                    };
                    there = entries.position().map(|at| (posting.record, at));
                }
            }
        }
    });
}

impl Range {
    fn of(found: MergedPostings, tally: &mut Tally) -> Self {
        let mut short: Vec<(usize, Vec<u8>)> = Vec::new();
        let mut characters = Vec::new();
        let mut at = 0;
        for of_character in found.strings.chunk_by(|a, b| a >> 21 == b >> 21) {
            let own = at..at + of_character.len();
            at = own.end;
            let mut bytes = 0;
            for n in own.clone() {
                let list = found.list(n);
                if list.len() > MOST {
                    short.push((n, without_positions(PostingCursor::of(list))));
                }
                let sent = short.last().filter(|(short, _)| *short == n);
                bytes += sent.map_or(list.len(), |(_, list)| list.len());
            }
            if bytes > MOST {
                own.for_each(|n| tally.add(found.list(n)));
                let [c, _] = symbols_of(of_character[0]);
                characters.push((c.to_string(), tally.take()));
            }
        }
        Self {
            found,
            short,
            characters,
        }
    }
}

/// Counts a character in all records, pair by pair.
struct Tally {
    /// For each record how often, its class, and whether its title has it.
    records: Vec<(u32, u8, bool)>,
    /// A bit for each record that has it.
    has: Vec<u64>,
}

impl Tally {
    fn new(records: usize) -> Self {
        Self {
            records: vec![(0, 0, false); records],
            has: vec![0; records.div_ceil(64)],
        }
    }

    fn add(&mut self, list: &[u8]) {
        for posting in PostingCursor::of(list) {
            let n = posting.record as usize;
            let Some((times, class, title)) = self.records.get_mut(n) else {
                continue;
            };
            *times += posting.times;
            *class = posting.class;
            *title |= posting.title;
            self.has[n / 64] |= 1 << (n % 64);
        }
    }

    /// The list of what was counted; nothing is counted afterwards.
    fn take(&mut self) -> Vec<u8> {
        let (records, has) = (&mut self.records, &mut self.has);
        let found = has.iter_mut().enumerate().flat_map(|(n, bits)| {
            let mut bits = std::mem::take(bits);
            std::iter::from_fn(move || {
                let bit = bits.trailing_zeros() as usize;
                bits &= bits.checked_sub(1)?;
                Some(n * 64 + bit)
            })
        });
        without_positions(found.map(|n| {
            let (times, class, title) = std::mem::take(&mut records[n]);
            super::posting::Posting {
                record: n as u32,
                times,
                title,
                word: false,
                class,
            }
        }))
    }
}
