//! Tables without rules: lines whose words stand in columns.

use std::sync::LazyLock;

use regex::Regex;

use super::labels::{self, Labels};
use super::rows::PrintedRows;
use super::table_line::{CellPart, NEXT, TableLine};
use super::{PrintedBlock, PrintedLine, PrintedPage};
use crate::pattern::regex;

/// A table has so many lines of three words or more, far apart.
const LINES: usize = 3;
/// Between two such lines stand no more lines of other kinds: parts of cells, headings of groups.
const BETWEEN: usize = 4;
/// Finds the tables of all pages and puts them in the place of their lines.
pub fn find(pages: &mut [PrintedPage]) {
    for page in pages {
        let blocks = std::mem::take(&mut page.blocks);
        let mut stretch = Vec::new();
        for block in blocks {
            match block {
                PrintedBlock::Line(line) => stretch.push(line),
                other => {
                    page.blocks.extend(blocks_of(std::mem::take(&mut stretch)));
                    page.blocks.push(other);
                }
            }
        }
        page.blocks.extend(blocks_of(stretch));
    }
}

/// Lines as blocks: those that make a table as one.
fn blocks_of(lines: Vec<PrintedLine>) -> Vec<PrintedBlock> {
    let mut blocks = Vec::new();
    let mut rest = lines.as_slice();
    while let Some((from, to)) = region(rest) {
        let columns = clusters(&rest[from..to]);
        let (from, least, most) = widened(rest, &columns, from, to);
        // Lines below may be of the last row or no longer of the table.
        let ends = (least..=most).rev();
        let found = ends
            .into_iter()
            .find_map(|to| Some((to, table(&rest[from..to], &columns)?)));
        blocks.extend(rest[..from].iter().cloned().map(PrintedBlock::Line));
        let to = match found {
            Some((to, rows)) => {
                blocks.push(PrintedBlock::PrintedRows(rows));
                to
            }
            None => {
                blocks.push(PrintedBlock::Unread(rest[from..most].to_vec()));
                most
            }
        };
        rest = &rest[to..];
    }
    blocks.extend(rest.iter().cloned().map(PrintedBlock::Line));
    blocks
}

/// The first stretch of lines in columns.
fn region(lines: &[PrintedLine]) -> Option<(usize, usize)> {
    let apart: Vec<usize> = (0..lines.len())
        .filter(|&n| lines[n].segments.len() > 1 && !is_beside(&lines[n]))
        .collect();
    let stretches = apart.chunk_by(|a, b| {
        b - a <= BETWEEN
            && lines[a + 1..*b]
                .iter()
                .all(|line| !is_prose(line) && !is_beside(line))
    });
    let wide = |n: &&usize| lines[**n].segments.len() > 2;
    let found = stretches
        .into_iter()
        .find(|stretch| stretch.iter().filter(wide).count() >= LINES)?;
    Some((*found.first()?, found.last()? + 1))
}

/// A sentence, or its greater part.
fn is_prose(line: &PrintedLine) -> bool {
    const SENTENCE: f32 = 24.0;
    let text = line.text();
    text.ends_with('。') || line.width() > line.em * SENTENCE && text.contains('，')
}

/// Where the columns stand: words that overlap, seen from above, stand in one.
fn clusters(lines: &[PrintedLine]) -> Vec<(f32, f32)> {
    let apart = lines.iter().filter(|line| line.segments.len() > 1);
    let mut places: Vec<(f32, f32)> = apart
        .flat_map(|l| l.segments.iter().map(|s| (s.left, s.right)))
        .collect();
    places.sort_by(|a, b| a.0.total_cmp(&b.0));
    let mut columns: Vec<(f32, f32)> = Vec::new();
    for (left, right) in places {
        match columns.last_mut() {
            Some(last) if left < last.1 => last.1 = last.1.max(right),
            _ => columns.push((left, right)),
        }
    }
    columns
}

/// The columns that a stretch of a line stands in.
fn over(columns: &[(f32, f32)], left: f32, right: f32) -> Vec<usize> {
    let over = |&n: &usize| left < columns[n].1 && columns[n].0 < right;
    (0..columns.len()).filter(over).collect()
}

/// Where the table begins and where, at least and at most, it ends: with lines next above and below that
/// hold part of one cell, as 「指标」 above 「2025年」 and 「属性」 below it.
fn widened(
    lines: &[PrintedLine],
    columns: &[(f32, f32)],
    mut from: usize,
    least: usize,
) -> (usize, usize, usize) {
    let mut to = least;
    let next = |a: usize, b: usize| lines[b].middle - lines[a].middle <= lines[a].em * NEXT;
    let part = |n: usize| {
        let line = &lines[n];
        let within = |column: &usize| {
            let (left, right) = columns[*column];
            left - line.em <= line.left() && line.right() <= right + line.em
        };
        match over(columns, line.left(), line.right()).as_slice() {
            [column] => within(column) && !is_prose(line) && !is_beside(line),
            _ => false,
        }
    };
    while from > 0 && next(from - 1, from) && part(from - 1) {
        // Above the head only parts of later columns are sure to be no caption.
        if over(columns, lines[from - 1].left(), lines[from - 1].right()) == [0] {
            break;
        }
        from -= 1;
    }
    while to < lines.len() && next(to - 1, to) && part(to) {
        to += 1;
    }
    (from, least, to)
}

/// What stands over or under a table: 「表1   “十四五”应对气候变化主要目标」「注：…」
fn is_beside(line: &PrintedLine) -> bool {
    static BESIDE: LazyLock<Regex> =
        LazyLock::new(|| regex(r"^(?:(?:专栏|附表|表|图) ?\d|备?注[:：])"));
    BESIDE.is_match(&line.text())
}

fn table(lines: &[PrintedLine], columns: &[(f32, f32)]) -> Option<PrintedRows> {
    if columns.len() < 3 {
        return None;
    }
    let mut table: Vec<TableLine> = lines
        .iter()
        .map(|line| {
            let part = |s: &super::LineSegment| match over(columns, s.left, s.right).as_slice() {
                [column] => Some(CellPart {
                    column: *column,
                    text: super::meant(&s.text),
                }),
                _ => None,
            };
            Some(TableLine {
                middle: line.middle,
                em: line.em,
                parts: line.segments.iter().map(part).collect::<Option<_>>()?,
            })
        })
        .collect::<Option<_>>()?;
    let labels = labels::take(&mut table);
    let mut rows = PrintedRows::read(&table, columns.len())?;
    if let Some(labels) = labels {
        rows.head[0] = labels.head.clone();
        Labels::set(&labels, &mut rows);
    }
    rows.is_sound().then_some(rows)
}
