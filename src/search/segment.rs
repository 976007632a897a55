//! What one document adds to the index, whatever the others are: kept from build to build, since an
//! edit changes one document of many.

use std::collections::BTreeMap;

use rustc_hash::FxHashMap;

use super::bigrams::{self, ByFirst};
use super::byte_codec::{ByteReader, numbers, text, varint};
use super::normalize::{BREAK, END};
use super::passages::rows;
use super::posting::class;
use super::posting_lists::PostingLists;
use super::record::{FIELDS, RecordKind, SearchRecord};
use super::schema::{pack, unpack};
use super::vocabulary_terms::TermCounter;
use super::words::Words;
use crate::fingerprint::Fingerprint;

/// What one document adds.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct DocumentSegment {
    /// For each record its class of length and its kind, packed.
    kinds: Vec<u8>,
    /// What all its records are of; agencies are in no document.
    pub heading: Option<Heading>,
    /// Bodies: id and title.
    pub agencies: Vec<(String, String)>,
    /// Bytes of the texts of the records.
    pub written: u64,
    /// What is shown of the records, in the order of these.
    pub rows: Vec<PassageRef>,
    /// For each of [`FIELDS`] its values, sorted, each with the records that have it.
    pub facets: Vec<Vec<(String, Vec<u32>)>>,
    /// Words of the vocabulary by their places among [`super::vocabulary_terms::VocabularyTerms`], each with how many records have it.
    pub forms: Vec<(u32, u32)>,
    /// The words, one a line.
    words: String,
    /// For each word how many records have it.
    times: Vec<u32>,
}

/// What is told of a document wherever a record of it is shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Heading {
    /// Its id.
    pub id: String,
    /// Its title.
    pub title: String,
    /// Its city's id and name, each where there is one.
    pub city: [Option<String>; 2],
    /// The seed.
    pub file: String,
}

/// A piece of a record's text as browsers get it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PassageRef {
    /// The record, counted from the document's first.
    pub record: u32,
    /// Symbols before the piece.
    pub position: u32,
    /// Bytes of it, without the number of the record.
    pub bytes: u32,
    /// The key of these bytes.
    pub key: Fingerprint,
}

/// The symbols of records: title and text of each, each with [`END`].
pub fn symbols(records: &[SearchRecord]) -> String {
    let mut all = String::new();
    for record in records {
        let (title, text) = record.symbols();
        append(&mut all, &title, &text.symbols);
    }
    all
}

fn append(all: &mut String, title: &[char], text: &[char]) {
    for symbols in [title, text] {
        all.extend(symbols);
        all.push(END);
    }
}

/// What is made beside a part.
pub struct Made {
    /// The part.
    pub part: DocumentSegment,
    /// Where pairs stand.
    pub lists: PostingLists,
    /// The symbols of its records (see [`symbols`]).
    pub symbols: String,
    /// Its rows, written out.
    pub rows: Vec<Box<str>>,
}

impl DocumentSegment {
    /// The part of a document with these records; `words` cuts them, and `own` counts words of the
    /// vocabulary.
    pub fn of(records: &[SearchRecord], words: &Words, own: &TermCounter) -> Made {
        let mut part = Self {
            heading: records.first().and_then(Heading::of),
            written: records.iter().map(|record| record.text.len() as u64).sum(),
            facets: facets(records),
            ..Self::default()
        };
        let agencies = records
            .iter()
            .filter(|record| record.kind == RecordKind::Agency);
        part.agencies = agencies
            .flat_map(|record| {
                let ids = record.facets.agency.iter();
                ids.map(|id| (id.clone(), record.title.clone()))
            })
            .collect();
        let mut symbols = String::new();
        let mut written = Vec::new();
        let mut places = Vec::new();
        for (n, record) in records.iter().enumerate() {
            let (title, text) = record.symbols();
            append(&mut symbols, &title, &text.symbols);
            let class = class(title.len() + text.symbols.len());
            part.kinds.push(pack(class, record.kind) as u8);
            places.extend(bigrams::places(n as u32, [&title, &text.symbols]));
            for row in rows(record, &text) {
                part.rows.push(PassageRef {
                    record: n as u32,
                    position: row.position as u32,
                    bytes: row.json.len() as u32,
                    key: Fingerprint::of_bytes(row.json.as_bytes()),
                });
                written.push(row.json);
            }
        }
        part.forms = own.count(&symbols);
        let mut pairs_as_words: Vec<(u64, u32)> = Vec::new();
        // For each word the last record that has it, and how many have it.
        let mut found: FxHashMap<&str, (usize, u32)> = FxHashMap::default();
        let lines: Vec<String> = lines(&symbols).collect();
        for (n, line) in lines.iter().enumerate() {
            for word in words.of(line) {
                let (last, times) = found.entry(word).or_insert((usize::MAX, 0));
                if *last == n {
                    continue;
                }
                (*last, *times) = (n, *times + 1);
                let mut chars = word.chars();
                if let (Some(a), Some(b), None) = (chars.next(), chars.next(), chars.next()) {
                    pairs_as_words.push((bigrams::number([a, b]), n as u32));
                }
            }
        }
        let mut found: Vec<(&str, u32)> = found.into_iter().map(|(w, (_, n))| (w, n)).collect();
        found.sort_unstable();
        for (word, times) in found {
            part.words.push_str(word);
            part.words.push('\n');
            part.times.push(times);
        }
        pairs_as_words.sort_unstable();
        let class = |n: u32| part.class_and_kind(n as usize).0;
        let lists = PostingLists::of(places, &pairs_as_words, class, &ByFirst);
        Made {
            part,
            lists,
            symbols,
            rows: written,
        }
    }

