//! The shape of a table: its head and its rows.

use std::sync::LazyLock;

use regex::Regex;

use super::line::Line;
use super::raw_table::{RawRow, RawTable};
use crate::pattern::regex;

/// A table divided into title, unit, head and rows.
#[derive(Clone, Debug, PartialEq)]
pub struct Shape<'a> {
    /// A first row that spans the table: 「重点任务分工表」.
    pub title: Option<&'a Line>,
    /// The unit of all numbers: 「单位：万吨」 inside the table.
    pub unit: Option<String>,
    /// The head of each column; of a head of two rows both: 「目标值2025年」.
    pub heads: Vec<String>,
    /// The rows below the head, without repetitions of the head on later pages.
    pub rows: Vec<&'a RawRow>,
}

/// 「单位：万元」「（计量单位：万吨）」
static UNIT: LazyLock<Regex> = LazyLock::new(|| {
    regex(
        r"^[（(]?(?:计量)?单位 ?[:：] ?([^\s、，,；;（）()]{1,12}(?:[（(][^（）()]{1,6}[）)])?)[）)]?$",
    )
});

/// A cell of values: a number with the text around it.
static VALUE: LazyLock<Regex> = LazyLock::new(|| {
    regex(r"^[≥≤>＞<＜约\[［【(（±+\-]*\d[\d,.]*[\]］】)）]?[%‰*＊]?(?:以上|以下|以内|左右)?$")
});

/// A year, as columns are headed.
static YEAR: LazyLock<Regex> = LazyLock::new(|| regex(r"^(?:19|20)\d\d ?年?$"));

/// The unit of all numbers, stated by a line above a table or a row of it. Two units (「万元、%」) give none.
pub fn unit_of(text: &str) -> Option<String> {
    let unit = UNIT.captures(text.trim())?.get(1)?;
    Some(unit.as_str().replace('％', "%"))
}

impl RawTable {
    /// Separates title, unit, head and rows.
    pub fn shape(&self) -> Shape<'_> {
        let mut rows = self.rows.iter().peekable();
        let mut shape = Shape {
            title: None,
            unit: None,
            heads: Vec::new(),
            rows: Vec::new(),
        };
        // Rows that span the table precede its head.
        while let Some(words) = rows.peek().and_then(|row| spanning(row)) {
            match unit_of(&words.text) {
                Some(unit) => shape.unit = Some(unit),
                None => shape.title = shape.title.or(Some(words)),
            }
            rows.next();
        }
        let Some(first) = rows.next() else {
            return shape;
        };
        let second = rows.next_if(|below| is_second_head(first, below));
        shape.heads = heads(first, second);
        let is_head = |row: &RawRow| same(row, first) || second.is_some_and(|head| same(row, head));
        let said_again = |row: &RawRow| {
            let span = spanning(row);
            span.is_some_and(|span| {
                shape.title.is_some_and(|title| title.text == span.text)
                    || unit_of(&span.text).is_some()
            })
        };
        shape.rows = rows
            .filter(|row| !is_head(row) && !said_again(row))
            .collect();
        shape
    }
}

/// The words of a row that spans the table: its only cell with text.
fn spanning(row: &RawRow) -> Option<&Line> {
    let mut filled = row.cells.iter().filter(|cell| !cell.text.is_empty());
    let words = filled.next()?;
    filled.next().is_none().then_some(words)
}

fn same(row: &RawRow, other: &RawRow) -> bool {
    let words =
        |row: &RawRow| -> Vec<String> { row.cells.iter().map(|cell| cell.text.clone()).collect() };
    words(row) == words(other)
}

/// Whether a row is the second line of the head: it fills the gaps below cells that span columns, and
/// holds years or words.
fn is_second_head(first: &RawRow, below: &RawRow) -> bool {
    if first.cells.len() != below.cells.len() || first.cells.len() < 3 {
        return false;
    }
    let pairs = || first.cells.iter().zip(&below.cells);
    let repeated = first.cells.windows(2).any(|w| w[0].text == w[1].text);
    let fills = pairs().any(|(above, cell)| above.text.is_empty() && !cell.text.is_empty());
    let goes_on = pairs().any(|(above, cell)| {
        !above.text.is_empty() && (cell.text.is_empty() || cell.text == above.text)
    });
    let words = below
        .cells
        .iter()
        .all(|cell| !VALUE.is_match(&cell.text) || YEAR.is_match(&cell.text));
    (fills || repeated) && goes_on && words
}

