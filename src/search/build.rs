use std::borrow::Cow;
use std::fs;
use std::io;
use std::path::Path;

use rayon::prelude::*;
use serde::{Deserialize, Serialize};
use tantivy::TantivyDocument;
use tantivy::indexer::NoMergePolicy;
use tantivy::tokenizer::{PreTokenizedString, Token};

use super::corpus::Corpus;
use super::index_files::{DOCUMENTS, GUIDE, STAMP, Stamp, TERMS};
use super::normalize::pairs;
use super::posting::class;
use super::record::SearchRecord;
use super::schema::{BODY, Fields, pack, schema};
use super::segment::{lines, symbols};
use super::segment_store::SegmentStore;
use super::words::Words;

/// Memory the writer fills before it writes a segment.
const MEMORY: usize = 256 << 20;

/// Records that are made ready together.
const BATCH: usize = 4_096;

/// What an index is made of when it is first asked.
#[derive(Serialize, Deserialize)]
struct Kept<'a> {
    /// Words that a site has of its own, in symbols.
    dictionary: Cow<'a, [String]>,
    /// The names of the parts with the records.
    parts: Cow<'a, [String]>,
}

fn kept(folder: &Path) -> io::Result<Kept<'static>> {
    Ok(serde_json::from_slice(&fs::read(folder.join(DOCUMENTS))?)?)
}

/// The names of the parts that the index in `folder` is to be made of; none where there is no index.
pub fn parts_of(folder: &Path) -> Vec<String> {
    kept(folder).map_or_else(|_| Vec::new(), |kept| kept.parts.into_owned())
}

/// Keeps what can be found in the empty folder `folder`: the index itself is made of it, and of the
/// parts that the corpus was made with, when it is first asked (see [`super::Index::open`]), since
/// most builds are never asked on the command line. `inputs` is the fingerprint of what the records
/// were read from.
///
/// # Errors
/// Where the folder cannot be written to.
pub fn save(folder: &Path, corpus: &Corpus<'_>, inputs: &str) -> io::Result<()> {
    let kept = Kept {
        dictionary: corpus.forms.dictionary.as_slice().into(),
        parts: corpus.names().into(),
    };
    fs::write(folder.join(DOCUMENTS), serde_json::to_string(&kept)?)?;
    fs::write(folder.join(GUIDE), serde_json::to_string(&corpus.guide)?)?;
    // Last: what has no stamp is no index.
    stamp(folder, inputs)
}

/// Says that what is kept in `folder` was read from inputs with this fingerprint.
///
/// # Errors
/// Where the folder cannot be written to.
pub fn stamp(folder: &Path, inputs: &str) -> io::Result<()> {
    let stamp = serde_json::to_string(&Stamp::current(inputs))?;
    let fresh = folder.join("stamp.new");
    fs::write(&fresh, stamp)?;
    fs::rename(fresh, folder.join(STAMP))
}

/// Makes the index of what is kept in `folder` and in `parts`, whole or not at all.
pub(super) fn make(folder: &Path, parts: &SegmentStore) -> io::Result<()> {
    let kept = kept(folder)?;
    let records = kept.parts.par_iter().map(|name| parts.records(name));
    // All are looked at, so that the next build makes all of them anew that are damaged.
    let records: Vec<io::Result<Vec<SearchRecord>>> = records.collect();
    let records = records
        .into_iter()
        .collect::<io::Result<Vec<_>>>()?
        .concat();
    let fresh = tempfile::tempdir_in(folder)?;
    write(fresh.path(), &records, &kept.dictionary)?;
    match fs::rename(fresh.path(), folder.join(TERMS)) {
        // Another search was faster.
        Err(_) if folder.join(TERMS).is_dir() => Ok(()),
        result => result,
    }
}

fn write(folder: &Path, records: &[SearchRecord], dictionary: &[String]) -> io::Result<()> {
    let (schema, fields) = schema();
    let words = Words::new(dictionary);
    let index = tantivy::Index::create_in_dir(folder, schema).map_err(io::Error::other)?;
    // One thread: the order of the records is the order of the index.
    let mut writer = index
        .writer_with_num_threads::<TantivyDocument>(1, MEMORY)
        .map_err(io::Error::other)?;
    writer.set_merge_policy(Box::new(NoMergePolicy));
    for (batch, some) in records.chunks(BATCH).enumerate() {
        let texts: Vec<String> = some.par_chunks(64).map(symbols).collect();
        let lines: Vec<String> = texts.par_iter().flat_map_iter(|text| lines(text)).collect();
        // Cutting into words takes longer than writing: it is done on all cores.
        let documents: Vec<TantivyDocument> = some
            .par_iter()
            .zip(&lines)
            .enumerate()
            .map(|(n, (record, line))| {
                let found = words.of(line);
                document(batch * BATCH + n, record, found, &fields)
            })
            .collect::<io::Result<_>>()?;
        for document in documents {
            writer.add_document(document).map_err(io::Error::other)?;
        }
    }
    writer.commit().map_err(io::Error::other)?;
    let segments = index.searchable_segment_ids().map_err(io::Error::other)?;
    if segments.len() > 1 {
        writer.merge(&segments).wait().map_err(io::Error::other)?;
    }
    writer.wait_merging_threads().map_err(io::Error::other)
}

fn document<'a>(
    number: usize,
    record: &SearchRecord,
    words: impl Iterator<Item = &'a str>,
    fields: &Fields,
) -> io::Result<TantivyDocument> {
    let mut document = TantivyDocument::new();
    let json = serde_json::to_string(record).map_err(io::Error::other)?;
    document.add_text(fields.record, json);
    document.add_u64(fields.number, number as u64);
    let (title, body) = &record.symbols();
    let body = &body.symbols;
    let class = class(title.len() + body.len());
    document.add_u64(fields.class, pack(class, record.kind));
    let token = |position, text| Token {
        offset_from: 0,
        offset_to: 0,
        position,
        text,
        position_length: 1,
    };
    let pair = |pair: [char; 2]| pair.iter().collect();
    let of_title = pairs(title).map(|(at, two)| token(at, pair(two)));
    let of_body = pairs(body).map(|(at, two)| token(BODY + at, pair(two)));
    let tokens = of_title.chain(of_body).collect();
    let ready = |tokens| PreTokenizedString {
        text: String::new(),
        tokens,
    };
    document.add_pre_tokenized_text(fields.pairs, ready(tokens));
    let found = words.enumerate();
    let tokens = found.map(|(at, word)| token(at, word.to_owned())).collect();
    document.add_pre_tokenized_text(fields.words, ready(tokens));
    for facet in facets(record) {
        document.add_text(fields.facets, facet);
    }
    Ok(document)
}

/// `field=value` for all that a record can be filtered by.
fn facets(record: &SearchRecord) -> Vec<String> {
    record
        .facet_values()
        .into_iter()
        .map(|(field, value)| format!("{field}={value}"))
        .collect()
}
