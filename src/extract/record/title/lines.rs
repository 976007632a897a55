//! Lines of a title that was split over several lines.

use std::sync::LazyLock;

use regex::Regex;

use super::super::{dates, kinds, signer};
use super::Title;
use crate::model::Lines;
use crate::pattern::regex;
use crate::text::Line;
use crate::text::brackets::{Brackets, NAMES};
use crate::vocabulary::{Documents, Vocabulary};

/// Maximum length of a title, in characters.
const TITLE_MAX: usize = 120;

/// Maximum number of lines of a title.
const LINES_MAX: usize = 5;

/// The beginning of a sentence: 「为深入贯彻落实…」「根据…」「本规划依据…」「现将…」「近日，…」
static SENTENCE: LazyLock<Regex> = LazyLock::new(|| {
    regex(
        r"^(?:为(?:了|进一步|贯彻|深入|全面|加快|推动|推进|加强|切实|落实|规范|认真|做好|支持|促进|确保|统筹)|根据|按照|依据|遵照|经[^济]|现将|近日|日前|按[^键]|本(?:规划|方案|办法|意见|计划|细则|通知|标准|指南)(?:依据|根据|是|以|由))",
    )
});

/// The number of a heading: 「5.6.2监测计划」「一、」「第一章」
static NUMBERED: LazyLock<Regex> = LazyLock::new(|| {
    regex(
        r"^(?:\d{1,2}(?:[.．]\d{1,2})+|\d{1,2}[.．、]|[一二三四五六七八九十]{1,3}、|第[一二三四五六七八九十]{1,3}[章节条]|[（(][一二三四五六七八九十\d]{1,3}[)）])",
    )
});

/// Lines above or below the title of a report to a congress: 「市长张某作政府工作报告」
static SPOKEN: LazyLock<Regex> = LazyLock::new(|| {
    regex(r"^[\p{Han}]{0,14}(?:市长|省长|县长|区长|主席|州长)[\p{Han}·]{2,6}(?:作|所作|做)")
});

/// Returns the title that begins with the first of these lines, and the number of its lines. A title
/// consists of short lines without a full stop, up to one that ends in a kind of document.
pub fn title_at(lines: &[&Line], vocabulary: &Vocabulary) -> Option<(Title, usize)> {
    let mut text = String::new();
    for (n, line) in lines.iter().take(LINES_MAX).enumerate() {
        let words = without_addressee(line.text.trim());
        if !may_be_of_a_title(words) || n == 0 && !may_begin(words) {
            return None;
        }
        // A letterhead is not part of the title below it, except for 「某省人民政府办公厅」 / 「关于…的意见」.
        let next = lines.get(n + 1).map_or("", |line| line.text.as_str());
        let signs = signer::is_body(words, vocabulary) || words.ends_with("文件");
        if signs && !(n == 0 && next.starts_with("关于")) {
            return None;
        }
        text.push_str(without_addressee(without_number(&spaced(line))));
        if !is_whole(&text, next, &vocabulary.documents) {
            continue;
        }
        let lines_of = Lines::new(lines[0].lines().first, line.lines().last);
        // A trailing 「（2022-2025年）」 or 「（试行）」 may be on a line of its own.
        let tail = kinds::is_edition(next).then_some(next);
        text.push_str(tail.unwrap_or_default());
        let title = Title {
            text: joined(&text),
            shown: text,
            lines: lines_of,
        };
        return Some((title, n + 1 + usize::from(tail.is_some())));
    }
    None
}

/// Whether a line may be a part of a title.
pub fn may_be_of_a_title(words: &str) -> bool {
    let about = words.contains("关于") || words.contains("印发");
    let comma = words.contains('，') && !about;
    let number = words.ends_with(['号', '）', ')']) && without_number(words).is_empty()
        || words.ends_with('号') && words.contains(['〔', '[', '［', '（', '(', '【']);
    let address = words.starts_with("目录")
        || words.starts_with(|c: char| c.is_ascii_digit()) && words.contains('日');
    !(comma
        || number
        || address
        || words.contains(['。', '；'])
        || words.ends_with(['：', ':', '，'])
        || words.chars().count() > TITLE_MAX
        || dates::whole(words).is_some()
        || dates::imprint(words).is_some())
}

/// Whether words are the beginning of a sentence: 「根据…」「为贯彻落实…」
pub fn begins_a_sentence(words: &str) -> bool {
    SENTENCE.is_match(words)
}

/// Whether a line may be the first of a title.
pub fn may_begin(words: &str) -> bool {
    !(words.contains([':', '：', '/'])
        || words.starts_with("附件")
        || SENTENCE.is_match(words)
        || NUMBERED.is_match(words)
        || SPOKEN.is_match(words))
}

/// Whether a title is complete; `next` is the line below.
fn is_whole(text: &str, next: &str, documents: &Documents) -> bool {
    let goes_on = [
        "的通知",
        "》的",
        "的函",
        "的公告",
        "的公示",
        "的通报",
        "的意见",
        "》通知",
        "的批复",
    ]
    .iter()
    .any(|rest| next.starts_with(rest));
    !goes_on
        && kinds::ends_in_kind(text, documents)
        && Brackets::of(text, NAMES).unclosed.is_empty()
}

/// The words, with a space kept if it separates two bodies.
fn spaced(line: &Line) -> String {
    const ENDS: [char; 12] = [
        '委', '府', '局', '厅', '会', '办', '部', '行', '署', '社', '院', '区',
    ];
    let mut text = String::new();
    for (n, part) in line.blank_parted().iter().enumerate() {
        let bodies = part.chars().count() > 1 && text.ends_with(ENDS);
        if n > 0 && bodies && !text.contains("关于") {
            text.push(' ');
        }
        text.push_str(part);
    }
    text
}

/// A title with spaces only where they separate the bodies before 关于.
fn joined(text: &str) -> String {
    match text.find("关于").or_else(|| text.find("印发")) {
        Some(at) => format!("{}{}", &text[..at], text[at..].replace(' ', "")),
        None => text.to_owned(),
    }
}

/// The words without the addressees directly behind a title: 「关于…的通知各市科技局，各有关单位：」
fn without_addressee(words: &str) -> &str {
    static ADDRESSED: LazyLock<Regex> = LazyLock::new(|| {
        regex(
            r"^(?P<title>.{4,100}?的(?:通知|意见|通报|公告|函))(?:各|省|市|县|区|有关)[^。]{1,120}[:：]$",
        )
    });
    let found = ADDRESSED
        .captures(words)
        .and_then(|found| found.name("title"));
    found.map_or(words, |title| title.as_str())
}

/// The words without the document's own number in brackets behind them.
fn without_number(words: &str) -> &str {
    match words.rfind(['（', '(']) {
        Some(at)
            if words[at..].contains(['〔', '[', '［', '【']) && words.ends_with(['）', ')']) =>
        {
            &words[..at]
        }
        _ => words,
    }
}
