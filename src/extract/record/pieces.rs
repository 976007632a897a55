//! The pieces of a text, in reading order.

use std::ops::Range;

use crate::model::Lines;
use crate::outline::{Outline, Section};
use crate::text::Line;

/// A paragraph or a heading.
#[derive(Clone, Copy, Debug)]
pub struct RecordPiece<'a> {
    /// Its words.
    pub text: &'a str,
    /// Its lines in the text.
    pub lines: Lines,
    /// The line, for a paragraph.
    pub line: Option<&'a Line>,
}

impl<'a> RecordPiece<'a> {
    /// The lines of a byte range of its text.
    pub fn lines_of(&self, range: Range<usize>) -> Lines {
        self.line.map_or(self.lines, |line| line.lines_of(range))
    }

    /// A paragraph.
    pub fn of(line: &'a Line) -> Self {
        Self {
            text: &line.text,
            lines: line.lines(),
            line: Some(line),
        }
    }
}

/// The paragraphs and headings of a text and of its foot, and the number of those before the first
/// heading.
pub fn pieces(outline: &Outline) -> (Vec<RecordPiece<'_>>, usize) {
    let mut all = Vec::new();
    own(&outline.root, &mut all);
    let head = all.len();
    for child in &outline.root.children {
        add(child, &mut all);
    }
    all.extend(outline.tail.iter().map(RecordPiece::of));
    (all, head)
}

fn own<'a>(section: &'a Section, all: &mut Vec<RecordPiece<'a>>) {
    let paragraphs = section.body.iter().filter_map(|body| body.paragraph());
    all.extend(paragraphs.map(RecordPiece::of));
}

fn add<'a>(section: &'a Section, all: &mut Vec<RecordPiece<'a>>) {
    if let Some(lines) = section.heading_lines.filter(|_| section.headed) {
        all.push(RecordPiece {
            text: &section.title,
            lines,
            line: None,
        });
    }
    own(section, all);
    for child in &section.children {
        add(child, all);
    }
}
