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

/// The text of pages, a paragraph or a row of a table a line, and the pages, counted from 1, with a
/// table that could not be read. `slack` is how far off, in characters, the ends of lines may be
/// measured.
pub fn text(mut pages: Vec<PrintedPage>, slack: f32) -> (Vec<String>, Vec<usize>) {
    furniture::take_off(&mut pages);
    let (mut pages, numbers) = gutter::split(pages);
    grid::over_pages(&mut pages);
    columns::find(&mut pages);
    rows::over_pages(&mut pages);
    let lines: Vec<Vec<&PrintedLine>> = pages.iter().map(|page| page.lines().collect()).collect();
    let margins = margins::margins(&lines);
    let mut out = Vec::new();
    let mut unread = Vec::new();
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
            out.extend(paragraphs::paragraphs(&std::mem::take(&mut stretch)));
            match block {
                PrintedBlock::Line(_) => {}
                PrintedBlock::Table(grid) => out.extend(grid.lines()),
                PrintedBlock::PrintedRows(rows) => {
                    unread.extend(rows.doubtful.then_some(numbers[n]));
                    out.extend(rows.lines());
                }
                PrintedBlock::Unread(lines) => {
                    unread.push(numbers[n]);
                    out.extend(lines.iter().map(PrintedLine::apart));
                }
            }
        }
    }
    out.extend(paragraphs::paragraphs(&stretch));
    unread.dedup();
    (out, unread)
}
