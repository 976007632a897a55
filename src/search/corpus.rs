use std::io;

use rustc_hash::FxHashMap;

use super::bigrams::Pairs;
use super::documents::{Document, IndexedDocuments};
use super::guide::Guide;
use super::ngrams::Longer;
use super::passages;
use super::posting_lists::{PostingLists, PostingSlice};
use super::record::SearchRecord;
use super::segment_groups::{self, DocumentGroup};
use super::segment_store::SegmentStore;
use super::vocabulary_terms::VocabularyTerms;
use super::words::Words;

/// All that can be found, made ready to be written as an index on disk or as files for browsers.
pub struct Corpus<'a> {
    pub(super) forms: VocabularyTerms,
    /// For each of the forms the number of records that have it.
    counts: Vec<u32>,
    pub(super) documents: Vec<Document>,
    /// How many records there are.
    pub(super) records: usize,
    pub(super) pairs: Pairs,
    pub(super) longer: Vec<Longer>,
    /// The names of what is kept of the groups.
    groups: Vec<String>,
    /// The words that more than one record has, with the number of these.
    pub(super) words: Vec<(String, u32)>,
    pub(super) guide: Guide,
    source: IndexedDocuments<'a>,
}

impl<'a> Corpus<'a> {
    /// Cuts records into symbols and words. What `parts` has of a document is taken from there; what
    /// it has not is made, and kept there; only then `words` is asked for what cuts it, with the words
    /// that are never cut.
    ///
    /// # Errors
    /// Where a part cannot be kept.
    pub fn of(
        source: IndexedDocuments<'a>,
        parts: &SegmentStore,
        words_of: impl FnOnce(&[String]) -> Words + Send,
    ) -> io::Result<Self> {
        let forms = VocabularyTerms::of(source.vocabulary);
        let (mut documents, mut groups) = segment_groups::read(&source, parts, &forms, words_of)?;
        let mut records = 0;
        for document in &mut documents {
            document.first = records as u32;
            records += document.part.len();
        }
        for group in &mut groups {
            group.known.first = documents[group.known.documents.start].first;
        }
        let own: Vec<PostingSlice<'_>> = groups.iter().map(DocumentGroup::own).collect();
        let (pairs, words) = rayon::join(|| Pairs::of(&own, records), || words(&documents));
        drop(own);
        // All of it is in the pairs from now on.
        groups
            .iter_mut()
            .for_each(|group| group.lists = PostingLists::default());
        let mut counts = vec![0; forms.len()];
        for &(form, times) in documents.iter().flat_map(|document| &document.part.forms) {
            if let Some(count) = counts.get_mut(form as usize) {
                *count += times;
            }
        }
        let stands = |form: &str| forms.find(form).is_some_and(|at| counts[at] > 0);
        let guide = Guide::new(&documents, source.vocabulary, &words, &forms, &stands);
        let longer = segment_groups::all_longer(&pairs, &mut groups, &source, parts);
        segment_groups::keep(&groups, parts)?;
        let groups = groups.into_iter().flat_map(|group| group.names).collect();
        Ok(Self {
            forms,
            counts,
            documents,
            records,
            pairs,
            longer,
            groups,
            words,
            guide,
            source,
        })
    }

    /// How many records have a string of two symbols or more as it stands.
    pub(super) fn count(&self, symbols: &str) -> u32 {
        match self.forms.find(symbols) {
            Some(at) => self.counts[at],
            None => self.pairs.count(symbols) as u32,
        }
    }

    /// The names of the documents.
    pub fn names(&self) -> &[String] {
        self.source.names()
    }

    /// The names of what is kept of the groups of documents.
    pub fn groups(&self) -> &[String] {
        &self.groups
    }

    /// What is shown of a document, in the order of its rows.
    pub(super) fn rows_of(&self, n: usize) -> &[Box<str>] {
        let rows = |record: &SearchRecord| passages::rows(record, &record.symbols().1);
        self.documents[n].rows.get_or_init(|| {
            let records = self.source.records(n);
            let rows = records.iter().flat_map(rows);
            rows.map(|row| row.json).collect()
        })
    }
}

/// The words that more than one record has, sorted.
fn words(documents: &[Document]) -> Vec<(String, u32)> {
    let mut all: FxHashMap<&str, u32> = FxHashMap::default();
    for (word, times) in documents.iter().flat_map(|document| document.part.words()) {
        *all.entry(word).or_default() += times;
    }
    let all = all.into_iter().filter(|(_, times)| *times > 1);
    let mut all: Vec<(String, u32)> = all.map(|(word, n)| (word.to_owned(), n)).collect();
    all.sort_unstable();
    all
}
