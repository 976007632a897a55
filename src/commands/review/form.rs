//! The fields that a form of the page has for each kind of record.

use serde::Serialize;

use crate::content::corrections::SubjectKind;
use crate::messages::Language;
use crate::vocabulary::Vocabulary;

/// What a field of a form holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum FieldInput {
    /// One line of text.
    Text,
    /// Several lines of text.
    Paragraphs,
    /// A list of texts, a line each.
    List,
    /// A whole number.
    Integer,
    /// A number or a range.
    Value,
    /// The first and the last line.
    Lines,
    /// One of some words.
    Choice,
    /// One of some words, or none.
    OptionalChoice,
    /// Any number of some words.
    Choices,
}

/// Where the words of a choice come from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Options {
    None,
    Words(&'static [&'static str]),
    Indicators,
    Topics,
}

const BOUNDS: &[&str] = &["exact", "at_least", "at_most", "about", "strive"];
const FIGURE_KINDS: &[&str] = &["target", "actual", "baseline", "budget", "limit"];
const CHANGES: &[&str] = &["increase", "decrease"];
const BINDING: &[&str] = &["约束性", "预期性"];
const MEASURE_ROLES: &[&str] = &["action", "safeguard"];
const BODY_ROLES: &[&str] = &["lead", "responsible", "participant"];

type FieldRow = (&'static str, FieldInput, Options);

/// The fields of a form; the others of a record follow from these, or are set by hand.
const fn rows(kind: SubjectKind) -> &'static [FieldRow] {
    use FieldInput::{
        Choice, Choices, Integer, Lines, List, OptionalChoice, Paragraphs, Text, Value,
    };
    match kind {
        SubjectKind::Document => &[
            ("title", Text, Options::None),
            ("kind", Text, Options::None),
            ("issuing_bodies", List, Options::None),
            ("document_number", Text, Options::None),
            ("issued_on", Text, Options::None),
            ("published_on", Text, Options::None),
            ("effective_on", Text, Options::None),
        ],
        SubjectKind::Measure => &[
            ("title", Text, Options::None),
            ("role", Choice, Options::Words(MEASURE_ROLES)),
            ("topics", Choices, Options::Topics),
            ("section", List, Options::None),
            ("text", Paragraphs, Options::None),
            ("lines", Lines, Options::None),
        ],
        SubjectKind::Figure => &[
            ("name", Text, Options::None),
            ("value", Value, Options::None),
            ("unit", Text, Options::None),
            ("text", Text, Options::None),
            ("bound", Choice, Options::Words(BOUNDS)),
            ("year", Integer, Options::None),
            ("base_year", Integer, Options::None),
            ("change", OptionalChoice, Options::Words(CHANGES)),
            ("kind", Choice, Options::Words(FIGURE_KINDS)),
            ("binding", OptionalChoice, Options::Words(BINDING)),
            ("indicator", OptionalChoice, Options::Indicators),
            ("quote", Paragraphs, Options::None),
            ("lines", Lines, Options::None),
        ],
        SubjectKind::Agency => &[
            ("name", Text, Options::None),
            ("role", Choice, Options::Words(BODY_ROLES)),
        ],
    }
}

/// A field of a form.
#[derive(Clone, Debug, Serialize)]
pub struct FormField {
    name: &'static str,
    input: FieldInput,
    /// Values to choose from, with their names where the vocabulary has them.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    options: Vec<(String, Option<String>)>,
}

/// The forms of all kinds of record.
#[derive(Clone, Debug, Serialize)]
pub struct Forms {
    document: Vec<FormField>,
    measure: Vec<FormField>,
    figure: Vec<FormField>,
    agency: Vec<FormField>,
}

impl Forms {
    /// The forms, with the topics and indicators of a vocabulary named in Chinese or English.
    pub fn of(vocabulary: &Vocabulary, language: Language) -> Self {
        let named = |id: &str, name: &str, en: &str| {
            let name = if language == Language::Zh { name } else { en };
            (id.to_owned(), Some(name.to_owned()))
        };
        let options = |options: &Options| -> Vec<(String, Option<String>)> {
            match options {
                Options::None => Vec::new(),
                Options::Words(words) => words.iter().map(|w| ((*w).to_owned(), None)).collect(),
                Options::Indicators => {
                    let all = vocabulary.indicators.all().iter();
                    all.map(|i| named(&i.id, &i.name, &i.en)).collect()
                }
                Options::Topics => {
                    let all = vocabulary.topics.all().iter();
                    all.map(|t| named(&t.id, &t.name, &t.en)).collect()
                }
            }
        };
        let form = |kind| {
            let fields = rows(kind).iter().map(|(name, input, from)| FormField {
                name,
                input: *input,
                options: options(from),
            });
            fields.collect()
        };
        Self {
            document: form(SubjectKind::Document),
            measure: form(SubjectKind::Measure),
            figure: form(SubjectKind::Figure),
            agency: form(SubjectKind::Agency),
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::from_value;

    use super::*;
    use crate::model::{Binding, Bound, Change, FigureKind, MeasureRole, Role};

    const KINDS: [SubjectKind; 4] = [
        SubjectKind::Document,
        SubjectKind::Measure,
        SubjectKind::Figure,
        SubjectKind::Agency,
    ];

    #[test]
    fn every_field_can_be_set_by_a_correction() {
        for kind in KINDS {
            for (name, ..) in rows(kind) {
                assert!(kind.fields().contains(name), "{kind:?}: {name}");
            }
        }
    }

    #[test]
    fn every_word_to_choose_is_a_value() {
        let is =
            |word: &&str, is_value: &dyn Fn(serde_json::Value) -> bool| is_value((*word).into());
        assert!(
            BOUNDS
                .iter()
                .all(|w| is(w, &|v| from_value::<Bound>(v).is_ok()))
        );
        assert!(
            FIGURE_KINDS
                .iter()
                .all(|w| is(w, &|v| from_value::<FigureKind>(v).is_ok()))
        );
        assert!(
            CHANGES
                .iter()
                .all(|w| is(w, &|v| from_value::<Change>(v).is_ok()))
        );
        assert!(
            BINDING
                .iter()
                .all(|w| is(w, &|v| from_value::<Binding>(v).is_ok()))
        );
        assert!(
            MEASURE_ROLES
                .iter()
                .all(|w| is(w, &|v| from_value::<MeasureRole>(v).is_ok()))
        );
        assert!(
            BODY_ROLES
                .iter()
                .all(|w| is(w, &|v| from_value::<Role>(v).is_ok()))
        );
    }
}
