//! The index in small compressed files that a browser fetches as a query needs them.
//!
//! `search/start.bin` is read first, `search/suggest.bin` where somebody types: it names the folder of all others, which changes with the records,
//! so that a browser may keep them for ever. All files are gzip, whose checksum the browser compares; those of
//! posting lists and texts are many in one (see [`pack`]).
//!
//! | file | holds |
//! |---|---|
//! | `start.bin` | the guide, lengths of records, where each posting list and passage is (JSON) |
//! | `p/N.bin` | posting lists of bigrams and characters, and positions of the longest (see [`postings`]) |
//! | `t/N.bin` | texts of records, cut into pieces (see [`passages`]) |
//! | `f/FIELD.bin` | the values of a field and the records that have each (JSON) |
//! | `suggest.bin` | words to suggest, and how characters sound (JSON); beside `start.bin` |
//! | `near.bin` | words that stand nowhere, by the topics that they speak of (JSON) |
//! | `places.bin` | places that no text is of (JSON) |
//! | `variants.bin` | traditional characters and the simplified ones that stand in the texts (JSON) |

mod facets;
mod gzip;
mod pack;
mod passages;
mod pieces;
mod postings;
mod suggest;
mod varint;

use std::collections::{BTreeMap, BTreeSet};
use std::io;

use serde::Serialize;

use super::facet_values::{FacetValue, SynonymGroup};
use super::index::Index;
use super::record::{OF_DOCUMENT, RecordKind};
use super::schema::VERSION;
use super::terms::Terms;
use gzip::{gzip, smallest};
use pack::{PackSizes, SIZES};
use passages::PassageDirectory;
use postings::PostingDirectory;

/// Takes the path of a file and what is in it.
type Put<'a> = dyn Fn(&str, &[u8]) -> io::Result<()> + Sync + 'a;

/// `start.bin`.
#[derive(Serialize)]
struct StartFile<'a> {
    version: u32,
    folder: &'a str,
    records: u32,
    lengths: Lengths,
    documents: &'a [[i64; 3 + OF_DOCUMENT.len()]],
    /// For each figure how far after it the record of its passage is, as the difference from that of the figure
    /// before.
    passages: Vec<i64>,
    /// The paragraphs that are of the passage of their document.
    titles: Vec<u32>,
    fields: &'a BTreeMap<String, Vec<String>>,
    stop: &'a [String],
    questions: &'a BTreeMap<String, Vec<String>>,
    /// Each word as a letter, A for none and so on, that tells how much of the word before it begins with,
    /// and the rest: words are in lower case.
    words: String,
    /// A line for each group: words of the texts, `|`, words that may be asked for; between them commas.
    groups: String,
    /// Those of documents, and kinds; the values of the other fields have files of their own.
    values: BTreeMap<&'a str, &'a [FacetValue]>,
    years: Vec<&'a str>,
    packs: PackSizes,
    postings: PostingDirectory,
    texts: &'a PassageDirectory,
}

/// What BM25 knows of the lengths of records.
#[derive(Serialize)]
struct Lengths {
    /// The mean number of terms in texts, titles and lists of words.
    mean: [f64; 3],
    /// For each text its length as tantivy quantises it, as a character from `#` on.
    texts: String,
}

impl Index {
    /// Hands all files for browsers to `put`, with their paths below `search/`.
    ///
    /// # Errors
    /// Where the index cannot be read, and those of `put`.
    pub fn export(&self, put: &Put<'_>) -> io::Result<()> {
        let Self { terms, guide, .. } = self;
        let suggested = suggest::file(guide)?;
        let variants = variants(terms)?;
        let folder = guide.version(VERSION);
        let put_kept = |path: &str, bytes: &[u8]| put(&format!("{folder}/{path}"), &gzip(bytes));
        put("suggest.bin", &gzip(&suggested))?;
        put_kept("near.bin", &suggest::near(guide)?)?;
        put_kept("places.bin", &suggest::places(guide)?)?;
        put_kept("variants.bin", &variants)?;
        facets::write(terms, guide, &put_kept)?;
        let put_packed = |path: &str, bytes: &[u8]| put(&format!("{folder}/{path}"), bytes);
        let postings = postings::write(terms, guide, &put_packed)?;
        let texts = passages::write(terms, guide, &put_packed)?;
        let (passages, titles) = passages_of(terms)?;
        let years = guide.values.get("year").into_iter().flatten();
        let values = OF_DOCUMENT.into_iter().chain(["kind"]);
        let start = StartFile {
            version: VERSION,
            folder: &folder,
            records: terms.len(),
            lengths: Lengths::of(terms)?,
            documents: &texts.documents,
            fields: &guide.fields,
            passages,
            titles,
            stop: &guide.stop,
            questions: &guide.questions,
            words: front_coded(&guide.words),
            groups: lines(&guide.groups),
            values: values
                .filter_map(|field| Some((field, guide.values.get(field)?.as_slice())))
                .collect(),
            years: years.map(|v| v.id.as_str()).collect(),
            packs: SIZES,
            postings,
            texts: &texts,
        };
        put("start.bin", &smallest(&serde_json::to_vec(&start)?))
    }
}

