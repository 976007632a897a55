use std::io;

use tantivy::collector::Count;
use tantivy::postings::TermInfo;
use tantivy::query::{
    BooleanQuery, BoostQuery, ConstScoreQuery, EmptyQuery, Occur, PhraseQuery, Query, TermQuery,
};
use tantivy::schema::{Facet, Field, IndexRecordOption};
use tantivy::{Searcher, SegmentReader, TantivyDocument, Term};

use super::record::SearchRecord;
use super::schema::Fields;
use super::tokenize::covering;

/// Weight of a string in a title, relative to the text.
const IN_TITLE: f32 = 1.5;
/// Weights of BM25 for strings of two symbols and of more. BM25 favours short records, such as a line of
/// a list, but an answer is often a long one.
const TWO: f32 = 0.8;
const MORE: f32 = 0.6;
/// Weights that do not depend on the record's length. `AS_WORD`: two symbols are a word there, unlike 国家
/// in 发展中国家. `AS_STRING`: a longer string occurs.
const AS_WORD: f32 = 0.5;
const AS_STRING: f32 = 1.05;
/// Exponent that damps long strings: the sum of the rarities of `n` bigrams is divided by `n^LENGTH`.
const LENGTH: f32 = 0.85;

/// The terms and records of a tantivy index of one segment.
#[derive(Clone)]
pub struct Terms {
    pub searcher: Searcher,
    pub fields: Fields,
}

/// A query of tantivy.
pub type AnyQuery = Box<dyn Query>;

impl Terms {
    /// The terms of an index.
    ///
    /// # Errors
    /// If its files cannot be read.
    pub fn of(index: &tantivy::Index, fields: Fields) -> tantivy::Result<Self> {
        let searcher = index.reader()?.searcher();
        Ok(Self { searcher, fields })
    }

    /// The only segment.
    ///
    /// # Errors
    /// If there is none.
    pub fn segment(&self) -> io::Result<&SegmentReader> {
        let first = self.searcher.segment_readers().first();
        first.ok_or_else(|| io::Error::other("there is no segment"))
    }

    /// The number of records.
    pub fn len(&self) -> u32 {
        self.searcher.num_docs() as u32
    }

    /// A record by its number.
    ///
    /// # Errors
    /// If it cannot be read.
    pub fn record(&self, number: u32) -> tantivy::Result<SearchRecord> {
        let address = tantivy::DocAddress::new(0, number);
        record_of(&self.searcher.doc(address)?, self.fields)
    }

    /// A query for the records that contain a string of symbols verbatim.
    ///
    /// # Errors
    /// If the index cannot be read.
    pub fn string(&self, symbols: &str) -> tantivy::Result<AnyQuery> {
        let chars: Vec<char> = symbols.chars().collect();
        let Fields {
            title, text, words, ..
        } = self.fields;
        match chars.len() {
            0 => return Ok(Box::new(EmptyQuery)),
            1 => return Ok(term(words, symbols)),
            _ => {}
        }
        let stands = || {
            any(vec![
                phrase(text, &chars),
                boost(phrase(title, &chars), IN_TITLE),
            ])
        };
        if chars.len() == 2 {
            let word = boost(term(words, symbols), AS_WORD);
            return Ok(any(vec![boost(stands(), TWO), word]));
        }
        let mut rarities = Vec::new();
        for pair in bigrams(&chars) {
            let found = self
                .searcher
                .doc_freq(&Term::from_field_text(text, &pair))?;
            rarities.push(self.rarity(found as usize));
        }
        // BM25 would score a string by the sum of its bigrams' rarities, which is too high.
        let count = rarities.len() as f32;
        let mean = rarities.iter().sum::<f32>() / count;
        Ok(any(vec![
            boost(stands(), MORE * count.powf(-LENGTH)),
            constant(stands(), AS_STRING * mean),
        ]))
    }

    /// The inverse document frequency of BM25 for something in `found` records.
    pub fn rarity(&self, found: usize) -> f32 {
        let rest = (self.len() as usize).saturating_sub(found) as f32;
        (1.0 + (rest + 0.5) / (found as f32 + 0.5)).ln()
    }