/// The heads of the columns. An empty cell continues the one to its left if the second row divides it.
fn heads(first: &RawRow, second: Option<&RawRow>) -> Vec<String> {
    let Some(second) = second else {
        return first.cells.iter().map(|cell| cell.text.clone()).collect();
    };
    let mut above = String::new();
    let cells = first.cells.iter().zip(&second.cells);
    let heads = cells.map(|(head, below)| {
        if !head.text.is_empty() {
            above.clone_from(&head.text);
        }
        match (head.text == below.text, below.text.is_empty()) {
            (true, _) | (_, true) => head.text.clone(),
            _ => format!("{above}{}", below.text),
        }
    });
    heads.collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Lines;

    fn table(rows: &[&str]) -> RawTable {
        let row = |(n, row): (usize, &&str)| RawRow {
            cells: row.split('|').map(|cell| Line::new(cell, n + 1)).collect(),
            lines: Lines::at(n + 1),
        };
        RawTable {
            rows: rows.iter().enumerate().map(row).collect(),
        }
    }

    fn shown(rows: &[&str]) -> (Option<String>, Option<String>, String, usize) {
        let table = table(rows);
        let shape = table.shape();
        let title = shape.title.map(|line| line.text.clone());
        (title, shape.unit, shape.heads.join("|"), shape.rows.len())
    }

    #[test]
    fn a_head_may_have_two_rows() {
        let (_, _, heads, rows) = shown(&[
            "序号|指标|单位|现状值|目标值|",
            "|||2020年|2025年|2030年",
            "1|绿色建筑占新建建筑比重|%|60|90|100",
        ]);
        assert_eq!(
            heads,
            "序号|指标|单位|现状值2020年|目标值2025年|目标值2030年"
        );
        assert_eq!(rows, 1);
        let (_, _, heads, _) = shown(&[
            "指标|目标值|目标值|属性",
            "指标|2025年|2030年|属性",
            "森林覆盖率|82|83|约束性",
        ]);
        assert_eq!(heads, "指标|目标值2025年|目标值2030年|属性");
    }

    #[test]
    fn a_row_is_no_second_head() {
        let (_, _, heads, rows) =
            shown(&["类别|指标|2025年", "综合|森林蓄积量|2680", "|绿色园区|5"]);
        assert_eq!((heads.as_str(), rows), ("类别|指标|2025年", 2));
        let (_, _, _, rows) = shown(&["序号|任务|单位", "|惠及居民5000户。|财政局"]);
        assert_eq!(rows, 1);
    }

    #[test]
    fn title_and_unit_may_stand_inside() {
        let (title, unit, heads, rows) = shown(&[
            "重点任务分工表|||",
            "单位：万吨|||",
            "序号|工作任务|责任单位|完成时限",
            "1|建成绿色社区12个|市民政局|2027年底",
            "重点任务分工表|||",
            "序号|工作任务|责任单位|完成时限",
            "2|改造30万平方米|市财政局|2027年底",
        ]);
        assert_eq!(title.as_deref(), Some("重点任务分工表"));
        assert_eq!(unit.as_deref(), Some("万吨"));
        assert_eq!(heads, "序号|工作任务|责任单位|完成时限");
        assert_eq!(rows, 2);
    }

    #[test]
    fn reads_a_unit_for_all() {
        assert_eq!(unit_of("单位：万吨").as_deref(), Some("万吨"));
        assert_eq!(unit_of("（单位:％）").as_deref(), Some("%"));
        assert_eq!(unit_of("单位：万元、%"), None);
        assert_eq!(unit_of("责任单位：市财政局"), None);
    }
}
