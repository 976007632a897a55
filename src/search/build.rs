use std::borrow::Cow;
use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::Path;

use rayon::prelude::*;
use serde::{Deserialize, Serialize};
use tantivy::TantivyDocument;
use tantivy::indexer::NoMergePolicy;
use tantivy::tokenizer::{PreTokenizedString, Token};

use super::corpus::Corpus;
use super::index::{GUIDE, RECORDS, STAMP, Stamp, TERMS};
use super::inverted::{Inverted, line};
use super::record::Record;
use super::schema::{BODY, Fields, pack, schema};
use super::symbols::pairs;
use super::words::Words;

/// Memory the writer fills before it writes a segment.
const MEMORY: usize = 256 << 20;

/// Records that are made ready together.
const BATCH: usize = 4_096;

/// What an index is made of when it is first asked.
#[derive(Serialize, Deserialize)]
struct Kept<'a> {
    /// Words that a site has of its own.
    dictionary: Cow<'a, [String]>,
    records: Cow<'a, [Record]>,
}

/// Keeps what can be found in the empty folder `folder`: the index itself is made of it when it is
/// first asked (see [`super::Index::open`]), since most builds are never asked on the command line.
/// `inputs` is the fingerprint of what the records were read from.
///
/// # Errors
/// Where the folder cannot be written to.
pub fn save(folder: &Path, corpus: &Corpus<'_>, inputs: &str) -> io::Result<()> {
    let kept = Kept {
        dictionary: corpus.vocabulary.dictionary().into(),
        records: corpus.records.into(),
    };
    let mut file = BufWriter::new(File::create(folder.join(RECORDS))?);
    serde_json::to_writer(&mut file, &kept)?;
    file.flush()?;
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

/// Makes the index of what is kept in `folder`, whole or not at all.
pub(super) fn make(folder: &Path) -> io::Result<()> {
    let kept: Kept<'_> = serde_json::from_slice(&fs::read(folder.join(RECORDS))?)?;
    let words = Words::new(&kept.dictionary);
    let inverted = Inverted::of(&kept.records, &words);
    let fresh = tempfile::tempdir_in(folder)?;
    write(fresh.path(), &kept.records, &inverted, &words)?;
    match fs::rename(fresh.path(), folder.join(TERMS)) {
        // Another search was faster.
        Err(_) if folder.join(TERMS).is_dir() => Ok(()),
        result => result,
    }
}

fn write(folder: &Path, records: &[Record], inverted: &Inverted, words: &Words) -> io::Result<()> {
    let (schema, fields) = schema();
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
            .map(|(n, record)| document(batch * BATCH + n, record, inverted, words, &fields))
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

fn document(
    number: usize,
    record: &Record,
    inverted: &Inverted,
    words: &Words,
    fields: &Fields,
) -> io::Result<TantivyDocument> {
    let mut document = TantivyDocument::new();
    let json = serde_json::to_string(record).map_err(io::Error::other)?;
    document.add_text(fields.record, json);
    document.add_u64(fields.number, number as u64);
    let text = &inverted.texts[number];
    let (class, kind) = inverted.classes[number];
    document.add_u64(fields.class, pack(class, kind));
    let token = |position, text| Token {
        offset_from: 0,
        offset_to: 0,
        position,
        text,
        position_length: 1,
    };
    let [title, body] = text;
    let pair = |pair: [char; 2]| pair.iter().collect();
    let of_title = pairs(title).map(|(at, two)| token(at, pair(two)));
    let of_body = pairs(body).map(|(at, two)| token(BODY + at, pair(two)));
    let tokens = of_title.chain(of_body).collect();
    let ready = |tokens| PreTokenizedString {
        text: String::new(),
        tokens,
    };
    document.add_pre_tokenized_text(fields.pairs, ready(tokens));
    let found = words.of(&line(text)).into_iter().enumerate();
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
