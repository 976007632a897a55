//! Pages as they were printed, from a PDF or from a text that keeps its layout: lines with their
//! places become paragraphs, what runs along the edges of pages goes.

mod blanks;
mod furniture;
mod grid;
mod line;
mod margins;
mod paragraphs;

pub use blanks::{glue, meant};
pub use grid::{Cell, Grid};
pub use line::{PrintedLine, Segment};

use margins::Margins;

/// A page: lines and tables from top to bottom.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Page {
    /// What stands on it.
    pub blocks: Vec<Block>,
}

/// What stands on a page.
#[derive(Clone, Debug, PartialEq)]
pub enum Block {
    /// A line of words.
    Line(PrintedLine),
    /// A table between rules.
    Table(Grid),
}

impl Page {
    fn lines(&self) -> impl Iterator<Item = &PrintedLine> {
        self.blocks.iter().filter_map(|block| match block {
            Block::Line(line) => Some(line),
            Block::Table(_) => None,
        })
    }
}

/// A line and the edges of the page that it stands on.
pub struct Placed<'a> {
    line: &'a PrintedLine,
    page: usize,
    margins: Margins,
}

/// The text of pages: a paragraph or a row of a table a line. `slack` is how far off, in characters,
/// the ends of lines may be measured.
pub fn text(mut pages: Vec<Page>, slack: f32) -> Vec<String> {
    furniture::take_off(&mut pages);
    grid::over_pages(&mut pages);
    let lines: Vec<Vec<&PrintedLine>> = pages.iter().map(|page| page.lines().collect()).collect();
    let margins = margins::margins(&lines);
    let mut out = Vec::new();
    let mut stretch = Vec::new();
    for (n, page) in pages.iter().enumerate() {
        for block in &page.blocks {
            match block {
                Block::Line(line) => stretch.push(Placed {
                    line,
                    page: n,
                    margins: margins[n],
                }),
                Block::Table(grid) => {
                    out.extend(paragraphs::paragraphs(&std::mem::take(&mut stretch), slack));
                    out.extend(grid.lines());
                }
            }
        }
    }
    out.extend(paragraphs::paragraphs(&stretch, slack));
    out
}
