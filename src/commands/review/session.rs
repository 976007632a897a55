//! What a reviewer does: accepts, corrects and undoes, each written at once under the lock of the site.

use std::path::PathBuf;
use std::sync::{Mutex, MutexGuard, PoisonError};

use jiff::civil::Date;
use serde::Serialize;

use super::super::{acquire_lock, clock};
use super::queue::{self, QueuedRecord};
use super::request::{RequestedChange, ReviewRequest};
use super::texts::{ReviewDocument, Texts};
use crate::content::Reviews;
use crate::content::corrections::{self, NewCorrection, RecordAddress};
use crate::model::{Diagnostic, Policy};
use crate::pipeline::{Failure, Layout};

/// Why a request was not carried out.
pub struct ReviewRefusal {
    /// The kind of the reason.
    pub kind: RefusalKind,
    /// The reasons, for the person at the page.
    pub reasons: Vec<Diagnostic>,
}

/// Kinds of reasons not to carry out a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RefusalKind {
    /// There is no such document or record.
    Unknown,
    /// The record or file is another than the page has seen.
    Changed,
    /// The correction does not apply.
    Invalid,
    /// Files cannot be read or written.
    Failed,
}

/// What has been done; it can be undone as long as nobody changes the files.
struct DoneReview {
    document: String,
    record: String,
    /// The text at the end of the file of corrections.
    corrections: String,
    /// The text at the end of the file of reviews.
    reviews: String,
}

/// The records of a document after a request.
#[derive(Serialize)]
pub struct ReviewReply {
    /// The record that was accepted, corrected, added or is to be reviewed again.
    pub record: String,
    /// All records.
    pub records: Vec<QueuedRecord>,
}

/// A running review of a site.
pub struct ReviewSession {
    /// The site.
    pub layout: Layout,
    texts: Mutex<Texts>,
    done: Mutex<Vec<DoneReview>>,
}

fn held<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

fn refusal(kind: RefusalKind, subject: &str, message: &str, help: &str) -> ReviewRefusal {
    ReviewRefusal {
        kind,
        reasons: vec![Diagnostic::error("reviews", subject, message).help(help)],
    }
}

fn failed(reason: Diagnostic) -> ReviewRefusal {
    ReviewRefusal {
        kind: RefusalKind::Failed,
        reasons: vec![reason],
    }
}

impl ReviewSession {
    /// A session on the texts of a site.
    pub fn new(layout: Layout, texts: Texts) -> Self {
        Self {
            layout,
            texts: Mutex::new(texts),
            done: Mutex::default(),
        }
    }

