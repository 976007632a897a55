//! A record as a search cluster holds it: that of the search, with what its document and its figure say besides.

use jiff::civil::Date;
use rustc_hash::FxHashMap;
use serde_json::{Map, Value as Json, json};

use crate::atlas::Atlas;
use crate::model::{Figure, Policy, Value, pages_of};
use crate::search::SearchRecord;

/// What a field holds.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum FieldType {
    /// Words to be found.
    Text,
    /// Several of these.
    Texts,
    /// One of few values to filter by.
    Word,
    /// Several of these.
    Words,
    /// A whole number.
    Number,
    /// Several of these.
    Numbers,
    /// A number.
    Decimal,
}

/// All fields of a record. Those of a document and a figure have the names that they have in the tables.
pub const FIELDS: [(&str, FieldType); 39] = [
    ("id", FieldType::Word),
    ("kind", FieldType::Word),
    ("number", FieldType::Word),
    ("title", FieldType::Text),
    ("text", FieldType::Text),
    ("figures", FieldType::Texts),
    ("bodies", FieldType::Texts),
    ("document", FieldType::Word),
    ("document_title", FieldType::Text),
    ("document_kind", FieldType::Word),
    ("document_number", FieldType::Word),
    ("issuing_bodies", FieldType::Words),
    ("issued_on", FieldType::Word),
    ("status", FieldType::Word),
    ("repeals", FieldType::Texts),
    ("period_from", FieldType::Number),
    ("period_to", FieldType::Number),
    ("city", FieldType::Word),
    ("city_name", FieldType::Word),
    ("province", FieldType::Word),
    ("level", FieldType::Word),
    ("topics", FieldType::Words),
    ("agencies", FieldType::Words),
    ("years", FieldType::Numbers),
    ("figure_kind", FieldType::Word),
    ("indicator", FieldType::Word),
    ("value", FieldType::Decimal),
    ("value_to", FieldType::Decimal),
    ("unit", FieldType::Word),
    ("bound", FieldType::Word),
    ("year", FieldType::Number),
    ("horizon", FieldType::Number),
    ("binding", FieldType::Word),
    ("url", FieldType::Word),
    ("file", FieldType::Word),
    ("line_first", FieldType::Number),
    ("line_last", FieldType::Number),
    ("page_first", FieldType::Number),
    ("page_last", FieldType::Number),
];

/// The records of the search, each with its document and figure.
pub struct ExportRecords<'a> {
    policies: FxHashMap<&'a str, &'a Policy>,
    today: Date,
}

impl<'a> ExportRecords<'a> {
    /// Those of an atlas, as they are on a day.
    pub fn of(atlas: &'a Atlas, today: Date) -> Self {
        let policies = atlas.policies.iter();
        Self {
            policies: policies
                .map(|policy| (policy.id.as_str(), policy))
                .collect(),
            today,
        }
    }

    /// A record under the names of [`FIELDS`]; what is not known is left out.
    pub fn document(&self, record: &SearchRecord) -> Json {
        let mut all = self.fields(record);
        all.retain(|_, value| !value.is_null() && value.as_array().is_none_or(|a| !a.is_empty()));
        Json::Object(all)
    }

    fn fields(&self, record: &SearchRecord) -> Map<String, Json> {
        let facets = &record.facets;
        let policy = facets.document.as_deref();
        let policy = policy.and_then(|id| self.policies.get(id).copied());
        let pages = policy.and_then(|policy| pages_of(&policy.pages, record.lines));
        let own = json!({
            "id": record.id,
            "kind": record.kind.id(),
            "number": record.number,
            "title": record.title,
            "text": record.text,
            "figures": record.figures,
            "bodies": record.bodies,
            "document": facets.document,
            "document_title": record.document,
            "city": facets.city,
            "city_name": record.city,
            "province": facets.province,
            "level": facets.level,
            "topics": facets.topic,
            "agencies": facets.agency,
            "years": facets.year,
            "url": record.url,
            "file": record.file,
            "line_first": record.lines.first,
            "line_last": record.lines.last,
            "page_first": pages.map(|pages| pages.first),
            "page_last": pages.map(|pages| pages.last),
        });
        let figure = policy.and_then(|policy| figure_of(policy, &record.id));
        let parts = [own, self.of_policy(policy), of_figure(figure)];
        let parts = parts.into_iter().filter_map(|part| match part {
            Json::Object(fields) => Some(fields),
            _ => None,
        });
        parts.flatten().collect()
    }

    /// What its document says of all that is in it.
    fn of_policy(&self, policy: Option<&Policy>) -> Json {
        let repeals = policy.map_or(&[][..], |policy| &policy.repeals);
        json!({
            "document_kind": policy.map(|p| &p.kind),
            "document_number": policy.map(|p| &p.document_number),
            "issuing_bodies": policy.map(|p| &p.issuing_bodies),
            "issued_on": policy.map(|p| &p.issued_on),
            "status": policy.map(|p| p.status_on(self.today).status),
            "repeals": repeals.iter().map(|other| &other.title).collect::<Vec<_>>(),
            "period_from": policy.map(|p| p.period.from),
            "period_to": policy.map(|p| p.period.to),
        })
    }
}

