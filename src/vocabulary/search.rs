use std::collections::BTreeMap;

use serde::Deserialize;

use super::file::{At, EntryReport};

/// `search.yaml`: the words of the query language.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SearchWords {
    /// Names of each field that may precede a colon, by the field's id.
    pub fields: BTreeMap<String, Vec<String>>,
    /// Names of each kind of record, by its id.
    pub kinds: BTreeMap<String, Vec<String>>,
    /// Names of the statuses of documents, by status.
    #[serde(default)]
    pub statuses: BTreeMap<String, Vec<String>>,
    /// Names of the levels of administration, by their ids.
    #[serde(default)]
    pub levels: BTreeMap<String, Vec<String>>,
    /// Question words and conjunctions, which are no search terms.
    pub stop: Vec<String>,
    /// Question words by the kind of answer: `year` for when, `body` for who.
    #[serde(default)]
    pub questions: BTreeMap<String, Vec<String>>,
}

/// Fields to filter by.
const FIELDS: &[&str] = &[
    "city", "province", "level", "agency", "topic", "year", "kind", "genre", "status", "document",
];
/// Kinds of records.
const KINDS: &[&str] = &["measure", "figure", "paragraph", "document", "agency"];
/// Statuses of documents.
const STATUSES: &[&str] = &[
    "in_force",
    "not_yet",
    "expired",
    "repealed",
    "period_over",
    "unknown",
];
/// Levels of administration.
const LEVELS: &[&str] = &["nation", "province", "city", "county"];
/// Kinds of questions.
const QUESTIONS: &[&str] = &["year", "body"];

impl SearchWords {
    pub(super) fn new(words: Self, report: EntryReport<'_>) -> Self {
        for (what, known, given) in [
            ("field", FIELDS, &words.fields),
            ("kind", KINDS, &words.kinds),
            ("status", STATUSES, &words.statuses),
            ("level", LEVELS, &words.levels),
            ("question", QUESTIONS, &words.questions),
        ] {
            let mut seen = BTreeMap::new();
            for (id, names) in given {
                if !known.contains(&id.as_str()) {
                    report(
                        format!("there is no {what} `{id}`; known are {}", known.join(", ")),
                        At::Words(id),
                    );
                }
                for name in names {
                    if let Some(other) = seen.insert(name, id) {
                        report(format!("{name} names {other} and {id}"), At::Again(name));
                    }
                }
            }
        }
        words
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tells_what_it_does_not_know() {
        let words = SearchWords {
            fields: BTreeMap::from([
                ("town".to_owned(), vec!["城市".to_owned()]),
                ("city".to_owned(), vec!["城市".to_owned()]),
            ]),
            ..SearchWords::default()
        };
        let mut told = Vec::new();
        SearchWords::new(words, &mut |message, _| told.push(message));
        assert_eq!(told.len(), 2, "{told:?}");
        assert!(told[0].contains("town") && told[1].contains("城市"));
    }
}