    fn class_and_kind(&self, n: usize) -> (u8, RecordKind) {
        unpack(self.kinds.get(n).copied().unwrap_or_default().into())
    }

    /// How many records it has.
    pub fn len(&self) -> usize {
        self.kinds.len()
    }

    /// The kinds of the records.
    pub fn kinds(&self) -> impl Iterator<Item = RecordKind> + '_ {
        (0..self.len()).map(|n| self.class_and_kind(n).1)
    }

    /// The words with the number of records that each stands in.
    pub fn words(&self) -> impl Iterator<Item = (&str, u32)> {
        self.words.lines().zip(self.times.iter().copied())
    }

    /// To be read again.
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut out = Vec::with_capacity(40_000);
        let number = |out: &mut Vec<u8>, n: usize| varint(out, n as u64);
        number(&mut out, self.kinds.len());
        out.extend(&self.kinds);
        number(&mut out, usize::from(self.heading.is_some()));
        if let Some(of) = &self.heading {
            for part in [&of.id, &of.title, &of.file] {
                text(&mut out, part);
            }
            for part in &of.city {
                number(&mut out, usize::from(part.is_some()));
                text(&mut out, part.as_deref().unwrap_or_default());
            }
        }
        number(&mut out, self.agencies.len());
        for (id, title) in &self.agencies {
            text(&mut out, id);
            text(&mut out, title);
        }
        varint(&mut out, self.written);
        number(&mut out, self.rows.len());
        for row in &self.rows {
            for n in [row.record, row.position, row.bytes] {
                varint(&mut out, n.into());
            }
            out.extend(row.key.bytes());
        }
        number(&mut out, self.facets.len());
        for values in &self.facets {
            number(&mut out, values.len());
            for (value, records) in values {
                text(&mut out, value);
                numbers(&mut out, records);
            }
        }
        numbers(&mut out, &self.times);
        number(&mut out, self.forms.len());
        for (form, records) in &self.forms {
            varint(&mut out, (*form).into());
            varint(&mut out, (*records).into());
        }
        text(&mut out, &self.words);
        out
    }

    /// What [`DocumentSegment::to_bytes`] wrote; `None` for anything else.
    pub fn read(bytes: &[u8]) -> Option<Self> {
        let mut reader = ByteReader::new(bytes);
        let reader = &mut reader;
        let own = |reader: &mut ByteReader<'_>| reader.text().map(str::to_owned);
        let kinds = reader.small()?;
        let kinds = reader.bytes(kinds as usize)?.to_vec();
        let heading = match reader.number()? {
            0 => None,
            _ => {
                let [id, title, file] = [own(reader)?, own(reader)?, own(reader)?];
                let part = |reader: &mut ByteReader<'_>| {
                    let has = reader.number()? > 0;
                    Some(Some(own(reader)?).filter(|_| has))
                };
                let city = [part(reader)?, part(reader)?];
                Some(Heading {
                    id,
                    title,
                    city,
                    file,
                })
            }
        };
        let part = Self {
            kinds,
            heading,
            agencies: reader.list(|reader| Some((own(reader)?, own(reader)?)))?,
            written: reader.number()?,
            rows: reader.list(PassageRef::read)?,
            facets: reader.list(|reader| {
                reader.list(|reader| Some((own(reader)?, reader.list(ByteReader::small)?)))
            })?,
            times: reader.list(ByteReader::small)?,
            forms: reader.list(|reader| Some((reader.small()?, reader.small()?)))?,
            words: own(reader)?,
        };
        (reader.left() == 0).then_some(part)
    }
}

impl Heading {
    fn of(record: &SearchRecord) -> Option<Self> {
        Some(Self {
            id: record.facets.document.clone()?,
            title: record.document.clone().unwrap_or_default(),
            city: [record.facets.city.clone(), record.city.clone()],
            file: record.file.clone(),
        })
    }
}

impl PassageRef {
    fn read(reader: &mut ByteReader<'_>) -> Option<Self> {
        Some(Self {
            record: reader.small()?,
            position: reader.small()?,
            bytes: reader.small()?,
            key: reader.key()?,
        })
    }
}

/// Title and text of each record in one line, as they are cut into words.
pub fn lines(symbols: &str) -> impl Iterator<Item = String> + '_ {
    let mut texts = symbols.split(END);
    std::iter::from_fn(move || {
        let [title, body] = [texts.next()?, texts.next()?];
        let mut line = String::with_capacity(title.len() + body.len() + 1);
        line.push_str(title);
        line.push(BREAK);
        line.push_str(body);
        Some(line)
    })
}

fn facets(records: &[SearchRecord]) -> Vec<Vec<(String, Vec<u32>)>> {
    let mut all: [BTreeMap<String, Vec<u32>>; FIELDS.len()] = Default::default();
    for (n, record) in records.iter().enumerate() {
        for (field, value) in record.facet_values() {
            if let Some(at) = FIELDS.iter().position(|own| *own == field) {
                all[at].entry(value).or_default().push(n as u32);
            }
        }
    }
    all.map(|values| values.into_iter().collect()).into()
}
