//! Posting lists of bigrams and of single characters, many to a file: those of a word and of its synonyms
//! follow each other, so that a query needs few files; those that no word has come after them, sorted.
//!
//! A file: the number of its keys; the bytes of all keys and the keys, joined by NUL; for each
//! key the bytes of its list; the lists. All numbers are varints.
//!
//! A list: how many records; for each of them its distance from the one before, then `4·times + 2·title +
//! word`, where `times` counts the string in the text, and, where the title has it, how often; then the
//! positions, or where these are. The positions of a record are those in its text, then those in its title,
//! each as the distance from the one before. Of a character there are none.
//!
//! Where a string stands in many places, its positions are in files of their own, which follow in the same pack: the
//! list has the number of these files, where the first begins, for each the distance of its first record from that of
//! the file before, and for each its length, both in units of the pack. A query fetches those with records that have
//! all of its strings.

use std::collections::{BTreeMap, HashMap};
use std::io;
use std::ops::Range;
use std::sync::Arc;

use rayon::prelude::*;
use serde::Serialize;
use tantivy::postings::{Postings as _, TermInfo};
use tantivy::schema::IndexRecordOption;
use tantivy::{DocSet as _, InvertedIndexReader, TERMINATED};

use super::Put;
use super::pack::{PackDirectory, PackWriter, packed, units};
use super::varint::{distances, varint};
use crate::search::guide::Guide;
use crate::search::terms::Terms;

/// Bytes of postings in a file: as small as can be without a directory larger than what it saves.
const LEAST_FILE: usize = 700;
const MOST_FILE: usize = 12_000;
const FILES: usize = 1_500;
/// More bytes of positions than this are in files of their own.
const INLINE: usize = 3_000;
/// Bytes of positions in such a file, more or less.
const BLOCK: usize = 3_000;
/// Files that are made beside each other and held until they are written.
const BATCH: usize = 256;

/// Where each key is.
#[derive(Serialize)]
pub struct PostingDirectory {
    /// The first key of each file.
    first: Vec<String>,
    /// Where it is.
    packs: PackDirectory,
}

/// What the fields of the index have of a key.
#[derive(Clone, Default)]
struct Key {
    text: Option<TermInfo>,
    title: Option<TermInfo>,
    words: Option<TermInfo>,
}

impl Key {
    /// About how many bytes its list has.
    fn size(&self) -> usize {
        let fields = [&self.text, &self.title].into_iter().flatten();
        let bytes = fields.map(|term| {
            let positions = term.positions_range.len();
            term.postings_range.len() + if positions > INLINE { 0 } else { positions }
        });
        let words = self
            .words
            .as_ref()
            .map_or(0, |term| term.doc_freq as usize / 8);
        bytes.sum::<usize>() + words
    }
}

/// Where a string stands in a field.
#[derive(Default)]
struct Places {
    records: Vec<u32>,
    /// For each record where its positions end.
    ends: Vec<usize>,
    positions: Vec<u32>,
}

impl Places {
    fn of(inverted: &InvertedIndexReader, term: Option<&TermInfo>) -> io::Result<Self> {
        let mut places = Self::default();
        let Some(term) = term else {
            return Ok(places);
        };
        let option = IndexRecordOption::WithFreqsAndPositions;
        let mut postings = inverted.read_postings_from_terminfo(term, option)?;
        let mut own = Vec::new();
        while postings.doc() != TERMINATED {
            postings.positions(&mut own);
            places.records.push(postings.doc());
            places.positions.append(&mut own);
            places.ends.push(places.positions.len());
            postings.advance();
        }
        Ok(places)
    }

    /// The positions in the next record, if it is this one; `next` counts the records that were passed.
    fn take(&self, record: u32, next: &mut usize) -> &[u32] {
        if self.records.get(*next) != Some(&record) {
            return &[];
        }
        let from = next.checked_sub(1).map_or(0, |before| self.ends[before]);
        *next += 1;
        &self.positions[from..self.ends[*next - 1]]
    }
}

/// All keys of an index, and what reads their postings.
struct PostingReader {
    keys: Vec<(String, Key)>,
    text: Arc<InvertedIndexReader>,
    title: Arc<InvertedIndexReader>,
    words: Arc<InvertedIndexReader>,
}

/// Writes all files; gives where each key is.
///
/// # Errors
/// Where the index cannot be read or a file not be written.
pub fn write(terms: &Terms, guide: &Guide, put: &Put<'_>) -> io::Result<PostingDirectory> {
    let mut reader = PostingReader::of(terms)?;
    let order = order(guide);
    let place = |key: &str| order.get(key).copied().unwrap_or(usize::MAX);
    reader.keys.sort_by_key(|(key, _)| place(key));
    let files = reader.files();
    let mut packs = PackWriter::new("p", put);
    for batch in files.chunks(BATCH) {
        let made = batch.par_iter().map(|keys| {
            let mut blocks = Vec::new();
            let file = reader.file(keys.clone(), &mut blocks)?;
            Ok((packed(&file), blocks))
        });
        for (file, blocks) in made.collect::<io::Result<Vec<_>>>()? {
            packs.add(&file, &blocks)?;
        }
    }
    let first = files.iter().map(|keys| reader.keys[keys.start].0.clone());
    Ok(PostingDirectory {
        first: first.collect(),
        packs: packs.end()?,
    })
}

/// For each bigram of a word the place of its list: synonyms first, then the words of the texts.
fn order(guide: &Guide) -> HashMap<String, usize> {
    let synonyms = guide.groups.iter();
    let synonyms = synonyms.flat_map(|group| group.found.iter().chain(&group.asked));
    let mut order = HashMap::new();
    for word in synonyms.chain(&guide.words) {
        let symbols: Vec<char> = word.chars().collect();
        for bigram in symbols.windows(2) {
            let place = order.len();
            order.entry(bigram.iter().collect()).or_insert(place);
        }
    }
    order
}

