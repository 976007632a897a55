//! The fields of each kind of record that a correction can set: those of the data files that are not
//! made from others. An id is an address, and lists of records are changed record by record.

const DOCUMENT: &[&str] = &[
    "title",
    "kind",
    "region",
    "issuing_bodies",
    "document_number",
    "issued_on",
    "published_on",
    "effective_on",
    "valid_from",
    "valid_until",
    "valid_for",
    "ended",
    "stated_in_force",
    "forwarded_from",
    "period",
    "repeals",
    "references",
];

const MEASURE: &[&str] = &[
    "number",
    "title",
    "section",
    "role",
    "text",
    "lines",
    "agencies",
    "agency_note",
    "topics",
    "tasks",
];

const FIGURE: &[&str] = &[
    "measure",
    "name",
    "indicator",
    "value",
    "text",
    "unit",
    "normalized",
    "bound",
    "year",
    "horizon",
    "base_year",
    "change",
    "kind",
    "binding",
    "quote",
    "lines",
];

const AGENCY: &[&str] = &["name", "agency", "role", "lines", "also_for"];

/// The kind of the record that is the subject of a correction.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SubjectKind {
    Document,
    Measure,
    Figure,
    Agency,
}

impl SubjectKind {
    /// Its fields, in the order of the data files.
    pub fn fields(self) -> &'static [&'static str] {
        match self {
            Self::Document => DOCUMENT,
            Self::Measure => MEASURE,
            Self::Figure => FIGURE,
            Self::Agency => AGENCY,
        }
    }

    fn name(self) -> &'static str {
        match self {
            Self::Document => "document",
            Self::Measure => "measure",
            Self::Figure => "figure",
            Self::Agency => "body",
        }
    }

    /// The message about a field that is not one of these, with the nearest that is.
    pub fn unknown(self, field: &str) -> String {
        let (kind, fields) = (self.name(), self.fields().join(", "));
        match self.nearest(field) {
            Some(nearest) => format!(
                "`{field}` is no field of a {kind}; did you mean `{nearest}`? It has {fields}"
            ),
            None => format!("`{field}` is no field of a {kind} that can be set; it has {fields}"),
        }
    }

    /// The field that is spelt nearly like a word.
    fn nearest(self, word: &str) -> Option<&'static str> {
        let likeness = |field: &&str| (strsim::jaro_winkler(field, word) * 1e6) as u64;
        let nearest = self.fields().iter().copied().max_by_key(likeness)?;
        (strsim::jaro_winkler(nearest, word) > 0.8).then_some(nearest)
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use serde_json::json;

    use super::*;
    use crate::extract::{Seed, read_policy};
    use crate::model::{AlsoFor, Binding, Policy};
    use crate::vocabulary::tests::REAL;

    #[test]
    fn the_nearest_field_is_named() {
        assert_eq!(
            SubjectKind::Agency.unknown("rol"),
            "`rol` is no field of a body; did you mean `role`? It has name, agency, role, lines, also_for"
        );
        assert_eq!(
            SubjectKind::Agency.unknown("颜色"),
            "`颜色` is no field of a body that can be set; it has name, agency, role, lines, also_for"
        );
    }

    /// A document whose records have all fields.
    fn full() -> Policy {
        let text =
            "某市实施方案\n一、重点任务\n（一）光伏行动。建成绿色工厂20家以上。（市发改委牵头）\n";
        let mut policy = read_policy(text.as_bytes(), &Seed::default(), &REAL).unwrap();
        let figure = &mut policy.figures[0];
        figure.horizon = Some(2025);
        figure.binding = Some(Binding::Binding);
        let measure = &mut policy.measures[0];
        measure.agency_note = Some("按职责分工负责".to_owned());
        measure.agencies[0].also_for = Some(AlsoFor::Following);
        policy
    }

    #[test]
    fn every_field_is_documented_in_both_languages() {
        let pages = [
            include_str!("../../../docs/corrections.md"),
            include_str!("../../../docs/zh/corrections.md"),
        ];
        for page in pages {
            let rows = page.lines().filter(|line| line.starts_with("| "));
            let rows: Vec<&str> = rows.skip(1).collect();
            assert_eq!(rows.len(), 4);
            for (row, fields) in rows.iter().zip([DOCUMENT, MEASURE, AGENCY, FIGURE]) {
                let cell = row.split(" | ").nth(1).unwrap();
                for field in fields {
                    assert!(cell.contains(&format!("`{field}`")), "{field}: {row}");
                }
            }
        }
    }

    #[test]
    fn fields_are_those_of_the_records() {
        let document = json!(full());
        let of = |pointer: &str| document.pointer(pointer).unwrap().as_object().unwrap();
        let records = [
            (SubjectKind::Figure, "/figures/0", &["id"][..]),
            (SubjectKind::Measure, "/measures/0", &["id", "figures"]),
            (SubjectKind::Agency, "/measures/0/agencies/0", &[]),
        ];
        for (kind, pointer, fixed) in records {
            let keys: BTreeSet<&str> = of(pointer).keys().map(String::as_str).collect();
            let fields: BTreeSet<&str> = kind.fields().iter().chain(fixed).copied().collect();
            assert_eq!(keys, fields, "{kind:?}");
        }
        // Those of a document that are left out where they are empty are named in its type alone.
        let source = include_str!("../../model/policy.rs");
        for field in DOCUMENT {
            assert!(source.contains(&format!("    pub {field}: ")), "{field}");
        }
    }
}
