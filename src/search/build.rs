use std::fs;
use std::io;
use std::path::Path;

use tantivy::TantivyDocument;
use tantivy::indexer::NoMergePolicy;

use super::index::{STAMP, Stamp, WORD_LIST};
use super::jieba::Words;
use super::record::Record;
use super::schema::{register, schema};

/// Memory the writer fills before it writes a segment. Far more than the texts of a site take, so
/// that there is one segment and its order is the order of the records.
const MEMORY: usize = 256 << 20;

/// Writes the index of `records` into the empty folder `folder`. `words` are the site's own words
/// for jieba; `inputs` is the fingerprint of what the records were read from.
///
/// # Errors
/// Where the folder cannot be written to.
pub fn build(folder: &Path, records: &[Record], words: &[String], inputs: &str) -> io::Result<()> {
    let (schema, fields) = schema();
    let index = tantivy::Index::create_in_dir(folder, schema).map_err(io::Error::other)?;
    register(&index, &Words::new(words));
    // One thread: records are numbered in the order given, which decides between equal scores.
    let mut writer = index
        .writer_with_num_threads::<TantivyDocument>(1, MEMORY)
        .map_err(io::Error::other)?;
    writer.set_merge_policy(Box::new(NoMergePolicy));
    for record in records {
        let mut document = TantivyDocument::new();
        document.add_text(fields.id, &record.id);
        document.add_text(fields.kind, record.kind.id());
        document.add_text(fields.title, &record.title);
        if let Some(city) = &record.city {
            document.add_text(fields.city, city);
        }
        if let Some(title) = &record.document {
            document.add_text(fields.document, title);
        }
        document.add_text(fields.url, &record.url);
        document.add_text(fields.file, &record.file);
        document.add_u64(fields.first, record.lines.first as u64);
        document.add_u64(fields.last, record.lines.last as u64);
        document.add_text(fields.text, &record.text);
        document.add_text(fields.heading, &record.title);
        // The title is the first line of the text, but for paragraphs, whose title is another's.
        document.add_text(fields.grams, &record.text);
        writer.add_document(document).map_err(io::Error::other)?;
    }
    writer.commit().map_err(io::Error::other)?;
    writer.wait_merging_threads().map_err(io::Error::other)?;
    // A query has to be cut with the words that the texts were cut with.
    fs::write(folder.join(WORD_LIST), words.join("\n"))?;
    let stamp = serde_json::to_string(&Stamp::current(inputs)).map_err(io::Error::other)?;
    // Last: an index without a stamp is no index.
    fs::write(folder.join(STAMP), stamp)
}
