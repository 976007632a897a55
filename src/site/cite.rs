//! How to cite a document or a measure: what a line after GB/T 7714—2025 is made of, and CSL-JSON. A script of the
//! theme makes BibTeX and RIS from the shown line.

use serde::Serialize;
use serde_json::{Value, json};

use super::Site;
use super::links;
use super::original_page::shown;
use crate::model::{Lines, Policy, pages_of};

/// What a citation is made of.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Citation {
    /// The issuing bodies, or the region where the text names none.
    pub authors: Vec<String>,
    /// What is cited: the document, or the measure with its number.
    pub title: String,
    /// The document, where a measure in it is cited.
    pub container: String,
    /// 发文字号.
    pub number: String,
    /// 成文 or 发布日期, ISO 8601.
    pub date: String,
    /// Lines of the source text.
    pub lines: Option<Lines>,
    /// Pages of the original, `5` or `5–6`; empty where they are not known.
    pub pages: String,
    /// The page's own address; empty where the site does not know where it is published.
    pub url: String,
}

impl Site<'_> {
    /// How to cite a document.
    pub fn cite_document(&self, policy: usize) -> Citation {
        let p = &self.atlas.policies[policy];
        self.citation(p, p.title.clone(), None, &links::document(&p.id))
    }

    /// How to cite a measure of it.
    pub fn cite_measure(&self, policy: usize, item: usize) -> Citation {
        let p = &self.atlas.policies[policy];
        let m = &p.measures[item];
        let title = format!("{}{}", m.number.as_deref().unwrap_or_default(), m.title);
        self.citation(p, title, Some(m.lines), &links::measure(&m.id))
    }

    fn citation(
        &self,
        policy: &Policy,
        title: String,
        lines: Option<Lines>,
        path: &str,
    ) -> Citation {
        let mut authors = policy.issuing_bodies.clone();
        if authors.is_empty() {
            authors.extend(policy.region.as_ref().map(|r| r.name.clone()));
        }
        let date = policy.dated();
        let url = self.settings.base_url.as_ref();
        Citation {
            authors,
            title,
            container: lines.map_or(String::new(), |_| policy.title.clone()),
            number: policy.document_number.clone().unwrap_or_default(),
            date: date.map_or(String::new(), |d| d.to_string()),
            lines,
            pages: lines
                .and_then(|lines| pages_of(&policy.pages, lines))
                .map_or(String::new(), shown),
            url: url.map_or(String::new(), |base| {
                format!("{}/{path}", base.trim_end_matches('/'))
            }),
        }
    }
}

impl Citation {
    /// An item of CSL-JSON, from which other forms can be made.
    pub fn csl(&self, key: &str) -> Value {
        let report = self.container.is_empty();
        let authors = self.authors.iter().map(|a| json!({"literal": a}));
        let parts = self.date.split('-').filter_map(|p| p.parse().ok());
        let parts: Vec<u32> = parts.collect();
        let issued = match parts.is_empty() {
            true => Value::Null,
            false => json!({"date-parts": [parts]}),
        };
        let fields = [
            ("id", json!(key)),
            ("type", json!(if report { "report" } else { "chapter" })),
            ("title", json!(self.title)),
            ("container-title", json!(self.container)),
            ("author", authors.collect()),
            ("publisher", json!(self.authors.join("、"))),
            ("number", json!(self.number)),
            ("issued", issued),
            ("page", json!(self.pages)),
            ("URL", json!(self.url)),
            ("language", json!("zh-CN")),
        ];
        let known = fields
            .into_iter()
            .filter(|(_, value)| !value.is_null() && value.as_str() != Some(""));
        known
            .map(|(name, value)| (name.to_owned(), value))
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn csl_has_dates_in_parts_and_nothing_that_is_not_known() {
        let citation = Citation {
            authors: vec!["某市人民政府办公室".to_owned()],
            title: "（一）光伏行动".to_owned(),
            container: "某市行动方案".to_owned(),
            number: String::new(),
            date: "2021-09".to_owned(),
            lines: None,
            pages: "5–6".to_owned(),
            url: "https://example.org/measures/a/1-1/".to_owned(),
        };
        let item = citation.csl("a/1-1");
        assert_eq!(item["issued"]["date-parts"][0], json!([2021, 9]));
        assert_eq!(item["container-title"], "某市行动方案");
        assert!(item.get("number").is_none(), "{item}");
    }
}
