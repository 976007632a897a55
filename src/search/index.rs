use std::fs;
use std::io;
use std::path::Path;

use jiff::civil::Date;
use rayon::prelude::*;
use serde::{Deserialize, Serialize};
use tantivy::TantivyDocument;
use tantivy::directory::MmapDirectory;
use tantivy::indexer::SingleSegmentIndexWriter;
use tantivy::schema::Facet;
use tantivy::tokenizer::{PreTokenizedString, TextAnalyzer, TokenStream as _};

use super::document_records::of_policy;
use super::guide::{Catalog, Guide};
use super::lexicon::{Lexicon, Widening};
use super::normalize::{BREAK, plain};
use super::record::{RecordKind, SearchRecord, agencies};
use super::schema::{Fields, VERSION, schema, tokenizers};
use super::terms::Terms;
use super::words::Words;
use crate::atlas::Atlas;
use crate::phrase::Phrases;
use crate::vocabulary::Vocabulary;

/// Memory that the writer plans for.
const MEMORY: usize = 64 << 20;
/// Number of documents whose records are prepared together, on all cores.
const BATCH: usize = 8;

/// Name of the file that identifies the inputs of an index.
const STAMP: &str = "stamp.json";

/// The inputs of an index.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stamp {
    /// Version of the shape of the index.
    pub schema: u32,
    /// Version of the program, since another one may read the texts differently.
    pub program: String,
    /// Fingerprint of the records.
    pub records: String,
    /// Fingerprint of the files that the records were read from.
    pub inputs: String,
    /// Fingerprint of the lengths and modification times of these files.
    pub files: String,
    /// Fingerprint of the data that queries are parsed with.
    pub guide: String,
}

/// The reason why an index cannot be searched.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum OpenError {
    /// There is no index yet.
    #[error("there is no index yet")]
    Missing,
    /// It was made by another version of the program.
    #[error("the index was made by another version of cewen")]
    OtherVersion,
    /// The texts or lists have changed since.
    #[error("the index is older than the texts it was made of")]
    Stale,
    /// Its files are damaged.
    #[error("the index cannot be read: {0}")]
    Damaged(String),
}

fn damaged(error: impl std::fmt::Display) -> OpenError {
    OpenError::Damaged(error.to_string())
}

impl From<tantivy::TantivyError> for OpenError {
    fn from(error: tantivy::TantivyError) -> Self {
        Self::Damaged(error.to_string())
    }
}

impl Stamp {
    /// The stamp of the index that this program made in a folder.
    ///
    /// # Errors
    /// If the folder cannot be read.
    pub fn of(folder: &Path, [records, inputs, files]: [String; 3]) -> io::Result<Self> {
        let (_, guide) = Guide::read(folder)?;
        Ok(Self {
            schema: VERSION,
            program: env!("CARGO_PKG_VERSION").to_owned(),
            records,
            inputs,
            files,
            guide,
        })
    }

    /// The stamp of the index in a folder.
    ///
    /// # Errors
    /// If there is none, or it is of another version.
    pub fn read(folder: &Path) -> Result<Self, OpenError> {
        let text = fs::read_to_string(folder.join(STAMP)).map_err(|_| OpenError::Missing)?;
        // A stamp of another format comes from another version.
        let stamp: Self = serde_json::from_str(&text).map_err(|_| OpenError::OtherVersion)?;
        match (stamp.schema, stamp.program.as_str()) {
            (VERSION, env!("CARGO_PKG_VERSION")) => Ok(stamp),
            _ => Err(OpenError::OtherVersion),
        }
    }

    /// Stamps the index in a folder.
    ///
    /// # Errors
    /// If the folder cannot be written to.
    pub fn write(&self, folder: &Path) -> io::Result<()> {
        let fresh = folder.join("stamp.new");
        fs::write(&fresh, serde_json::to_string(self)?)?;
        fs::rename(fresh, folder.join(STAMP))
    }

    /// Takes the stamp away: the next build makes the index anew.
    pub fn remove(folder: &Path) {
        let _ = fs::remove_file(folder.join(STAMP));
    }
}

/// The inputs for the records of an index.
#[derive(Clone, Copy)]
pub struct IndexSource<'a> {
    /// The documents and their links.
    pub atlas: &'a Atlas,
    /// The words they were read with.
    pub vocabulary: &'a Vocabulary,
    /// The theme's words for kinds of figures.
    pub phrases: &'a Phrases,
    /// The day of the build, for the status of documents.
    pub today: Date,
}

/// An index ready for queries.
pub struct Index {
    pub(super) terms: Terms,
    pub(super) guide: Guide,
    pub(super) lexicon: Lexicon,
    pub(super) widening: Widening,
}