impl PostingReader {
    fn of(terms: &Terms) -> io::Result<Self> {
        let fields = terms.fields;
        let mut keys: BTreeMap<String, Key> = BTreeMap::new();
        terms.each_term(fields.text, |string, term| {
            keys.entry(string.to_owned()).or_default().text = Some(term.clone());
        })?;
        terms.each_term(fields.title, |string, term| {
            keys.entry(string.to_owned()).or_default().title = Some(term.clone());
        })?;
        terms.each_term(fields.words, |string, term| {
            // Longer words are found, and ranked, as the bigrams they are.
            if string.chars().nth(2).is_none() {
                keys.entry(string.to_owned()).or_default().words = Some(term.clone());
            }
        })?;
        let segment = terms.segment()?;
        let inverted = |field| segment.inverted_index(field).map_err(io::Error::other);
        Ok(Self {
            keys: keys.into_iter().collect(),
            text: inverted(fields.text)?,
            title: inverted(fields.title)?,
            words: inverted(fields.words)?,
        })
    }

    /// Which keys are in which file, in their order.
    fn files(&self) -> Vec<Range<usize>> {
        let sizes: Vec<usize> = self.keys.iter().map(|(_, key)| key.size()).collect();
        let size = (sizes.iter().sum::<usize>() / FILES).clamp(LEAST_FILE, MOST_FILE);
        let mut files = Vec::new();
        let (mut from, mut bytes) = (0, 0);
        for (n, own) in sizes.iter().enumerate() {
            // A long list gets a file of its own.
            if n > from && bytes + own > size {
                files.push(from..n);
                (from, bytes) = (n, 0);
            }
            bytes += own;
        }
        if from < sizes.len() {
            files.push(from..sizes.len());
        }
        files
    }

    fn file(&self, keys: Range<usize>, blocks: &mut Vec<u8>) -> io::Result<Vec<u8>> {
        let keys = &self.keys[keys];
        let names: Vec<&str> = keys.iter().map(|(name, _)| name.as_str()).collect();
        let names = names.join("\0");
        let lists = keys.iter().map(|(_, key)| self.list(key, blocks));
        let lists: Vec<Vec<u8>> = lists.collect::<io::Result<_>>()?;
        let mut out = Vec::new();
        varint(&mut out, keys.len() as u32);
        varint(&mut out, names.len() as u32);
        out.extend(names.as_bytes());
        lists
            .iter()
            .for_each(|list| varint(&mut out, list.len() as u32));
        lists.iter().for_each(|list| out.extend(list));
        Ok(out)
    }

    /// The list of a key; positions that are too many for it go to `blocks`.
    fn list(&self, key: &Key, blocks: &mut Vec<u8>) -> io::Result<Vec<u8>> {
        let text = Places::of(&self.text, key.text.as_ref())?;
        let title = Places::of(&self.title, key.title.as_ref())?;
        let words = match &key.words {
            Some(term) => self.records(term)?,
            None => Vec::new(),
        };
        let mut all = [&text.records[..], &title.records, &words].concat();
        all.sort_unstable();
        all.dedup();
        let (mut heads, mut positions) = (Vec::new(), Vec::new());
        varint(&mut heads, all.len() as u32);
        let [mut of_text, mut of_title, mut of_words] = [0; 3];
        let mut before = 0;
        let mut ends = Vec::with_capacity(all.len());
        for &record in &all {
            let here = text.take(record, &mut of_text);
            let above = title.take(record, &mut of_title);
            let is_word = words.get(of_words) == Some(&record);
            of_words += usize::from(is_word);
            let flags = 2 * u32::from(!above.is_empty()) + u32::from(is_word);
            varint(&mut heads, record - std::mem::replace(&mut before, record));
            varint(&mut heads, 4 * here.len() as u32 + flags);
            if !above.is_empty() {
                varint(&mut heads, above.len() as u32);
            }
            distances(&mut positions, here);
            distances(&mut positions, above);
            ends.push(positions.len());
        }
        if positions.len() <= INLINE {
            heads.push(0);
            heads.extend(positions);
        } else {
            cut(&mut heads, &all, (&positions, &ends), blocks);
        }
        Ok(heads)
    }

    fn records(&self, term: &TermInfo) -> io::Result<Vec<u32>> {
        let basic = IndexRecordOption::Basic;
        let mut postings = self.words.read_postings_from_terminfo(term, basic)?;
        let mut records = Vec::with_capacity(term.doc_freq as usize);
        while postings.doc() != TERMINATED {
            records.push(postings.doc());
            postings.advance();
        }
        Ok(records)
    }
}

/// Cuts the positions of records into blocks, and appends where these are.
fn cut(
    heads: &mut Vec<u8>,
    records: &[u32],
    (positions, ends): (&[u8], &[usize]),
    blocks: &mut Vec<u8>,
) {
    let first = units(blocks.len());
    let (mut begins, mut lengths, mut from) = (vec![0], Vec::new(), 0);
    for (n, &end) in ends.iter().enumerate() {
        let is_last = n + 1 == ends.len();
        if end - from >= BLOCK || is_last {
            let block = packed(&positions[from..end]);
            lengths.push(units(block.len()));
            blocks.extend(block);
            from = end;
            if !is_last {
                begins.push(records[n + 1]);
            }
        }
    }
    varint(heads, begins.len() as u32);
    varint(heads, first);
    distances(heads, &begins);
    lengths.into_iter().for_each(|length| varint(heads, length));
}
