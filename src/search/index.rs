use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use tantivy::postings::Postings as _;
use tantivy::schema::{IndexRecordOption, Value};
use tantivy::{DocAddress, DocSet, Searcher, SegmentReader, TERMINATED, TantivyDocument, Term};

use super::guide::Guide;
use super::index_files::{GUIDE, OpenError, STAMP, Stamp, TERMS};
use super::lexicon::{Lexicon, Widening};
use super::positions::Places;
use super::posting::Posting;
use super::postings::Postings;
use super::rank::IndexReader;
use super::record::{RecordKind, SearchRecord};
use super::schema::{Fields, schema, unpack};
use super::segment_store::SegmentStore;

fn damaged(error: impl std::fmt::Display) -> OpenError {
    OpenError::Damaged(error.to_string())
}

/// An index that can be asked.
pub struct Index {
    pub(super) searcher: Searcher,
    pub(super) fields: Fields,
    pub(super) guide: Guide,
    pub(super) lexicon: Lexicon,
    pub(super) widening: Widening,
    /// For each record its class of length, its kind and where it is.
    records: Vec<(u8, RecordKind, DocAddress)>,
    /// For each segment the number of each of its documents.
    numbers: Vec<Vec<u32>>,
}

impl Index {
    /// Opens the index in `folder`, if it was made of inputs with this fingerprint. Where it is asked
    /// for the first time, this makes it first, of `parts`: `making` is called then.
    ///
    /// # Errors
    /// Where it has to be made first, and why.
    pub fn open(
        folder: &Path,
        parts: &SegmentStore,
        inputs: &str,
        making: &dyn Fn(),
    ) -> Result<Self, OpenError> {
        let stamp = fs::read_to_string(folder.join(STAMP)).map_err(|_| OpenError::Missing)?;
        // A stamp of another shape is one of another version.
        let stamp: Stamp = serde_json::from_str(&stamp).map_err(|_| OpenError::OtherVersion)?;
        let current = Stamp::current(inputs);
        if (stamp.schema, &stamp.program) != (current.schema, &current.program) {
            return Err(OpenError::OtherVersion);
        }
        if stamp.inputs != current.inputs {
            return Err(OpenError::Stale);
        }
        let guide = fs::read_to_string(folder.join(GUIDE)).map_err(damaged)?;
        let guide: Guide = serde_json::from_str(&guide).map_err(damaged)?;
        let terms = folder.join(TERMS);
        if !terms.is_dir() {
            making();
            super::build::make(folder, parts).map_err(damaged)?;
        }
        let index = tantivy::Index::open_in_dir(&terms).map_err(damaged)?;
        if index.schema() != schema().0 {
            return Err(OpenError::OtherVersion);
        }
        Self::of(&index, guide)
    }

    pub(super) fn of(index: &tantivy::Index, guide: Guide) -> Result<Self, OpenError> {
        let searcher = index.reader().map_err(damaged)?.searcher();
        let mut records = BTreeMap::new();
        let mut numbers = Vec::new();
        for (n, segment) in searcher.segment_readers().iter().enumerate() {
            let column = |name| {
                let column = segment.fast_fields().u64(name).map_err(damaged)?;
                Ok::<_, OpenError>(column.first_or_default_col(0))
            };
            let (number, class) = (column("number")?, column("class")?);
            let mut own = Vec::new();
            for document in 0..segment.max_doc() {
                let (class, kind) = unpack(class.get_val(document));
                let number = u32::try_from(number.get_val(document)).map_err(damaged)?;
                records.insert(number, (class, kind, DocAddress::new(n as u32, document)));
                own.push(number);
            }
            numbers.push(own);
        }
        let synonyms: Vec<(Vec<String>, Vec<String>)> = guide
            .groups
            .iter()
            .map(|g| ([g.found.clone(), g.asked.clone()].concat(), g.found.clone()))
            .collect();
        Ok(Self {
            searcher,
            fields: schema().1,
            lexicon: Lexicon::new(guide.lexicon()),
            widening: Widening::new(&synonyms),
            records: records.into_values().collect(),
            numbers,
            guide,
        })
    }

    /// The record of a number.
    pub(super) fn record(&self, number: u32) -> Result<SearchRecord, OpenError> {
        let document: TantivyDocument = self
            .searcher
            .doc(self.records[number as usize].2)
            .map_err(damaged)?;
        let json = document
            .get_first(self.fields.record)
            .and_then(|value| value.as_str().map(str::to_owned))
            .unwrap_or_default();
        serde_json::from_str(&json).map_err(damaged)
    }

