//! Tables of indicators that a converter wrote as one cell a line. They are read if every row below a
//! known head has a cell for every column, each of its column's kind; otherwise nothing is read.

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use crate::model::Lines;
use crate::outline::{Number, Rank};
use crate::pattern::regex;
use crate::text::{Line, Piece, RawRow, RawTable, is_han, width};
use crate::vocabulary::{Tables, Vocabulary};

/// Minimum number of columns and of rows.
const FEWEST_COLUMNS: usize = 3;
const FEWEST_ROWS: usize = 2;

/// Maximum number of lines of a wrapped cell.
const MOST_LINES: usize = 4;

/// The content of a column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Column {
    Serial,
    Name,
    Unit,
    Value,
    Rate,
    Binding,
}

/// The year of a column and the words beside it: 「2020年（基准值）」.
static YEAR: LazyLock<Regex> =
    LazyLock::new(|| regex(r"^(?:到)?(?:19|20)\d\d ?年?[（(]?(\p{Han}{0,4})[）)]?$"));

/// A number as a cell: 「[24.3]」「≥10」「2600左右」「9.5*」「约50」.
static VALUE: LazyLock<Regex> = LazyLock::new(|| {
    regex(
        r"^[≥≤><＞＜约\[［【(（±+\-–－ ]*\d[\d,.]*[ %‰\]］】)）]*[*＊①-⑩]?(?:以上|以下|以内|左右|个?百分点)*(?:[（(]\p{Han}{2,4}[)）])?$",
    )
});

/// Behind the unit of a name a value may follow on the same line: 「…降低（%） [>21]」.
static GLUED: LazyLock<Regex> = LazyLock::new(|| {
    regex(r"^(?P<name>.*\p{Han}.*[)）][*＊]?) ?(?P<value>[≥≤><＞＜\[［【]*\d[\d,.]*[\]］】%]*)$")
});

/// The pieces of a text, with tables in place of the lost ones that can be read.
pub fn recover(pieces: Vec<Piece>, vocabulary: &Vocabulary) -> Vec<Piece> {
    let recovered = pieces.into_iter().flat_map(|piece| match piece {
        Piece::LostTable(cells) => tables_of(&cells, vocabulary),
        piece => vec![piece],
    });
    recovered.collect()
}

/// The tables that the cells form, and the remaining cells between them.
fn tables_of(lines: &[Line], vocabulary: &Vocabulary) -> Vec<Piece> {
    let cells = parted(lines, &vocabulary.tables);
    let reader = StackReader {
        cells: &cells,
        vocabulary,
    };
    let heads = reader.heads();
    let mut pieces = Vec::new();
    let mut shown = 0;
    for (n, head) in heads.iter().enumerate() {
        let end = heads
            .get(n + 1)
            .map_or(cells.len(), |next| next.cells.start);
        let Some(rows) = reader.rows(head, end) else {
            continue;
        };
        lost(&cells[shown..head.cells.start], &mut pieces);
        pieces.push(Piece::Table(RawTable { rows }));
        shown = end;
    }
    lost(&cells[shown..], &mut pieces);
    pieces
}

fn lost(cells: &[Line], pieces: &mut Vec<Piece>) {
    if !cells.is_empty() {
        pieces.push(Piece::LostTable(cells.to_vec()));
    }
}

/// The cells, with two on one line separated and lone footnote marks left out.
fn parted(lines: &[Line], words: &Tables) -> Vec<Line> {
    let mut cells = Vec::new();
    for line in lines {
        let text = line.text.as_str();
        let is_mark = |c: char| matches!(c, '*' | '＊' | '①'..='⑳');
        let glued = GLUED.captures(text);
        let kind = words.bindings.iter().find_map(|kind| {
            let before = text.strip_suffix(kind.as_str())?;
            is_value(before, words).then_some(before.len())
        });
        if text.chars().all(is_mark) {
            continue;
        } else if let Some(value) = glued.as_ref().and_then(|glued| glued.name("value")) {
            cells.push(line.slice(0..value.start()));
            cells.push(line.slice(value.start()..text.len()));
        } else if let Some(at) = kind {
            cells.push(line.slice(0..at));
            cells.push(line.slice(at..text.len()));
        } else {
            cells.push(line.clone());
        }
    }
    cells
}

/// Whether a cell is a value, in digits or words, or the mark of a missing one.
fn is_value(cell: &str, words: &Tables) -> bool {
    let none = |c: char| matches!(c, '-' | '—' | '–' | '－' | '─' | '/');
    !cell.is_empty() && (cell.chars().all(none) || VALUE.is_match(cell) || words.is_worded(cell))
}

