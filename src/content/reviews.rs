//! Records that people have checked against the text, `content/reviews/*.yaml`.

use std::path::Path;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::corrections::SubjectKind;
use super::list_file;
use crate::fingerprint::Fingerprint;
use crate::model::Diagnostic;
use crate::yaml;

/// The records of one document that a person has checked. Of several entries for a record the last
/// counts.
#[derive(Clone, Debug, Default)]
pub struct Reviews {
    entries: Vec<ReviewedRecord>,
}

/// A record that a person has checked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct ReviewedRecord {
    /// Its id, as `cewen correct` takes it: `city-2021/3-1`, `city-2021#f12`.
    record: String,
    /// The version that was checked: see [`record_version`].
    version: String,
    /// The day.
    on: Date,
}

impl Reviews {
    /// Reads the file of a document; a missing one is empty.
    ///
    /// # Errors
    /// If it cannot be read or holds anything else, at its line.
    pub fn read(file: &Path) -> Result<Self, Diagnostic> {
        let text = list_file::read(file)?;
        let entries: Option<Vec<ReviewedRecord>> =
            yaml::parse(&text, file, "reviews").map_err(|wrong| {
                wrong.help("a list of {record, version, on}, as `cewen review` writes it")
            })?;
        Ok(Self {
            entries: entries.unwrap_or_default(),
        })
    }

    /// The day on which a version of a record was checked; `None` if it was another version.
    pub fn day(&self, record: &str, version: &str) -> Option<Date> {
        let entry = self.entries.iter().rfind(|entry| entry.record == record)?;
        (entry.version == version).then_some(entry.on)
    }

    /// Records in the file that a version of a record has been checked; returns the text that was
    /// appended.
    ///
    /// # Errors
    /// If the file cannot be read or written.
    pub fn append(
        file: &Path,
        record: &str,
        version: &str,
        on: Date,
    ) -> Result<String, Diagnostic> {
        Self::read(file)?;
        let entry = ReviewedRecord {
            record: record.to_owned(),
            version: version.to_owned(),
            on,
        };
        let yaml = yaml::to_string(&[entry])
            .map_err(|error| Diagnostic::error("reviews", file, error.to_string()))?;
        let text = list_file::appended(list_file::read(file)?, &yaml);
        yaml::parse::<Vec<ReviewedRecord>>(&text, file, "reviews").map_err(|wrong| {
            wrong.help(format!(
                "the file takes no entry at its end; add it yourself:\n{yaml}"
            ))
        })?;
        list_file::write(file, &text)?;
        Ok(yaml)
    }

    /// Takes the entry that was appended last off the end of the file again.
    ///
    /// # Errors
    /// If the file does not end with it any more, or cannot be written.
    pub fn withdraw(file: &Path, entry: &str) -> Result<(), Diagnostic> {
        list_file::withdraw(file, entry)
    }
}

/// The version of a record as a review knows it: twelve digits that change with anything that a correction
/// can set. The figures of a measure are records of their own.
pub fn record_version(kind: SubjectKind, data: &Value) -> String {
    let fields = kind.fields().iter();
    let values: Vec<(&str, Option<&Value>)> =
        fields.map(|&field| (field, data.get(field))).collect();
    let mut digits = Fingerprint::of(&values).hex();
    digits.truncate(12);
    digits
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_record_that_has_changed_is_to_be_reviewed_again() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("content/reviews/a.yaml");
        let day = jiff::civil::date(2026, 11, 28);
        let figure = json!({"id": "f1", "value": 20, "unit": "家"});
        let version = record_version(SubjectKind::Figure, &figure);
        let entry = Reviews::append(&file, "a#f1", &version, day).unwrap();
        let read = || Reviews::read(&file).unwrap();
        assert_eq!(read().day("a#f1", &version), Some(day));
        assert_eq!(read().day("a#f2", &version), None);
        let changed = json!({"id": "f1", "value": 30, "unit": "家"});
        let other = record_version(SubjectKind::Figure, &changed);
        assert_eq!(read().day("a#f1", &other), None);
        // The last entry counts.
        Reviews::append(&file, "a#f1", &other, day).unwrap();
        assert_eq!(read().day("a#f1", &other), Some(day));
        assert_eq!(read().day("a#f1", &version), None);
        assert!(Reviews::withdraw(&file, &entry).is_err());
    }

    #[test]
    fn figures_of_a_measure_are_reviewed_apart() {
        let with = |figures: Value| json!({"id": "a/1", "title": "光伏", "figures": figures});
        let version = |data| record_version(SubjectKind::Measure, &data);
        assert_eq!(version(with(json!(["f1"]))), version(with(json!([]))));
    }

    #[test]
    fn what_is_no_list_of_reviews_is_refused_and_kept() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("a.yaml");
        std::fs::write(&file, "- {recrd: a, version: \"1\", on: 2026-11-28}\n").unwrap();
        let wrong = Reviews::read(&file).unwrap_err();
        assert_eq!((wrong.code.as_str(), wrong.line), ("reviews", Some(1)));
        let day = jiff::civil::date(2026, 11, 28);
        assert!(Reviews::append(&file, "a", "1", day).is_err());
        assert!(list_file::read(&file).unwrap().contains("recrd"));
    }
}
