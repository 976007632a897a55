//! The rows of a table without rules. The words of a cell that has several lines stand around the line
//! of the others, as many above it as below.

use std::sync::LazyLock;

use regex::Regex;

use super::table_line::TableLine;
use super::{PrintedBlock, PrintedPage, glue};
use crate::model::Pages;
use crate::pattern::regex;

/// A table told by where its words stand.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PrintedRows {
    /// What each column holds.
    pub head: Vec<String>,
    /// Its rows.
    pub rows: Vec<PrintedRow>,
    /// Whether somebody should look at it.
    pub doubtful: bool,
}

/// A row.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PrintedRow {
    /// How far its middle is from the top of the page.
    pub middle: f32,
    /// Its cells, one a column.
    pub cells: Vec<String>,
    /// The page that it stands on; 0 where that is not known.
    pub page: usize,
}

/// A number of a year is no value: 「2025年」
static YEAR: LazyLock<Regex> = LazyLock::new(|| regex(r"^\d{4} ?年"));
/// A number by itself: 「22」「【22.5】」「≥57」「[35.1]*」
static VALUE: LazyLock<Regex> =
    LazyLock::new(|| regex(r"^[【\[（(≥≤<>＜＞]*-?\d+(?:[.,]\d+)*[%】\])）*]*$"));
/// The heading of a group of rows: 「（一）总体指标」「二、产业」
static GROUP: LazyLock<Regex> = LazyLock::new(|| {
    regex(r"^(?:[（(][一二三四五六七八九十]{1,3}[)）]|[一二三四五六七八九十]{1,3}、)")
});

impl PrintedRows {
    /// Reads the lines of a table; `None` where they do not make rows.
    pub fn read(lines: &[TableLine], columns: usize) -> Option<Self> {
        let valued = |line: &TableLine| {
            let value =
                |text: &str| text.contains(|c: char| c.is_ascii_digit()) && !YEAR.is_match(text);
            line.parts
                .iter()
                .any(|part| part.column > 0 && value(&part.text))
        };
        let first = lines
            .iter()
            .position(|line| is_anchor(line) && valued(line))?;
        let head = lines[..first].iter().rposition(is_anchor)? + 1;
        // The last part of a cell of the head may stand below: 「指标」 above and 「属性」 under its line.
        let below = lines[head..first]
            .iter()
            .take_while(|line| {
                let next =
                    line.middle - lines[head - 1].middle <= line.em * super::table_line::NEXT;
                next && line.parts.iter().all(|part| part.column + 1 == columns)
            })
            .count();
        let (head, body) = lines.split_at(head + below);
        let mut rows = Self {
            head: Self::gathered(head, columns),
            ..Self::default()
        };
        for stretch in body.split_inclusive(is_group) {
            let (own, group) = match stretch.split_last() {
                Some((last, own)) if is_group(last) => (own, Some(last)),
                _ => (stretch, None),
            };
            rows.rows.extend(anchored(own, columns)?);
            rows.rows.extend(group.map(|line| PrintedRow {
                page: 0,
                middle: line.middle,
                cells: Self::gathered(std::slice::from_ref(line), columns),
            }));
        }
        Some(rows)
    }

    /// All words of lines, column by column.
    fn gathered(lines: &[TableLine], columns: usize) -> Vec<String> {
        let mut cells = vec![String::new(); columns];
        for part in lines.iter().flat_map(|line| &line.parts) {
            glue(&mut cells[part.column], &part.text);
        }
        cells
    }

    /// Whether it can be trusted: every column has a head, every row begins, and no cell is a part of
    /// another (「%」 under its number).
    pub fn is_sound(&self) -> bool {
        let part = |cell: &String| cell.starts_with(['%', '）', '，', '、']);
        let begins = |row: &PrintedRow| row.cells.iter().take(2).any(|cell| !cell.is_empty());
        self.rows.len() >= 2
            && self.head.iter().all(|cell| !cell.is_empty())
            && self.rows.iter().all(begins)
            && !self.rows.iter().flat_map(|row| &row.cells).any(part)
    }