    /// Where a pair stands in one segment, whose documents are in the order of their numbers.
    fn positions(&self, segment: usize, pair: &str) -> Result<Places, OpenError> {
        let reader = &self.searcher.segment_readers()[segment];
        let inverted = reader.inverted_index(self.fields.pairs).map_err(damaged)?;
        let term = Term::from_field_text(self.fields.pairs, pair);
        let postings = inverted
            .read_postings(&term, IndexRecordOption::WithFreqsAndPositions)
            .map_err(damaged)?;
        let mut places = Places::default();
        let Some(mut postings) = postings else {
            return Ok(places);
        };
        let mut at = Vec::new();
        while postings.doc() != TERMINATED {
            postings.positions(&mut at);
            let number = self.numbers[segment][postings.doc() as usize];
            for &position in &at {
                places.push(number, position);
            }
            postings.advance();
        }
        Ok(places)
    }

    fn is_word(&self, segment: usize, word: &str) -> Result<Vec<u32>, OpenError> {
        let term = Term::from_field_text(self.fields.words, word);
        self.listed(segment, &term)
    }

    fn listed(&self, segment: usize, term: &Term) -> Result<Vec<u32>, OpenError> {
        let reader = &self.searcher.segment_readers()[segment];
        let inverted = reader.inverted_index(term.field()).map_err(damaged)?;
        let mut all = Vec::new();
        if let Some(mut postings) = inverted
            .read_postings(term, IndexRecordOption::Basic)
            .map_err(damaged)?
        {
            while postings.doc() != TERMINATED {
                all.push(self.numbers[segment][postings.doc() as usize]);
                postings.advance();
            }
        }
        Ok(all)
    }
}

impl Postings for Index {
    type Error = OpenError;

    fn places(&self, pair: &str) -> Result<Places, OpenError> {
        let each = (0..self.numbers.len()).map(|segment| self.positions(segment, pair));
        let mut each = each.collect::<Result<Vec<Places>, OpenError>>()?;
        Ok(match each.len() {
            1 => each.remove(0),
            _ => Places::union(&each),
        })
    }

    fn pairs_with(&self, c: char) -> Result<BTreeSet<String>, OpenError> {
        let mut pairs = BTreeSet::new();
        for reader in self.searcher.segment_readers() {
            pairs.extend(pairs_with(reader, self.fields, c)?);
        }
        Ok(pairs)
    }

    fn word_records(&self, word: &str) -> Result<Vec<u32>, OpenError> {
        let mut all = Vec::new();
        for segment in 0..self.numbers.len() {
            all.extend(self.is_word(segment, word)?);
        }
        all.sort_unstable();
        Ok(all)
    }

    fn class(&self, number: u32) -> u8 {
        self.records[number as usize].0
    }
}

impl IndexReader for Index {
    type Error = OpenError;

    fn len(&self) -> u32 {
        self.records.len() as u32
    }

    fn kind(&self, record: u32) -> RecordKind {
        self.records[record as usize].1
    }

    fn find(&self, symbols: &str) -> Result<Vec<Posting>, OpenError> {
        Postings::find(self, symbols)
    }

    fn with(&self, field: &str, value: &str) -> Result<Vec<u32>, OpenError> {
        if field == "kind" {
            let all = self.records.iter().enumerate();
            let own = all.filter(|(_, record)| record.1.id() == value);
            return Ok(own.map(|(n, _)| n as u32).collect());
        }
        let term = Term::from_field_text(self.fields.facets, &format!("{field}={value}"));
        let mut all = Vec::new();
        for segment in 0..self.numbers.len() {
            all.extend(self.listed(segment, &term)?);
        }
        all.sort_unstable();
        Ok(all)
    }
}

/// All pairs of a segment that begin with `c`.
fn pairs_with(reader: &SegmentReader, fields: Fields, c: char) -> Result<Vec<String>, OpenError> {
    let inverted = reader.inverted_index(fields.pairs).map_err(damaged)?;
    let mut end = c.to_string();
    end.push(char::MAX);
    let mut stream = inverted
        .terms()
        .range()
        .ge(c.to_string())
        .le(end)
        .into_stream()
        .map_err(damaged)?;
    let mut pairs = Vec::new();
    while let Some((pair, _)) = stream.next() {
        pairs.push(String::from_utf8_lossy(pair).into_owned());
    }
    Ok(pairs)
}
