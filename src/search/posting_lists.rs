//! Where strings stand in the records of one document, and all documents' lists of one string as one.
//!
//! The list of a string with positions: 0; for each record its distance from the record before, then
//! `times·8 + class·2 + word`, then its first position — `2·p + 1` in the title, `2·(p − BODY)` in
//! the text — and the distances of the others. Without positions: 1; for each record its distance,
//! then `times·16 + class·4 + title·2 + word`. All numbers are varints.
//!
//! A document's part of a list is the same from the first record's `times` on, so that a list is put
//! together of the parts of its documents without a look at what is in them.

#[cfg(test)]
mod tests;

use rustc_hash::FxHashMap;

use super::byte_codec::{ByteReader, numbers, put_varint, varint, varint_length};
use super::posting_cursor::PostingCursor;
use super::schema::BODY;

/// A string, told by a number, and where it stands: a record of its document, a position there.
pub type BigramPlace = (u64, u32, u32);

/// The parts that one document has of the lists of strings: strings in the order of their numbers,
/// by ranges of these.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PostingLists {
    /// For each string its distance from the one before in its range, its first record, how many
    /// records later the last one is, how many bytes follow, and these.
    bytes: Vec<u8>,
    /// Where each range begins, and the end.
    marks: Vec<u32>,
}

/// Lists that are written string by string, in the order of their numbers.
pub struct PostingWriter<'a, R> {
    lists: PostingLists,
    ranges: &'a R,
    payload: Vec<u8>,
    /// The string before in its range.
    before: u64,
}

impl<'a, R: Ranges> PostingWriter<'a, R> {
    /// None yet.
    pub fn new(ranges: &'a R) -> Self {
        Self {
            lists: PostingLists::default(),
            ranges,
            payload: Vec::new(),
            before: 0,
        }
    }

    /// Appends the list of the next string: all its places in their order, at least one.
    pub fn put(
        &mut self,
        places: &[BigramPlace],
        mut is_word: impl FnMut(u32) -> bool,
        class: impl Fn(u32) -> u8,
    ) {
        let Some(&(string, first, _)) = places.first() else {
            return;
        };
        let payload = &mut self.payload;
        payload.clear();
        let mut last = first;
        for of_record in places.chunk_by(|a, b| a.1 == b.1) {
            let (_, record, position) = of_record[0];
            if record != first {
                varint(payload, u64::from(record - last));
            }
            last = record;
            let times = of_record.len() as u64 * 8 + u64::from(class(record)) * 2;
            varint(payload, times + u64::from(is_word(record)));
            varint(payload, coded(position));
            for two in of_record.windows(2) {
                varint(payload, u64::from(two[1].2 - two[0].2));
            }
        }
        if self.lists.begin(self.ranges.of(string)) {
            self.before = 0;
        }
        let head = [string - self.before, first.into(), (last - first).into()];
        let bytes = &mut self.lists.bytes;
        head.iter().for_each(|&n| varint(bytes, n));
        varint(bytes, self.payload.len() as u64);
        bytes.extend(&self.payload);
        self.before = string;
    }

    /// All of them.
    pub fn end(mut self) -> PostingLists {
        self.lists.begin(self.ranges.count());
        self.lists
    }
}

/// Ranges of the numbers of strings, of which each can be put together by itself.
pub trait Ranges: Sync {
    /// How many ranges there are.
    fn count(&self) -> usize;
    /// The range of a string; those of larger numbers are in the same or a later one.
    fn of(&self, string: u64) -> usize;
}

impl PostingLists {
    /// The lists of these places. `words` has, in order, strings with the records in which they are
    /// words; `class` the class of length of each record.
    pub fn of(
        mut places: Vec<BigramPlace>,
        words: &[(u64, u32)],
        class: impl Fn(u32) -> u8,
        ranges: &impl Ranges,
    ) -> Self {
        // In their own order; as one number each, which is compared without a branch.
        places.sort_unstable_by_key(|&(string, record, position)| {
            u128::from(string) << 64 | u128::from(record) << 32 | u128::from(position)
        });
        let mut words = words.iter().peekable();
        let mut written = PostingWriter::new(ranges);
        for of_string in places.chunk_by(|a, b| a.0 == b.0) {
            let string = of_string[0].0;
            let is_word = |record: u32| {
                while words.next_if(|word| **word < (string, record)).is_some() {}
                words.peek() == Some(&&(string, record))
            };
            written.put(of_string, is_word, &class);
        }
        written.end()
    }

