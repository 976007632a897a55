//! Names of rows that go over several columns of an indicator table.

use std::ops::Range;

use crate::text::{RawRow, Shape, is_han};
use crate::vocabulary::Vocabulary;

/// The columns of the name: the first, with its head, and those behind it without a head that hold more words of it
/// (「氮氧化物」 and 「排放总量减少（吨）」 under one 「指标」).
pub fn name_columns(
    shape: &Shape<'_>,
    first: usize,
    unit: Option<usize>,
    words: &Vocabulary,
) -> Range<usize> {
    let headless = |n: &usize| {
        let head = shape.heads.get(*n).map(String::as_str);
        head == Some("")
            && unit != Some(*n)
            && shape.rows.iter().all(|row| {
                let cell = row.cells.get(*n).map_or("", |cell| cell.text.as_str());
                let unit = words.units.at_start(cell);
                cell.is_empty() || cell.contains(is_han) && unit.is_none_or(|u| u.len < cell.len())
            })
    };
    let more = (first + 1..shape.heads.len()).take_while(headless);
    first..first + 1 + more.count()
}

/// Puts the words of a row's name into `cells`, without a number of its own. Columns before the first words
/// keep those of the row above, whose cells go on over this row; gives whether they do.
pub fn carry<'r>(cells: &mut [&'r str], row: &'r RawRow, names: &Range<usize>) -> bool {
    let text = |n: usize| row.cells.get(n).map_or("", |cell| cell.text.as_str());
    let Some(filled) = names.clone().position(|n| !text(n).is_empty()) else {
        cells.fill("");
        return false;
    };
    for (cell, n) in cells.iter_mut().zip(names.clone()).skip(filled) {
        let own = text(n);
        let is_number = names.len() > 1 && own.chars().all(|c| c.is_ascii_digit());
        *cell = if is_number { "" } else { own };
    }
    filled > 0 && cells[..filled].iter().any(|cell| !cell.is_empty())
}
