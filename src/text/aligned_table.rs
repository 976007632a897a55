//! Tables whose columns are separated by spaces only, as tools that keep the page layout write them.

use std::sync::LazyLock;

use regex::Regex;

use super::line::Line;
use super::physical::Physical;
use super::raw_table::{RawRow, RawTable};
use crate::model::Lines;
use crate::pattern::regex;

/// Minimum number of spaces between two cells.
const GAP: &str = "   ";

/// A head names the indicator column and a year.
static HEAD: LazyLock<Regex> = LazyLock::new(|| regex(r"指标|项目|名称|内容"));
static YEAR: LazyLock<Regex> = LazyLock::new(|| regex(r"^(?:19|20)\d\d ?年"));

/// Returns the table whose head is line `start`, and the line behind it. A row has as many cells as the
/// head; a row with fewer (a name or value over several lines, a group), or whose name continues below,
/// becomes one cell that nothing is read from.
pub fn rows(lines: &[Physical], start: usize) -> Option<(RawTable, usize)> {
    if !lines[start].text.contains(GAP) {
        return None;
    }
    let head = cells(&lines[start]);
    let named = head.first().is_some_and(|cell| HEAD.is_match(cell));
    if head.len() < 3 || !named || !head.iter().any(|cell| YEAR.is_match(cell)) {
        return None;
    }
    let columns = head.len();
    let mut rows = vec![row(&head, lines[start].number)];
    let (mut end, mut whole) = (start + 1, 0);
    for (n, line) in lines.iter().enumerate().skip(start + 1) {
        if line.is_blank() {
            continue;
        }
        let found = cells(line);
        let next = lines[n + 1..].iter().find(|line| !line.is_blank());
        let cut = next.is_some_and(goes_on_with_a_name);
        let sentence = line.words().contains(['。', '；']) || found.len() > columns;
        let alone = found.len() == 1 && !is_inside(&lines[n + 1..]);
        if found.len() == columns && !cut {
            rows.push(row(&found, line.number));
            whole += 1;
        } else if sentence || alone {
            break;
        } else {
            rows.push(row(&[found.join(" ")], line.number));
        }
        end = n + 1;
    }
    (whole >= 2).then_some((RawTable { rows }, end))
}

/// Whether one of the next lines is a row of several cells.
fn is_inside(below: &[Physical]) -> bool {
    const NEAR: usize = 4;
    let mut filled = below.iter().filter(|line| !line.is_blank()).take(NEAR);
    filled.any(|line| cells(line).len() >= 3)
}

/// The rest of a name: words alone, without a number in front.
fn goes_on_with_a_name(line: &Physical) -> bool {
    let [words] = &cells(line)[..] else {
        return false;
    };
    let bracketed = words.starts_with(['（', '(']) && words.ends_with(['）', ')']);
    let begins = |c: char| c.is_ascii_digit() || "（(—-–·一二三四五六七八九".contains(c);
    bracketed || !words.starts_with(begins) && !words.contains(['。', '，'])
}

fn cells(line: &Physical) -> Vec<String> {
    if line.text.contains('\t') {
        return Vec::new();
    }
    let parts = line.words().split(GAP).map(str::trim);
    parts
        .filter(|part| !part.is_empty())
        .map(str::to_owned)
        .collect()
}

fn row(cells: &[String], number: usize) -> RawRow {
    RawRow {
        cells: cells.iter().map(|cell| Line::new(cell, number)).collect(),
        lines: Lines::at(number),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::physical::split;

    fn table(text: &str) -> Option<Vec<String>> {
        let (table, _) = rows(&split(text), 0)?;
        let words = |row: &RawRow| {
            let cells = row.cells.iter().map(|cell| cell.text.as_str());
            cells.collect::<Vec<_>>().join("|")
        };
        Some(table.rows.iter().map(words).collect())
    }

    #[test]
    fn blanks_part_the_columns_of_a_page() {
        assert_eq!(
            table(
                "          指标            2020 年    2025 年    指标属性\n2.能源消耗降低（%）     [21.5]   完成省下达任务    约束性\n\n3.非化石能源消费比重（%）           9.5*     15.0 以上   预期性\n5.单位工业增加值二氧化碳排放降\n                                [35.1]*      完成省下达任务   预期性\n低（%）\n7.绿色出行比例（%）                         ——          70     预期性\n推进绿色低碳发展，实现目标。"
            )
            .unwrap(),
            [
                "指标|2020年|2025年|指标属性",
                "2.能源消耗降低（%）|[21.5]|完成省下达任务|约束性",
                "3.非化石能源消费比重（%）|9.5*|15.0以上|预期性",
                "5.单位工业增加值二氧化碳排放降",
                "[35.1]*完成省下达任务预期性",
                "低（%）",
                "7.绿色出行比例（%）|——|70|预期性"
            ]
        );
        assert_eq!(table("指标   2020年\n正文"), None);
    }
}
