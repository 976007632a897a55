//! The page of a document as Markdown for programs, `index.md` beside it: what was read of it as YAML, under
//! the names of the data, and its text with the lines of every paragraph.

use serde::Serialize;

use super::llms::plain_markdown;
use super::{Site, links};
use crate::model::{Figure, Lines, Measure, PassageKind, Policy, Role, TextPassage, passages};
use crate::yaml;

/// Name of the file beside the page.
pub const FILE: &str = "index.md";

/// What was read of a document.
#[derive(Serialize)]
struct FrontMatter<'a> {
    title: &'a str,
    id: &'a str,
    document_number: Option<&'a str>,
    issuing_bodies: &'a [String],
    issued_on: Option<String>,
    status: &'static str,
    address: String,
    source: Option<&'a str>,
    sha256: &'a str,
    measures: Vec<MarkdownMeasure<'a>>,
    figures: Vec<MarkdownFigure<'a>>,
}

#[derive(Serialize)]
struct MarkdownMeasure<'a> {
    id: &'a str,
    title: &'a str,
    lines: Lines,
    agencies: Vec<MarkdownAgency<'a>>,
}

#[derive(Serialize)]
struct MarkdownAgency<'a> {
    name: &'a str,
    role: Role,
}

/// A figure; `value` and the others are as in the data.
#[derive(Serialize)]
struct MarkdownFigure<'a> {
    #[serde(flatten)]
    figure: &'a Figure,
}

/// The file of a document.
pub fn of_document(site: &Site<'_>, n: usize) -> Vec<u8> {
    let policy = &site.atlas.policies[n];
    let address = site.address(&links::document(&policy.id));
    let front = front_matter(
        policy,
        address.clone(),
        policy.status_on(site.today).status.id(),
    );
    // Plain records of strings and numbers: the writer has nothing to refuse.
    let front = yaml::to_string(&front).unwrap_or_default();
    let all = passages(policy, site.stands.anchors(site.atlas, n));
    // Seen from the file, its page is the folder it stands in.
    let page = match site.settings.base_url {
        Some(_) => address,
        None => "./".to_owned(),
    };
    format!("---\n{front}---\n{}", body(&all, &page)).into_bytes()
}

fn front_matter<'a>(policy: &'a Policy, address: String, status: &'static str) -> FrontMatter<'a> {
    let agencies = |measure: &'a Measure| {
        let agencies = measure.agencies.iter().map(|agency| MarkdownAgency {
            name: &agency.name,
            role: agency.role,
        });
        agencies.collect()
    };
    let measures = policy.measures.iter().map(|measure| MarkdownMeasure {
        id: &measure.id,
        title: &measure.title,
        lines: measure.lines,
        agencies: agencies(measure),
    });
    FrontMatter {
        title: &policy.title,
        id: &policy.id,
        document_number: policy.document_number.as_deref(),
        issuing_bodies: &policy.issuing_bodies,
        issued_on: policy.issued_on.map(|day| day.to_string()),
        status,
        address,
        source: policy.source.url.as_deref(),
        sha256: &policy.source.sha256,
        measures: measures.collect(),
        figures: policy
            .figures
            .iter()
            .map(|figure| MarkdownFigure { figure })
            .collect(),
    }
}

/// The text; behind each piece its lines, linked to the page.
fn body(all: &[TextPassage<'_>], page: &str) -> String {
    let mut body = String::new();
    for passage in all {
        let mark = match passage.kind {
            PassageKind::Title => "# ".to_owned(),
            // Deeper headings than Markdown has are shown as its deepest.
            PassageKind::Heading => format!("{} ", "#".repeat((passage.headings.len() + 2).min(6))),
            PassageKind::TableHead | PassageKind::TableRow => "- ".to_owned(),
            PassageKind::Paragraph => String::new(),
        };
        let text = plain_markdown(&passage.text);
        let (anchor, lines) = (passage.anchor, passage.lines);
        body.push_str(&format!("\n{mark}{text} [L{lines}]({page}#{anchor})\n"));
    }
    body
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::extract::{Seed, read_policy};
    use crate::model::Anchors;
    use crate::vocabulary::tests::REAL;

    #[test]
    fn every_paragraph_leads_to_its_lines() {
        let text = "某市能源方案\n一、任务\n（一）光伏行动。到2025年，装机达到[27]万千瓦<b>。（市发改委牵头）\n";
        let policy = read_policy(text.as_bytes(), &Seed::default(), &REAL).unwrap();
        let all = passages(&policy, &Anchors::of(&policy));
        assert_eq!(
            body(&all, "./"),
            "\n# 某市能源方案 [L1](./#L1)\n\n## 一、任务 [L2](./#L2)\n\n### （一）光伏行动 [L3](./#L3)\n\n到2025年，装机达到\\[27\\]万千瓦&lt;b\\>。（市发改委牵头） [L3](./#L3-2)\n"
        );
    }

    #[test]
    fn what_was_read_stands_at_the_head_as_yaml() {
        let text = "某市能源方案\n一、任务\n（一）光伏行动。到2025年，建成绿色工厂20家以上。（市发改委牵头）\n";
        let policy = read_policy(text.as_bytes(), &Seed::default(), &REAL).unwrap();
        let front = front_matter(&policy, "documents/x/".to_owned(), "unknown");
        let read: serde_json::Value =
            serde_yaml::from_str(&yaml::to_string(&front).unwrap()).unwrap();
        assert_eq!(read["measures"][0]["agencies"][0]["role"], "lead");
        assert_eq!(read["figures"][0]["value"], 20);
        assert_eq!(read["figures"][0]["bound"], "at_least");
    }
}
