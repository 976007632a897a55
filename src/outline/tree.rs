//! Nests numbered lines by the rank of their numbers.

use super::heading::divide;
use super::section::{Body, Outline, Section};
use super::{Number, Rank};
use crate::text::{Line, Piece};

/// Longest heading without a number, in characters.
const BARE_MAX: usize = 40;

/// Builds the tree of numbered headings and of headings that lost their number.
pub fn build(pieces: Vec<Piece>) -> Outline {
    let mut builder = Builder::default();
    for n in 0..pieces.len() {
        match &pieces[n] {
            Piece::Table(table) => builder.body(Body::Table(table.clone())),
            Piece::Line(line) => {
                if let Some((number, len)) = Number::at_start(&line.text) {
                    builder.numbered(line, number, len);
                } else if let Some(rank) = builder.rank_of_bare(line, next_number(&pieces, n)) {
                    builder.bare(line, rank);
                } else {
                    builder.body(Body::Paragraph(line.clone()));
                }
            }
        }
    }
    Outline {
        root: builder.finish(),
        tail: Vec::new(),
    }
}

/// The number of the very next line, if it has one.
fn next_number(pieces: &[Piece], n: usize) -> Option<Number> {
    match pieces.get(n + 1)? {
        Piece::Line(line) => Number::at_start(&line.text).map(|(number, _)| number),
        Piece::Table(_) => None,
    }
}

/// The sections open at a point of the text, the outermost first.
#[derive(Default)]
struct Builder {
    root: Section,
    open: Vec<Section>,
}

impl Builder {
    fn body(&mut self, body: Body) {
        self.open
            .last_mut()
            .unwrap_or(&mut self.root)
            .body
            .push(body);
    }

    fn numbered(&mut self, line: &Line, number: Number, len: usize) {
        let rest = &line.text[len..];
        let blank = rest.len() - rest.trim_start().len();
        let start = len + blank;
        let division = divide(&line.text[start..]);
        let rank = number.rank;
        let title_end = start + division.title;
        let mut section = Section {
            number: Some(number),
            rank: Some(rank),
            title: line.text[start..title_end].trim().to_owned(),
            headed: division.headed,
            heading_lines: Some(line.lines_of(0..title_end.max(1))),
            ..Section::default()
        };
        let body = line.slice(start + division.body..line.text.len());
        if !body.text.is_empty() {
            section.body.push(Body::Paragraph(body));
        }
        self.push(section, rank);
    }

    fn bare(&mut self, line: &Line, rank: Rank) {
        let section = Section {
            rank: Some(rank),
            title: line.text.trim_end_matches(['。', '：', ':']).to_owned(),
            headed: true,
            heading_lines: Some(line.lines()),
            ..Section::default()
        };
        self.push(section, rank);
    }

    /// The rank of a short line without a number that stands right above a numbered heading: one
    /// style above that heading's. 「加强源头防控」 above 「（一）强化规划引领减污降碳。…」 is a
    /// chapter that lost its 「二、」.
    fn rank_of_bare(&self, line: &Line, next: Option<Number>) -> Option<Rank> {
        let next = next?;
        let text = &line.text;
        let plain = text.chars().count() <= BARE_MAX
            && !text.contains(['。', '，', '；', '：', ':', '〔'])
            && !text.contains(|c: char| c.is_ascii_digit());
        // Before the first heading such a line is the title or a signature.
        if !plain || self.open.is_empty() {
            return None;
        }
        let rank = match next.rank {
            Rank::Han => Rank::Part,
            Rank::ParenHan if self.has_open(Rank::Han) => Rank::Han,
            Rank::ParenHan if self.has_open(Rank::Section) => Rank::Section,
            Rank::ParenHan => Rank::Han,
            Rank::Arabic if self.has_open(Rank::ParenHan) && next.value != 1 => Rank::ParenHan,
            Rank::Arabic if self.has_open(Rank::Arabic) && next.value == 1 => Rank::ParenHan,
            _ => return None,
        };
        Some(rank)
    }

    fn has_open(&self, rank: Rank) -> bool {
        self.open.iter().any(|s| s.rank == Some(rank))
    }

    fn push(&mut self, section: Section, rank: Rank) {
        self.close_down_to(rank);
        self.open.push(section);
    }

    /// Closes every open section that does not stand above `rank`.
    fn close_down_to(&mut self, rank: Rank) {
        while self
            .open
            .last()
            .is_some_and(|s| s.rank.is_none_or(|r| r >= rank))
        {
            self.close_last();
        }
    }

    fn close_last(&mut self) {
        if let Some(section) = self.open.pop() {
            self.open
                .last_mut()
                .unwrap_or(&mut self.root)
                .children
                .push(section);
        }
    }

    fn finish(mut self) -> Section {
        while !self.open.is_empty() {
            self.close_last();
        }
        self.root
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tree(text: &str) -> String {
        let pieces = text
            .lines()
            .enumerate()
            .map(|(n, l)| Piece::Line(Line::new(l, n + 1)));
        fn show(s: &Section, depth: usize, out: &mut String) {
            for child in &s.children {
                let body: Vec<_> = child
                    .body
                    .iter()
                    .filter_map(Body::paragraph)
                    .map(|l| l.text.as_str())
                    .collect();
                out.push_str(&format!(
                    "{}{}|{}\n",
                    "  ".repeat(depth),
                    child.label(),
                    body.join("/")
                ));
                show(child, depth + 1, out);
            }
        }
        let mut out = String::new();
        show(&build(pieces.collect()).root, 0, &mut out);
        out
    }

    #[test]
    fn nests_by_style() {
        let text = "某方案\n一、总体要求\n（一）指导思想。\n以…为指导。\n二、任务\n（二）行动。做事。\n1.小项，又一。再做。\n三、保障";
        assert_eq!(
            tree(text),
            "一、总体要求|\n  （一）指导思想|以…为指导。\n二、任务|\n  （二）行动|做事。\n    1.小项，又一|再做。\n三、保障|\n"
        );
    }

    #[test]
    fn a_chapter_may_have_lost_its_number() {
        let text = "一、总体要求\n（一）基本原则\n协同增效。\n加强源头防控\n（一）强化规划。增强。\n推进协同控制\n（二）推进发展。聚焦。\n四、治水\n（三）深化。做。";
        assert_eq!(
            tree(text),
            "一、总体要求|\n  （一）基本原则|协同增效。\n加强源头防控|\n  （一）强化规划|增强。\n推进协同控制|\n  （二）推进发展|聚焦。\n四、治水|\n  （三）深化|做。\n"
        );
    }
}