/// A head: its columns and the cells with their names.
struct Head {
    columns: Vec<Column>,
    names: Vec<Line>,
    cells: Range<usize>,
}

struct StackReader<'a> {
    cells: &'a [Line],
    vocabulary: &'a Vocabulary,
}

impl StackReader<'_> {
    /// All heads; one that is repeated on several pages occurs several times.
    fn heads(&self) -> Vec<Head> {
        let mut heads = Vec::new();
        let mut at = 0;
        while at < self.cells.len() {
            match self.head_at(at) {
                Some(head) => {
                    at = head.cells.end;
                    heads.push(head);
                }
                None => at += 1,
            }
        }
        heads
    }

    fn head_at(&self, start: usize) -> Option<Head> {
        let mut head = Head {
            columns: Vec::new(),
            names: Vec::new(),
            cells: start..start,
        };
        while let Some((column, name, end)) = self.column_at(head.cells.end) {
            head.columns.push(column);
            head.names.push(name);
            head.cells.end = end;
        }
        let count = |of: Column| head.columns.iter().filter(|&&c| c == of).count();
        let once = [Column::Serial, Column::Unit, Column::Rate, Column::Binding];
        let fits = count(Column::Name) == 1
            && count(Column::Value) > 0
            && once.iter().all(|&of| count(of) <= 1)
            && matches!(head.columns[0], Column::Serial | Column::Name)
            && head.columns.len() >= FEWEST_COLUMNS;
        fits.then_some(head)
    }

    /// The head of a column in cell `at`, which may be wrapped over two lines: 「指标属⏎性」.
    fn column_at(&self, at: usize) -> Option<(Column, Line, usize)> {
        [2, 1].into_iter().find_map(|lines| {
            let name = self.joined(at, lines)?;
            let column = column(&name.text, &self.vocabulary.tables)?;
            Some((column, name, at + lines))
        })
    }

    /// This number of lines as one cell, if no blank line separates them.
    fn joined(&self, at: usize, lines: usize) -> Option<Line> {
        let (first, others) = self.cells.get(at..at + lines)?.split_first()?;
        let mut cell = first.clone();
        for other in others {
            if other.lines().first > cell.lines().last + 1 {
                return None;
            }
            cell.append(other);
        }
        Some(cell)
    }

    /// The rows below a head up to cell `end`, after the head itself. `None` if one of them does not fit.
    fn rows(&self, head: &Head, end: usize) -> Option<Vec<RawRow>> {
        let mut rows = vec![row_of(head.names.clone())];
        let mut at = head.cells.end;
        let mut serial = None;
        let widest = self.widest_name(head.cells.end..end);
        while at < end {
            if let Some((group, next)) = self.group(at, end, head, widest) {
                rows.push(row_of(vec![group]));
                at = next;
                continue;
            }
            let (cells, next) = self.row(at, end, &head.columns)?;
            let number = number_of(&cells, &head.columns);
            let counts = match (rows.len(), serial, number) {
                (_, Some(before), Some(number)) => before + 1 == number,
                (_, None, None) => true,
                _ => rows.iter().skip(1).all(|row| row.cells.len() == 1),
            };
            if !counts {
                return None;
            }
            serial = number;
            rows.push(row_of(cells));
            at = next;
        }
        let filled = rows.iter().filter(|row| row.cells.len() > 1).count();
        (filled > FEWEST_ROWS).then_some(rows)
    }

    /// The text above or beside a group of rows: 「（一）环境治理」, or a word in a narrow column of its own.
    fn group(&self, at: usize, end: usize, head: &Head, widest: usize) -> Option<(Line, usize)> {
        if self.is_heading(at, head) {
            return Some((self.cells[at].clone(), at + 1));
        }
        let mut lines = 1;
        while at + lines < end && self.joined(at, lines + 1).is_some() {
            lines += 1;
        }
        let group = self.joined(at, lines)?;
        let words = &self.vocabulary.tables;
        let narrow = |cell: &Line| {
            // The first line of a wrapped name fills its column.
            width(&cell.text) * 2 <= widest && !is_value(&cell.text, words)
        };
        let first = head.columns[0];
        let names_a_row = first == Column::Name && self.begins(at + lines, head.columns[1]);
        let han = group.text.chars().all(is_han);
        let narrow = self.cells[at..at + lines].iter().all(narrow);
        let followed = at + lines < end;
        (han && narrow && followed && !names_a_row).then_some((group, at + lines))
    }

    /// The width of the widest line of a name, in columns.
    fn widest_name(&self, range: Range<usize>) -> usize {
        let words = &self.vocabulary.tables;
        let lines = self.cells[range]
            .iter()
            .filter(|cell| is_name(&cell.text, words));
        lines.map(|cell| width(&cell.text)).max().unwrap_or(0)
    }

    /// Whether cell `at` is the numbered heading of a group.
    fn is_heading(&self, at: usize, head: &Head) -> bool {
        let numbered = |n: usize| {
            let cell = self.cells.get(n)?;
            Number::at_start(&cell.text).map(|(number, _)| number.rank)
        };
        let group = matches!(numbered(at), Some(Rank::Han | Rank::ParenHan));
        let behind = match head.columns[0] {
            Column::Serial => self
                .cells
                .get(at + 1)
                .is_some_and(|cell| is_count(&cell.text)),
            _ => numbered(at + 1) == Some(Rank::Arabic),
        };
        group && behind
    }

    /// The cells of one row from cell `at`, one for each column.
    fn row(&self, mut at: usize, end: usize, columns: &[Column]) -> Option<(Vec<Line>, usize)> {
        let mut row = Vec::new();
        for (n, &of) in columns.iter().enumerate() {
            let next = columns.get(n + 1).copied();
            let fits = |lines: &usize| {
                let cell = self.joined(at, *lines).filter(|_| at + lines <= end)?;
                let ends = || match next {
                    Some(next) => self.begins(at + lines, next),
                    None => true,
                };
                (self.is_of(&cell.text, of) && (of != Column::Name || ends())).then_some(cell)
            };
            let (lines, cell) = (1..=MOST_LINES).find_map(|n| Some((n, fits(&n)?)))?;
            at += lines;
            row.push(cell);
        }
        Some((row, at))
    }

    /// Whether a cell of this column begins in cell `at`.
    fn begins(&self, at: usize, of: Column) -> bool {
        let mut cells = (1..=MOST_LINES).filter_map(|lines| self.joined(at, lines));
        cells.any(|cell| self.is_of(&cell.text, of))
    }

    fn is_of(&self, cell: &str, column: Column) -> bool {
        let tables = &self.vocabulary.tables;
        match column {
            Column::Serial => is_count(cell),
            Column::Name => is_name(cell, tables),
            Column::Unit => self.is_unit(cell),
            Column::Value => is_value(cell, tables),
            Column::Rate => is_value(cell, tables) && !tables.is_worded(cell),
            Column::Binding => tables.bindings.iter().any(|kind| kind == cell),
        }
    }

    fn is_unit(&self, cell: &str) -> bool {
        let unit = self.vocabulary.units.at_start(cell);
        matches!(cell, "%" | "‰" | "-" | "—" | "/" | "无")
            || unit.is_some_and(|unit| unit.len == cell.len())
    }
}

