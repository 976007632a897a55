//! Tables between rules: cells with their places, put together where a table goes over pages.

use super::{PrintedBlock, PrintedPage, glue};
use crate::model::Pages;

/// Edges this near each other, in points, are one.
const NEAR: f32 = 3.0;
/// The two parts of a table that goes over a page are equally wide but for this, in points.
const ALIKE: f32 = 8.0;
/// A head has no more rows.
const HEAD: usize = 4;

/// A cell of a table.
#[derive(Clone, Debug, PartialEq)]
pub struct GridCell {
    /// Its left edge.
    pub left: f32,
    /// Its right edge.
    pub right: f32,
    /// The row that it begins in, from 0.
    pub row: usize,
    /// Its words.
    pub text: String,
    /// The pages that it stands on.
    pub pages: Option<Pages>,
}

/// A table of cells.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Grid {
    /// Its cells, row by row.
    pub cells: Vec<GridCell>,
    /// How many rows it has.
    pub rows: usize,
}

/// Notes on which page each cell stands, before tables are put together over pages.
pub fn stand_on(pages: &mut [PrintedPage], numbers: &[usize]) {
    for (page, &number) in pages.iter_mut().zip(numbers) {
        for block in &mut page.blocks {
            if let PrintedBlock::Table(grid) = block {
                let cells = grid.cells.iter_mut();
                cells.for_each(|cell| cell.pages = Some(Pages::at(number)));
            }
        }
    }
}

/// Puts the parts of tables together that end one page and begin the next.
pub fn over_pages(pages: &mut [PrintedPage]) {
    let mut open: Option<usize> = None;
    for n in 0..pages.len() {
        let first = open.and_then(
            |at| match (pages[at].blocks.last(), pages[n].blocks.first()) {
                (Some(PrintedBlock::Table(a)), Some(PrintedBlock::Table(b)))
                    if a.is_as_wide_as(b) =>
                {
                    Some((at, b.clone()))
                }
                _ => None,
            },
        );
        if let Some((at, part)) = first {
            pages[n].blocks.remove(0);
            if let Some(PrintedBlock::Table(grid)) = pages[at].blocks.last_mut() {
                grid.append(part);
            }
        }
        // A page that was nothing but a part of the table leaves it open.
        if !pages[n].blocks.is_empty() {
            open = matches!(pages[n].blocks.last(), Some(PrintedBlock::Table(_))).then_some(n);
        }
    }
}

impl Grid {
    fn left(&self) -> f32 {
        self.cells.iter().map(|c| c.left).fold(f32::MAX, f32::min)
    }

    fn right(&self) -> f32 {
        self.cells.iter().map(|c| c.right).fold(0.0, f32::max)
    }

    fn is_as_wide_as(&self, other: &Self) -> bool {
        let width = |grid: &Self| grid.right() - grid.left();
        (width(self) - width(other)).abs() <= ALIKE
    }

    fn row(&self, row: usize) -> Vec<&GridCell> {
        self.cells.iter().filter(|c| c.row == row).collect()
    }

    /// Adds the part on the next page, without the head if it says it again.
    fn append(&mut self, mut part: Self) {
        let words = |grid: &Self, n: usize| -> Vec<String> {
            (0..n)
                .flat_map(|r| grid.row(r).into_iter().map(|c| c.text.clone()))
                .collect()
        };
        let head = (1..=HEAD.min(self.rows).min(part.rows))
            .rev()
            .find(|&n| words(self, n) == words(&part, n))
            .unwrap_or(0);
        part.cells.retain(|cell| cell.row >= head);
        let aside = self.left() - part.left();
        for cell in &mut part.cells {
            cell.left += aside;
            cell.right += aside;
            cell.row -= head;
        }
        part.rows -= head;
        let goes_on = self.is_numbered_with(&part) && part.begins_in_a_row();
        if goes_on {
            self.go_on(&part);
        }
        let first = self.rows - usize::from(goes_on);
        let rest = part.cells.into_iter().filter(|c| !goes_on || c.row > 0);
        self.cells.extend(rest.map(|cell| GridCell {
            row: cell.row + first,
            ..cell
        }));
        self.rows = first + part.rows;
    }

    /// Whether its rows and those of its part on the next page are numbered: 「1」「2」「3」 in the first column.
    fn is_numbered_with(&self, part: &Self) -> bool {
        let first = || self.first_column().chain(part.first_column());
        let numbers = || first().filter(|text| text.chars().all(|c| c.is_ascii_digit()));
        let own = self
            .first_column()
            .any(|text| text.chars().all(|c| c.is_ascii_digit()));
        own && numbers().count() >= 2 && numbers().count() + HEAD >= first().count()
    }

    /// The words of its first column.
    fn first_column(&self) -> impl Iterator<Item = &str> {
        let left = self.left();
        let first = self
            .cells
            .iter()
            .filter(move |c| (c.left - left).abs() <= NEAR);
        first
            .map(|c| c.text.as_str())
            .filter(|text| !text.is_empty())
    }

