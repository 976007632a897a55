use super::byte_codec::{ByteReader, varint};
use super::posting::Posting;
use super::schema::BODY;

/// Reads a list with positions.
pub struct PostingCursor<'a> {
    pub(super) reader: ByteReader<'a>,
    record: u32,
    /// Positions of the record that were not read yet: the first is known.
    left: u32,
    position: Option<u32>,
}

impl<'a> PostingCursor<'a> {
    /// From the beginning of a list.
    pub fn of(list: &'a [u8]) -> Self {
        Self {
            reader: ByteReader::new(list.get(1..).unwrap_or_default()),
            record: 0,
            left: 0,
            position: None,
        }
    }

    /// The next position in the record that was read last.
    pub fn position(&mut self) -> Option<u32> {
        let position = self.position.take()?;
        if self.left > 0 {
            self.left -= 1;
            let distance = self.reader.small()?;
            self.position = position.checked_add(distance);
        }
        Some(position)
    }
}

impl Iterator for PostingCursor<'_> {
    type Item = Posting;

    fn next(&mut self) -> Option<Posting> {
        for _ in 0..std::mem::take(&mut self.left) {
            self.reader.number()?;
        }
        self.record = self.record.checked_add(self.reader.small()?)?;
        let packed = self.reader.small()?;
        let first = uncoded(self.reader.number()?);
        let times = packed / 8;
        self.left = times.saturating_sub(1);
        self.position = Some(first);
        Some(Posting {
            record: self.record,
            times,
            title: (first as usize) < BODY,
            word: packed % 2 == 1,
            class: (packed / 2 % 4) as u8,
        })
    }
}

/// A list without positions.
pub fn without_positions(found: impl Iterator<Item = Posting>) -> Vec<u8> {
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

/// The position that `coded` in [`super::posting_lists`] stands for.
fn uncoded(coded: u64) -> u32 {
    let position = match coded % 2 {
        1 => coded / 2,
        _ => coded / 2 + BODY as u64,
    };
    position as u32
}
