//! Boxes (专栏) inside the sections of a text, with a numbering of their own.

use super::{BARE_MAX, Builder};
use crate::outline::section::{Body, Section};
use crate::outline::{Number, Rank};
use crate::text::{Line, Piece};

/// Whether a line is the head of a box (专栏) of projects or indicators in a plan: 「专栏3 绿色低碳转型重点工程」.
pub(super) fn is_box_head(line: &Line) -> bool {
    let rest = line
        .text
        .strip_prefix("专栏")
        .unwrap_or_default()
        .trim_start();
    rest.starts_with(|c: char| c.is_ascii_digit() || "一二三四五六七八九十".contains(c))
        && line.text.chars().count() <= BARE_MAX
        && !line.text.contains(['。', '，'])
}

/// Whether an item continues the numbering of a box although the text around it has the same next number.
/// It must be no longer than the other items of the box.
fn is_next_of_box(section: &Section, number: &Number, pieces: &[Piece]) -> bool {
    let numbered = |text: &str| Number::at_start(text).map(|(number, _)| number);
    let (mut before, mut longest, mut length) = (None, 0, 0);
    for line in section.body.iter().filter_map(Body::paragraph) {
        let own = numbered(&line.text).filter(|own| own.rank == number.rank);
        if let Some(own) = own {
            before = Some(own.value);
            length = 0;
        }
        length += line.text.chars().count();
        longest = longest.max(length);
    }
    if before.map(|value| value + 1) != Some(number.value) {
        return false;
    }
    let mut length = 0;
    for (n, piece) in pieces.iter().enumerate() {
        let Piece::Line(line) = piece else { break };
        let ends = numbered(&line.text).is_some_and(|own| own.rank <= number.rank);
        if n > 0 && (ends || is_box_head(line)) {
            break;
        }
        length += line.text.chars().count();
    }
    length <= longest * 3 / 2
}

impl Builder {
    /// Opens a box below the current section; its numbering is independent of the text's.
    pub(super) fn open_box(&mut self, line: &Line) {
        while self.open.last().is_some_and(|s| s.rank == Some(Rank::Box)) {
            self.close_last();
        }
        self.open.push(Section {
            rank: Some(Rank::Box),
            title: line.text.clone(),
            headed: true,
            heading_lines: Some(line.lines()),
            ..Section::default()
        });
    }

    /// Whether a line inside a box belongs to it. The box ends at a heading that continues the numbering
    /// of the text around it.
    pub(super) fn stays_in_box(&self, number: Option<&Number>, pieces: &[Piece]) -> bool {
        let Some((last, around)) = self.open.split_last() else {
            return false;
        };
        if last.rank != Some(Rank::Box) {
            return false;
        }
        let Some(number) = number else { return true };
        let before = around.iter().rev().filter_map(|s| s.number.as_ref());
        let goes_on = before
            .clone()
            .any(|n| n.rank == number.rank && n.value + 1 == number.value);
        if goes_on && is_next_of_box(last, number, pieces) {
            return true;
        }
        let chapter = matches!(
            number.rank,
            Rank::Part
                | Rank::Chapter
                | Rank::Section
                | Rank::Article
                | Rank::Decimal(_)
                | Rank::DecimalItem(_)
        );
        // The first item below the innermost heading around the box.
        let innermost = before.map(|n| n.rank).max();
        let begins =
            number.value == 1 && number.rank == Rank::ParenHan && innermost == Some(Rank::Han);
        !(goes_on || chapter || begins)
    }
}
