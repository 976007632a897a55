//! Which printed lines make one paragraph: told by where lines begin and end, and by their words.

use std::sync::LazyLock;

use regex::Regex;

use super::super::line_joins::LineJoin;
use super::{Placed, PrintedLine, blanks};
use crate::pattern::regex;
use crate::text;

/// What begins a paragraph of its own: 「一、」「（一）」「1.」「第三条」「附件」「专栏 1」「02 黄河上游水电基地」
static OPENS: LazyLock<Regex> = LazyLock::new(|| {
    regex(
        r"^(?:[一二三四五六七八九十]{1,3}[、.．]|0\d\p{Han}|[（(][一二三四五六七八九十]{1,3}[)）]|[（(]\d{1,2}[)）]|\d{1,3}[.．、][^\d]|[①-⑳]|第[一二三四五六七八九十百零\d]{1,5}[章节条篇编]|[—－-]{2}|附件|附表|表\d|图\d|专栏\d|抄送|注[:：]|备注[:：]|(?:牵头|责任|配合)(?:单位|部门)[:：])",
    )
});

/// The end of a sentence, with what may close behind it.
static ENDS: LazyLock<Regex> =
    LazyLock::new(|| regex(r"[。！？；：:!?;][”’」』」》）)]*$|[。；][（(][^（）()]*[)）]$"));

/// A line that is whole by its form: a date, a document number, a note on who may read it.
static WHOLE: LazyLock<Regex> = LazyLock::new(|| {
    regex(
        r"^(?:\d{4}|[二〇○零一二三四五六七八九]{4})年[\d一二三四五六七八九十]{1,2}月(?:[\d一二三四五六七八九十]{1,3}日)?(?:印发)?$|^[（(].{0,30}月.{1,3}日.{0,40}[)）]$|^[（(]此件.{2,8}[)）]$|^\S{1,16}[〔\[［]\d{4}[〕\]］]第?\d+号$",
    )
});

/// A mark that no line begins with on purpose.
static CONTINUES: LazyLock<Regex> = LazyLock::new(|| regex(r"^[，。、；：！？）)》”’,;.%]"));

/// A line is set in if it begins this far, in characters, from the edge.
const SET_IN: f32 = 0.8;
/// A line in the middle is set in by so much more than the first line of a paragraph.
const DEEP: f32 = 0.6;
/// No paragraph goes on in a line set in by this share of the page: names at its end are.
const ASIDE: f32 = 0.25;
/// Sizes that differ by this share are two; spread letters and recognised ones differ by less.
const SIZE: f32 = 0.35;
/// A line of running text that ends in the middle of a sentence goes over this share of the page, or
/// it is a heading.
const RUNNING: f32 = 0.6;
/// Lines of one title are no farther apart than this, in characters.
const TITLE_PITCH: f32 = 4.0;

/// How many lines back tell whether a sentence has ended.
const BACK: usize = 12;

/// A paragraph made of one or several lines.
pub struct JoinedLines {
    pub text: String,
    /// The pages of its first line and its last.
    pub pages: [usize; 2],
    pub joins: Vec<LineJoin>,
}