impl Index {
    /// Makes the index of a site in an empty folder, in one segment. Records are added in order: the
    /// number of a record is that of its tantivy document.
    ///
    /// # Errors
    /// If the folder cannot be written to.
    pub fn make(folder: &Path, source: IndexSource<'_>, words: &Words) -> io::Result<Self> {
        let (schema, fields) = schema();
        let directory = MmapDirectory::open(folder).map_err(io::Error::other)?;
        let writer = tantivy::Index::builder()
            .schema(schema)
            .tokenizers(tokenizers(words))
            .single_segment_index_writer(directory, MEMORY);
        let mut writer: SingleSegmentIndexWriter = writer.map_err(io::Error::other)?;
        let mut catalog = Catalog::default();
        let analyzer = tokenizers(words).get("words").unwrap_or_default();
        let ready = |record: SearchRecord, analyzer: &mut TextAnalyzer| {
            document(&record, fields, analyzer).map(|document| (record, document))
        };
        let mut number: i64 = 0;
        let policies: Vec<usize> = (0..=source.atlas.policies.len()).collect();
        for batch in policies.chunks(BATCH) {
            let records = batch.par_iter().flat_map(|&n| source.records(n));
            let ready = records.map_with(analyzer.clone(), |own, record| ready(record, own));
            let ready: Vec<_> = ready.collect::<io::Result<_>>()?;
            for (record, mut document) in ready {
                let passage = record
                    .passage
                    .map_or(0, |of| i64::from(of.passage) - i64::from(of.own));
                document.add_u64(fields.passage, (number + passage).unsigned_abs());
                number += 1;
                catalog.add(&record);
                writer.add_document(document).map_err(io::Error::other)?;
            }
        }
        let index = writer.finalize().map_err(io::Error::other)?;
        let terms = Terms::of(&index, fields).map_err(io::Error::other)?;
        let guide = Guide::new(&terms, &catalog, source.vocabulary)?;
        guide.write(folder)?;
        Ok(Self::of(terms, guide))
    }

    /// Opens the index in a folder, which has this stamp.
    ///
    /// # Errors
    /// If it cannot be read.
    pub fn open(folder: &Path, stamp: &Stamp) -> Result<Self, OpenError> {
        let (guide, fingerprint) = Guide::read(folder).map_err(damaged)?;
        if fingerprint != stamp.guide {
            return Err(damaged("its guide was changed"));
        }
        let index = tantivy::Index::open_in_dir(folder)?;
        let (schema, fields) = schema();
        if index.schema() != schema {
            return Err(OpenError::OtherVersion);
        }
        Ok(Self::of(Terms::of(&index, fields)?, guide))
    }

    /// Whether the checksum of every file is correct.
    pub fn is_whole(&self) -> bool {
        let damaged = self.terms.searcher.index().validate_checksum();
        damaged.is_ok_and(|damaged| damaged.is_empty())
    }

    fn of(terms: Terms, guide: Guide) -> Self {
        let groups = guide.groups.iter();
        let groups = groups.map(|group| {
            let asked = group.found.iter().chain(&group.asked).cloned().collect();
            (asked, group.found.clone())
        });
        Self {
            lexicon: Lexicon::new(guide.lexicon()),
            widening: Widening::new(&groups.collect::<Vec<_>>()),
            terms,
            guide,
        }
    }
}

impl IndexSource<'_> {
    /// The records of a document; the index behind the last document stands for the agencies.
    fn records(&self, n: usize) -> Vec<SearchRecord> {
        let Some(policy) = self.atlas.policies.get(n) else {
            return agencies(self.atlas, self.vocabulary);
        };
        let status = policy.status_on(self.today).status.id();
        let mut records = of_policy(n, self.atlas, self.vocabulary, self.phrases);
        for record in &mut records {
            record.facets.status = Some(status.to_owned());
        }
        records
    }
}

/// A record as a tantivy document. It is segmented here, on all cores, rather than in tantivy's single
/// writing thread.
fn document(
    record: &SearchRecord,
    fields: Fields,
    analyzer: &mut TextAnalyzer,
) -> io::Result<TantivyDocument> {
    let mut document = TantivyDocument::new();
    document.add_bytes(fields.record, &serde_json::to_vec(record)?);
    let title = plain(&record.own_title());
    let text = plain(&record.text);
    let mut tokens = Vec::new();
    let whole = format!("{title}{BREAK}{text}");
    analyzer
        .token_stream(&whole)
        .process(&mut |token| tokens.push(token.clone()));
    let text_of_tokens = String::new();
    let tokens = PreTokenizedString {
        text: text_of_tokens,
        tokens,
    };
    document.add_pre_tokenized_text(fields.words, tokens);
    document.add_text(fields.title, title);
    document.add_text(fields.text, text);
    for (field, value) in record.facet_values() {
        document.add_facet(fields.facets, Facet::from_path([field, value.as_str()]));
    }
    let kind = RecordKind::ALL.iter().position(|kind| *kind == record.kind);
    document.add_u64(fields.kind, kind.unwrap_or_default() as u64);
    let year = record.facets.year.iter().max().copied();
    document.add_u64(fields.year, year.unwrap_or_default().unsigned_abs().into());
    Ok(document)
}
