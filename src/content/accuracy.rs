//! How right the reading of texts is, as measured on labelled texts: `content/accuracy/`.
//!
//! A file for each method of reading, so that others can be compared on the same texts, and the labels
//! themselves in `labels/`, as far as they may be published.

use std::collections::BTreeMap;
use std::path::Path;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::disk;
use crate::model::Diagnostic;
use crate::yaml;

/// The results of all methods, and the labels.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Accuracy {
    /// Results, in the order of their files.
    pub methods: Vec<MethodResults>,
    /// Name and text of each file of labels.
    pub labels: Vec<(String, String)>,
}

/// The results of one method of reading.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MethodResults {
    /// Its name.
    pub method: String,
    /// What it is and how it was measured, in a sentence or two.
    pub about: String,
    /// The day of the measurement.
    pub measured_on: Date,
    /// Per cent on which two people agree who labelled the same texts apart, by field: the least and the most.
    #[serde(default)]
    pub agreement: BTreeMap<String, [f64; 2]>,
    /// The labelled texts with their results.
    pub texts: Vec<ScoredText>,
    /// Records that people judged who had no part in writing the rules.
    #[serde(default)]
    pub samples: Vec<JudgedSample>,
}

/// A labelled text with what was read of it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ScoredText {
    /// Its name among the labels.
    pub text: String,
    /// 文种, such as 方案; none where the title does not say it.
    #[serde(default)]
    pub kind: Option<String>,
    /// Whether rules were written with this text in sight.
    pub is_seen: bool,
    /// FieldCounts by field.
    pub fields: BTreeMap<String, FieldCounts>,
}

/// FieldCounts of one field.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FieldCounts {
    /// Values that are labelled.
    pub labelled: usize,
    /// Values that were read.
    pub read: usize,
    /// Values that were read as they are labelled.
    pub right: usize,
}

/// A random sample of records that was judged against the texts.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct JudgedSample {
    /// What was drawn, and from where.
    pub about: String,
    /// Number of records.
    pub drawn: usize,
    /// Number of records that are right in every field.
    pub right: usize,
}

impl FieldCounts {
    /// Share of what was read that is right, 0 to 1; none where nothing was read.
    pub fn precision(self) -> Option<f64> {
        share(self.right, self.read)
    }

    /// Share of what is labelled that was read rightly, 0 to 1; none where nothing is labelled.
    pub fn recall(self) -> Option<f64> {
        share(self.right, self.labelled)
    }
}

impl std::ops::AddAssign for FieldCounts {
    fn add_assign(&mut self, other: Self) {
        self.labelled += other.labelled;
        self.read += other.read;
        self.right += other.right;
    }
}

fn share(part: usize, whole: usize) -> Option<f64> {
    (whole > 0).then(|| part as f64 / whole as f64)
}

impl Accuracy {
    /// Reads `*.yaml` of a folder and the files in its folder `labels`; a missing folder holds none. What cannot
    /// be read comes as a diagnostic beside the rest.
    pub fn read(folder: &Path) -> (Self, Vec<Diagnostic>) {
        let (mut accuracy, mut wrong) = (Self::default(), Vec::new());
        for (name, text) in texts(folder, &["yaml"], &mut wrong) {
            match yaml::parse(&text, &folder.join(name), "accuracy") {
                Ok(results) => accuracy.methods.push(results),
                Err(problem) => wrong.push(problem),
            }
        }
        accuracy.labels = texts(&folder.join("labels"), &["yaml", "md"], &mut wrong);
        (accuracy, wrong)
    }

    /// FieldCounts of a field over the texts of the first method that no rule was written with in sight.
    pub fn unseen(&self, field: &str) -> Option<FieldCounts> {
        let unseen = self
            .methods
            .first()?
            .texts
            .iter()
            .filter(|text| !text.is_seen);
        let mut counts = unseen.filter_map(|text| text.fields.get(field));
        let mut sum = *counts.next()?;
        counts.for_each(|more| sum += *more);
        Some(sum)
    }
}

/// Name and text of the files of a folder with these endings, in the order of their names.
fn texts(folder: &Path, endings: &[&str], wrong: &mut Vec<Diagnostic>) -> Vec<(String, String)> {
    let mut unreadable = |file: &Path, error: std::io::Error| {
        wrong.push(
            Diagnostic::error("accuracy", file, format!("cannot be read: {error}"))
                .help("save it as UTF-8 text, and see that you may read it"),
        );
    };
    let files = disk::entries(folder).unwrap_or_else(|error| {
        unreadable(folder, error);
        Vec::new()
    });
    let mut texts = Vec::new();
    for file in files {
        let ending = file
            .extension()
            .and_then(|e| e.to_str())
            .unwrap_or_default();
        if !endings.contains(&ending) {
            continue;
        }
        match disk::text(&file) {
            Ok(text) => {
                let name = file.file_name().unwrap_or_default();
                texts.push((name.to_string_lossy().into_owned(), text));
            }
            Err(error) => unreadable(&file, error),
        }
    }
    texts
}

#[cfg(test)]
mod tests {
    use super::*;

    const RESULTS: &str = "method: 规则\nabout: 按固定规则读取\nmeasured_on: 2026-11-28\nagreement: {figures: [90, 100]}\ntexts:\n- {text: a.txt, kind: 方案, is_seen: true, fields: {figures: {labelled: 10, read: 10, right: 10}}}\n- {text: b.txt, is_seen: false, fields: {figures: {labelled: 20, read: 18, right: 16}}}\n- {text: c.txt, is_seen: false, fields: {figures: {labelled: 4, read: 2, right: 2}}}\n";

    #[test]
    fn results_and_labels_of_a_folder_are_read() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::create_dir(folder.path().join("labels")).unwrap();
        std::fs::write(folder.path().join("rules.yaml"), RESULTS).unwrap();
        std::fs::write(folder.path().join("broken.yaml"), "method: [\n").unwrap();
        std::fs::write(folder.path().join("labels/a.yaml"), "figures: []\n").unwrap();
        let (accuracy, wrong) = Accuracy::read(folder.path());
        assert_eq!(accuracy.methods.len(), 1);
        assert_eq!(
            accuracy.labels,
            [("a.yaml".to_owned(), "figures: []\n".to_owned())]
        );
        assert_eq!(wrong.len(), 1, "{wrong:#?}");
        assert!(wrong[0].file.ends_with("broken.yaml"));

        let unseen = accuracy.unseen("figures").unwrap();
        assert_eq!((unseen.labelled, unseen.read, unseen.right), (24, 20, 18));
        assert_eq!(
            (unseen.precision(), unseen.recall()),
            (Some(0.9), Some(0.75))
        );
        assert_eq!(accuracy.unseen("agencies"), None);
    }

    #[test]
    fn a_missing_folder_holds_nothing() {
        let folder = tempfile::tempdir().unwrap();
        let (accuracy, wrong) = Accuracy::read(&folder.path().join("accuracy"));
        assert_eq!((accuracy, wrong), (Accuracy::default(), Vec::new()));
    }
}