    /// The lists of documents that follow each other, as if they were those of one; `first` of each is
    /// counted from the first record of all.
    pub fn together(documents: &[PostingSlice<'_>], ranges: &impl Ranges) -> Self {
        let (mut lists, mut room) = (Self::default(), MergeScratch::default());
        for range in 0..ranges.count() {
            lists.begin(range);
            let merged = MergedPostings::of(documents, range, &mut room);
            let mut before = 0;
            for (n, &string) in merged.strings.iter().enumerate() {
                let mut list = PostingCursor::of(merged.list(n)).reader;
                let first = list.small().unwrap_or_default();
                let last = merged.lasts[n];
                let head = [string - before, first.into(), (last - first).into()];
                head.iter().for_each(|&n| varint(&mut lists.bytes, n));
                varint(&mut lists.bytes, list.left() as u64);
                lists
                    .bytes
                    .extend(list.bytes(list.left()).unwrap_or_default());
                before = string;
            }
        }
        lists.begin(ranges.count());
        lists
    }

    /// Those of a document, or of several, among others; `first` is the number of its first record.
    pub fn own(&self, first: u32) -> PostingSlice<'_> {
        PostingSlice {
            bytes: &self.bytes,
            marks: &self.marks,
            first,
        }
    }

    /// Appends them, to be read again.
    pub fn write(&self, out: &mut Vec<u8>) {
        numbers(out, &self.marks);
        varint(out, self.bytes.len() as u64);
        out.extend(&self.bytes);
    }

    /// Reads what [`PostingLists::write`] appended.
    pub fn read(reader: &mut ByteReader<'_>) -> Option<Self> {
        let marks = reader.list(ByteReader::small)?;
        let length = reader.small()?;
        let bytes = reader.bytes(length as usize)?.to_vec();
        Some(Self { bytes, marks })
    }

    /// Reads what [`PostingLists::write`] appended to nothing.
    pub fn from_bytes(mut bytes: Vec<u8>) -> Option<Self> {
        let mut reader = ByteReader::new(&bytes);
        let marks = reader.list(ByteReader::small)?;
        let length = reader.small()? as usize;
        let begin = (reader.left() == length).then(|| bytes.len() - length)?;
        bytes.drain(..begin);
        Some(Self { bytes, marks })
    }

    /// Begins the ranges up to this one; whether it was not begun already.
    fn begin(&mut self, range: usize) -> bool {
        let begun = self.marks.len();
        while self.marks.len() <= range {
            self.marks.push(self.bytes.len() as u32);
        }
        self.marks.len() > begun
    }
}

fn coded(position: u32) -> u64 {
    let (position, body) = (u64::from(position), BODY as u64);
    match position < body {
        true => 2 * position + 1,
        false => 2 * (position - body),
    }
}

/// One document's lists among those of others.
#[derive(Clone, Copy)]
pub struct PostingSlice<'a> {
    /// See [`PostingLists::bytes`].
    bytes: &'a [u8],
    /// See [`PostingLists::marks`].
    marks: &'a [u32],
    /// The number of its first record among those of all documents.
    first: u32,
}

impl<'a> PostingSlice<'a> {
    fn range(&self, range: usize) -> ByteReader<'a> {
        let ends = self.marks.get(range).zip(self.marks.get(range + 1));
        let own = ends.and_then(|(&from, &to)| self.bytes.get(from as usize..to as usize));
        ByteReader::new(own.unwrap_or_default())
    }
}

/// A document's part of one list.
#[derive(Clone, Copy)]
struct ListPart<'a> {
    string: u64,
    /// Its first record and its last one, among those of all documents.
    first: u32,
    last: u32,
    rest: &'a [u8],
}

