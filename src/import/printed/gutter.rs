//! Pages set in two columns of text, as gazettes are: each column becomes a page of its own, so that
//! lines are read down the left one and then down the right one.

use std::ops::Range;

use super::{LineSegment, PrintedBlock, PrintedLine, PrintedPage};

/// The narrowest gutter, in characters.
const GUTTER: f32 = 1.0;
/// The narrowest column of text, in characters. Columns of tables are narrower or unequal.
const COLUMN: f32 = 10.0;
/// The narrower column is at least so wide, as a share of the other.
const EQUAL: f32 = 0.75;
/// The fewest lines of a column.
const LINES: usize = 4;
/// A line that fills so much of its column is one of running text.
const FULL: f32 = 0.7;
/// A line farther from the next than this, in distances of lines, is of the head or foot of the page.
const APART: f32 = 1.8;

/// The pages with their columns apart, and for each of them the page that it was on, counted from 1.
pub fn split(pages: Vec<PrintedPage>) -> (Vec<PrintedPage>, Vec<usize>) {
    let numbered = pages.into_iter().zip(1..);
    let parts = numbered.flat_map(|(page, number)| {
        let parts = match find(&page) {
            Some(columns) => columns.apart(page),
            None => vec![page],
        };
        parts.into_iter().map(move |part| (part, number))
    });
    parts.unzip()
}

/// Two columns on a page.
struct TextColumns {
    /// The blocks of the page that stand in them.
    blocks: Range<usize>,
    /// Where the gutter is, from its left edge to its right edge.
    gutter: (f32, f32),
    /// How far the right column stands from the left one.
    aside: f32,
}

/// The columns of a page whose text is set in two: lines of about equal length on both sides of its middle.
fn find(page: &PrintedPage) -> Option<TextColumns> {
    let left = page.lines().map(PrintedLine::left).reduce(f32::min)?;
    let right = page.lines().map(PrintedLine::right).reduce(f32::max)?;
    let middle = (left + right) / 2.0;
    let beside = |n: &usize| edges(&page.blocks[*n]).all(|(l, r)| r <= middle || l >= middle);
    let beside: Vec<usize> = (0..page.blocks.len()).filter(beside).collect();
    beside
        .chunk_by(|a, b| a + 1 == *b)
        .map(|run| run[0]..run[run.len() - 1] + 1)
        .map(|run| without_head(page, run))
        .filter_map(|run| columns(page, run, middle))
        .max_by_key(|columns| columns.blocks.len())
}

/// Where the parts of a block begin and end.
fn edges(block: &PrintedBlock) -> Box<dyn Iterator<Item = (f32, f32)> + '_> {
    match block {
        PrintedBlock::Line(line) => Box::new(line.segments.iter().map(|s| (s.left, s.right))),
        PrintedBlock::Table(grid) => Box::new(grid.cells.iter().map(|c| (c.left, c.right))),
        PrintedBlock::PrintedRows(_) | PrintedBlock::Unread(_) => {
            Box::new(std::iter::once((f32::MIN, f32::MAX)))
        }
    }
}

/// A run of blocks without a first line that stands apart from the others.
fn without_head(page: &PrintedPage, run: Range<usize>) -> Range<usize> {
    let place = |n: usize| match &page.blocks[n] {
        PrintedBlock::Line(line) => Some(line.middle),
        _ => None,
    };
    let steps = run.clone().zip(run.clone().skip(1));
    let step = |(a, b): (usize, usize)| Some(place(b)? - place(a)?);
    let mut sorted: Vec<f32> = steps.clone().filter_map(step).collect();
    sorted.sort_by(f32::total_cmp);
    let Some(usual) = sorted.get(sorted.len() / 2) else {
        return run;
    };
    let first = steps.map(step).next().flatten();
    match first {
        Some(first) if first > usual * APART => run.start + 1..run.end,
        _ => run,
    }
}

/// The columns that a run of blocks makes on both sides of `middle`.
fn columns(page: &PrintedPage, run: Range<usize>, middle: f32) -> Option<TextColumns> {
    let lines = || {
        page.blocks[run.clone()].iter().filter_map(|b| match b {
            PrintedBlock::Line(line) => Some(line),
            _ => None,
        })
    };
    let side = |right: bool| -> Vec<Vec<&LineSegment>> {
        let of_side = |s: &&LineSegment| (s.left >= middle) == right;
        let row = |line| PrintedLine::segments_where(line, of_side);
        lines().map(row).filter(|row| !row.is_empty()).collect()
    };
    let (left, right) = (
        ColumnEdges::of(&side(false))?,
        ColumnEdges::of(&side(true))?,
    );
    let em = lines().map(|line| line.em).reduce(f32::max)?;
    let (narrow, wide) = (
        left.width().min(right.width()),
        left.width().max(right.width()),
    );
    let set = narrow >= em * COLUMN && narrow >= wide * EQUAL;
    (set && right.left - left.right >= em * GUTTER).then_some(TextColumns {
        blocks: run,
        gutter: (left.right, right.left),
        aside: right.left - left.left,
    })
}

/// A column of text.
struct ColumnEdges {
    left: f32,
    right: f32,
}

