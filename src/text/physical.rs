use std::sync::LazyLock;

use regex::Regex;

use super::character::{is_han, mend, width};
use crate::pattern::regex;

/// A line of the file with its characters normalized, and what its white space shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Physical {
    /// 1-based number in the file.
    pub number: usize,
    /// The words; tabs inside kept, blanks at the ends dropped but for leading tabs.
    pub text: String,
    /// Columns of the words; blanks between Chinese characters aside, which some extractions put
    /// between all characters of a line.
    pub width: usize,
    /// Whether it continues the line above, as another place of the text shows.
    pub goes_on: bool,
    /// Whether it is a heading with a decimal number, as the numbering around it shows.
    pub heads: bool,
}

impl Physical {
    /// Whether the line is empty; a lone tab is an empty cell, not a blank line.
    pub fn is_blank(&self) -> bool {
        self.text.is_empty()
    }

    /// Whether it is a cell of a table written one cell a line behind a tab.
    pub fn is_cell(&self) -> bool {
        self.text.starts_with('\t') && !self.text[1..].contains('\t')
    }

    /// The words without any white space around.
    pub fn words(&self) -> &str {
        self.text.trim()
    }
}

/// Maximum number of consecutive blank lines kept. A few may mark the end of a page; a file with millions
/// of them must not use memory for each.
const MOST_BLANKS: usize = 64;

/// Splits a text into lines, numbered as in an editor; of long runs of blank lines only the first few are
/// kept.
pub fn split(text: &str) -> Vec<Physical> {
    let spaced_digits = has_spaced_digits(text);
    let ascii_marks = has_ascii_marks(text);
    let mut blanks = 0;
    text.split('\n')
        .enumerate()
        .map(|(n, line)| {
            let mended: String = line
                .chars()
                .filter_map(mend)
                // pdftotext writes a form feed at a page break; it is no text.
                .map(|c| if c == '\u{000C}' { ' ' } else { c })
                .collect();
            let mended = strip_emphasis(&mended);
            let mended = without_mark(&mended);
            let mended = without_inline(mended);
            let mended = if spaced_digits {
                close_digits(&mended)
            } else {
                mended
            };
            let mended = if ascii_marks {
                chinese_marks(&mended)
            } else {
                mended
            };
            let kept = mended.trim_matches(' ').trim_end_matches([' ', '\r']);
            // Trailing tabs of a row are empty cells only if the row has other tabs.
            let text = if kept.trim().is_empty() && !kept.contains('\t') {
                ""
            } else {
                kept
            };
            Physical {
                number: n + 1,
                text: text.to_owned(),
                width: width(&closed(kept)),
                goes_on: false,
                heads: false,
            }
        })
        .filter(|line| {
            blanks = if line.is_blank() { blanks + 1 } else { 0 };
            blanks <= MOST_BLANKS
        })
        .collect()
}

/// The line without spaces between two Chinese characters, which come from typing or a broken extraction.
/// Spaces beside Latin letters and digits belong to the page and stay.
fn closed(line: &str) -> String {
    let mut closed = String::with_capacity(line.len());
    let mut gap = false;
    for c in line.trim().chars() {
        if c == ' ' {
            gap = true;
            continue;
        }
        let latin = c.is_ascii() || closed.ends_with(|last: char| last.is_ascii());
        if gap && latin {
            closed.push(' ');
        }
        gap = false;
        closed.push(c);
    }
    closed
}

/// Strips the mark that Markdown converters put before a heading or an item: 「## 一、总体要求」「- 推进公转铁」. A page
/// number between dashes (「- 12 -」) stays one.
fn without_mark(line: &str) -> &str {
    let rest = line.trim_start_matches(' ');
    let hashes = rest.len() - rest.trim_start_matches('#').len();
    if (1..=6).contains(&hashes)
        && let Some(heading) = rest[hashes..].strip_prefix(' ')
        && !heading.trim().is_empty()
    {
        return heading.trim_start();
    }
    if let Some(quoted) = rest.strip_prefix("> ") {
        return quoted.trim_start();
    }
    let item = ["- ", "* ", "+ "]
        .iter()
        .find_map(|mark| rest.strip_prefix(mark));
    let begins = |c: char| ('\u{4E00}'..='\u{9FFF}').contains(&c) || matches!(c, '“' | '《' | '（');
    match item {
        Some(item) if item.trim_start().starts_with(begins) => item.trim_start(),
        _ => line,
    }
}

/// Drops pictures, the addresses of links, the strokes before marks and rules, as Markdown has them:
/// 「[实施意见](https://…)」「1\. 」「---」.
fn without_inline(line: &str) -> String {
    static PICTURE: LazyLock<Regex> = LazyLock::new(|| regex(r"!\[[^\[\]]*\]\([^()]*\)"));
    static LINK: LazyLock<Regex> =
        LazyLock::new(|| regex(r"\[([^\[\]]+)\]\((?:https?://|mailto:|#|\.{0,2}/)[^()]*\)"));
    static ESCAPED: LazyLock<Regex> = LazyLock::new(|| regex(r"\\([-\\`*_{}\[\]()#+.!>~])"));
    let dashes = line.trim();
    let rule = dashes.len() >= 3
        && ['-', '*', '_']
            .iter()
            .any(|mark| dashes.chars().all(|c| c == *mark));
    if rule {
        return String::new();
    }
    if !line.contains(['[', '\\']) {
        return line.to_owned();
    }
    let line = PICTURE.replace_all(line, "");
    let line = LINK.replace_all(&line, "$1");
    ESCAPED.replace_all(&line, "$1").into_owned()
}