impl Lengths {
    fn of(terms: &Terms) -> io::Result<Self> {
        let segment = terms.segment()?;
        let fields = terms.fields;
        let mut mean = [0.0; 3];
        for (mean, field) in mean
            .iter_mut()
            .zip([fields.text, fields.title, fields.words])
        {
            let inverted = segment.inverted_index(field).map_err(io::Error::other)?;
            *mean = inverted.total_num_tokens() as f64 / f64::from(terms.len().max(1));
        }
        let norms = segment.get_fieldnorms_reader(fields.text);
        let norms = norms.map_err(io::Error::other)?;
        let ids = (0..terms.len()).map(|record| u32::from(norms.fieldnorm_id(record)));
        let texts = ids.filter_map(|id| char::from_u32(u32::from('#') + id));
        Ok(Self {
            mean,
            texts: texts.collect(),
        })
    }
}

/// For each figure the record of its passage, and the paragraphs whose passage is another record.
fn passages_of(terms: &Terms) -> io::Result<(Vec<i64>, Vec<u32>)> {
    let columns = terms.segment()?.fast_fields();
    let column = |name| columns.u64(name).map_err(io::Error::other);
    let kinds = column("kind")?.first_or_default_col(0);
    let passages = column("passage")?.first_or_default_col(0);
    let (mut figures, mut titles, mut before) = (Vec::new(), Vec::new(), 0);
    for n in 0..terms.len() {
        let passage = passages.get_val(n) as i64 - i64::from(n);
        match RecordKind::ALL.get(kinds.get_val(n) as usize) {
            Some(RecordKind::Figure) => {
                figures.push(passage - std::mem::replace(&mut before, passage));
            }
            Some(RecordKind::Paragraph) if passage != 0 => titles.push(n),
            _ => {}
        }
    }
    Ok((figures, titles))
}

fn front_coded(words: &[String]) -> String {
    let mut out = String::new();
    let mut before: &str = "";
    for word in words {
        let same = word.chars().zip(before.chars()).take_while(|(a, b)| a == b);
        let same: String = same.take(12).map(|(c, _)| c).collect();
        // As the browser counts characters.
        let count = same.encode_utf16().count();
        out.push(char::from(b'A' + count as u8));
        out.push_str(&word[same.len()..]);
        before = word;
    }
    out
}

fn lines(groups: &[SynonymGroup]) -> String {
    let line = |group: &SynonymGroup| [group.found.join(","), group.asked.join(",")].join("|");
    let lines: Vec<String> = groups.iter().map(line).collect();
    lines.join("\n")
}

/// Traditional characters, each followed by the simplified one, of those that the texts have.
fn variants(terms: &Terms) -> io::Result<Vec<u8>> {
    let mut stands = BTreeSet::new();
    terms.each_term(terms.fields.words, |word, _| stands.extend(word.chars()))?;
    let mut list: Vec<(char, char)> = crate::text::traditional_characters().collect();
    list.retain(|(_, plain)| stands.contains(plain));
    list.sort_unstable_by_key(|&(traditional, plain)| (plain, traditional));
    let text: String = list.into_iter().flat_map(|(a, b)| [a, b]).collect();
    Ok(serde_json::to_vec(&text)?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_begins_like_the_one_before() {
        let words = ["光伏", "光伏发电", "光热", "碳"].map(str::to_owned);
        assert_eq!(front_coded(&words), "A光伏C发电B热A碳");
    }
}
