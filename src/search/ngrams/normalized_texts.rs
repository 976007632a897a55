use crate::search::normalize::BREAK;
use crate::search::normalize::END;
use crate::search::posting::class;
use crate::search::schema::BODY;

/// What stands after each text: one for its end, which a string may end with, and one for what follows
/// that.
const ENDS: [char; 2] = [BREAK; 2];

/// So many symbols have one entry in [`NormalizedTexts::near`]: fewer than most records have.
const NEAR: usize = 64;

/// What the records of documents say.
pub struct NormalizedTexts {
    /// Titles and texts, with a [`BREAK`] before all and [`ENDS`] after each.
    symbols: Vec<char>,
    /// For each record where its title begins, where its text begins, and what follows both.
    begins: Vec<[usize; 3]>,
    /// For every [`NEAR`] symbols the record in which the first of them stands.
    near: Vec<u32>,
}

impl NormalizedTexts {
    /// Titles and texts of documents that follow each other, with the ends that [`super::super::segment`]
    /// writes.
    pub fn of<'a>(documents: impl Iterator<Item = &'a str> + Clone) -> Self {
        let long: usize = documents.clone().map(str::len).sum();
        let mut symbols = Vec::with_capacity(1 + long / 3);
        symbols.push(BREAK);
        let mut begins = Vec::new();
        let mut near = Vec::with_capacity(1 + symbols.capacity() / NEAR);
        for document in documents {
            let (mut title, mut text) = (symbols.len(), None);
            for c in document.chars() {
                if c != END {
                    symbols.push(c);
                    continue;
                }
                symbols.extend(ENDS);
                let Some(body) = text else {
                    text = Some(symbols.len());
                    continue;
                };
                near.resize(symbols.len().div_ceil(NEAR), begins.len() as u32);
                begins.push([title, body, symbols.len()]);
                (title, text) = (symbols.len(), None);
            }
            symbols.truncate(title);
        }
        Self {
            symbols,
            begins,
            near,
        }
    }

    /// How many symbols there are.
    pub fn len(&self) -> usize {
        self.symbols.len()
    }

    /// Title and text of each record, with where each begins.
    pub fn all(&self) -> impl Iterator<Item = (usize, &[char])> {
        self.begins.iter().flat_map(|&[title, text, next]| {
            let own = |from: usize, to: usize| (from, &self.symbols[from..to - ENDS.len()]);
            [own(title, text), own(text, next)]
        })
    }

    /// The symbol at a place, if there is one and it is not an end of a paragraph.
    pub fn symbol(&self, at: usize) -> Option<char> {
        self.symbols.get(at).copied().filter(|c| *c != BREAK)
    }

    /// The record of a place, and the position there.
    pub fn place(&self, at: usize) -> (u32, u32) {
        let mut record = self
            .near
            .get(at / NEAR)
            .map_or(0, |&record| record as usize);
        while self.begins.get(record).is_some_and(|own| own[2] <= at) {
            record += 1;
        }
        let [title, text, _] = self.begins.get(record).copied().unwrap_or_default();
        let position = match at < text {
            true => at - title,
            false => BODY + at - text,
        };
        (record as u32, position as u32)
    }

    /// The class of length of a record.
    pub fn class(&self, record: u32) -> u8 {
        let own = self.begins.get(record as usize);
        class(own.map_or(0, |[title, _, next]| next - title - 2 * ENDS.len()))
    }
}
