//! The index in small compressed files that a browser fetches as a query needs them.
//!
//! `search/start.bin` is read first: it names the folder of all others, which changes with every
//! byte of them, so that a browser may keep them for ever. All files are raw deflate.
//!
//! | file | holds |
//! |---|---|
//! | `start.bin` | the guide, the number of records of each document, where each pair and text is (JSON) |
//! | `p/N.bin` | postings of pairs of symbols (see [`pairs`]) |
//! | `t/N.bin` | texts of records, cut into pieces (see [`texts`]) |
//! | `f/FIELD.bin` | the values of a field and the records that have each (JSON) |
//! | `suggest.bin` | words to suggest, and how characters sound (JSON) |
//! | `variants.bin` | traditional characters and the simplified ones that stand in the texts (JSON) |

mod bytes;
mod facets;
mod pairs;
mod suggest;
mod texts;

use std::collections::BTreeMap;
use std::io;

use rayon::prelude::*;
use serde::Serialize;
use sha2::{Digest, Sha256};

use super::corpus::Corpus;
use super::guide::{FacetValue, Group, Guide};
use super::inverted::Inverted;
use super::record::{Kind, Record};
use super::schema::VERSION;
use super::symbols::simplified;

/// `start.bin`.
#[derive(Serialize)]
struct Start<'a> {
    version: u32,
    folder: String,
    records: usize,
    /// For each document the numbers of its measures, figures and paragraphs, and its city's index
    /// among the values, −1 for none.
    documents: Vec<[i64; 4]>,
    fields: &'a BTreeMap<String, Vec<String>>,
    stop: &'a [String],
    words: String,
    groups: &'a [Group],
    /// Cities and kinds; the values of the other fields have files of their own.
    values: BTreeMap<&'a str, &'a [FacetValue]>,
    years: Vec<&'a str>,
    pairs: pairs::Directory,
    texts: texts::Directory,
}

/// A file by its path below the folder, with its bytes before they are compressed.
type Raw = (String, Vec<u8>);

/// The index of `corpus` for browsers: files by their paths below a site's `search/`.
///
/// # Errors
/// Where the JSON writer refuses a record.
pub fn export(corpus: &Corpus<'_>) -> io::Result<Vec<(String, Vec<u8>)>> {
    let (index, guide, records) = (&corpus.inverted, &corpus.guide, corpus.records);
    let (pairs, mut files) = pairs::files(index);
    let (texts, more) = texts::files(records, guide)?;
    files.extend(more);
    files.extend(facets::files(records, guide)?);
    files.push(("suggest.bin".to_owned(), suggest::file(corpus)?));
    files.push(("variants.bin".to_owned(), variants(index)?));
    let files: Vec<(String, Vec<u8>)> = files
        .into_par_iter()
        .map(|(name, raw)| (name, bytes::deflate(&raw)))
        .collect();

    let mut all = Sha256::new();
    for (name, bytes) in &files {
        all.update(name.as_bytes());
        all.update((bytes.len() as u64).to_le_bytes());
        all.update(bytes);
    }
    let digest = all.finalize();
    let version: String = digest.iter().take(6).map(|b| format!("{b:02x}")).collect();
    let start = Start {
        version: VERSION,
        folder: version.clone(),
        records: records.len(),
        documents: documents(records, guide),
        fields: &guide.fields,
        stop: &guide.stop,
        words: guide.words.join(" "),
        groups: &guide.groups,
        values: ["city", "kind"]
            .into_iter()
            .filter_map(|field| Some((field, guide.values.get(field)?.as_slice())))
            .collect(),
        years: guide
            .values
            .get("year")
            .into_iter()
            .flatten()
            .map(|v| v.id.as_str())
            .collect(),
        pairs,
        texts,
    };
    let start = bytes::deflate(&serde_json::to_vec(&start).map_err(io::Error::other)?);
    let files = files.into_iter();
    let mut files: Vec<_> = files
        .map(|(name, bytes)| (format!("{version}/{name}"), bytes))
        .collect();
    files.push(("start.bin".to_owned(), start));
    Ok(files)
}

/// How many records of each kind a document has, in their order, and its city.
fn documents(records: &[Record], guide: &Guide) -> Vec<[i64; 4]> {
    let cities = guide.values.get("city").map_or(&[][..], Vec::as_slice);
    let mut documents: Vec<[i64; 4]> = Vec::new();
    for record in records {
        let column = match record.kind {
            Kind::Document => {
                let own = |c: &FacetValue| Some(&c.id) == record.facets.city.as_ref();
                let city = cities.iter().position(own).map_or(-1, |n| n as i64);
                documents.push([0, 0, 0, city]);
                continue;
            }
            Kind::Measure => 0,
            Kind::Figure => 1,
            Kind::Paragraph => 2,
            Kind::Agency => continue,
        };
        if let Some(document) = documents.last_mut() {
            document[column] += 1;
        }
    }
    documents
}

/// Traditional characters, each followed by the simplified one, of those that the texts have.
fn variants(index: &Inverted) -> io::Result<Vec<u8>> {
    let stands = index.characters();
    let mut list: Vec<(char, char)> = simplified().collect();
    list.retain(|(_, plain)| stands.contains(plain));
    list.sort_unstable_by_key(|&(traditional, plain)| (plain, traditional));
    let text: String = list.into_iter().flat_map(|(a, b)| [a, b]).collect();
    serde_json::to_vec(&text).map_err(io::Error::other)
}
