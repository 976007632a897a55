use std::ops::Range;

use super::character::is_han;
use crate::model::Lines;

/// A logical line: a paragraph or heading joined from physical lines, which knows the physical line of
/// every byte.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Line {
    /// The words, blanks inside Chinese dropped.
    pub text: String,
    /// Byte offsets of `text` at which a physical line begins, with that line's number.
    starts: Vec<(usize, usize)>,
    /// Byte offsets of `text` at which a space between two Chinese characters was dropped. In a title it
    /// separates two issuers, elsewhere it has no meaning.
    gaps: Vec<usize>,
}

impl Line {
    /// A line from one physical line.
    pub fn new(text: &str, number: usize) -> Self {
        let mut line = Self::default();
        line.push(text, number);
        line
    }

    /// Appends the words of a further physical line, with a space only where Latin words or numbers would
    /// run together.
    pub fn push(&mut self, text: &str, number: usize) {
        let mut blank = !self.number_goes_on(text);
        let mut first = true;
        for c in text.trim().chars() {
            if c.is_whitespace() {
                blank = true;
                continue;
            }
            if blank {
                self.part(c);
            }
            if first {
                self.starts.push((self.text.len(), number));
            }
            (first, blank) = (false, false);
            self.text.push(c);
        }
        if self.starts.is_empty() {
            self.starts.push((0, number));
        }
    }

    /// Adds the words of another logical line, with their places.
    pub fn append(&mut self, other: &Self) {
        let glued = self.number_goes_on(&other.text);
        if let (false, Some(first)) = (glued, other.text.chars().next()) {
            self.part(first);
        }
        let at = self.text.len();
        self.text.push_str(&other.text);
        let starts = other.starts.iter().map(|&(start, n)| (at + start, n));
        self.starts.extend(starts);
        self.gaps.extend(other.gaps.iter().map(|&gap| at + gap));
    }

    /// Byte offsets of `text` at which a further physical line begins.
    pub fn joins(&self) -> impl Iterator<Item = usize> {
        self.starts.iter().skip(1).map(|&(start, _)| start)
    }

    /// Whether a line end splits a number: 「培育企业1⏎0家」. Two years may follow each other.
    fn number_goes_on(&self, text: &str) -> bool {
        let head = text.trim_start();
        let digits = |n: usize| n > 0 && n < 4;
        let before = self.text.chars().rev();
        let before = before.take_while(char::is_ascii_digit).count();
        let after = head.chars().take_while(char::is_ascii_digit).count();
        let behind = head[after..].trim_start().chars().next();
        digits(before)
            && after > 0
            && self.text.chars().any(is_han)
            && behind.is_some_and(|c| is_han(c) || matches!(c, '%' | '.' | '，' | '。'))
    }

    /// Appends the separator between the last character and `next` for a space of the source.
    fn part(&mut self, next: char) {
        let Some(last) = self.text.chars().next_back() else {
            return;
        };
        if last.is_ascii_alphanumeric() && next.is_ascii_alphanumeric()
            || (last.is_ascii_alphanumeric() && matches!(next, '(' | '&'))
            || (matches!(last, ',' | ')' | '&' | ':' | ';' | '.') && next.is_ascii_alphabetic())
        {
            self.text.push(' ');
        } else if is_han(last) && is_han(next) {
            self.gaps.push(self.text.len());
        }
    }

    /// The physical line of the byte at `offset`.
    pub fn line_at(&self, offset: usize) -> usize {
        let after = self.starts.partition_point(|&(start, _)| start <= offset);
        self.starts[after.saturating_sub(1)].1
    }

    /// The physical lines of a range of bytes.
    pub fn lines_of(&self, range: Range<usize>) -> Lines {
        let last = range.end.saturating_sub(1).max(range.start);
        Lines::new(self.line_at(range.start), self.line_at(last))
    }

    /// All its physical lines.
    pub fn lines(&self) -> Lines {
        self.lines_of(0..self.text.len())
    }

    /// The words of its last physical line.
    pub fn last_row(&self) -> &str {
        let start = self.starts.last().map_or(0, |&(start, _)| start);
        &self.text[start..]
    }

    /// The words, split at the dropped spaces between two Chinese characters.
    pub fn blank_parted(&self) -> Vec<&str> {
        let mut cuts = vec![0];
        cuts.extend(&self.gaps);
        cuts.push(self.text.len());
        cuts.windows(2)
            .map(|w| &self.text[w[0]..w[1]])
            .filter(|s| !s.is_empty())
            .collect()
    }

    /// The part in a range of bytes, which must lie on character boundaries, blanks at its ends
    /// dropped.
    pub fn slice(&self, range: Range<usize>) -> Self {
        let words = &self.text[range.clone()];
        let start = range.start + (words.len() - words.trim_start().len());
        let words = words.trim();
        let end = start + words.len();
        let mut starts = vec![(
            0,
            self.line_at(start.min(self.text.len().saturating_sub(1))),
        )];
        starts.extend(
            self.starts
                .iter()
                .filter(|&&(at, _)| at > start && at < end)
                .map(|&(at, n)| (at - start, n)),
        );
        let gaps = self
            .gaps
            .iter()
            .filter(|&&at| at > start && at < end)
            .map(|&at| at - start)
            .collect();
        Self {
            text: words.to_owned(),
            starts,
            gaps,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn joins_chinese_without_and_latin_with_a_blank() {
        let mut line = Line::new("力争完成光伏新增装机 27万千瓦。（市", 78);
        line.push("发改委牵头）", 80);
        assert_eq!(line.text, "力争完成光伏新增装机27万千瓦。（市发改委牵头）");
        assert_eq!(line.lines(), Lines::new(78, 80));
        assert_eq!(line.line_at(line.text.find("发改委").unwrap()), 80);
        assert_eq!(line.line_at(line.text.find("27").unwrap()), 78);

        let mut line = Line::new("技术规范（DB33/T 2274-2020）和 Data", 1);
        line.push("Package", 2);
        assert_eq!(line.text, "技术规范（DB33/T 2274-2020）和Data Package");
    }

    #[test]
    fn a_line_end_inside_a_number_cuts_it_in_two_no_more() {
        let joined = |above: &str, below: &str| {
            let mut line = Line::new(above, 1);
            line.push(below, 2);
            line.text
        };
        assert_eq!(
            joined("培育绿色建材企业1", "0家，到202"),
            "培育绿色建材企业10家，到202"
        );
        assert_eq!(joined("到202", "7年新建"), "到2027年新建");
        assert_eq!(joined("降低2020", "2025年"), "降低2020 2025年");
        assert_eq!(joined("执行 GB", "50378"), "执行GB 50378");
    }

    #[test]
    fn remembers_where_blanks_parted_names() {
        let line = Line::new("中共某市委 某市人民政府关于做好工作的意见", 1);
        assert_eq!(
            line.blank_parted(),
            ["中共某市委", "某市人民政府关于做好工作的意见"]
        );
    }

    #[test]
    fn a_slice_keeps_its_lines() {
        let mut line = Line::new("（一）行动。先做", 3);
        line.push("后做", 4);
        let slice = line.slice(line.text.find('先').unwrap()..line.text.len());
        assert_eq!(
            (slice.text.as_str(), slice.lines()),
            ("先做后做", Lines::new(3, 4))
        );
    }
}