/// Paragraphs of a stretch of lines.
pub fn paragraphs(lines: &[Placed<'_>]) -> Vec<JoinedLines> {
    let words: Vec<String> = lines
        .iter()
        .map(|l| blanks::meant(&l.line.text()))
        .collect();
    let mut groups: Vec<std::ops::Range<usize>> = Vec::new();
    for n in 0..lines.len() {
        let goes_on = groups.last().is_some_and(|group| {
            // What was said long ago neither ends a sentence nor leaves a bracket open.
            let from = group.start.max(n.saturating_sub(BACK));
            let so_far: String = words[from..group.end].concat();
            let pair = LinePair {
                above: &lines[n - 1],
                below: &lines[n],
                words: (&words[n - 1], &words[n]),
            };
            pair.goes_on(&so_far)
        });
        match groups.last_mut() {
            Some(group) if goes_on => group.end = n + 1,
            _ => groups.push(n..n + 1),
        }
    }
    groups
        .into_iter()
        .map(|group| JoinedLines {
            pages: [group.start, group.end - 1].map(|n| lines[n].page),
            joins: words[group.clone()]
                .windows(2)
                .filter_map(|pair| LineJoin::of(&pair[0], &pair[1]))
                .collect(),
            text: one(lines, &words, group),
        })
        .collect()
}

/// The words of a group of lines; of a title the lines of who issues it stay apart.
fn one(lines: &[Placed<'_>], words: &[String], group: std::ops::Range<usize>) -> String {
    let about = group
        .clone()
        .find(|&n| n > group.start && words[n].starts_with("关于") && lines[n].is_centred());
    let mut text = String::new();
    for n in group {
        if about.is_some_and(|about| n <= about) && !text.is_empty() {
            text.push(' ');
        }
        blanks::glue(&mut text, lines[n].line.text().trim());
    }
    blanks::meant(&text)
}

impl Placed<'_> {
    fn is_set_in(&self) -> bool {
        self.line.left() > self.margins.left + self.line.em * SET_IN
    }

    /// Whether it is set in by more than the first line of a paragraph.
    fn is_deep(&self) -> bool {
        let from = self.line.left() - self.margins.left;
        from > self.margins.indent + self.line.em * (DEEP + self.slack * 0.5)
    }

    /// Whether its marks are those of a sentence and not of a heading.
    fn is_running_text(&self) -> bool {
        let text = self.line.text();
        text.contains('。') || text.contains('，') && !OPENS.is_match(&text.replace(' ', ""))
    }

    /// Whether it stands in the middle between the edges and touches none.
    fn is_centred(&self) -> bool {
        let before = self.line.left() - self.margins.left;
        let behind = self.margins.right - self.line.right();
        let (em, even) = (self.line.em, (before - behind).abs());
        let clearly = self.is_deep() && behind > em * SET_IN;
        clearly && even < em * (3.0 + 2.0 * self.slack)
            // Where ends are measured roughly, a first line a little short looks so, too.
            || self.slack < 1.0
                && before > em * SET_IN
                && behind > em * 1.3
                && even < em * SET_IN
                && !self.is_running_text()
    }
}

/// A line and the one below it.
struct LinePair<'a> {
    above: &'a Placed<'a>,
    below: &'a Placed<'a>,
    words: (&'a str, &'a str),
}

impl LinePair<'_> {
    /// Whether the line below goes on with the paragraph read so far.
    fn goes_on(&self, so_far: &str) -> bool {
        let (above, below) = self.words;
        if CONTINUES.is_match(below) {
            return true;
        }
        if WHOLE.is_match(above) || WHOLE.is_match(below) {
            return false;
        }
        let ended = ENDS.is_match(so_far);
        let full = self.is_full();
        let opens = OPENS.is_match(&below.replace(' ', ""));
        if opens && (ended || !full || self.below.is_set_in()) || self.changes_size() {
            return false;
        }
        if text::unclosed(so_far) && !opens {
            return true;
        }
        if self.above.is_centred() && self.below.is_centred() {
            return !ended && self.is_one_title();
        }
        let room = self.above.margins.width();
        match (self.below.is_set_in(), ended) {
            (false, _) if self.above.is_centred() => false,
            (false, true) => full && !above.ends_with(['：', ':']),
            (false, false) => full || self.above.line.width() >= room * RUNNING,
            (true, true) => false,
            (true, false) => full && self.above.line.width() >= room * RUNNING && !self.is_aside(),
        }
    }

    /// Whether the first word of the line below had no room at the end of the line above.
    fn is_full(&self) -> bool {
        let em = self.above.line.em;
        let block = (self.above.line.left() - self.below.line.left()).abs() < em * SET_IN;
        if self.above.is_deep() && !block {
            return false;
        }
        let room = self.above.margins.right - self.above.line.right();
        room < (first_word(self.words.1) + self.above.slack) * em
    }

    fn is_aside(&self) -> bool {
        let from = self.below.line.left() - self.below.margins.left;
        from > self.below.margins.width() * ASIDE
    }

    fn changes_size(&self) -> bool {
        let (above, below) = (self.above.line.em, self.below.line.em);
        (above - below).abs() > above.max(below) * SIZE
    }

    fn is_one_title(&self) -> bool {
        let (above, below): (&PrintedLine, &PrintedLine) = (self.above.line, self.below.line);
        self.above.page == self.below.page && below.middle - above.middle < above.em * TITLE_PITCH
    }
}

/// How wide, in characters, the first of a line is that cannot be cut: a Chinese character with the
/// mark behind it, a number, a Latin word.
fn first_word(words: &str) -> f32 {
    let latin = words.chars().take_while(char::is_ascii_graphic).count();
    let mark = |c: char| "，。、；：！？）》”’".contains(c);
    match latin {
        0 if words.chars().nth(1).is_some_and(mark) => 2.0,
        0 => 1.0,
        n => n as f32 * 0.5,
    }
}