fn row_of(cells: Vec<Line>) -> RawRow {
    let lines = cells.iter().map(Line::lines).reduce(Lines::join);
    RawRow {
        cells,
        lines: lines.unwrap_or(Lines::at(1)),
    }
}

/// The column that a head names.
fn column(head: &str, words: &Tables) -> Option<Column> {
    let heads = &words.columns;
    let lists = [
        (Column::Serial, &heads.serial),
        (Column::Name, &heads.name),
        (Column::Unit, &heads.unit),
        (Column::Rate, &heads.rate),
        (Column::Binding, &heads.binding),
    ];
    let listed = lists
        .iter()
        .find(|(_, names)| names.iter().any(|name| name == head));
    listed.map(|&(column, _)| column).or_else(|| {
        let said = YEAR.captures(head)?.get(1)?.as_str();
        let known = said.is_empty() || words.of_years.iter().any(|word| word == said);
        known.then_some(Column::Value)
    })
}

/// The number of a row, in a column of its own or before the name.
fn number_of(cells: &[Line], columns: &[Column]) -> Option<u32> {
    let at = |of| columns.iter().position(|&column| column == of);
    match at(Column::Serial) {
        Some(n) => cells.get(n)?.text.parse().ok(),
        None => {
            let name = cells.get(at(Column::Name)?)?;
            let (number, _) = Number::at_start(&name.text)?;
            (number.rank == Rank::Arabic).then_some(number.value)
        }
    }
}

fn is_count(cell: &str) -> bool {
    cell.len() <= 3 && cell.parse::<u32>().is_ok_and(|n| n > 0)
}

