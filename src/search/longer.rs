//! Strings that are longer than those which stand in too many places: what is too long is never
//! needed whole, since a longer string is covered by shorter lists.

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

/// A document, of which some levels may be known.
pub struct Known<'a> {
    /// The number of its first record.
    pub first: u32,
    /// Those that are known; at the end all.
    pub levels: &'a mut Vec<Level>,
    /// Whether there are others at the end than there were.
    pub changed: bool,
    /// What it says, and where the strings of a level stand there, once that is needed.
    texts: Option<(Texts, usize, Vec<Stands>)>,
}

impl<'a> Known<'a> {
    /// One with these levels.
    pub fn of(first: u32, levels: &'a mut Vec<Level>) -> Self {
        Self {
            first,
            levels,
            changed: false,
            texts: None,
        }
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
/// the right, since what is reached from the left is reached from there as well. `symbols` gives those
/// of a document that are needed.
pub fn longer(
    all: &Pairs,
    documents: &mut [Known<'_>],
    symbols: &(dyn Fn(usize) -> String + Sync),
) -> Vec<Longer> {
    let strings: Vec<String> = all.long().map(|pair| pair.iter().collect()).collect();
    let mut found = Vec::new();
    let pairs = Long::of(all);
    let mut levels = vec![Strings::of(strings, FxHashMap::default())];
    while let Some(level) = levels.last().filter(|level| !level.strings.is_empty()) {
        documents.par_iter_mut().enumerate().for_each(|(n, own)| {
            let at = levels.len() - 1;
            if own.levels.get(at).is_some_and(|own| own.of == level.of) {
                return;
            }
            let lists = own.lists(&pairs, &levels, &|| symbols(n));
            own.changed = true;
            let own_level = Level {
                of: level.of,
                lists,
            };
            match own.levels.get_mut(at) {
                Some(former) => *former = own_level,
                None => own.levels.push(own_level),
            }
        });
        let next = step(level, levels.len() - 1, documents, &mut found);
        let ids = next.iter().map(|(string, _)| *string).zip(0..).collect();
        let strings = next.into_iter().map(|(_, string)| string).collect();
        levels.push(Strings::of(strings, ids));
    }
    for own in documents {
        // The last has no strings.
        own.levels.truncate(levels.len() - 1);
    }
    found
}

impl Known<'_> {
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
        let ranges = Even(level.strings.len() as u64);
        texts.lists(stand, level.length, &ranges)
    }
}

/// Adds all strings that are one symbol longer than these; gives those that still stand in too many
/// places, by their numbers.
fn step(
    level: &Strings,
    at: usize,
    documents: &[Known<'_>],
    found: &mut Vec<Longer>,
) -> Vec<(u64, String)> {
    let ranges = Even(level.strings.len() as u64);
    let own = documents.iter().filter_map(|own| {
        let lists = &own.levels.get(at)?.lists;
        Some(Own {
            bytes: &lists.bytes,
            marks: &lists.marks,
            first: own.first,
        })
    });
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::search::pairs::{ByFirst, places};
    use crate::search::part::END;

    /// Documents of many records with a few words in ever other orders.
    fn documents(words: &[&str]) -> Vec<String> {
        let mut dice = 7_u64;
        let mut word = || {
            dice = dice.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
            words[(dice >> 33) as usize % words.len()]
        };
        let mut document = |records: usize| {
            let text = |_| {
                let words: String = (0..80).map(|_| word()).collect();
                format!("{}{END}{words}{END}", &words[..6])
            };
            (0..records).map(text).collect::<String>()
        };
        [900, 1, 1_200].map(&mut document).into()
    }

    fn found(documents: &[String], levels: &mut [Vec<Level>]) -> (Vec<Longer>, Vec<bool>) {
        let texts: Vec<Texts> = documents.iter().map(|text| Texts::of(text)).collect();
        let lists = texts.iter().map(|text| {
            let records = (0..text.ends.len()).filter_map(|n| text.record(n));
            let all = records
                .enumerate()
                .flat_map(|(n, own)| places(n as u32, own));
            Lists::of(all.collect(), &[], |_| 0, &ByFirst)
        });
        let lists: Vec<Lists> = lists.collect();
        let mut own = Vec::new();
        let mut known = Vec::new();
        let mut first = 0;
        for ((lists, text), levels) in lists.iter().zip(&texts).zip(levels) {
            own.push(Own {
                bytes: &lists.bytes,
                marks: &lists.marks,
                first,
            });
            known.push(Known::of(first, levels));
            first += text.ends.len() as u32;
        }
        let pairs = Pairs::of(&own, first as usize);
        let longer = longer(&pairs, &mut known, &|n| documents[n].clone());
        (longer, known.iter().map(|own| own.changed).collect())
    }

    fn strings(longer: &[Longer]) -> Vec<(&str, &[u8], bool)> {
        let all = longer.iter();
        let mut all: Vec<_> = all
            .map(|own| (own.string.as_str(), own.list.as_slice(), own.without))
            .collect();
        all.sort_unstable();
        all.dedup();
        all
    }

    #[test]
    fn what_is_too_long_has_longer_strings() {
        let texts = documents(&["推进", "绿色发展", "发展", "绿色 低碳", "工作\n"]);
        let mut levels = vec![Vec::new(); 3];
        let (longer, changed) = found(&texts, &mut levels);
        assert_eq!(changed, [true; 3]);
        assert!(longer.iter().any(|own| own.without), "all lists are short");
        // Each record that has a string is in its list, and no other.
        let all = texts.concat();
        let records: Vec<&str> = all.split_terminator(END).collect();
        for own in &longer {
            let has = records.chunks(2).enumerate().filter(|(_, record)| {
                record
                    .iter()
                    .any(|text| format!("{text}\n").contains(&own.string))
            });
            let has: Vec<u32> = has.map(|(n, _)| n as u32).collect();
            let mut reader = Reader::new(&own.list);
            assert_eq!(reader.number(), Some(u64::from(own.without)));
            let listed: Vec<u32> = match own.without {
                false => Entries::of(&own.list)
                    .map(|posting| posting.record)
                    .collect(),
                true => {
                    let mut record = 0;
                    let next = || {
                        record += reader.small()?;
                        reader.number().map(|_| record)
                    };
                    std::iter::from_fn(next).collect()
                }
            };
            assert_eq!(listed, has, "{:?}", own.string);
        }
        // What is known is not made again; the same comes out of it.
        let (same, changed) = found(&texts, &mut levels);
        assert_eq!(strings(&same), strings(&longer));
        assert_eq!(changed, [false; 3]);
        // Other strings: whatever was known before.
        let texts = documents(&["推进", "绿色发展", "生态"]);
        let (other, _) = found(&texts, &mut vec![Vec::new(); 3]);
        assert!(strings(&other) != strings(&longer));
    }
}