impl ListPart<'_> {
    /// How far its first record is from the last one of the piece before.
    fn distance(&self, before: u32) -> u64 {
        self.first.saturating_sub(before).into()
    }
}

/// All pieces of a range, document by document; of one that cannot be read those up to there.
fn pieces<'a>(
    documents: &'a [PostingSlice<'a>],
    range: usize,
) -> impl Iterator<Item = ListPart<'a>> {
    documents.iter().flat_map(move |own| {
        let (mut reader, mut string) = (own.range(range), 0_u64);
        std::iter::from_fn(move || {
            string = string.checked_add(reader.number()?)?;
            let first = own.first.saturating_add(reader.small()?);
            let last = first.saturating_add(reader.small()?);
            let length = reader.small()?;
            let rest = reader.bytes(length as usize)?;
            Some(ListPart {
                string,
                first,
                last,
                rest,
            })
        })
    })
}

/// Lists with positions of strings in order.
#[derive(Default)]
pub struct MergedPostings {
    /// The strings.
    pub strings: Vec<u64>,
    /// The last record that has each.
    lasts: Vec<u32>,
    ends: Vec<usize>,
    bytes: Vec<u8>,
}

/// Room to put lists together in, used again for the next range; nothing in it is read.
#[derive(Default)]
pub struct MergeScratch<'a> {
    /// Strings, each with its place among the lists.
    places: FxHashMap<u64, u32>,
    lists: Vec<OpenList>,
    /// The pieces in the order of the documents, each with the place of its list.
    pieces: Vec<(u32, ListPart<'a>)>,
}

/// A list that pieces are still put into.
struct OpenList {
    string: u64,
    /// Its bytes; once all are counted where the next piece of it goes.
    bytes: usize,
    /// The last record of the piece before.
    before: u32,
}

impl MergedPostings {
    /// Puts the lists of a range together; the documents come in the order of their records.
    ///
    /// The bytes of each list are counted first and then written where they belong: that takes a look
    /// at each piece, and no sorting of them, of which there are a few thousand for each document.
    pub fn of<'a>(
        documents: &'a [PostingSlice<'a>],
        range: usize,
        room: &mut MergeScratch<'a>,
    ) -> Self {
        room.places.clear();
        room.lists.clear();
        room.pieces.clear();
        for piece in pieces(documents, range) {
            let next = room.lists.len() as u32;
            let at = *room.places.entry(piece.string).or_insert(next);
            if at == next {
                room.lists.push(OpenList {
                    string: piece.string,
                    bytes: 1,
                    before: 0,
                });
            }
            let list = &mut room.lists[at as usize];
            list.bytes += varint_length(piece.distance(list.before)) + piece.rest.len();
            list.before = piece.last;
            room.pieces.push((at, piece));
        }
        let mut order: Vec<u32> = (0..room.lists.len() as u32).collect();
        order.sort_unstable_by_key(|&at| room.lists[at as usize].string);
        let mut merged = Self::default();
        let mut end = 0;
        for at in order {
            let list = &mut room.lists[at as usize];
            merged.strings.push(list.string);
            // The first byte, 0, stands there already.
            let long = std::mem::replace(&mut list.bytes, end + 1);
            merged.lasts.push(std::mem::take(&mut list.before));
            end += long;
            merged.ends.push(end);
        }
        merged.bytes = vec![0; end];
        for (at, piece) in &room.pieces {
            let list = &mut room.lists[*at as usize];
            let own = &mut merged.bytes[list.bytes..];
            let long = put_varint(own, piece.distance(list.before));
            own[long..long + piece.rest.len()].copy_from_slice(piece.rest);
            list.bytes += long + piece.rest.len();
            list.before = piece.last;
        }
        merged
    }

    /// The list of the string at this place among [`MergedPostings::strings`].
    pub fn list(&self, n: usize) -> &[u8] {
        let from = n.checked_sub(1).map_or(0, |before| self.ends[before]);
        &self.bytes[from..self.ends[n]]
    }
}
