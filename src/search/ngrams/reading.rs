use std::mem;

use super::normalized_texts::NormalizedTexts;
use super::{BigramEnd, Even, Long, Strings, with};
use crate::search::normalize::pairs;
use crate::search::posting_lists::{BigramPlace, PostingLists, PostingWriter};

/// What documents say, and where the strings of a level stand there.
pub struct NgramReading {
    texts: NormalizedTexts,
    /// The number of the level.
    level: usize,
    /// Where its strings stand among the symbols: string by string.
    places: Vec<u32>,
    /// The strings that stand there, in their order, each with where its places end.
    strings: Vec<(u32, u32)>,
    /// Whether the places of each string are in the order of the symbols after them.
    in_order: bool,
}

impl NgramReading {
    /// Finds where these pairs stand.
    pub fn of(texts: NormalizedTexts, long: &Long) -> Self {
        // Room for more than there are is never touched.
        let mut found: Vec<(u32, u32)> = Vec::with_capacity(texts.len());
        for (first, text) in texts.all() {
            let own = pairs(text).filter_map(|(at, pair)| Some((long.get(pair)?, at)));
            found.extend(own.map(|(n, at)| (n, (first + at) as u32)));
        }
        // How many there are of each is counted first: that is soon done, and keeps their order.
        let count = found.iter().map(|(n, _)| *n as usize + 1).max();
        let mut ends = vec![0_u32; count.unwrap_or_default()];
        found.iter().for_each(|&(n, _)| ends[n as usize] += 1);
        let mut end = 0;
        for own in &mut ends {
            // Where the next one goes.
            let first = end;
            end += mem::replace(own, first);
        }
        let mut places = vec![0_u32; found.len()];
        for (n, at) in found {
            let next = &mut ends[n as usize];
            places[*next as usize] = at;
            *next += 1;
        }
        let mut first = 0;
        let strings = (0..).zip(ends);
        let strings = strings.filter(|&(_, end)| mem::replace(&mut first, end) < end);
        Self {
            level: 0,
            strings: strings.collect(),
            places,
            in_order: false,
            texts,
        }
    }

    /// The lists of the strings that are one symbol longer than those of the last of these levels.
    pub fn lists(&mut self, levels: &[Strings]) -> PostingLists {
        for two in levels.windows(2).skip(self.level) {
            self.go_on(&two[0], &two[1]);
        }
        let Some(level) = levels.last() else {
            return PostingLists::default();
        };
        let ranges = level.ranges();
        let mut written = PostingWriter::new(&ranges);
        self.put_in_order(level.length, Some(&mut written));
        written.end()
    }

    /// Finds where the strings of the next level stand.
    fn go_on(&mut self, level: &Strings, next: &Strings) {
        if !self.in_order {
            self.put_in_order(level.length, None);
        }
        let mut strings = Vec::new();
        let (mut first, mut left) = (0, 0);
        for (n, end) in self.strings.drain(..) {
            let end = end as usize;
            while first < end {
                let after = |at: u32| self.texts.symbol(at as usize + level.length);
                let c = after(self.places[first]);
                let own = self.places[first..end].iter();
                let long = own.take_while(|&&at| after(at) == c).count();
                let own = first..first + long;
                first = own.end;
                // In the order of the strings before and of the symbols after these, as those of the
                // next level are.
                let longer = c.and_then(|c| next.longer.get(&with(n, BigramEnd::After, c)));
                if let Some(&longer) = longer {
                    self.places.copy_within(own, left);
                    left += long;
                    strings.push((longer, left as u32));
                }
            }
        }
        self.strings = strings;
        self.places.truncate(left);
        self.in_order = false;
        self.level += 1;
    }

    /// Puts the places of each string into the order of the symbols after them, and may write the lists of
    /// all that are one symbol longer.
    fn put_in_order(&mut self, length: usize, mut written: Option<&mut PostingWriter<'_, Even>>) {
        let texts = &self.texts;
        let (mut beside, mut room): (Vec<u64>, Vec<BigramPlace>) = (Vec::new(), Vec::new());
        let mut first = 0;
        for &(n, end) in &self.strings {
            let begin = mem::replace(&mut first, end as usize);
            let own = &mut self.places[begin..first];
            if let Some(written) = &mut written {
                beside.clear();
                beside.extend(own.iter().filter_map(|&at| texts.beside(at, at - 1)));
                beside.sort_unstable();
                put(written, texts, (n, BigramEnd::Before), &beside, &mut room);
            }
            beside.clear();
            let after = |at: u32| texts.beside(at, at + length as u32);
            beside.extend(own.iter().map(|&at| after(at).unwrap_or(u64::from(at))));
            beside.sort_unstable();
            for (at, own) in own.iter_mut().zip(&beside) {
                *at = place(*own);
            }
            if let Some(written) = &mut written {
                put(written, texts, (n, BigramEnd::After), &beside, &mut room);
            }
        }
        self.in_order = true;
    }
}

impl NormalizedTexts {
    /// A place with the symbol that stands beside it, as a number in the order of the symbols.
    fn beside(&self, at: u32, beside: u32) -> Option<u64> {
        let c = self.symbol(beside as usize)?;
        Some(u64::from(u32::from(c)) << 32 | u64::from(at))
    }
}

/// The symbol of a number that [`NormalizedTexts::beside`] gave, if there is one.
fn symbol(beside: u64) -> Option<char> {
    char::from_u32((beside >> 32) as u32).filter(|c| *c != '\0')
}

/// The place of the same.
fn place(beside: u64) -> u32 {
    (beside & u64::from(u32::MAX)) as u32
}

/// Writes the lists of the strings that are a string with one symbol on this side: of each symbol beside
/// it, where there is one.
fn put(
    written: &mut PostingWriter<'_, Even>,
    texts: &NormalizedTexts,
    (n, side): (u32, BigramEnd),
    beside: &[u64],
    room: &mut Vec<BigramPlace>,
) {
    let before = u32::from(side == BigramEnd::Before);
    for of_symbol in beside.chunk_by(|a, b| a >> 32 == b >> 32) {
        let Some(c) = symbol(of_symbol[0]) else {
            continue;
        };
        let string = with(n, side, c);
        room.clear();
        room.extend(of_symbol.iter().map(|&own| {
            let (record, position) = texts.place(place(own) as usize);
            (string, record, position - before)
        }));
        written.put(room, |_| false, |record| texts.class(record));
    }
}
