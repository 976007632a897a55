//! Tables that a converter wrote as one cell a line, without marks of rows and columns. The assignment of
//! cells to rows is lost; they are kept from being read as headings or sentences.

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use super::physical::Physical;
use crate::pattern::regex;

/// Matches lines that occur only in tables: a number with a unit or a mark, a year, 「预期性」, 「—」, 「氮氧化物
/// 1.28」, the unit of a column.
static CELL: LazyLock<Regex> = LazyLock::new(|| {
    regex(
        r"^(?:[\[［【(（≥≤＞＜><~～±+\-—–－＊*/／ \d.,%％‰)）\]］】①-⑩]*(?:\d|[—–－\-/／*])[\[［【(（≥≤＞＜><~～±+\-—–－＊*/／ \d.,%％‰)）\]］】①-⑩]*(?:以上|以下|以内|左右|\p{Han}{0,3})|(?:19|20)\d\d ?年?(?:目标值?|现状值?)?|.{0,6}(?:约束性|预期性|指导性)(?: ?指标)?|(?:指标|目标)?(?:属性|性质|类型|名称|单位|类别)|指标|序号|单位|类别|[（(][^（）()]{1,10}[)）]|(?:万|亿)?(?:千瓦|千瓦时|吨|公顷|亩|立方米|平方米|公里|个|家|人|元|套)|\p{Han}{2,8} ?\d+\.\d+|\S{0,30}[（(][^（）()]{1,8}[)）] ?[\[≥≤>＞—－–\-]*\d.*)$",
    )
});

/// A name with its unit and, on the same line, its value: 「12. 单位地区生产总值二氧化碳排放降低（%） [>21]」.
static ROW: LazyLock<Regex> = LazyLock::new(|| {
    regex(r"^[^，。；：]{4,30}[（(][^（）()]{1,8}[)）] ?[\[≥≤>＞]*\d[\d.]*[\]%]?$")
});

/// A cell is no wider, in columns.
const WIDEST: usize = 46;

/// Minimum number of cells of a table; fewer are isolated numbers.
const FEWEST: usize = 8;

/// Number of consecutive lines that could be something else after which a table has ended.
const FARTHEST: usize = 9;

/// The stretches of lines that are such tables.
pub fn find(lines: &[Physical]) -> Vec<Range<usize>> {
    let mut found: Vec<Range<usize>> = Vec::new();
    let mut n = 0;
    while n < lines.len() {
        if !is_cell(&lines[n]) {
            n += 1;
            continue;
        }
        let (end, cells, others) = extent(lines, n);
        if cells >= FEWEST && cells * 2 >= others {
            let floor = found.last().map_or(0, |table| table.end);
            found.push(with_head(lines, n, floor)..end);
        }
        n = end;
    }
    found
}

/// The extent of the table that may begin at line `start`: its end, its number of cells, and its number
/// of doubtful lines.
fn extent(lines: &[Physical], start: usize) -> (usize, usize, usize) {
    let (mut end, mut cells, mut others, mut pending) = (start, 0, 0, 0);
    for (n, line) in lines.iter().enumerate().skip(start) {
        if line.is_blank() {
            continue;
        }
        if is_cell(line) {
            end = n + 1;
            cells += 1;
            others += pending;
            pending = 0;
        } else if is_short(line) && pending < FARTHEST {
            pending += 1;
        } else {
            break;
        }
    }
    (end, cells, others)
}

/// Takes in the words above the first cell up to the caption or the sentence before: the heads of columns,
/// the name of the first row.
fn with_head(lines: &[Physical], start: usize, floor: usize) -> usize {
    const HEAD: usize = 4;
    let mut head = start;
    let mut taken = 0;
    for n in (floor..start).rev() {
        let line = &lines[n];
        if line.is_blank() {
            continue;
        }
        if taken == HEAD || !is_short(line) || is_heading(line.words()) {
            break;
        }
        taken += 1;
        head = n;
    }
    head
}

fn is_cell(line: &Physical) -> bool {
    if line.is_blank() {
        return false;
    }
    let words = line.words();
    line.width <= WIDEST && CELL.is_match(words) || line.width <= WIDEST * 2 && ROW.is_match(words)
}

/// Whether a line can be part of a cell: short and not a sentence.
fn is_short(line: &Physical) -> bool {
    let words = line.words();
    line.width <= WIDEST && !words.contains(['。', '；', '：', '！']) && !words.ends_with('，')
}

/// Whether words are a numbered heading or a caption, which is above a table, not in it.
fn is_heading(words: &str) -> bool {
    static HEADING: LazyLock<Regex> = LazyLock::new(|| {
        regex(
            r"^(?:第[一二三四五六七八九十百零\d]{1,4}[章节篇条]|[一二三四五六七八九十]{1,3} ?[、.]|[（(][一二三四五六七八九十]{1,3}[)）]|表 ?\d|图 ?\d|专栏|附)",
        )
    });
    HEADING.is_match(words)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::physical::split;

    fn tables(text: &str) -> Vec<String> {
        let lines = split(text);
        let words = |range: &Range<usize>| {
            let lines = lines[range.clone()].iter().map(Physical::words);
            lines
                .filter(|l| !l.is_empty())
                .collect::<Vec<_>>()
                .join("|")
        };
        find(&lines).iter().map(words).collect()
    }

    #[test]
    fn finds_a_table_of_one_cell_a_line() {
        let text = "目标基本实现。\n表1\n“十四五”主要目标\n2020 年\n2025 年\n指标属性\n1.单位地区生产总值能源消耗降低（%）\n[21.5]\n完成省下达任务\n约束性\n（一）总体指标\n2.非化石能源消费比重（%）\n9.5*\n15.0 以上\n预期性\n二、重点任务\n（一）推进节能。做好工作，实现目标。";
        assert_eq!(
            tables(text),
            [
                "“十四五”主要目标|2020 年|2025 年|指标属性|1.单位地区生产总值能源消耗降低（%）|[21.5]|完成省下达任务|约束性|（一）总体指标|2.非化石能源消费比重（%）|9.5*|15.0 以上|预期性"
            ]
        );
    }

    #[test]
    fn headings_dates_and_page_numbers_are_no_table() {
        let text = "一、任务\n（一）推进节能\n1.工业节能\n2.建筑节能\n12\n（二）减排\n做好工作。\n某局\n2021年9月30日\n13\n";
        assert_eq!(tables(text), Vec::<String>::new());
    }
}
