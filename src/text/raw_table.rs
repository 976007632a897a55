use super::line::Line;
use crate::model::Lines;

/// A table as found in the text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RawTable {
    /// The head row first.
    pub rows: Vec<RawRow>,
}

/// A row; a row that spans the table has one cell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RawRow {
    /// The words of each cell.
    pub cells: Vec<Line>,
    /// The lines of the row.
    pub lines: Lines,
}

impl RawTable {
    /// The lines of the table.
    pub fn lines(&self) -> Lines {
        let lines = self.rows.iter().map(|r| r.lines);
        lines.reduce(Lines::join).unwrap_or(Lines::at(1))
    }
}
