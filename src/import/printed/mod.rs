//! Pages as they were printed, from a PDF or from a text that keeps its layout: lines with their
//! places become paragraphs, what runs along the edges of pages goes.

mod blanks;
mod columns;
mod furniture;
mod grid;
mod gutter;
mod labels;
mod line;
mod margins;
mod paragraphs;
mod rows;
mod table_line;

pub use blanks::{glue, meant};
pub use furniture::is_page_number;
pub use grid::{Grid, GridCell};
pub use line::{LineSegment, PrintedLine};
pub use rows::PrintedRows;

use super::line_joins::LineJoin;
use crate::model::Pages;
use margins::Margins;

/// A page: lines and tables from top to bottom.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PrintedPage {
    /// What stands on it.
    pub blocks: Vec<PrintedBlock>,
}

/// What stands on a page.
#[derive(Clone, Debug, PartialEq)]
pub enum PrintedBlock {
    /// A line of words.
    Line(PrintedLine),
    /// A table between rules.
    Table(Grid),
    /// A table without rules, whose columns were told by where its words stand.
    PrintedRows(PrintedRows),
    /// Lines of a table that could not be read.
    Unread(Vec<PrintedLine>),
}

impl PrintedPage {
    fn lines(&self) -> impl Iterator<Item = &PrintedLine> {
        self.blocks.iter().filter_map(|block| match block {
            PrintedBlock::Line(line) => Some(line),
            _ => None,
        })
    }
}

/// A line and the edges of the page that it stands on.
pub struct Placed<'a> {
    line: &'a PrintedLine,
    page: usize,
    margins: Margins,
    slack: f32,
}

/// The text of pages.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PrintedText {
    /// A paragraph or a row of a table each, with the pages that it stands on.
    pub lines: Vec<(String, Option<Pages>)>,
    /// The pages, counted from 1, with a table that could not be read.
    pub unread: Vec<usize>,
    /// Where lines were joined to paragraphs.
    pub joins: Vec<LineJoin>,
}

/// The text of pages. `slack` is how far off, in characters, the ends of lines may be
/// measured.
pub fn text(mut pages: Vec<PrintedPage>, slack: f32) -> PrintedText {
    furniture::take_off(&mut pages);
    let (mut pages, numbers) = gutter::split(pages);
    grid::stand_on(&mut pages, &numbers);
    grid::over_pages(&mut pages);
    columns::find(&mut pages);
    rows::stand_on(&mut pages, &numbers);
    rows::over_pages(&mut pages);
    let lines: Vec<Vec<&PrintedLine>> = pages.iter().map(|page| page.lines().collect()).collect();
    let margins = margins::margins(&lines);
    let mut text = PrintedText::default();
    let (out, unread, joins) = (&mut text.lines, &mut text.unread, &mut text.joins);
    let mut paragraphs = |stretch: &[Placed<'_>]| {
        let paragraphs = paragraphs::paragraphs(stretch).into_iter();
        let lines = paragraphs.map(|paragraph| {
            joins.extend(paragraph.joins);
            let [first, last] = paragraph.pages.map(|n| Pages::at(numbers[n]));
            (paragraph.text, Some(first.join(last)))
        });
        lines.collect::<Vec<_>>()
    };
    let mut stretch = Vec::new();
    for (n, page) in pages.iter().enumerate() {
        for block in &page.blocks {
            if let PrintedBlock::Line(line) = block {
                stretch.push(Placed {
                    line,
                    page: n,
                    margins: margins[n],
                    slack,
                });
                continue;
            }
            out.extend(paragraphs(&std::mem::take(&mut stretch)));
            match block {
                PrintedBlock::Line(_) => {}
                PrintedBlock::Table(grid) => out.extend(grid.lines()),
                PrintedBlock::PrintedRows(rows) => {
                    unread.extend(rows.doubtful.then_some(numbers[n]));
                    out.extend(rows.lines());
                }
                PrintedBlock::Unread(lines) => {
                    unread.push(numbers[n]);
                    let pages = Some(Pages::at(numbers[n]));
                    out.extend(lines.iter().map(|line| (line.apart(), pages)));
                }
            }
        }
    }
    out.extend(paragraphs(&stretch));
    unread.dedup();
    text
}
