//! The document's own title, among the lines before the first heading.

mod lines;
mod notice;
#[cfg(test)]
mod tests;

use std::sync::LazyLock;

use regex::Regex;

use super::pieces::RecordPiece;
use super::{banner, kinds, signer};
use crate::model::Lines;
use crate::outline::Body;
use crate::pattern::regex;
use crate::text::brackets::{Brackets, NAMES};
use crate::text::{Line, unit_of};
use crate::vocabulary::{Documents, Vocabulary};
pub use lines::begins_a_sentence;
use lines::{may_be_of_a_title, may_begin, title_at};
pub use notice::{before, origin};
use notice::{named_in_a_sentence, passed_on};

/// The title of a document and its lines.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Title {
    /// Its words, without 关于印发…的通知 around them; a space separates two issuers.
    pub text: String,
    /// The words of the line that a notice shows, blanks kept.
    pub shown: String,
    /// Its lines in the text.
    pub lines: Lines,
}

/// Notes in the head of a text that are not part of a title: 「（此件公开发布）」「(本文有删减)」「签发人：袁某」「附件1」「主题词：…」
static NOTE: LazyLock<Regex> = LazyLock::new(|| {
    regex(
        r"^(?:[（(](?:此件|本文|公开|主动公开|依申请公开|不予公开|发布稿|来源)[^）)]{0,20}[)）]|签发人.*|附件 ?[\d一二三四五六七八九十]{0,3} ?[:：]?|主题词.*|分享.{0,6}|[A-Z]{2,6}[-—\d]+)$",
    )
});

/// Finds the title. A notice that passes on a plan shows two; the plan's is the document's.
pub fn find(head: &[RecordPiece<'_>], vocabulary: &Vocabulary) -> Option<Title> {
    let mut subject = false;
    let lines: Vec<Line> = head
        .iter()
        .filter_map(|piece| without_banner(piece.line?))
        .filter(|line| {
            // 「主题词：」 may be on the line above its words as well as before them.
            let below = std::mem::replace(
                &mut subject,
                matches!(line.text.as_str(), "主题词：" | "主题词:"),
            );
            !below && !NOTE.is_match(&line.text)
        })
        .collect();
    let lines: Vec<&Line> = lines.iter().collect();
    let mut found: Vec<Title> = Vec::new();
    let mut n = 0;
    while n < lines.len() {
        match title_at(&lines[n..], vocabulary) {
            Some((title, taken)) => {
                found.push(title);
                n += taken;
            }
            None => n += 1,
        }
    }
    own(&found, &vocabulary.documents)
        .or_else(|| named_in_a_sentence(&lines))
        .or_else(|| first_line(&lines, vocabulary))
}

/// A line without the banner at one of its ends; `None` if nothing else is left.
fn without_banner(line: &Line) -> Option<Line> {
    let words = banner::without(&line.text);
    if words.len() == line.text.len() {
        return Some(line.clone());
    }
    let start = line.text.find(words).filter(|_| !words.is_empty())?;
    Some(line.slice(start..start + words.len()))
}

/// Selects the document's own title among those in the head.
fn own(found: &[Title], documents: &Documents) -> Option<Title> {
    let first = found.first()?;
    let passed_on = found
        .iter()
        .find_map(|title| Some((title, passed_on(&title.text)?)));
    if let Some((notice, name)) = passed_on {
        // The plan's title may have an edition that the notice omits.
        let same = found.iter().rfind(|title| {
            title.text != notice.text
                && alike(&title.text, &name)
                && !is_letter(&title.text, documents)
        });
        let (text, lines) = match same {
            Some(title) => (title.text.replace(['《', '》'], ""), title.lines),
            None => (name, notice.lines),
        };
        let shown = notice.shown.clone();
        return Some(Title { text, shown, lines });
    }
    // 「关于《…方案》的公示」 precedes the plan itself.
    let one = Brackets::of(&first.text, NAMES).pairs.len() < 2;
    let shown_below = found[1..].iter().find(|title| {
        one && is_letter(&first.text, documents)
            && !is_letter(&title.text, documents)
            && first.text.contains(&title.text)
    });
    Some(shown_below.map_or_else(
        || first.clone(),
        |title| Title {
            shown: first.shown.clone(),
            ..title.clone()
        },
    ))
}

/// Whether a title is that of a letter about a document rather than of the document.
fn is_letter(title: &str, documents: &Documents) -> bool {
    let mut kinds = documents.letters.iter();
    kinds.any(|kind| title.ends_with(kind.as_str()))
}

/// Whether two titles are the same apart from an edition, a region or a 的.
fn alike(one: &str, other: &str) -> bool {
    let plain = |text: &str| -> String {
        text.chars()
            .filter(|c| c.is_alphanumeric() && *c != '的')
            .collect()
    };
    let (one, other) = (plain(one), plain(other));
    let (short, long) = match one.len() <= other.len() {
        true => (&one, &other),
        false => (&other, &one),
    };
    long.contains(short.as_str()) && short.len() * 2 >= long.len()
}

/// The title of a text that consists of a table: 「某市2027年重点任务分工表」 on the first line. A line with the unit
/// may come between.
pub fn above_a_table(body: &[Body]) -> Option<Title> {
    const LENGTH: std::ops::RangeInclusive<usize> = 4..=50;
    let unit = |piece: &&Body| {
        piece
            .paragraph()
            .is_some_and(|p| unit_of(&p.text).is_some())
    };
    let line = body.first()?.paragraph()?;
    let below = body[1..].iter().find(|piece| !unit(piece))?;
    let words = line.text.as_str();
    let names = LENGTH.contains(&words.chars().count())
        && matches!(below, Body::Table(_))
        && may_be_of_a_title(words)
        && may_begin(words);
    names.then(|| Title {
        text: words.to_owned(),
        shown: String::new(),
        lines: line.lines(),
    })
}

/// The first words of a text, if they can only be its title.
fn first_line(lines: &[&Line], vocabulary: &Vocabulary) -> Option<Title> {
    const LENGTH: std::ops::RangeInclusive<usize> = 6..=50;
    const AMONG: usize = 3;
    let may = |line: &&&Line| {
        let words = line.text.as_str();
        LENGTH.contains(&words.chars().count())
            && may_be_of_a_title(words)
            && may_begin(words)
            && !words.contains(['，', ',', '、', '|'])
            && !signer::is_body(words, vocabulary)
            && kinds::may_name_a_text(words)
    };
    let line = lines.iter().take(AMONG).find(may)?;
    Some(Title {
        text: line.text.clone(),
        shown: String::new(),
        lines: line.lines(),
    })
}