    /// The texts as they were read last.
    pub fn texts(&self) -> MutexGuard<'_, Texts> {
        held(&self.texts)
    }

    /// Replaces the texts by those that were read now.
    pub fn renew(&self, texts: Texts) {
        *held(&self.texts) = texts;
    }

    /// The document with an id.
    ///
    /// # Errors
    /// If there is none, or it cannot be read now.
    pub fn document(&self, texts: &Texts, id: &str) -> Result<ReviewDocument, ReviewRefusal> {
        match texts.document(&self.layout, id) {
            Some(Ok(document)) => Ok(document),
            Some(Err(reasons)) => Err(ReviewRefusal {
                kind: RefusalKind::Failed,
                reasons,
            }),
            None => Err(refusal(
                RefusalKind::Unknown,
                id,
                "there is no such document",
                "see the list of documents",
            )),
        }
    }

    /// Carries out a request.
    ///
    /// # Errors
    /// The reasons why nothing was written.
    pub fn carry_out(&self, request: &ReviewRequest) -> Result<ReviewReply, ReviewRefusal> {
        let _lock = acquire_lock(&self.layout).map_err(|failure| match failure {
            Failure::Input(reasons) => ReviewRefusal {
                kind: RefusalKind::Failed,
                reasons,
            },
            Failure::CannotRun(reason) => failed(reason),
        })?;
        let today = clock::today().map_err(failed)?;
        match request {
            ReviewRequest::Accept {
                document,
                record,
                version,
            } => {
                let (_, seen) = self.seen(document, record, version)?;
                let reviews = self.accept(document, &[&seen], today)?;
                self.finish(document, record, (String::new(), reviews))
            }
            ReviewRequest::Correct {
                document,
                record,
                version,
                why,
                changes,
            } => {
                let (known, _) = self.seen(document, record, version)?;
                self.correct(&known, record, (why, changes), today)
            }
            ReviewRequest::Undo { document } => self.undo(document),
        }
    }

    /// The document and the record that the page has seen.
    fn seen(
        &self,
        document: &str,
        record: &str,
        version: &str,
    ) -> Result<(ReviewDocument, QueuedRecord), ReviewRefusal> {
        let texts = self.texts();
        let known = self.document(&texts, document)?;
        let record = known.records(&texts).into_iter().find(|r| r.id == record);
        match record {
            Some(record) if record.version == version => Ok((known, record)),
            Some(record) => Err(refusal(
                RefusalKind::Changed,
                &record.id,
                "the record has changed since the page was loaded",
                "look at it again as it is now",
            )),
            None => Err(refusal(
                RefusalKind::Changed,
                document,
                "the record is no longer read from the text",
                "look at the records that there are now",
            )),
        }
    }

    /// Records that some records have been checked; returns the text appended.
    fn accept(
        &self,
        document: &str,
        records: &[&QueuedRecord],
        today: Date,
    ) -> Result<String, ReviewRefusal> {
        let file = self.layout.reviews_of(document);
        let mut written = String::new();
        for record in records {
            match Reviews::append(&file, &record.id, &record.version, today) {
                Ok(entry) => written.push_str(&entry),
                Err(reason) => return Err(failed(reason)),
            }
        }
        Ok(written)
    }

    fn correct(
        &self,
        known: &ReviewDocument,
        record: &str,
        (why, changes): (&str, &[RequestedChange]),
        today: Date,
    ) -> Result<ReviewReply, ReviewRefusal> {
        let policy = &known.policy;
        let invalid =
            |message: &str, help: &str| refusal(RefusalKind::Invalid, record, message, help);
        if why.trim().is_empty() {
            return Err(invalid(
                "`why` is empty",
                "say why it is wrong: readers see it",
            ));
        }
        if changes.is_empty() {
            return Err(invalid(
                "nothing is changed",
                "change a field, or accept the record",
            ));
        }
        let policies = std::slice::from_ref(policy);
        let address = RecordAddress::find(record, policies)
            .ok_or_else(|| invalid("there is no such record", "look at the records again"))?;
        let mut entries = Vec::with_capacity(changes.len());
        // A new title comes last: the other changes find the measure by the one it has.
        let (last, first): (Vec<_>, Vec<_>) = changes.iter().partition(|change| change.is_own());
        for change in first.into_iter().chain(last) {
            let edit = change.edit().ok_or_else(|| {
                invalid(
                    "a change has one of `set`, `drop` and `add`",
                    "load the page again",
                )
            })?;
            let correction = NewCorrection {
                record: &address,
                agency: change.agency.as_deref(),
                role: change.role,
                edit,
                why: why.trim(),
            };
            entries.push(correction.entry(policy));
        }
        let texts = self.texts();
        let file = self.layout.corrections_of(&policy.id);
        let written = corrections::append(&file, &entries, policies, &texts.reader.vocabulary)
            .map_err(|reasons| ReviewRefusal {
                kind: RefusalKind::Invalid,
                reasons,
            })?;
        let reviewed = reviewed(&texts, known, &written.policies, (record, changes));
        drop(texts);
        // The correction stands even if it cannot be recorded that it was reviewed.
        let accepted = self.accept(&policy.id, &reviewed.iter().collect::<Vec<_>>(), today);
        let first = reviewed.first().map_or(record, |record| &record.id);
        self.finish(&policy.id, first, (written.yaml, accepted?))
    }

    /// Remembers what was done and returns the records as they are now.
    fn finish(
        &self,
        document: &str,
        record: &str,
        (corrections, reviews): (String, String),
    ) -> Result<ReviewReply, ReviewRefusal> {
        held(&self.done).push(DoneReview {
            document: document.to_owned(),
            record: record.to_owned(),
            corrections,
            reviews,
        });
        self.reply(document, record)
    }

    fn reply(&self, document: &str, record: &str) -> Result<ReviewReply, ReviewRefusal> {
        let texts = self.texts();
        Ok(ReviewReply {
            record: record.to_owned(),
            records: self.document(&texts, document)?.records(&texts),
        })
    }

    fn undo(&self, document: &str) -> Result<ReviewReply, ReviewRefusal> {
        let mut all = held(&self.done);
        let Some(at) = all.iter().rposition(|done| done.document == document) else {
            return Err(refusal(
                RefusalKind::Changed,
                document,
                "there is nothing to undo since the review was started",
                "take the entry out of content/corrections/ or content/reviews/ yourself",
            ));
        };
        type Withdraw = fn(&std::path::Path, &str) -> Result<(), Diagnostic>;
        let done = &all[at];
        let texts: [(&String, PathBuf, Withdraw); 2] = [
            (
                &done.corrections,
                self.layout.corrections_of(document),
                corrections::withdraw,
            ),
            (
                &done.reviews,
                self.layout.reviews_of(document),
                Reviews::withdraw,
            ),
        ];
        for (text, file, withdraw) in texts {
            if !text.is_empty() {
                withdraw(&file, text).map_err(|reason| ReviewRefusal {
                    kind: RefusalKind::Changed,
                    reasons: vec![reason],
                })?;
            }
        }
        let done = all.remove(at);
        drop(all);
        self.reply(document, &done.record)
    }
}

/// The records that a correction has checked: the new ones, and the corrected one. A measure in which
/// a figure was missed may have other faults.
fn reviewed(
    texts: &Texts,
    before: &ReviewDocument,
    after: &[Policy],
    (record, changes): (&str, &[RequestedChange]),
) -> Vec<QueuedRecord> {
    let vocabulary = &texts.reader.vocabulary;
    let is_corrected = changes.iter().any(|change| !change.adds_record());
    let before = queue::records(&before.policy, &before.reviews, vocabulary);
    let is_new = |id: &str| !before.iter().any(|record| record.id == id);
    let after = after
        .iter()
        .flat_map(|p| queue::records(p, &Reviews::default(), vocabulary));
    after
        .filter(|r| is_new(&r.id) || is_corrected && r.id == record)
        .collect()
}
