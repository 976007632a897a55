//! How to cite a document or a measure: GB/T 7714—2025, BibTeX, RIS, CSL-JSON.

use serde::Serialize;
use serde_json::{Map, Value, json};

use super::Site;
use super::links;
use crate::model::{Lines, Policy};

/// What a citation is made of, and the forms that have no words of the interface in them.
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
    /// The page's own address; empty where the site does not know where it is published.
    pub url: String,
    /// BibTeX.
    pub bibtex: String,
    /// RIS.
    pub ris: String,
    /// CSL-JSON.
    pub csl: String,
}

impl Site<'_> {
    /// How to cite a document.
    pub fn cite_document(&self, policy: usize) -> Citation {
        let p = &self.atlas.policies[policy];
        self.citation(p, &p.id, p.title.clone(), None, &links::document(&p.id))
    }

    /// How to cite a measure of it.
    pub fn cite_measure(&self, policy: usize, item: usize) -> Citation {
        let p = &self.atlas.policies[policy];
        let m = &p.measures[item];
        let title = format!("{}{}", m.number.as_deref().unwrap_or_default(), m.title);
        self.citation(p, &m.id, title, Some(m.lines), &links::measure(&m.id))
    }

    fn citation(
        &self,
        policy: &Policy,
        key: &str,
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
        let mut citation = Citation {
            authors,
            title,
            container: lines.map_or(String::new(), |_| policy.title.clone()),
            number: policy.document_number.clone().unwrap_or_default(),
            date: date.map_or(String::new(), |d| d.to_string()),
            lines,
            url: url.map_or(String::new(), |base| {
                format!("{}/{path}", base.trim_end_matches('/'))
            }),
            bibtex: String::new(),
            ris: String::new(),
            csl: String::new(),
        };
        citation.bibtex = bibtex(&citation, key);
        citation.ris = ris(&citation);
        citation.csl = csl(&citation, key);
        citation
    }
}

