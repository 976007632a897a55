//! The index in small compressed files that a browser fetches as a query needs them.
//!
//! `search/start.bin` is read first: it names the folder of all others, which changes with every
//! byte of them, so that a browser may keep them for ever. All files are gzip, whose checksum the browser compares.
//!
//! | file | holds |
//! |---|---|
//! | `start.bin` | the guide, the number of records of each document, where each pair and text is (JSON) |
//! | `p/N.bin` | postings of pairs of symbols (see [`pairs`]) |
//! | `t/N.bin` | texts of records, cut into pieces (see [`texts`]) |
//! | `f/FIELD.bin` | the values of a field and the records that have each (JSON) |
//! | `suggest.bin` | words to suggest, and how characters sound (JSON) |
//! | `variants.bin` | traditional characters and the simplified ones that stand in the texts (JSON) |

mod bigrams;
mod facets;
mod gzip;
mod passages;
mod suggest;

use std::collections::BTreeMap;
use std::io;

use rayon::prelude::*;
use serde::Serialize;

use super::corpus::Corpus;
use super::guide::{FacetValue, SynonymGroup};
use super::normalize::simplified;
use super::record::RecordKind;
use super::schema::VERSION;
use crate::fingerprint::{Fingerprint, FingerprintBuilder};
use bigrams::BigramPostings;
use gzip::gzip;
use passages::PassageFiles;

/// `start.bin`.
#[derive(Serialize)]
struct StartFile<'a> {
    version: u32,
    folder: &'a str,
    records: usize,
    /// For each document the numbers of its measures, figures and paragraphs, and its city's index
    /// among the values, −1 for none.
    documents: Vec<[i64; 4]>,
    fields: &'a BTreeMap<String, Vec<String>>,
    stop: &'a [String],
    words: String,
    groups: &'a [SynonymGroup],
    /// Cities and kinds; the values of the other fields have files of their own.
    values: BTreeMap<&'a str, &'a [FacetValue]>,
    years: Vec<&'a str>,
    pairs: bigrams::BigramDirectory,
    texts: passages::PassageDirectory,
}

/// A file that a browser may fetch.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BrowserFile {
    /// Its path below a site's `search/`.
    pub path: String,
    /// The key of what is in it.
    pub key: Fingerprint,
    holds: FileContent,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum FileContent {
    Postings(usize),
    PassageFiles(usize),
    Other(Vec<u8>),
}

/// The index of a corpus for browsers. Files are written out one by one, and only those that are
/// asked for: most are the same as those of the last build.
pub struct BrowserIndex<'a> {
    postings: BigramPostings<'a>,
    texts: PassageFiles<'a>,
    folder: String,
    files: Vec<BrowserFile>,
}

impl<'a> BrowserIndex<'a> {
    /// That of a corpus.
    ///
    /// # Errors
    /// Where the JSON writer refuses a record.
    pub fn of(corpus: &'a Corpus<'a>) -> io::Result<Self> {
        let (postings, texts) =
            rayon::join(|| BigramPostings::of(corpus), || PassageFiles::of(corpus));
        let mut files: Vec<BrowserFile> = (0..postings.files())
            .into_par_iter()
            .map(|n| BrowserFile {
                path: format!("p/{n}.bin"),
                key: Fingerprint::of_bytes(&postings.file(n)),
                holds: FileContent::Postings(n),
            })
            .collect();
        files.par_extend((0..texts.files()).into_par_iter().map(|n| BrowserFile {
            path: format!("t/{n}.bin"),
            key: texts.key(n),
            holds: FileContent::PassageFiles(n),
        }));
        let mut others = facets::files(corpus)?;
        others.push(("suggest.bin".to_owned(), suggest::file(corpus)?));
        others.push(("variants.bin".to_owned(), variants(corpus)?));
        files.extend(
            others
                .into_iter()
                .map(|(path, raw)| BrowserFile::of(path, raw)),
        );

        let mut all = FingerprintBuilder::default();
        for file in &files {
            all.text(&file.path).fingerprint(file.key);
        }
        let mut folder = all.finish().hex();
        folder.truncate(12);
        for file in &mut files {
            file.path = format!("{folder}/{}", file.path);
        }
        let start = StartFile::of(corpus, &folder, (&postings, &texts));
        let start = serde_json::to_vec(&start).map_err(io::Error::other)?;
        files.push(BrowserFile::of("start.bin".to_owned(), start));
        Ok(Self {
            postings,
            texts,
            folder,
            files,
        })
    }

