//! Tables in the forms that extractions write. Cells are separated by tabs or, as in Markdown, by bars,
//! one row a line; or (Word) each is on a line of its own behind a tab, with blank lines between rows.

use super::aligned_table;
use super::line::Line;
use super::physical::Physical;
use super::raw_table::{RawRow, RawTable};
use crate::model::Lines;

/// A part of the text: a table, or lines without one.
#[derive(Clone, Debug)]
pub enum Stretch {
    /// A table.
    Table(RawTable),
    /// Lines of running text.
    Lines(Vec<Physical>),
}

/// Splits a text into tables and the lines between them.
pub fn take_tables(lines: Vec<Physical>) -> Vec<Stretch> {
    let mut stretches = Vec::new();
    let mut plain: Vec<Physical> = Vec::new();
    let mut n = 0;
    while n < lines.len() {
        if let Some((table, next)) = table_at(&lines, n) {
            if !plain.is_empty() {
                stretches.push(Stretch::Lines(std::mem::take(&mut plain)));
            }
            stretches.push(Stretch::Table(table));
            n = next;
        } else {
            plain.push(lines[n].clone());
            n += 1;
        }
    }
    if !plain.is_empty() {
        stretches.push(Stretch::Lines(plain));
    }
    stretches
}

fn table_at(lines: &[Physical], start: usize) -> Option<(RawTable, usize)> {
    tabbed_rows(lines, start)
        .or_else(|| barred_rows(lines, start))
        .or_else(|| stacked_cells(lines, start))
        .or_else(|| aligned_table::rows(lines, start))
}

/// Rows of one line each with bars, as in Markdown: 「| 指标 | 单位 | 2025年 |」. Lines with bars form a table
/// if all begin and end with one, or if a rule follows the first; the menu 「首页 | 走进本市 | 要闻」 does not.
fn barred_rows(lines: &[Physical], start: usize) -> Option<(RawTable, usize)> {
    /// No table of a policy text is as wide; a line of a million bars is no row.
    const MOST_COLUMNS: usize = 64;
    let head = bars(&lines[start])?;
    if head.len() > MOST_COLUMNS {
        return None;
    }
    let ruled = lines.get(start + 1).is_some_and(is_rule);
    let framed = |line: &Physical| line.words().starts_with('|') && line.words().ends_with('|');
    if head.len() < 2 || !(ruled || framed(&lines[start])) {
        return None;
    }
    let columns = head.len();
    let mut rows = Vec::new();
    let (mut n, mut end) = (start, start);
    while let Some(line) = lines.get(n) {
        n += 1;
        if line.is_blank() {
            continue;
        }
        let Some(cells) = bars(line).filter(|_| ruled || framed(line)) else {
            break;
        };
        // Unlike Markdown, no long row is cut; and a row that is short by more than half ends the table,
        // since filling it would take more memory than the text.
        if cells.len() > columns || cells.len() * 2 < columns {
            break;
        }
        end = n;
        if is_rule(line) {
            continue;
        }
        let mut cells: Vec<Line> = cells
            .iter()
            .map(|cell| Line::new(cell, line.number))
            .collect();
        cells.resize_with(columns, || Line::new("", line.number));
        rows.push(RawRow {
            cells,
            lines: Lines::at(line.number),
        });
    }
    (rows.len() >= 2).then_some((RawTable { rows }, end))
}

/// The cells between the bars of a line; `None` if it has no bar. 「\|」 is an ordinary character.
fn bars(line: &Physical) -> Option<Vec<String>> {
    const ESCAPED: &str = "\u{E000}";
    let words = line.words();
    if !words.contains('|') {
        return None;
    }
    let words = words.replace("\\|", ESCAPED);
    let inner = words.strip_prefix('|').unwrap_or(&words);
    let inner = inner.strip_suffix('|').unwrap_or(inner);
    let cells = inner.split('|').map(|cell| {
        // Lines of a cell: bodies, steps.
        let cell = cell.replace("<br/>", "<br>").replace("<br>", "；");
        cell.trim().replace(ESCAPED, "|")
    });
    Some(cells.collect())
}

/// 「|---|:--:|」
fn is_rule(line: &Physical) -> bool {
    let is_dashes = |cell: &String| {
        let dashes = cell.trim_matches(':');
        !dashes.is_empty() && dashes.chars().all(|c| c == '-')
    };
    bars(line).is_some_and(|cells| cells.iter().all(is_dashes))
}