/// Whether a cell is the name of an indicator: words with at most one number in front and all brackets
/// closed.
fn is_name(cell: &str, words: &Tables) -> bool {
    const LONGEST: usize = 60;
    let rest = Number::at_start(cell).map_or(cell, |(_, len)| &cell[len..]);
    let han = rest.chars().filter(|&c| is_han(c)).count();
    let count = |marks: [char; 2]| rest.matches(marks).count();
    let kind = words
        .bindings
        .iter()
        .any(|kind| rest.contains(kind.as_str()));
    let again = rest.char_indices().any(|(at, c)| {
        // Two rows run together: 「…达标率（%）4.地表水劣Ⅴ类…」.
        c.is_ascii_digit()
            && Number::at_start(&rest[at..]).is_some_and(|(n, _)| n.rank == Rank::Arabic)
    });
    let percent = rest.matches(['%', '％']).count();
    han >= 2
        && cell.chars().count() <= LONGEST
        && count(['（', '(']) == count(['）', ')'])
        && !rest.contains(['。', '；', '！'])
        && !(kind || again || percent > 1 || is_value(rest, words))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::vocabulary::tests::REAL;

    /// The rows of the tables that the cells make, and how many cells are left.
    fn read(text: &str) -> (Vec<String>, usize) {
        let lines = text.lines().enumerate();
        let cells = lines.filter(|(_, line)| !line.is_empty());
        let cells: Vec<Line> = cells.map(|(n, line)| Line::new(line, n + 1)).collect();
        let (mut rows, mut left) = (Vec::new(), 0);
        for piece in recover(vec![Piece::LostTable(cells)], &REAL) {
            match piece {
                Piece::Table(table) => rows.extend(table.rows.iter().map(|row| {
                    let cells = row.cells.iter().map(|cell| cell.text.as_str());
                    cells.collect::<Vec<_>>().join("|")
                })),
                Piece::LostTable(cells) => left += cells.len(),
                Piece::Line(_) => {}
            }
        }
        (rows, left)
    }

    #[test]
    fn reads_rows_that_all_fit_their_head() {
        let (rows, left) = read(
            "主要指标\n指标\n2020 年\n2025 年\n指标属性\n11.氨氮排放总量减少（%）\n[17.9]\n完成省分解任务\n约束性\n（二）应对气候变化\n12. 单位地区生产总值二氧化碳排放降低（%） [>21]\n完成省分解任务\n约束性\n*\n13.县级以上饮用水水源地\n水质达标率（%）\n100\n100\n预期性\n14.重点建设用地安全利用*\n—\n有效保障\n预期性",
        );
        assert_eq!(
            rows,
            [
                "指标|2020年|2025年|指标属性",
                "11.氨氮排放总量减少（%）|[17.9]|完成省分解任务|约束性",
                "（二）应对气候变化",
                "12.单位地区生产总值二氧化碳排放降低（%）|[>21]|完成省分解任务|约束性",
                "13.县级以上饮用水水源地水质达标率（%）|100|100|预期性",
                "14.重点建设用地安全利用*|—|有效保障|预期性",
            ]
        );
        assert_eq!(left, 1);
    }

    #[test]
    fn reads_columns_of_numbers_units_and_rates() {
        let (rows, _) = read(
            "序号\n\n指标名称\n\n单位\n\n2020年\n\n2025年\n\n年均增速\n\n1\n\n全社会用电量\n\n亿千瓦时\n\n874.6\n\n1100\n\n4.7%\n\n2\n\n总装机规模\n\n万千瓦\n\n1916.8\n\n2600 左右\n\n6.3%左右",
        );
        assert_eq!(
            rows[1..],
            [
                "1|全社会用电量|亿千瓦时|874.6|1100|4.7%",
                "2|总装机规模|万千瓦|1916.8|2600左右|6.3%左右",
            ]
        );
    }

    #[test]
    fn one_row_that_does_not_fit_and_none_is_read() {
        let head =
            "指标\n\n2020年\n\n2025年\n\n属性\n\n森林覆盖率（%）\n\n61.5\n\n64\n\n约束性\n\n";
        for row in [
            // Two rows whose cells are given column by column.
            "地表水达到或优于Ⅲ类比例（%）\n地表水劣Ⅴ类水体比例（%）\n\n83\n4\n\n约束性\n约束性",
            // A value is missing.
            "湿地保护率（%）\n\n55\n\n约束性",
            // A name without its first half.
            "绿色低碳\n\n湿地保护率（%）\n\n51\n\n55\n\n约束性",
            // A value in words that no list knows.
            "湿地保护率（%）\n\n51\n\n另行下达\n\n约束性",
        ] {
            let (rows, _) = read(&format!("{head}{row}"));
            assert_eq!(rows, Vec::<String>::new(), "{row}");
        }
    }
}