    /// All files; those of them that browsers may keep for ever are in [`BrowserIndex::folder`].
    pub fn files(&self) -> &[BrowserFile] {
        &self.files
    }

    /// The name of the folder, which changes with whatever is in it.
    pub fn folder(&self) -> &str {
        &self.folder
    }

    /// The bytes of a file.
    pub fn bytes(&self, file: &BrowserFile) -> Vec<u8> {
        match &file.holds {
            FileContent::Postings(n) => gzip(&self.postings.file(*n)),
            FileContent::PassageFiles(n) => gzip(&self.texts.file(*n)),
            FileContent::Other(raw) => gzip(raw),
        }
    }
}

impl BrowserFile {
    fn of(path: String, raw: Vec<u8>) -> Self {
        Self {
            path,
            key: Fingerprint::of_bytes(&raw),
            holds: FileContent::Other(raw),
        }
    }
}

impl<'a> StartFile<'a> {
    fn of(
        corpus: &'a Corpus<'a>,
        folder: &'a str,
        (postings, texts): (&BigramPostings<'_>, &PassageFiles<'_>),
    ) -> Self {
        let guide = &corpus.guide;
        let years = guide.values.get("year").into_iter().flatten();
        Self {
            version: VERSION,
            folder,
            records: corpus.records,
            documents: documents(corpus),
            fields: &guide.fields,
            stop: &guide.stop,
            words: guide.words.join(" "),
            groups: &guide.groups,
            values: ["city", "kind"]
                .into_iter()
                .filter_map(|field| Some((field, guide.values.get(field)?.as_slice())))
                .collect(),
            years: years.map(|v| v.id.as_str()).collect(),
            pairs: postings.directory(corpus),
            texts: texts.directory(),
        }
    }
}

/// How many records of each kind a document has, in their order, and its city.
fn documents(corpus: &Corpus<'_>) -> Vec<[i64; 4]> {
    let cities = corpus.guide.values.get("city");
    let cities = cities.map_or(&[][..], Vec::as_slice).iter().enumerate();
    let cities: BTreeMap<&str, i64> = cities.map(|(n, c)| (c.id.as_str(), n as i64)).collect();
    let documents = corpus.documents.iter();
    let documents = documents.filter_map(|document| {
        let [city, _] = &document.part.heading.as_ref()?.city;
        let city = city.as_ref().and_then(|city| cities.get(city.as_str()));
        let mut own = [0, 0, 0, city.copied().unwrap_or(-1)];
        for kind in document.part.kinds() {
            match kind {
                RecordKind::Measure => own[0] += 1,
                RecordKind::Figure => own[1] += 1,
                RecordKind::Paragraph => own[2] += 1,
                RecordKind::Document | RecordKind::Agency => {}
            }
        }
        Some(own)
    });
    documents.collect()
}

/// Traditional characters, each followed by the simplified one, of those that the texts have.
fn variants(corpus: &Corpus<'_>) -> io::Result<Vec<u8>> {
    let stands = corpus.pairs.characters();
    let mut list: Vec<(char, char)> = simplified().collect();
    list.retain(|(_, plain)| stands.contains(plain));
    list.sort_unstable_by_key(|&(traditional, plain)| (plain, traditional));
    let text: String = list.into_iter().flat_map(|(a, b)| [a, b]).collect();
    serde_json::to_vec(&text).map_err(io::Error::other)
}
