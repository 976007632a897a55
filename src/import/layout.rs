//! Texts that keep the layout of their pages, as `pdftotext -layout` writes them: pages end with a form
//! feed, lines are set in by blanks.

use std::sync::LazyLock;

use regex::Regex;

use super::Raw;
use super::printed::{self, LineSegment, PrintedBlock, PrintedLine, PrintedPage};
use crate::pattern::regex;
use crate::text;

/// A text with pages is one with its layout kept where this share of its lines is set in.
const SET_IN: f32 = 0.1;
/// How far off the end of a line may be, in characters: blanks stand for places only roughly.
const SLACK: f32 = 2.5;
/// How far apart lines are, in characters.
const PITCH: f32 = 1.5;
/// So many blanks part two columns.
const COLUMN: usize = 3;

/// Whether a text keeps the layout of its pages.
pub fn is_kept(text: &str) -> bool {
    let lines = || text.lines().filter(|line| !line.trim().is_empty());
    let set_in = lines().filter(|line| line.starts_with("  ")).count();
    text.contains('\u{c}') && set_in as f32 >= lines().count() as f32 * SET_IN
}

/// Reads such a text.
pub fn read(text: &str) -> Raw {
    let pages: Vec<PrintedPage> = text.split('\u{c}').map(page).collect();
    // Its pages are those of no file that a reader could open.
    let text = printed::text(pages, SLACK);
    let lines: Vec<String> = text.lines.into_iter().map(|(line, _)| line).collect();
    let doubts = text.unread.iter().map(|n| {
        format!(
            "page {n} has a table that was not read for sure: read its numbers against the original"
        )
    });
    let doubts = doubts.collect();
    Raw {
        lines: text::without_frame(&lines),
        record: lines,
        doubts,
        joins: text.joins,
        whole: true,
        ..Raw::default()
    }
}

fn page(text: &str) -> PrintedPage {
    let lines: Vec<String> = text.lines().map(text::mended).collect();
    let joined = joined(&lines)
        .into_iter()
        .map(|(n, line)| printed_line(&line, n));
    PrintedPage {
        blocks: joined.map(PrintedBlock::Line).collect(),
    }
}

/// Marks that many fonts set half over the text before them.
const MARKS: &str = "，。、；：！？）】》〉」』”’（【《〈「『“‘";

/// Lines with words, each with its number, those that are one on the page put together. Where a mark
/// overlaps the text before it, pdftotext begins a new line under the place where the old one ends.
fn joined(lines: &[String]) -> Vec<(usize, String)> {
    let mut joined: Vec<(usize, String)> = Vec::new();
    // Where the line above ends, in characters, if it has words.
    let mut end = None;
    for (n, line) in lines.iter().enumerate() {
        let words = line.trim();
        if words.is_empty() {
            end = None;
            continue;
        }
        let indent = line.chars().take_while(|c| c.is_whitespace()).count();
        let off = end.map_or(usize::MAX, |end: usize| indent.abs_diff(end));
        let below = off <= 2;
        // No paragraph is set in by one or by three and more.
        let no_paragraph = indent == 1 || indent >= 3;
        end = Some(line.trim_end().chars().count());
        match joined.last_mut() {
            // A number in a circle is drawn twice: 「注：○」 and below it 「1 标*为 2020 年预计数」
            Some((_, last)) if below && last.ends_with('○') && circled(words).is_some() => {
                last.pop();
                last.push_str(&circled(words).unwrap_or_default());
            }
            Some((_, last)) if below && no_paragraph && overlaps(last, words, off) => {
                last.push_str(words)
            }
            _ => joined.push((n, line.clone())),
        }
    }
    joined
}

/// The head of a table or an annex, which stands in the middle, and a signature under it.
static APART: LazyLock<Regex> = LazyLock::new(|| {
    regex(
        r"^(?:(?:专栏|附表|附件|表|图) ?\d|第[一二三四五六七八九十\d]+[章节条]|[（(][一二三四五六七八九十]+[)）])|(?:局|厅|委|会|府|室|日)$",
    )
});

