//! Strings that are longer than those which stand in too many places: what is too long is never
//! needed whole, since a longer string is covered by shorter lists.

#[cfg(test)]
mod tests;
mod texts;

use rayon::prelude::*;
use rustc_hash::FxHashMap;

use super::bytes::Reader;
use super::lists::{Entries, Lists, Merged, Own, Place, Ranges, Room, without_positions};
use super::pairs::{MOST, Pairs};
use super::schema::BODY;
use super::symbols::pairs;
use crate::key::Key;
use texts::Texts;

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

/// A place of a string that stands in too many: which string, record of the document, position.
type Stands = (u32, u32, u32);

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

/// What a document adds to the lists of all strings of one length: kept with the fingerprint of the
/// strings, which stay the same through most edits.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Level {
    of: Key,
    lists: Lists,
}

impl Level {
    /// Appends it, to be read again.
    pub fn write(&self, out: &mut Vec<u8>) {
        out.extend(self.of.bytes());
        self.lists.write(out);
    }

    /// Reads what [`Level::write`] appended.
    pub fn read(reader: &mut Reader<'_>) -> Option<Self> {
        Some(Self {
            of: reader.key()?,
            lists: Lists::read(reader)?,
        })
    }
}

/// A document of a group.
pub struct Known {
    /// Its number among all documents.
    number: usize,
    /// The number of its first record in its group.
    first: u32,
    /// Its levels, once they are asked for: those that were known, at the end all.
    levels: Option<Vec<Level>>,
    /// Whether there are others at the end than were known.
    changed: bool,
    /// What it says, and where the strings of a level stand there, once that is needed.
    texts: Option<(Texts, usize, Vec<Stands>)>,
}

impl Known {
    /// One with this number, whose first record has this number in its group.
    pub fn of(number: usize, first: u32) -> Self {
        Self {
            number,
            first,
            levels: None,
            changed: false,
            texts: None,
        }
    }

    /// Its number, and its levels where they are others than were known.
    pub fn news(&self) -> Option<(usize, &[Level])> {
        let levels = self.levels.as_deref().filter(|_| self.changed);
        levels.map(|levels| (self.number, levels))
    }
}

/// Documents that follow each other, whose levels may be known as if they were one.
#[derive(Default)]
pub struct Group {
    /// The number of the first record.
    pub first: u32,
    /// The levels that are known; at the end all.
    pub levels: Vec<Level>,
    /// Whether there are others at the end than there were.
    pub changed: bool,
    /// The documents.
    pub documents: Vec<Known>,
}

/// Where to look up what is known of a document, by its number.
pub struct Source<'a> {
    /// The symbols of its records.
    pub symbols: &'a (dyn Fn(usize) -> String + Sync),
    /// Its levels, as far as they are known.
    pub levels: &'a (dyn Fn(usize) -> Vec<Level> + Sync),
}

/// Puts a level at a place where there may be another.
fn put(levels: &mut Vec<Level>, at: usize, level: Level) {
    match levels.get_mut(at) {
        Some(former) => *former = level,
        None => levels.push(level),
    }
}

/// Strings that stand in too many places, all of one length.
struct Strings {
    strings: Vec<String>,
    of: Key,
    length: usize,
    /// For each the string without its last symbol and this symbol, as a number, and its place; none
    /// of pairs.
    longer: FxHashMap<u64, u32>,
}

impl Strings {
    fn of(strings: Vec<String>, longer: FxHashMap<u64, u32>) -> Self {
        Self {
            of: Key::of(&strings),
            length: strings.first().map_or(0, |string| string.chars().count()),
            strings,
            longer,
        }
    }
}

/// The strings that are one symbol longer than one that stands in too many places, with the symbol
/// after it and with the one before it. Where a longer one still does, it goes on with that; only to
/// the right, since what is reached from the left is reached from there as well. `source` is asked for
/// documents of which something is needed that the groups do not know.
pub fn longer(all: &Pairs, groups: &mut [Group], source: &Source<'_>) -> Vec<Longer> {
    let strings: Vec<String> = all.long().map(|pair| pair.iter().collect()).collect();
    let mut found = Vec::new();
    let pairs = Long::of(all);
    let mut levels = vec![Strings::of(strings, FxHashMap::default())];
    while let Some(level) = levels.last().filter(|level| !level.strings.is_empty()) {
        let all = groups.par_iter_mut();
        all.for_each(|group| group.learn(&pairs, &levels, source));
        let next = step(level, levels.len() - 1, groups, &mut found);
        let ids = next.iter().map(|(string, _)| *string).zip(0..).collect();
        let strings = next.into_iter().map(|(_, string)| string).collect();
        levels.push(Strings::of(strings, ids));
    }
    // The last has no strings.
    let count = levels.len() - 1;
    for group in groups {
        group.levels.truncate(count);
        let documents = group.documents.iter_mut();
        documents
            .filter_map(|own| own.levels.as_mut())
            .for_each(|levels| levels.truncate(count));
    }
    found
}

