use crate::search::part::END;
use crate::search::schema::BODY;
use crate::search::symbols::BREAK;

/// What the records of a document say.
pub struct Texts {
    symbols: Vec<char>,
    /// For each record where its title ends and where its text does.
    pub ends: Vec<[usize; 2]>,
}

impl Texts {
    /// Title and text of each record with the ends that [`super::part`] writes.
    pub fn of(text: &str) -> Self {
        let mut symbols = Vec::with_capacity(text.len() / 2);
        let mut ends = Vec::new();
        let mut title = None;
        for c in text.chars() {
            match (c, title.take()) {
                (END, None) => title = Some(symbols.len()),
                (END, Some(title)) => ends.push([title, symbols.len()]),
                (c, before) => {
                    title = before;
                    symbols.push(c);
                }
            }
        }
        Self { symbols, ends }
    }

    /// Title and text of a record.
    pub fn record(&self, n: usize) -> Option<[&[char]; 2]> {
        let &[title, text] = self.ends.get(n)?;
        let from = n.checked_sub(1).map_or(0, |before| self.ends[before][1]);
        Some([&self.symbols[from..title], &self.symbols[title..text]])
    }

    /// The symbol so far after a place, in the same title or text and not an end of a paragraph.
    pub fn symbol(&self, record: u32, position: u32, after: i64) -> Option<char> {
        let [title, body] = self.record(record as usize)?;
        let at = position as usize;
        let (text, at) = match at < BODY {
            true => (title, at),
            false => (body, at - BODY),
        };
        let at = usize::try_from(at as i64 + after).ok()?;
        text.get(at).copied().filter(|c| *c != BREAK)
    }
}