/// Rows of one line each with cells separated by tabs. There are at least two rows and two columns, and
/// all rows have as many cells. A blank line inside is a page break if the next row has as many cells.
fn tabbed_rows(lines: &[Physical], start: usize) -> Option<(RawTable, usize)> {
    let cells = |l: &Physical| l.text.matches('\t').count() + 1;
    let columns = cells(&lines[start]);
    if columns < 2 || lines[start].is_cell() || lines[start].words().is_empty() {
        return None;
    }
    let mut rows = Vec::new();
    let (mut n, mut end) = (start, start);
    while n < lines.len() {
        let line = &lines[n];
        if line.is_blank() {
            n += 1;
            continue;
        }
        if cells(line) != columns || line.is_cell() {
            break;
        }
        // 「--→----→---」: the rule under a Markdown table.
        let ruled = line
            .words()
            .chars()
            .all(|c| matches!(c, '-' | '—' | '=' | '|' | '\t' | ' '))
            && line.words().contains("--");
        if !ruled {
            rows.push(RawRow {
                cells: line
                    .text
                    .split('\t')
                    .map(|cell| Line::new(cell, line.number))
                    .collect(),
                lines: Lines::at(line.number),
            });
        }
        n += 1;
        end = n;
    }
    // Two columns may be a sentence with a tab in it, so every cell must have content.
    let is_table = columns > 2
        || rows
            .iter()
            .all(|r| r.cells.iter().all(|c| !c.text.is_empty()));
    (rows.len() >= 2 && is_table).then_some((RawTable { rows }, end))
}

/// Cells of one line each behind a tab, with blank lines between rows. The first row with two or more
/// cells is the head and determines the number of columns.
fn stacked_cells(lines: &[Physical], start: usize) -> Option<(RawTable, usize)> {
    if !lines[start].is_cell() {
        return None;
    }
    let mut rows: Vec<RawRow> = Vec::new();
    let mut row: Vec<Line> = Vec::new();
    let mut n = start;
    let mut end = start;
    let mut first_line = lines[start].number;
    loop {
        let line = lines.get(n);
        match line {
            Some(line) if line.is_cell() => {
                if row.is_empty() {
                    first_line = line.number;
                }
                row.push(Line::new(line.words(), line.number));
                end = n + 1;
            }
            Some(line) if line.is_blank() => {
                close(&mut rows, &mut row, first_line);
                // Two or more blank lines end a table unless it continues behind them.
            }
            _ => break,
        }
        n += 1;
    }
    close(&mut rows, &mut row, first_line);
    let head = rows.first().map_or(0, |r| r.cells.len());
    (rows.len() >= 2 && head >= 2).then_some((RawTable { rows }, end))
}

fn close(rows: &mut Vec<RawRow>, row: &mut Vec<Line>, first_line: usize) {
    if let Some(last) = row.last() {
        let lines = Lines::new(first_line, last.lines().last);
        let cells = std::mem::take(row);
        if cells.iter().any(|c| !c.text.is_empty()) {
            rows.push(RawRow { cells, lines });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::physical::split;

    fn tables(text: &str) -> Vec<Vec<Vec<String>>> {
        let words = |t: RawTable| {
            let row = |r: RawRow| r.cells.into_iter().map(|c| c.text).collect();
            t.rows.into_iter().map(row).collect()
        };
        let stretches = take_tables(split(text)).into_iter();
        stretches
            .filter_map(|s| {
                if let Stretch::Table(t) = s {
                    Some(words(t))
                } else {
                    None
                }
            })
            .collect()
    }

    #[test]
    fn reads_rows_parted_by_tabs_over_a_page_break() {
        let text = "表 1\n\n类别\t序号\t指标\t2025年\n综合\t1\t森林蓄积量\t2680\n\n\t2\t绿色园区\t5\n--\t--\t---\t--\n\n三、控制";
        assert_eq!(
            tables(text),
            [[
                ["类别", "序号", "指标", "2025年"],
                ["综合", "1", "森林蓄积量", "2680"],
                ["", "2", "绿色园区", "5"]
            ]]
        );
    }

    #[test]
    fn reads_cells_stacked_behind_tabs() {
        let text = "\t序号\n\t工作任务\n\t牵头单位\n\n\t一、加强管理\n\n\t1\n\t做好一件事。\n\t市水利局\n\n\t2\n\t做好又一件。\n\t\n\n完";
        assert_eq!(
            tables(text),
            [vec![
                vec!["序号", "工作任务", "牵头单位"],
                vec!["一、加强管理"],
                vec!["1", "做好一件事。", "市水利局"],
                vec!["2", "做好又一件。", ""],
            ]]
        );
    }

    #[test]
    fn reads_rows_between_bars() {
        let text = "专栏\n| 指标 | 单位 | 2025年 |\n|---|:--:|---:|\n| 森林蓄积量 | 万立方米 | 2680 |\n| 绿色园区 | 个<br>处 |\n\n二、任务";
        assert_eq!(
            tables(text),
            [[
                ["指标", "单位", "2025年"],
                ["森林蓄积量", "万立方米", "2680"],
                ["绿色园区", "个；处", ""]
            ]]
        );
        let open = "指标 | 2025年\n--- | ---\n绿色园区 | 5";
        assert_eq!(tables(open), [[["指标", "2025年"], ["绿色园区", "5"]]]);
        assert!(tables("首页 | 走进本市 | 要闻\n公开 | 服务 | 互动\n").is_empty());
        assert!(tables("甲|乙\n正文").is_empty());
    }

    #[test]
    fn a_sentence_with_a_tab_is_no_table() {
        assert!(tables("国家部委网站\t\n为贯彻落实\t精神").is_empty());
    }
}
