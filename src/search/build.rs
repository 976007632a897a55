use std::fs;
use std::io;
use std::path::Path;

use rayon::prelude::*;
use tantivy::TantivyDocument;
use tantivy::indexer::NoMergePolicy;
use tantivy::tokenizer::{PreTokenizedString, Token};

use super::guide::Guide;
use super::index::{GUIDE, Index, STAMP, Stamp};
use super::rank::{Source, class};
use super::record::Record;
use super::schema::{BODY, Fields, pack, schema};
use super::symbols::{BREAK, pairs};
use super::words::Words;
use crate::vocabulary::Vocabulary;

/// Memory the writer fills before it writes a segment.
const MEMORY: usize = 256 << 20;

/// Records that are made ready together.
const BATCH: usize = 4_096;

/// Writes the index of `records` into the empty folder `folder`. `inputs` is the fingerprint of what
/// the records were read from.
///
/// # Errors
/// Where the folder cannot be written to.
pub fn build(
    folder: &Path,
    records: &[Record],
    vocabulary: &Vocabulary,
    inputs: &str,
) -> io::Result<Index> {
    let (schema, fields) = schema();
    let words = Words::new(&vocabulary.dictionary());
    let index = tantivy::Index::create_in_dir(folder, schema).map_err(io::Error::other)?;
    // One thread: the order of the records is the order of the index.
    let mut writer = index
        .writer_with_num_threads::<TantivyDocument>(1, MEMORY)
        .map_err(io::Error::other)?;
    writer.set_merge_policy(Box::new(NoMergePolicy));
    for (batch, some) in records.chunks(BATCH).enumerate() {
        // Cutting into words takes longer than writing: it is done on all cores.
        let documents: Vec<TantivyDocument> = some
            .par_iter()
            .enumerate()
            .map(|(n, record)| document(batch * BATCH + n, record, &fields, &words))
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
    writer.wait_merging_threads().map_err(io::Error::other)?;

    let opened = Index::of(&index, Guide::default()).map_err(io::Error::other)?;
    let frequent = opened.words().map_err(io::Error::other)?;
    let stands = |form: &str| opened.find(form).is_ok_and(|found| !found.is_empty());
    let guide = Guide::new(records, vocabulary, frequent, &stands);
    let text = serde_json::to_string(&guide).map_err(io::Error::other)?;
    fs::write(folder.join(GUIDE), text)?;
    let stamp = serde_json::to_string(&Stamp::current(inputs)).map_err(io::Error::other)?;
    // Last: an index without a stamp is no index.
    fs::write(folder.join(STAMP), stamp)?;
    Index::of(&index, guide).map_err(io::Error::other)
}

fn document(
    number: usize,
    record: &Record,
    fields: &Fields,
    words: &Words,
) -> io::Result<TantivyDocument> {
    let mut document = TantivyDocument::new();
    let json = serde_json::to_string(record).map_err(io::Error::other)?;
    document.add_text(fields.record, json);
    document.add_u64(fields.number, number as u64);
    let [title, body] = record.symbols();
    document.add_u64(
        fields.class,
        pack(class(title.len() + body.len()), record.kind),
    );
    let token = |position, text| Token {
        offset_from: 0,
        offset_to: 0,
        position,
        text,
        position_length: 1,
    };
    let of_title = pairs(&title).map(|(at, pair)| token(at, pair));
    let of_body = pairs(&body).map(|(at, pair)| token(BODY + at, pair));
    let tokens = of_title.chain(of_body).collect();
    let ready = |tokens| PreTokenizedString {
        text: String::new(),
        tokens,
    };
    document.add_pre_tokenized_text(fields.pairs, ready(tokens));
    let all: String = title.into_iter().chain([BREAK]).chain(body).collect();
    let found = words.of(&all).into_iter().enumerate();
    let tokens = found.map(|(at, word)| token(at, word)).collect();
    document.add_pre_tokenized_text(fields.words, ready(tokens));
    for facet in facets(record) {
        document.add_text(fields.facets, facet);
    }
    Ok(document)
}

/// `field=value` for all that a record can be filtered by.
fn facets(record: &Record) -> Vec<String> {
    record
        .facet_values()
        .into_iter()
        .map(|(field, value)| format!("{field}={value}"))
        .collect()
}