impl ColumnEdges {
    /// The column that rows of segments make, where they are lines of running text: few have more than one
    /// segment and half of them are full.
    fn of(rows: &[Vec<&LineSegment>]) -> Option<Self> {
        let segments = || rows.iter().flatten();
        let column = Self {
            left: segments().map(|s| s.left).reduce(f32::min)?,
            right: segments().map(|s| s.right).reduce(f32::max)?,
        };
        let full = |row: &&Vec<&LineSegment>| {
            let width: f32 = row.iter().map(|s| s.right - s.left).sum();
            width >= column.width() * FULL
        };
        let whole = rows.iter().filter(|row| row.len() == 1).count();
        let running = rows.len() >= LINES
            && whole * 10 >= rows.len() * 9
            && rows.iter().filter(full).count() * 2 >= rows.len();
        running.then_some(column)
    }

    fn width(&self) -> f32 {
        self.right - self.left
    }
}

impl TextColumns {
    /// The page as pages: the text above the columns, the columns, the text below.
    fn apart(self, page: PrintedPage) -> Vec<PrintedPage> {
        let mut parts: [Vec<PrintedBlock>; 4] = Default::default();
        for (n, block) in page.blocks.into_iter().enumerate() {
            match block {
                block if n < self.blocks.start => parts[0].push(block),
                block if n >= self.blocks.end => parts[3].push(block),
                PrintedBlock::Line(line) => {
                    let (left, right) = self.halves(line);
                    parts[1].extend(left.map(PrintedBlock::Line));
                    parts[2].extend(right.map(PrintedBlock::Line));
                }
                block => {
                    let right = edges(&block).all(|(left, _)| left >= self.gutter.0);
                    parts[1 + usize::from(right)].push(block);
                }
            }
        }
        let filled = parts.into_iter().filter(|blocks| !blocks.is_empty());
        filled.map(|blocks| PrintedPage { blocks }).collect()
    }

    /// The parts of a line in the left and in the right column; the right one is moved over the left one, so
    /// that the edges of all columns are the same.
    fn halves(&self, line: PrintedLine) -> (Option<PrintedLine>, Option<PrintedLine>) {
        let (left, mut right): (Vec<_>, Vec<_>) = line
            .segments
            .into_iter()
            .partition(|segment| segment.left < self.gutter.1);
        for segment in &mut right {
            segment.left -= self.aside;
            segment.right -= self.aside;
        }
        let part = |segments: Vec<LineSegment>| {
            (!segments.is_empty()).then_some(PrintedLine {
                middle: line.middle,
                em: line.em,
                segments,
            })
        };
        (part(left), part(right))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(n: usize, segments: &[(f32, &str)]) -> PrintedBlock {
        let segment = |(left, text): &(f32, &str)| LineSegment {
            left: *left,
            right: left + text.chars().count() as f32,
            text: (*text).to_owned(),
        };
        PrintedBlock::Line(PrintedLine {
            middle: n as f32 * 1.5,
            em: 1.0,
            segments: segments.iter().map(segment).collect(),
        })
    }

    fn words(pages: &[PrintedPage]) -> Vec<String> {
        let text = |page: &PrintedPage| page.lines().map(|l| l.text()).collect::<Vec<_>>().concat();
        pages.iter().map(text).collect()
    }

    #[test]
    fn columns_of_text_are_read_one_after_the_other() {
        let page = PrintedPage {
            blocks: vec![
                line(0, &[(12.0, "绿色建筑行动方案")]),
                line(
                    1,
                    &[
                        (0.0, "到2027年，城镇新建建筑中"),
                        (16.0, "定期研究解决重大问题，推"),
                    ],
                ),
                line(
                    2,
                    &[
                        (0.0, "绿色建筑占比达到90%以"),
                        (16.0, "动任务落实。（二）加大投"),
                    ],
                ),
                line(
                    3,
                    &[
                        (0.0, "上，建成绿色建筑示范项目"),
                        (16.0, "入。安排专项资金5000"),
                    ],
                ),
                line(
                    4,
                    &[
                        (0.0, "20个，完成改造30万平"),
                        (16.0, "万元，支持示范项目建设。"),
                    ],
                ),
                line(5, &[(0.0, "方米。")]),
            ],
        };
        let (pages, numbers) = split(vec![page]);
        assert_eq!(
            words(&pages),
            [
                "绿色建筑行动方案",
                "到2027年，城镇新建建筑中绿色建筑占比达到90%以上，建成绿色建筑示范项目20个，完成改造30万平方米。",
                "定期研究解决重大问题，推动任务落实。（二）加大投入。安排专项资金5000万元，支持示范项目建设。",
            ]
        );
        assert_eq!(numbers, [1, 1, 1]);
    }

    #[test]
    fn two_columns_of_a_table_stay_beside_each_other() {
        let rows = [
            ("市发展改革委", "编制年度计划并组织实施"),
            ("市财政局", "落实专项资金"),
            ("市住房城乡建设局", "推进既有建筑节能改造，发展绿色建材"),
            ("市民政局", "建成绿色社区"),
            ("市教育局", "推进绿色学校创建"),
        ];
        let rows = rows.iter().enumerate();
        let blocks = rows.map(|(n, (body, task))| line(n, &[(0.0, body), (12.0, task)]));
        let page = PrintedPage {
            blocks: blocks.collect(),
        };
        assert_eq!(split(vec![page.clone()]).0, [page]);
    }
}