    /// The records that have a value of a field.
    pub fn facet(&self, field: &str, value: &str) -> AnyQuery {
        let facet = Facet::from_path([field, value]);
        let term = Term::from_facet(self.fields.facets, &facet);
        let query = TermQuery::new(term, IndexRecordOption::Basic);
        constant(Box::new(query), 0.0)
    }

    /// All words of at least two symbols with their numbers of records, sorted.
    ///
    /// # Errors
    /// If the index cannot be read.
    pub fn words(&self) -> io::Result<Vec<(String, u32)>> {
        let mut words = Vec::new();
        self.each_term(self.fields.words, |word, term| {
            if word.chars().nth(1).is_some() {
                words.push((word.to_owned(), term.doc_freq));
            }
        })?;
        Ok(words)
    }

    /// All values that a record has.
    ///
    /// # Errors
    /// If the index cannot be read.
    pub fn facets(&self) -> io::Result<Vec<Facet>> {
        let mut facets = Vec::new();
        self.each_term(self.fields.facets, |path, _| {
            facets.extend(Facet::from_encoded(path.into()).ok());
        })?;
        Ok(facets)
    }

    /// Calls `use_term` for each term of a field, in the order of their bytes.
    ///
    /// # Errors
    /// If the index cannot be read.
    pub fn each_term(
        &self,
        field: Field,
        mut use_term: impl FnMut(&str, &TermInfo),
    ) -> io::Result<()> {
        let inverted = self.segment()?.inverted_index(field);
        let inverted = inverted.map_err(io::Error::other)?;
        let mut terms = inverted.terms().stream()?;
        while let Some((term, info)) = terms.next() {
            if let Ok(term) = std::str::from_utf8(term) {
                use_term(term, info);
            }
        }
        Ok(())
    }

    /// The number of records that a query finds.
    ///
    /// # Errors
    /// If the index cannot be read.
    pub fn count(&self, query: &dyn Query) -> tantivy::Result<usize> {
        self.searcher.search(query, &Count)
    }
}

/// The record of a stored document.
///
/// # Errors
/// If it is damaged.
pub fn record_of(document: &TantivyDocument, fields: Fields) -> tantivy::Result<SearchRecord> {
    use tantivy::schema::Value as _;
    let json = document.get_first(fields.record);
    let json = json.as_ref().and_then(|value| value.as_bytes());
    let record = serde_json::from_slice(json.unwrap_or_default());
    record.map_err(|error| tantivy::TantivyError::SystemError(error.to_string()))
}

fn term(field: Field, text: &str) -> AnyQuery {
    let term = Term::from_field_text(field, text);
    Box::new(TermQuery::new(term, IndexRecordOption::WithFreqs))
}

/// The fewest bigrams that cover a string.
fn bigrams(chars: &[char]) -> impl Iterator<Item = String> {
    covering(chars.len()).map(|at| chars[at..at + 2].iter().collect())
}

/// A phrase of two or more symbols in a field.
fn phrase(field: Field, chars: &[char]) -> AnyQuery {
    let terms = bigrams(chars).map(|pair| Term::from_field_text(field, &pair));
    let mut terms: Vec<(usize, Term)> = covering(chars.len()).zip(terms).collect();
    match terms.len() {
        1 => {
            let (_, term) = terms.remove(0);
            Box::new(TermQuery::new(term, IndexRecordOption::WithFreqs))
        }
        _ => Box::new(PhraseQuery::new_with_offset(terms)),
    }
}

/// A query that gives every record it finds the same score.
pub fn constant(query: AnyQuery, score: f32) -> AnyQuery {
    Box::new(ConstScoreQuery::new(query, score))
}

/// A query whose score is multiplied by a factor.
pub fn boost(query: AnyQuery, factor: f32) -> AnyQuery {
    Box::new(BoostQuery::new(query, factor))
}

/// The union of the queries' results, with the sum of the scores.
pub fn any(queries: Vec<AnyQuery>) -> AnyQuery {
    Box::new(BooleanQuery::union(queries))
}

/// The intersection of the queries' results, with the sum of the scores.
pub fn all(queries: Vec<AnyQuery>) -> AnyQuery {
    let clauses = queries.into_iter().map(|query| (Occur::Must, query));
    Box::new(BooleanQuery::new(clauses.collect()))
}
