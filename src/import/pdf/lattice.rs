//! Tables between rules: the cells that rules cut a page into, and the words in them.

use std::collections::BTreeMap;

use super::rules::RuledLine;
use super::words::{self, Word};
use crate::import::printed::{Grid, GridCell, PrintedLine, glue, meant};

/// Rules that come this near to each other, in points, touch.
const TOUCH: f32 = 3.0;

/// A drawing that would have more cells is no table.
const MOST_CELLS: usize = 5_000;

/// A table on a page.
#[derive(Clone, Debug, PartialEq)]
pub struct RuledTable {
    /// Where it begins.
    pub top: f32,
    /// Its cells.
    pub grid: Grid,
    /// Whether its rules leave open which cells belong together.
    pub unclear: bool,
}

/// The tables that rules make on a page. Their words are taken out of `words`.
pub fn tables(rules: &[RuledLine], words: &mut Vec<Word>) -> Vec<RuledTable> {
    let mut tables: Vec<RuledTable> = groups(rules)
        .iter()
        .filter_map(|group| Frame::of(group))
        .filter_map(|frame| frame.take(words))
        .collect();
    tables.sort_by(|a, b| a.top.total_cmp(&b.top));
    tables
}

/// Rules that hang together.
fn groups(rules: &[RuledLine]) -> Vec<Vec<RuledLine>> {
    let mut group: Vec<usize> = (0..rules.len()).collect();
    for (n, a) in rules.iter().enumerate() {
        for (m, b) in rules.iter().enumerate().skip(n + 1) {
            let (from, to) = (group[n], group[m]);
            if from != to && touch(a, b) {
                for g in group.iter_mut().filter(|g| **g == from) {
                    *g = to;
                }
            }
        }
    }
    let mut groups: BTreeMap<usize, Vec<RuledLine>> = BTreeMap::new();
    for (rule, group) in rules.iter().zip(group) {
        groups.entry(group).or_default().push(*rule);
    }
    groups.into_values().collect()
}

fn touch(a: &RuledLine, b: &RuledLine) -> bool {
    let reaches = |rule: &RuledLine, at: f32| rule.from - TOUCH <= at && at <= rule.to + TOUCH;
    a.level != b.level && reaches(a, b.at) && reaches(b, a.at)
}

/// Rules that hang together and the places where they part rows and columns.
struct Frame {
    rules: Vec<RuledLine>,
    columns: Vec<f32>,
    rows: Vec<f32>,
}

impl Frame {
    /// More than one cell, or it is but a box around text.
    fn of(rules: &[RuledLine]) -> Option<Self> {
        let ends = |level: bool| {
            // A table may be open at its sides: its rules end there all the same.
            let along = rules.iter().filter(move |r| r.level != level);
            let from = along.clone().map(|r| r.from).fold(f32::MAX, f32::min);
            let to = along.map(|r| r.to).fold(f32::MIN, f32::max);
            let across = rules.iter().filter(move |r| r.level == level).map(|r| r.at);
            let mut places: Vec<f32> = across.chain([from, to]).collect();
            places.sort_by(f32::total_cmp);
            places.dedup_by(|b, a| *b - *a <= TOUCH);
            places
        };
        let both = rules.iter().any(|r| r.level) && rules.iter().any(|r| !r.level);
        let frame = both.then(|| Self {
            rules: rules.to_vec(),
            columns: ends(false),
            rows: ends(true),
        })?;
        let cells = (frame.columns.len() - 1) * (frame.rows.len() - 1);
        (frame.columns.len() > 2 && frame.rows.len() > 2 && cells <= MOST_CELLS).then_some(frame)
    }

    /// Whether a rule parts two cells beside or above each other: one at `at`, along the middle of both.
    fn parts(&self, level: bool, at: f32, middle: f32) -> bool {
        let here = |r: &&RuledLine| r.level == level && (r.at - at).abs() <= TOUCH;
        let mut here = self.rules.iter().filter(here);
        here.any(|r| r.from <= middle && middle <= r.to)
    }

    /// For each small cell, row by row, the first of those that it is one cell with.
    fn merged(&self) -> Vec<usize> {
        let (columns, rows) = (self.columns.len() - 1, self.rows.len() - 1);
        let mut first: Vec<usize> = (0..columns * rows).collect();
        let middle = |places: &[f32], n: usize| (places[n] + places[n + 1]) / 2.0;
        for row in 0..rows {
            for column in 0..columns {
                let own = row * columns + column;
                let mut with = |other: usize| {
                    let (a, b) = (first[own].min(first[other]), first[own].max(first[other]));
                    for f in first.iter_mut().filter(|f| **f == b) {
                        *f = a;
                    }
                };
                let (x, y) = (middle(&self.columns, column), middle(&self.rows, row));
                if column + 1 < columns && !self.parts(false, self.columns[column + 1], y) {
                    with(own + 1);
                }
                if row + 1 < rows && !self.parts(true, self.rows[row + 1], x) {
                    with(own + columns);
                }
            }
        }
        first
    }