    /// Its rows as lines, cells parted by tabs. Each with its page.
    pub fn lines(&self) -> Vec<(String, Option<Pages>)> {
        let first = self.rows.first().map_or(0, |row| row.page);
        let rows = self.rows.iter().map(|row| (&row.cells, row.page));
        std::iter::once((&self.head, first))
            .chain(rows)
            .map(|(cells, page)| (cells.join("\t"), (page > 0).then(|| Pages::at(page))))
            .collect()
    }
}

/// Whether a line is the one of a row that the others stand around: it has words in two columns, or a
/// number, which no line break cuts.
fn is_anchor(line: &TableLine) -> bool {
    match line.parts.as_slice() {
        [one] => one.column > 0 && VALUE.is_match(&one.text),
        parts => parts.len() > 1,
    }
}

fn is_group(line: &TableLine) -> bool {
    matches!(line.parts.as_slice(), [one] if GROUP.is_match(&one.text))
}

/// The rows of lines without group headings: each has one line that is its anchor, and
/// as many lines above it as below it in a column whose cell has several.
fn anchored(lines: &[TableLine], columns: usize) -> Option<Vec<PrintedRow>> {
    let anchors: Vec<usize> = (0..lines.len()).filter(|&n| is_anchor(&lines[n])).collect();
    if anchors.is_empty() {
        return lines.is_empty().then(Vec::new);
    }
    let mut rows: Vec<PrintedRow> = anchors
        .iter()
        .map(|&n| PrintedRow {
            page: 0,
            middle: lines[n].middle,
            cells: vec![String::new(); columns],
        })
        .collect();
    for column in 0..columns {
        let mut parts = lines
            .iter()
            .enumerate()
            .filter_map(|(n, line)| {
                Some((n, &line.parts.iter().find(|p| p.column == column)?.text))
            })
            .peekable();
        for (row, &at) in rows.iter_mut().zip(&anchors) {
            let cell = &mut row.cells[column];
            let mut above = 0;
            while let Some((_, text)) = parts.next_if(|(n, _)| *n < at) {
                glue(cell, text);
                above += 1;
            }
            if let Some((_, text)) = parts.next_if(|(n, _)| *n == at) {
                glue(cell, text);
            }
            for _ in 0..above {
                let next = anchors
                    .iter()
                    .find(|&&a| a > at)
                    .copied()
                    .unwrap_or(usize::MAX);
                let (_, text) = parts.next_if(|(n, _)| *n < next)?;
                glue(cell, text);
            }
        }
        if parts.next().is_some() {
            return None;
        }
    }
    Some(rows)
}

/// Notes on which page each row stands, before tables are put together over pages.
pub fn stand_on(pages: &mut [PrintedPage], numbers: &[usize]) {
    for (page, &number) in pages.iter_mut().zip(numbers) {
        for block in &mut page.blocks {
            if let PrintedBlock::PrintedRows(rows) = block {
                rows.rows.iter_mut().for_each(|row| row.page = number);
            }
        }
    }
}

/// Puts the parts of tables together that end one page and begin the next under the same head.
pub fn over_pages(pages: &mut [PrintedPage]) {
    let mut open: Option<usize> = None;
    for n in 0..pages.len() {
        let part = open.and_then(
            |at| match (pages[at].blocks.last(), pages[n].blocks.first()) {
                (Some(PrintedBlock::PrintedRows(a)), Some(PrintedBlock::PrintedRows(b)))
                    if a.head == b.head =>
                {
                    Some((at, b.clone()))
                }
                _ => None,
            },
        );
        if let Some((at, part)) = part {
            pages[n].blocks.remove(0);
            if let Some(PrintedBlock::PrintedRows(rows)) = pages[at].blocks.last_mut() {
                rows.doubtful |= part.doubtful;
                rows.rows.extend(part.rows);
            }
        }
        if !pages[n].blocks.is_empty() {
            open =
                matches!(pages[n].blocks.last(), Some(PrintedBlock::PrintedRows(_))).then_some(n);
        }
    }
}