/// Whether words go on with the line above, near whose end they stand: they begin with a mark, or the
/// line ends with one and they stand right behind it. A caption or a signature may stand there, too.
fn overlaps(last: &str, words: &str, off: usize) -> bool {
    let mark = |c: char| MARKS.contains(c);
    words.starts_with(mark) || off <= 1 && last.trim_end().ends_with(mark) && !APART.is_match(words)
}

/// 「1 标*为」 → 「①标*为」
fn circled(words: &str) -> Option<String> {
    let mut letters = words.chars();
    let number = letters.next()?.to_digit(10).filter(|n| *n > 0)?;
    let circle = char::from_u32('①' as u32 + number - 1)?;
    letters
        .as_str()
        .starts_with(' ')
        .then(|| format!("{circle}{}", letters.as_str().trim_start()))
}

/// A line by its blanks. Its end is where its letters would reach in print; segments behind the first
/// begin where they do in the file.
fn printed_line(line: &str, number: usize) -> PrintedLine {
    let letters: Vec<char> = line.trim_end().chars().collect();
    let mut segments: Vec<LineSegment> = Vec::new();
    let mut n = 0;
    while n < letters.len() {
        n += letters[n..]
            .iter()
            .take_while(|c| c.is_whitespace())
            .count();
        let end = (n..letters.len())
            .find(|&at| letters[at..].iter().take(COLUMN).all(|c| c.is_whitespace()))
            .unwrap_or(letters.len());
        let text: String = letters[n..end].iter().collect();
        segments.push(LineSegment {
            left: n as f32,
            right: n as f32 + ems(&text),
            text,
        });
        n = end;
    }
    if segments.len() > 1 {
        // Columns of a table are as wide as their letters are many.
        for segment in &mut segments {
            segment.right = segment.left + segment.text.chars().count() as f32;
        }
    }
    PrintedLine {
        middle: number as f32 * PITCH,
        em: 1.0,
        segments,
    }
}

/// How wide a text is in print, in Chinese characters.
fn ems(text: &str) -> f32 {
    let wide = |c: char| match c {
        ' ' => 0.25,
        c if c.is_ascii() => 0.5,
        _ => 1.0,
    };
    text.chars().map(wide).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_that_a_mark_broke_is_one_again() {
        let lines = [
            "色建筑条例》",
            "     （以下简称《条例》",
            "             ），推动绿色建筑加快发展，助力",
            "碳达峰碳中和目标实现",
            "机制。",
            "  “十三五”期间，成效显著。",
            "注：○",
            "  1 标*为预计数",
        ];
        let lines = joined(&lines.map(str::to_owned));
        let lines: Vec<&str> = lines.iter().map(|(_, line)| line.as_str()).collect();
        assert_eq!(
            lines,
            [
                "色建筑条例》（以下简称《条例》），推动绿色建筑加快发展，助力",
                "碳达峰碳中和目标实现",
                "机制。",
                "  “十三五”期间，成效显著。",
                "注：①标*为预计数",
            ]
        );
    }

    #[test]
    fn a_text_without_pages_or_without_set_in_lines_keeps_no_layout() {
        assert!(is_kept("  一、总则\n做好\n\u{c}"));
        assert!(!is_kept("  一、总则\n做好"));
        assert!(!is_kept("一、总则\n做好\n\u{c}"));
    }

    #[test]
    fn columns_become_cells() {
        let rows = [
            "  序号     指标            2025年",
            "   1      森林覆盖率       65",
            "   2      蓄积量          2680",
            "  说明",
        ];
        let raw = read(&format!("{}\n\u{c}", rows.join("\n")));
        assert_eq!(
            raw.lines,
            [
                "序号\t指标\t2025年",
                "1\t森林覆盖率\t65",
                "2\t蓄积量\t2680",
                "说明"
            ]
        );
    }
}