    /// Whether its first row has no number, but words: those of the row before go on in it. A row with
    /// values may be one of its own under the same number, and two values must never become one.
    fn begins_in_a_row(&self) -> bool {
        let row = self.row(0);
        let mut filled = row.iter().filter(|c| !c.text.is_empty()).peekable();
        row.first().is_some_and(|c| c.text.is_empty())
            && filled.peek().is_some()
            && filled.all(|c| c.text.chars().any(crate::text::is_han))
    }

    /// Adds the words of the first row of a part to the last row, cell by cell.
    fn go_on(&mut self, part: &Self) {
        let last = self.rows - 1;
        for cell in part.row(0) {
            let above = self
                .cells
                .iter_mut()
                .rev()
                .find(|c| c.row == last && (c.left - cell.left).abs() <= NEAR);
            if let Some(above) = above {
                glue(&mut above.text, &cell.text);
                above.pages = joined(above.pages, cell.pages);
            }
        }
    }

    /// The table as lines: its rows, cells parted by tabs; what stands over or under all columns as a
    /// line of its own. Each with its pages.
    pub fn lines(&self) -> Vec<(String, Option<Pages>)> {
        let mut lefts: Vec<f32> = self.cells.iter().map(|c| c.left).collect();
        lefts.sort_by(f32::total_cmp);
        lefts.dedup_by(|b, a| *b - *a <= NEAR);
        let column = |cell: &GridCell| lefts.partition_point(|&left| left < cell.left - NEAR);
        let mut rows: Vec<Vec<&str>> = vec![vec![""; lefts.len()]; self.rows];
        for cell in &self.cells {
            if let Some(slot) = rows.get_mut(cell.row).and_then(|r| r.get_mut(column(cell))) {
                *slot = &cell.text;
            }
        }
        let filled: Vec<usize> = (0..lefts.len())
            .filter(|&c| rows.iter().any(|row| !row[c].is_empty()))
            .collect();
        let spans = |row: usize| matches!(self.row(row).as_slice(), [one] if !one.text.is_empty());
        let inner: Vec<usize> = (0..self.rows)
            .filter(|&r| rows[r].iter().any(|c| !c.is_empty()))
            .collect();
        let above = inner.iter().take_while(|&&r| spans(r)).count();
        let below = inner[above..]
            .iter()
            .rev()
            .take_while(|&&r| spans(r))
            .count();
        let mut lines = Vec::with_capacity(inner.len());
        for (n, &row) in inner.iter().enumerate() {
            let pages = self
                .row(row)
                .iter()
                .fold(None, |all, cell| joined(all, cell.pages));
            let alone = n < above || n >= inner.len() - below || filled.len() < 2;
            match alone {
                true => lines.push((rows[row].concat(), pages)),
                false => {
                    let cells: Vec<&str> = filled.iter().map(|&c| rows[row][c]).collect();
                    lines.push((cells.join("\t"), pages));
                }
            }
        }
        lines
    }
}

/// The pages of both; none where those of none are known.
fn joined(one: Option<Pages>, other: Option<Pages>) -> Option<Pages> {
    match (one, other) {
        (Some(one), Some(other)) => Some(one.join(other)),
        (one, other) => one.or(other),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn grid(rows: &[&[&str]]) -> Grid {
        let cells = rows.iter().enumerate().flat_map(|(row, cells)| {
            cells.iter().enumerate().map(move |(n, text)| GridCell {
                left: n as f32 * 50.0,
                right: n as f32 * 50.0 + 50.0,
                row,
                text: (*text).to_owned(),
                pages: None,
            })
        });
        Grid {
            cells: cells.collect(),
            rows: rows.len(),
        }
    }

    fn texts(grid: &Grid) -> Vec<String> {
        grid.lines().into_iter().map(|(line, _)| line).collect()
    }

    #[test]
    fn a_row_goes_on_but_two_values_never_become_one() {
        let first = || {
            grid(&[
                &["序号", "指标", "值"],
                &["1", "风电", "31"],
                &["2", "光伏发电的", "9"],
            ])
        };
        let mut words = first();
        words.append(grid(&[
            &["序号", "指标", "值"],
            &["", "装机", ""],
            &["3", "水电", "7"],
        ]));
        assert_eq!(texts(&words)[2..], ["2\t光伏发电的装机\t9", "3\t水电\t7"]);
        let mut values = first();
        values.append(grid(&[&["", "其中海上", "5"]]));
        assert_eq!(texts(&values)[2..], ["2\t光伏发电的\t9", "\t其中海上\t5"]);
    }

    #[test]
    fn what_spans_all_columns_stands_over_or_under_the_table() {
        let mut table = grid(&[
            &["", "", ""],
            &["类别", "指标", "值"],
            &["综合", "能耗", "5"],
            &["", "", ""],
        ]);
        table.cells.retain(|cell| cell.row != 0 && cell.row != 3);
        for (row, text) in [(0, "专栏1 主要指标"), (3, "注：以国家下达为准。")] {
            table.cells.push(GridCell {
                left: 0.0,
                right: 150.0,
                row,
                text: text.to_owned(),
                pages: None,
            });
        }
        assert_eq!(
            texts(&table),
            [
                "专栏1 主要指标",
                "类别\t指标\t值",
                "综合\t能耗\t5",
                "注：以国家下达为准。"
            ]
        );
    }
}