/// The fields of an entry, those that are empty left out.
fn present<'a>(fields: &'a [(&'a str, String)]) -> impl Iterator<Item = &'a (&'a str, String)> {
    fields.iter().filter(|(_, value)| !value.is_empty())
}

/// One `@techreport`, the entry for papers that a body publishes under a number; `@incollection` for
/// a measure in it.
fn bibtex(c: &Citation, key: &str) -> String {
    let key: String = key
        .chars()
        .map(|c| if c.is_ascii_alphanumeric() { c } else { '-' })
        .collect();
    // Braces twice: a body's name is one name, not first and last.
    let authors: Vec<String> = c
        .authors
        .iter()
        .map(|a| format!("{{{}}}", tex(a)))
        .collect();
    let year: String = c.date.chars().take(4).collect();
    let kind = if c.container.is_empty() {
        "techreport"
    } else {
        "incollection"
    };
    let bodies = c.authors.iter().map(|a| tex(a)).collect::<Vec<_>>();
    let fields = [
        ("author", authors.join(" and ")),
        ("title", format!("{{{}}}", tex(&c.title))),
        ("booktitle", tex(&c.container)),
        (
            if c.container.is_empty() {
                "institution"
            } else {
                "publisher"
            },
            bodies.join("、"),
        ),
        ("number", tex(&c.number)),
        ("year", year),
        ("date", c.date.clone()),
        ("url", tex(&c.url)),
        ("language", "chinese".to_owned()),
    ];
    let mut text = format!("@{kind}{{{key},\n");
    for (name, value) in present(&fields) {
        text.push_str(&format!("  {name} = {{{value}}},\n"));
    }
    text.push_str("}\n");
    text
}

/// Characters that mean something to TeX, made harmless.
fn tex(text: &str) -> String {
    let mut out = String::new();
    for c in text.chars() {
        match c {
            '\\' => out.push_str("\\textbackslash{}"),
            '{' | '}' | '%' | '&' | '$' | '#' | '_' => {
                out.push('\\');
                out.push(c);
            }
            '~' => out.push_str("\\textasciitilde{}"),
            '^' => out.push_str("\\textasciicircum{}"),
            c if c.is_control() => out.push(' '),
            c => out.push(c),
        }
    }
    out
}

/// `GOVDOC`, and `CHAP` for a measure.
fn ris(c: &Citation) -> String {
    let line = |text: &str| text.replace(char::is_control, " ");
    let mut text = String::new();
    let mut put = |tag: &str, value: &str| {
        if !value.is_empty() {
            text.push_str(&format!("{tag}  - {}\r\n", line(value)));
        }
    };
    put(
        "TY",
        if c.container.is_empty() {
            "GOVDOC"
        } else {
            "CHAP"
        },
    );
    for author in &c.authors {
        // A comma would part last from first name.
        put("AU", &author.replace(',', "，"));
    }
    put("TI", &c.title);
    put("T2", &c.container);
    put("PB", &c.authors.join("、"));
    put("M1", &c.number);
    put("PY", &c.date.chars().take(4).collect::<String>());
    put("DA", &c.date.replace('-', "/"));
    put("UR", &c.url);
    put("LA", "zh");
    text.push_str("ER  - \r\n");
    text
}

/// One item of CSL-JSON.
fn csl(c: &Citation, key: &str) -> String {
    let mut item = Map::new();
    let mut put = |name: &str, value: Value| {
        if value.as_str() != Some("") {
            item.insert(name.to_owned(), value);
        }
    };
    put("id", json!(key));
    let report = c.container.is_empty();
    put("type", json!(if report { "report" } else { "chapter" }));
    put("title", json!(c.title));
    put("container-title", json!(c.container));
    let authors: Vec<Value> = c.authors.iter().map(|a| json!({"literal": a})).collect();
    put("author", json!(authors));
    put("publisher", json!(c.authors.join("、")));
    put("number", json!(c.number));
    let parts: Vec<u32> = c.date.split('-').filter_map(|p| p.parse().ok()).collect();
    if !parts.is_empty() {
        put("issued", json!({"date-parts": [parts]}));
    }
    put("URL", json!(c.url));
    put("language", json!("zh-CN"));
    serde_json::to_string_pretty(&[Value::Object(item)]).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn example() -> Citation {
        Citation {
            authors: vec!["某市人民政府办公室".to_owned()],
            title: "（一）光伏{100%}行动".to_owned(),
            container: "某市行动方案".to_owned(),
            number: "某政办发〔2021〕56号".to_owned(),
            date: "2021-09-30".to_owned(),
            lines: None,
            url: "https://example.org/measures/a/1-1/".to_owned(),
            bibtex: String::new(),
            ris: String::new(),
            csl: String::new(),
        }
    }

    #[test]
    fn bibtex_keeps_a_body_one_name_and_tex_harmless() {
        let text = bibtex(&example(), "a/1-1");
        assert!(text.starts_with("@incollection{a-1-1,\n"), "{text}");
        assert!(text.contains("author = {{某市人民政府办公室}}"), "{text}");
        assert!(
            text.contains("title = {{（一）光伏\\{100\\%\\}行动}}"),
            "{text}"
        );
    }

    #[test]
    fn ris_has_one_field_a_line() {
        let mut citation = example();
        citation.title.push_str("\r\nER  - ");
        let text = ris(&citation);
        assert_eq!(text.matches("\r\nER  - ").count(), 1, "{text}");
        assert!(text.contains("DA  - 2021/09/30\r\n"), "{text}");
    }

    #[test]
    fn csl_has_dates_in_parts() {
        let items: Value = serde_json::from_str(&csl(&example(), "a/1-1")).unwrap();
        assert_eq!(items[0]["issued"]["date-parts"][0], json!([2021, 9, 30]));
        assert_eq!(items[0]["container-title"], "某市行动方案");
    }
}
