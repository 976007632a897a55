//! The texts in pieces for retrieval, each with where it stands: `data/chunks.jsonl`.

use serde::Serialize;

use super::{Site, links};
use crate::extract::sha256;
use crate::model::{Lines, PassageKind, TextPassage, pages_of, passages};
use crate::text::parts;

/// Characters of a piece at most.
const MOST: usize = 800;

/// A piece of a text: a heading with what stands below it, or part of that.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct TextChunk<'a> {
    /// Id of the document and number of the piece, from 1.
    pub id: String,
    /// Id of the document.
    pub document: &'a str,
    /// Its title.
    pub title: &'a str,
    /// Its validity on the day of the build.
    pub status: &'static str,
    /// Id of the measure that the piece is of.
    pub measure: Option<&'a str>,
    /// The headings above it, outermost first.
    pub headings: Vec<String>,
    /// Its words; a line break between two paragraphs or rows.
    pub text: String,
    /// Its lines in the text that it was read from.
    pub line_first: usize,
    /// See `line_first`.
    pub line_last: usize,
    /// Page of the original, if it is known.
    pub page: Option<usize>,
    /// Its place on the site, below the root or with the address of the site.
    pub address: String,
    /// SHA-256 of `text` in UTF-8, in hex.
    pub sha256: String,
}

/// Neighbouring passages that make a piece.
struct Group<'p, 'a> {
    first: &'p TextPassage<'a>,
    text: String,
    lines: Lines,
}

/// The pieces of a document. Together they hold its text once, in reading order.
pub fn of_document<'a>(site: &Site<'a>, policy: usize) -> Vec<TextChunk<'a>> {
    let document = &site.atlas.policies[policy];
    let all = passages(document, site.stands.anchors(site.atlas, policy));
    let status = document.status_on(site.today).status.id();
    let groups = groups(&all);
    let chunks = groups.into_iter().enumerate().map(|(n, group)| {
        let headings = group.first.headings.iter();
        let page = pages_of(&document.pages, group.lines);
        TextChunk {
            id: format!("{}/c{}", document.id, n + 1),
            document: &document.id,
            title: &document.title,
            status,
            measure: group.first.measure,
            headings: headings.map(|&n| all[n].text.to_string()).collect(),
            line_first: group.lines.first,
            line_last: group.lines.last,
            page: page.map(|pages| pages.first),
            address: site.address(&format!(
                "{}#{}",
                links::document(&document.id),
                group.first.anchor
            )),
            sha256: sha256(group.text.as_bytes()),
            text: group.text,
        }
    });
    chunks.collect()
}

/// Passages joined to pieces: a heading begins one, another measure does, and what would be too long.
fn groups<'p, 'a>(all: &'p [TextPassage<'a>]) -> Vec<Group<'p, 'a>> {
    let mut groups: Vec<Group<'p, 'a>> = Vec::new();
    for passage in all {
        for part in parts(&passage.text, MOST) {
            let length = part.chars().count();
            let begins = matches!(
                passage.kind,
                PassageKind::Title | PassageKind::Heading | PassageKind::TableHead
            );
            let open = groups.last_mut().filter(|open| {
                !begins
                    && open.first.measure == passage.measure
                    && open.text.chars().count() + 1 + length <= MOST
            });
            match open {
                Some(open) => {
                    open.text.push('\n');
                    open.text.push_str(part);
                    open.lines = open.lines.join(passage.lines);
                }
                None => groups.push(Group {
                    first: passage,
                    text: part.to_owned(),
                    lines: passage.lines,
                }),
            }
        }
    }
    groups
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::extract::{Seed, read_policy};
    use crate::model::Anchors;
    use crate::vocabulary::tests::REAL;

    #[test]
    fn pieces_hold_the_text_once_and_are_short() {
        let long = "推进屋顶光伏建设，完善配套电网，到2025年新增装机27万千瓦。".repeat(60);
        let text = format!(
            "某市能源方案\n一、重点任务\n（一）光伏行动。{long}（市发改委牵头）\n（二）节水行动。建设节水型城市。\n"
        );
        let policy = read_policy(text.as_bytes(), &Seed::default(), &REAL).unwrap();
        let all = passages(&policy, &Anchors::of(&policy));
        let groups = groups(&all);
        assert!(groups.len() > 3, "{}", groups.len());
        assert!(
            groups
                .iter()
                .all(|group| group.text.chars().count() <= MOST)
        );
        let whole: String = all.iter().map(|passage| passage.text.as_ref()).collect();
        let joined: String = groups
            .iter()
            .map(|group| group.text.replace('\n', ""))
            .collect();
        assert_eq!(joined, whole.replace('\n', ""));
        let last = groups.last().unwrap();
        assert_eq!(last.text, "（二）节水行动\n建设节水型城市。");
    }
}