    fn take(&self, words: &mut Vec<Word>) -> Option<RuledTable> {
        let columns = self.columns.len() - 1;
        let merged = self.merged();
        let mut cells: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        for (small, &first) in merged.iter().enumerate() {
            cells.entry(first).or_default().push(small);
        }
        let unclear = cells.values().any(|own| !is_rectangle(own, columns));
        let one_column = cells.iter().all(|(first, own)| {
            first % columns == 0
                && own
                    .iter()
                    .filter(|&&s| s / columns == first / columns)
                    .count()
                    == columns
        });
        if one_column {
            return None;
        }
        let mut inside: BTreeMap<usize, Vec<Word>> = BTreeMap::new();
        words.retain(|word| {
            let Some(row) = slot(&self.rows, word.middle) else {
                return true;
            };
            let pieces = self.cut(word, row);
            let home = |w: &Word| Some(row * columns + slot(&self.columns, w.centre())?);
            let homes: Vec<Option<usize>> = pieces.iter().map(home).collect();
            let all = homes.iter().all(Option::is_some);
            if all {
                for (home, piece) in homes.into_iter().flatten().zip(pieces) {
                    inside.entry(merged[home]).or_default().push(piece);
                }
            }
            !all
        });
        let cells = cells.iter().map(|(&first, own)| {
            let last = own
                .iter()
                .map(|s| s % columns)
                .max()
                .unwrap_or(first % columns);
            let (left, right) = (self.columns[first % columns], self.columns[last + 1]);
            let own = inside.get(&first).map(Vec::as_slice).unwrap_or_default();
            GridCell {
                left,
                right,
                row: first / columns,
                text: text(&words::lines(own), right),
                pages: None,
            }
        });
        Some(RuledTable {
            top: self.rows[0],
            grid: Grid {
                cells: cells.collect(),
                rows: self.rows.len() - 1,
            },
            unclear,
        })
    }

    /// A word in pieces where a rule goes through it: pdftotext takes the words of two narrow cells for
    /// one.
    fn cut(&self, word: &Word, row: usize) -> Vec<Word> {
        let y = (self.rows[row] + self.rows[row + 1]) / 2.0;
        let inner = self.columns.iter().copied().filter(|&x| {
            let room = (word.right - word.left) * 0.15;
            word.left + room < x && x < word.right - room && self.parts(false, x, y)
        });
        let cuts: Vec<f32> = inner.collect();
        if cuts.is_empty() {
            return vec![word.clone()];
        }
        let wide = |c: char| if c.is_ascii() { 1.0 } else { 2.0_f32 };
        let unit = (word.right - word.left) / word.text.chars().map(wide).sum::<f32>();
        let mut pieces: Vec<Word> = Vec::new();
        let (mut at, mut piece) = (word.left, usize::MAX);
        for c in word.text.chars() {
            let next = at + wide(c) * unit;
            let own = cuts.partition_point(|&x| x < (at + next) / 2.0);
            match pieces.last_mut() {
                Some(last) if own == piece => {
                    last.right = next;
                    last.text.push(c);
                }
                _ => pieces.push(Word {
                    left: at,
                    right: next,
                    middle: word.middle,
                    text: c.to_string(),
                }),
            }
            (at, piece) = (next, own);
        }
        pieces
    }
}

/// Between which two of the places something lies.
fn slot(places: &[f32], at: f32) -> Option<usize> {
    let after = places.partition_point(|&place| place <= at);
    (after > 0 && after < places.len()).then(|| after - 1)
}

fn is_rectangle(small: &[usize], columns: usize) -> bool {
    let range = |get: &dyn Fn(usize) -> usize| {
        let low = small.iter().map(|&s| get(s)).min().unwrap_or(0);
        let high = small.iter().map(|&s| get(s)).max().unwrap_or(0);
        high - low + 1
    };
    range(&|s| s % columns) * range(&|s| s / columns) == small.len()
}

/// The lines of a cell as one. Two numbers below each other are one number only where the first
/// reaches the edge: 「2」 over 「022」.
fn text(lines: &[PrintedLine], right: f32) -> String {
    let mut text = String::new();
    let mut above: Option<&PrintedLine> = None;
    for line in lines {
        let words = line.text();
        let full = above.is_none_or(|above| above.right() + above.em >= right);
        match full {
            true => text.push_str(&words),
            false => glue(&mut text, &words),
        }
        above = Some(line);
    }
    meant(&text)
}