/// The figure that a record is of.
fn figure_of<'p>(policy: &'p Policy, record: &str) -> Option<&'p Figure> {
    let (_, id) = record.rsplit_once('#')?;
    policy.figures.iter().find(|figure| figure.id == id)
}

fn of_figure(figure: Option<&Figure>) -> Json {
    let (value, value_to) = match figure.and_then(|figure| figure.value) {
        Some(Value::Number(value)) => (Some(value), None),
        Some(Value::Range { from, to }) => (Some(from), Some(to)),
        None => (None, None),
    };
    json!({
        "figure_kind": figure.map(|f| f.kind),
        "indicator": figure.map(|f| &f.indicator),
        "value": value,
        "value_to": value_to,
        "unit": figure.map(|f| &f.unit),
        "bound": figure.map(|f| f.bound),
        "year": figure.map(|f| f.year),
        "horizon": figure.map(|f| f.horizon),
        "binding": figure.map(|f| &f.binding),
    })
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;
    use crate::extract::{Seed, read_policy};
    use crate::model::{Lines, Pages, PagesOfLines};
    use crate::phrase::Phrases;
    use crate::search;
    use crate::vocabulary::Vocabulary;

    const TEXT: &str = "丽水市绿色行动方案（2021—2025年）\n\n一、重点任务\n（一）保护森林。严格保护天然林。（市林业局牵头）\n\n| 指标 | 2025年 | 指标属性 |\n|---|---|---|\n| 森林覆盖率（%） | 80 | 约束性 |\n\n二、附则\n本方案自2021年10月1日起施行，有效期至2022年12月31日。《丽水市绿色行动办法》同时废止。\n";

    fn exported(day: Date) -> Vec<Map<String, Json>> {
        let content = Path::new(env!("CARGO_MANIFEST_DIR")).join("content");
        let vocabulary = Vocabulary::load(&content.join("vocabulary")).unwrap();
        let seed = Seed {
            file: "seeds/x.txt".into(),
            id: Some("x".into()),
            ..Seed::default()
        };
        let mut policy = read_policy(TEXT.as_bytes(), &seed, &vocabulary).unwrap();
        policy.pages = vec![PagesOfLines {
            lines: Lines::new(1, 8),
            pages: Pages::at(5),
        }];
        let atlas = Atlas::link(vec![policy], &vocabulary);
        let records = search::records(&atlas, &vocabulary, &Phrases::default());
        let made_of = ExportRecords::of(&atlas, day);
        let all = records.iter().map(|record| made_of.document(record));
        all.map(|record| record.as_object().unwrap().clone())
            .collect()
    }

    fn of_kind(records: &[Map<String, Json>], kind: &str) -> Map<String, Json> {
        let mut all = records.iter();
        all.find(|record| record["kind"] == kind).unwrap().clone()
    }

    #[test]
    fn every_record_says_what_its_document_says_of_it() {
        let records = exported(jiff::civil::date(2026, 1, 1));
        for kind in ["document", "measure", "figure", "paragraph"] {
            let record = of_kind(&records, kind);
            assert_eq!(record["status"], "expired", "{kind}");
            assert_eq!(record["period_from"], 2021, "{kind}");
            assert_eq!(record["repeals"], json!(["丽水市绿色行动办法"]), "{kind}");
            assert_eq!(record["page_first"], 5, "{kind}");
        }
        let before = exported(jiff::civil::date(2022, 1, 1));
        assert_eq!(of_kind(&before, "measure")["status"], "in_force");
        // A body is of no document.
        assert!(!of_kind(&records, "agency").contains_key("status"));
    }

    #[test]
    fn a_figure_says_its_value_and_whether_it_is_binding() {
        let figure = of_kind(&exported(jiff::civil::date(2026, 1, 1)), "figure");
        assert_eq!(figure["indicator"], "forest-coverage");
        assert_eq!(figure["figure_kind"], "target");
        assert_eq!(figure["value"], 80.0);
        assert_eq!(figure["unit"], "%");
        assert_eq!(figure["year"], 2025);
        assert_eq!(figure["binding"], "约束性");
    }

    #[test]
    fn fields_are_those_of_the_form_and_what_is_not_known_is_left_out() {
        let atlas = Atlas::default();
        let made_of = ExportRecords::of(&atlas, Date::ZERO);
        for record in exported(jiff::civil::date(2026, 1, 1)) {
            let known = |name: &String| FIELDS.iter().any(|(own, _)| own == name);
            assert!(record.keys().all(known), "{:?}", record.keys());
            assert!(record.values().all(|value| !value.is_null()));
        }
        let all = made_of.fields(&SearchRecord {
            number: None,
            id: "x".to_owned(),
            kind: search::RecordKind::Document,
            title: String::new(),
            city: None,
            document: None,
            url: String::new(),
            file: String::new(),
            lines: Lines::at(1),
            text: String::new(),
            figures: Vec::new(),
            bodies: Vec::new(),
            passage: None,
            facets: search::Facets::default(),
        });
        let mut own: Vec<&str> = all.keys().map(String::as_str).collect();
        let mut form = FIELDS.map(|(name, _)| name);
        own.sort_unstable();
        form.sort_unstable();
        assert_eq!(own, form);
    }
}