impl Group {
    /// Sees to it that it knows the last of these levels.
    fn learn(&mut self, pairs: &Long, levels: &[Strings], source: &Source<'_>) {
        let Some((at, level)) = levels.iter().enumerate().next_back() else {
            return;
        };
        if self.levels.get(at).is_some_and(|own| own.of == level.of) {
            return;
        }
        let documents = self.documents.par_iter_mut();
        documents.for_each(|own| own.learn(pairs, levels, source));
        let own = self.documents.iter();
        let own = own.filter_map(|own| Some(own.levels.as_ref()?.get(at)?.lists.own(own.first)));
        let lists = Lists::together(&own.collect::<Vec<_>>(), &level.ranges());
        let of = level.of;
        put(&mut self.levels, at, Level { of, lists });
        self.changed = true;
    }
}

impl Known {
    /// Sees to it that it knows the last of these levels; and those before it, which it may have
    /// forgotten where its group has not.
    fn learn(&mut self, pairs: &Long, levels: &[Strings], source: &Source<'_>) {
        let number = self.number;
        let known = (self.levels).get_or_insert_with(|| (source.levels)(number));
        let last = levels.len().saturating_sub(1);
        for at in known.len().min(last)..levels.len() {
            let of = levels[at].of;
            let known = self.levels.get_or_insert_default();
            if known.get(at).is_some_and(|own| own.of == of) {
                continue;
            }
            let lists = self.lists(pairs, &levels[..=at], &|| (source.symbols)(number));
            put(self.levels.get_or_insert_default(), at, Level { of, lists });
            self.changed = true;
        }
    }

    /// The lists of the last of these levels.
    fn lists(&mut self, pairs: &Long, levels: &[Strings], symbols: &dyn Fn() -> String) -> Lists {
        let (texts, done, stand) = self.texts.get_or_insert_with(|| {
            let texts = Texts::of(&symbols());
            let stand = texts.stands(pairs);
            (texts, 0, stand)
        });
        for two in levels.windows(2).skip(*done) {
            let longer = stand.iter().filter_map(|&(n, record, position)| {
                let c = texts.symbol(record, position, two[0].length as i64)?;
                let n = two[1].longer.get(&with(n, Side::After, c))?;
                Some((*n, record, position))
            });
            *stand = longer.collect();
        }
        *done = levels.len() - 1;
        let level = &levels[*done];
        texts.lists(stand, level.length, &level.ranges())
    }
}

/// Adds all strings that are one symbol longer than these; gives those that still stand in too many
/// places, by their numbers.
fn step(
    level: &Strings,
    at: usize,
    groups: &[Group],
    found: &mut Vec<Longer>,
) -> Vec<(u64, String)> {
    let ranges = level.ranges();
    let own = groups.iter();
    let own = own.filter_map(|own| Some(own.levels.get(at)?.lists.own(own.first)));
    let own: Vec<Own<'_>> = own.collect();
    let merged = (0..ranges.count()).into_par_iter();
    let merged = merged.map_init(Room::default, |room, range| Merged::of(&own, range, room));
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
    fn longer(&self, merged: &Merged) -> Vec<(u64, Longer)> {
        let all = merged.strings.iter().enumerate();
        let all = all.filter_map(|(at, &number)| {
            let list = merged.list(at);
            let (n, side, c) = without(number);
            let short = self.strings.get(n as usize)?;
            let long = list.len() > MOST;
            let string = match side {
                // Reached from the left as well.
                Side::Before if long => return None,
                Side::Before => format!("{c}{short}"),
                Side::After => format!("{short}{c}"),
            };
            let without = long && self.length < LONGEST;
            let list = match without {
                true => without_positions(Entries::of(list)),
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
enum Side {
    Before,
    After,
}

/// A string with one symbol more, as a number.
fn with(string: u32, side: Side, c: char) -> u64 {
    let side = u64::from(side == Side::After);
    u64::from(string) << 22 | side << 21 | u64::from(u32::from(c))
}

/// What [`with`] made a number of.
fn without(number: u64) -> (u32, Side, char) {
    let side = match number >> 21 & 1 {
        1 => Side::After,
        _ => Side::Before,
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

impl Texts {
    /// Where these pairs stand.
    fn stands(&self, long: &Long) -> Vec<Stands> {
        let mut all = Vec::new();
        for (n, text) in (0..self.ends.len()).filter_map(|n| Some((n, self.record(n)?))) {
            for (text, first) in text.into_iter().zip([0, BODY]) {
                let found = pairs(text).filter_map(|(at, pair)| Some((at, long.get(pair)?)));
                all.extend(found.map(|(at, id)| (id, n as u32, (first + at) as u32)));
            }
        }
        all
    }

    /// The lists of the strings of one symbol more than those that stand there.
    fn lists(&self, stand: &[Stands], length: usize, ranges: &Even) -> Lists {
        let mut places: Vec<Place> = Vec::with_capacity(2 * stand.len());
        for &(n, record, position) in stand {
            let after = self.symbol(record, position, length as i64);
            places.extend(after.map(|c| (with(n, Side::After, c), record, position)));
            let before = self.symbol(record, position, -1);
            places.extend(before.map(|c| (with(n, Side::Before, c), record, position - 1)));
        }
        let class = |record: u32| {
            let text = self.record(record as usize);
            let length = text.map_or(0, |[title, body]| title.len() + body.len());
            super::rank::class(length)
        };
        Lists::of(places, &[], class, ranges)
    }
}
