//! The documents of the site as the reviewer sees them: read from the texts, with the corrections applied.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use serde::Serialize;

use super::super::progress::Progress;
use super::queue::{self, QueuedRecord};
use crate::content::{Corrections, Reviews};
use crate::model::{Diagnostic, Policy, Warning};
use crate::pipeline::{self, Failure, Layout, Seeds, TextReader, inputs, isolate};
use crate::text;

/// The texts of the site and what reads them.
pub struct Texts {
    /// Reads one text.
    pub reader: TextReader,
    /// The documents as they were read, before corrections.
    policies: Vec<Policy>,
    /// The path of each text, by its name.
    paths: BTreeMap<String, PathBuf>,
}

/// A document with its text.
pub struct ReviewDocument {
    /// The document, with its corrections applied.
    pub policy: Policy,
    /// The lines of its text.
    pub lines: Vec<String>,
    /// What has been checked.
    pub reviews: Reviews,
    /// Corrections that do not apply.
    pub wrong: Vec<Diagnostic>,
}

/// What a list says of a document.
#[derive(Clone, Debug, Serialize)]
pub struct ReviewSummary {
    /// Its id.
    pub id: String,
    /// Its title.
    pub title: String,
    /// The name of its region.
    pub region: Option<String>,
    /// Number of its records.
    pub records: usize,
    /// Number of those that have been checked.
    pub reviewed: usize,
    /// Number of those that are not, and doubtful.
    pub doubtful: usize,
    /// Number of warnings of the parser.
    pub warnings: usize,
    /// The sum of the doubts about records that have not been checked.
    pub doubt: u32,
}

impl Texts {
    /// Reads all texts of the site.
    ///
    /// # Errors
    /// If the vocabulary or the sources have errors; texts that cannot be read are left out and come with
    /// their diagnostics.
    pub fn read(layout: &Layout) -> Result<(Self, Vec<Diagnostic>), Failure> {
        let reader = inputs::text_reader(layout)?;
        let (seeds, mut wrong) = pipeline::find_seeds(layout);
        let reading = pipeline::read_texts(&seeds, &reader, None, &Progress::default());
        wrong.extend(reading.errors);
        let texts = Self {
            reader,
            policies: reading.policies,
            paths: seeds.names.into_iter().zip(seeds.paths).collect(),
        };
        Ok((texts, wrong))
    }

    /// The document with an id, from its text as it is now; `None` if there is none.
    pub fn document(
        &self,
        layout: &Layout,
        id: &str,
    ) -> Option<Result<ReviewDocument, Vec<Diagnostic>>> {
        let known = self.policies.iter().find(|policy| policy.id == id)?;
        let name = &known.source.file;
        let path = self.paths.get(name)?;
        let seeds = Seeds {
            paths: vec![path.clone()],
            names: vec![name.clone()],
            kept: BTreeMap::from([(name.clone(), id.to_owned())]),
        };
        let reading = pipeline::read_texts(&seeds, &self.reader, None, &Progress::default());
        let Some(policy) = reading.policies.into_iter().next() else {
            return Some(Err(reading.errors));
        };
        let lines = isolate::bytes(path, isolate::LARGEST_TEXT)
            .and_then(|bytes| text::decode(&bytes, name));
        let reviews = Reviews::read(&layout.reviews_of(id));
        let (lines, reviews) = match (lines, reviews) {
            (Ok(lines), Ok(reviews)) => (lines, reviews),
            (Err(wrong), _) | (_, Err(wrong)) => return Some(Err(vec![wrong])),
        };
        let mut policies = [policy];
        let wrong = self.correct(layout, &mut policies);
        let [policy] = policies;
        Some(Ok(ReviewDocument {
            policy,
            lines: lines.text.lines().map(str::to_owned).collect(),
            reviews,
            wrong,
        }))
    }

    /// Applies the corrections of the site to some of its documents; returns those that do not apply.
    fn correct(&self, layout: &Layout, policies: &mut [Policy]) -> Vec<Diagnostic> {
        let (corrections, mut wrong) = Corrections::read(&layout.corrections());
        let here: BTreeSet<&str> = policies.iter().map(|policy| policy.id.as_str()).collect();
        let ids = self.policies.iter().map(|policy| policy.id.as_str());
        let others: Vec<&str> = ids.filter(|id| !here.contains(id)).collect();
        drop(here);
        wrong.extend(corrections.apply(policies, &self.reader.vocabulary, &others));
        wrong
    }

    /// All documents, the most doubtful first.
    pub fn summaries(&self, layout: &Layout) -> Vec<ReviewSummary> {
        let mut policies = self.policies.clone();
        self.correct(layout, &mut policies);
        let mut summaries: Vec<ReviewSummary> = policies
            .iter()
            .map(|policy| self.summary(layout, policy))
            .collect();
        summaries.sort_by(|a, b| b.doubt.cmp(&a.doubt).then_with(|| a.id.cmp(&b.id)));
        summaries
    }

    fn summary(&self, layout: &Layout, policy: &Policy) -> ReviewSummary {
        // What is wrong with a file of reviews is told where its document is opened.
        let reviews = Reviews::read(&layout.reviews_of(&policy.id)).unwrap_or_default();
        let records = queue::records(policy, &reviews, &self.reader.vocabulary);
        let open = |record: &&QueuedRecord| record.reviewed.is_none();
        ReviewSummary {
            id: policy.id.clone(),
            title: policy.title.clone(),
            region: policy.region.as_ref().map(|region| region.name.clone()),
            records: records.len(),
            reviewed: records
                .iter()
                .filter(|record| record.reviewed.is_some())
                .count(),
            doubtful: records
                .iter()
                .filter(open)
                .filter(|record| record.doubt > 0)
                .count(),
            warnings: policy.warnings.len(),
            doubt: records.iter().filter(open).map(|record| record.doubt).sum(),
        }
    }
}

/// A document as the page takes it.
#[derive(Serialize)]
pub struct DocumentData<'a> {
    id: &'a str,
    title: &'a str,
    file: &'a str,
    lines: &'a [String],
    warnings: &'a [Warning],
    records: Vec<QueuedRecord>,
    /// Corrections that do not apply, in words.
    wrong: Vec<String>,
}

impl ReviewDocument {
    /// The records to check, in reading order.
    pub fn records(&self, texts: &Texts) -> Vec<QueuedRecord> {
        queue::records(&self.policy, &self.reviews, &texts.reader.vocabulary)
    }

    /// All that the page shows.
    pub fn data(&self, texts: &Texts) -> DocumentData<'_> {
        DocumentData {
            id: &self.policy.id,
            title: &self.policy.title,
            file: &self.policy.source.file,
            lines: &self.lines,
            warnings: &self.policy.warnings,
            records: self.records(texts),
            wrong: self
                .wrong
                .iter()
                .map(|wrong| wrong.message.clone())
                .collect(),
        }
    }
}