/// Drops the `**` that Markdown converters leave around headings: 「**二是深化改革。**」
fn strip_emphasis(line: &str) -> String {
    if line.matches("**").count() >= 2 {
        line.replace("**", "")
    } else {
        line.to_owned()
    }
}

/// Whether text extraction separated the digits: 「2 0 0 1年2月1 6日」.
fn has_spaced_digits(text: &str) -> bool {
    let mut spaced = 0usize;
    let mut whole = 0usize;
    let chars: Vec<char> = text.chars().collect();
    for w in chars.windows(3) {
        if w[0].is_ascii_digit() && w[2].is_ascii_digit() {
            match w[1] {
                ' ' => spaced += 1,
                c if c.is_ascii_digit() => whole += 1,
                _ => {}
            }
        }
    }
    spaced > 20 && spaced > 3 * whole
}

/// Whether text extraction replaced Chinese punctuation by Latin: 「打好攻坚战 , 持续改善生态环境 .」
fn has_ascii_marks(text: &str) -> bool {
    let (mut latin, mut chinese) = (0usize, 0usize);
    let mut before = ' ';
    for c in text.chars() {
        match c {
            '.' | ',' if is_han(before) => latin += 1,
            '。' | '，' => chinese += 1,
            _ => {}
        }
        if !c.is_whitespace() {
            before = c;
        }
    }
    latin > 50 && latin > 20 * chinese
}

/// Restores Chinese punctuation behind Chinese words in a line of such an extraction.
fn chinese_marks(line: &str) -> String {
    let mut marked = String::with_capacity(line.len());
    let mut blanks = String::new();
    for c in line.chars() {
        if c == ' ' {
            blanks.push(c);
            continue;
        }
        let mark = match c {
            '.' => '。',
            ',' => '，',
            ';' => '；',
            ':' => '：',
            c => c,
        };
        let words = marked.ends_with(|last| is_han(last) || matches!(last, '）' | '》' | '”'));
        if mark != c && words {
            marked.push(mark);
        } else {
            marked.push_str(&blanks);
            marked.push(c);
        }
        blanks.clear();
    }
    marked
}

/// Closes the blanks inside the numbers of such an extraction.
fn close_digits(line: &str) -> String {
    let numeric = |c: char| c.is_ascii_digit() || c == '.';
    let chars: Vec<char> = line.chars().collect();
    let mut closed = String::with_capacity(line.len());
    for (n, &c) in chars.iter().enumerate() {
        let before = n.checked_sub(1).map(|n| chars[n]);
        let after = chars.get(n + 1).copied();
        if c == ' ' && before.is_some_and(numeric) && after.is_some_and(numeric) {
            continue;
        }
        closed.push(c);
    }
    closed
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_of_markdown_are_no_words() {
        let text = "## 一、总体要求\n- 推进**公转铁**。\n1\\. 落实[实施意见](https://www.example.gov.cn/1.html)\n![图](a.png)\n> 引言\n---\n- 12 -\n#1机组\n* 2025年";
        let read: Vec<String> = split(text).into_iter().map(|line| line.text).collect();
        assert_eq!(
            read,
            [
                "一、总体要求",
                "推进公转铁。",
                "1. 落实实施意见",
                "",
                "引言",
                "",
                "- 12 -",
                "#1机组",
                "* 2025年"
            ]
        );
    }

    #[test]
    fn counts_lines_and_keeps_tabs() {
        let lines = split("a\r\n\r\n\t市水利局 \n\t\n");
        let texts: Vec<_> = lines.iter().map(|l| (l.number, l.text.as_str())).collect();
        assert_eq!(
            texts,
            [(1, "a"), (2, ""), (3, "\t市水利局"), (4, "\t"), (5, "")]
        );
        assert!(lines[2].is_cell() && lines[3].is_cell() && !lines[0].is_cell());
    }

    #[test]
    fn blank_lines_without_end_are_few_and_count() {
        let lines = split(&format!("a{}b", "\n".repeat(100_000)));
        assert!(lines.len() < 100, "{}", lines.len());
        assert_eq!(lines.last().map(|line| line.number), Some(100_001));
    }

    #[test]
    fn marks_of_sentences_may_have_lost_their_shape() {
        let text =
            "为深入打好污染防治攻坚战 , 持续改善环境 . 到2025年 ,PM2.5浓度下降10%.\n".repeat(30);
        assert_eq!(
            split(&text)[0].text,
            "为深入打好污染防治攻坚战， 持续改善环境。 到2025年，PM2.5浓度下降10%."
        );
        assert_eq!(split("（一）推进 , 实施 .")[0].text, "（一）推进 , 实施 .");
    }

    #[test]
    fn closes_numbers_that_were_set_digit_by_digit() {
        let text = "2 0 0 1年增长1 0 . 5%左右 ".repeat(12);
        assert!(split(&text)[0].text.starts_with("2001年增长10.5%左右"));
        assert_eq!(split("分别为 80 90 100")[0].text, "分别为 80 90 100");
    }
}
