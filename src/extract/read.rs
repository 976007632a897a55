//! The results of reading the sections, and the parts that still have to be read.

use super::figures::Context;
use crate::model::{Block, Figure, Measure, Table, Task, Warning};
use crate::text::RawTable;

/// The results of reading the sections.
#[derive(Debug, Default)]
pub struct Read {
    /// The text in reading order.
    pub blocks: Vec<Block>,
    /// The measures.
    pub measures: Vec<Measure>,
    /// The figures, numbered.
    pub figures: Vec<Figure>,
    /// Rows of lists that belong to no single measure.
    pub tasks: Vec<Task>,
    /// The tables.
    pub tables: Vec<Table>,
    /// Passages that could not be read.
    pub warnings: Vec<Warning>,
}

/// A table that is read after all measures are known.
pub struct Waiting<'a> {
    /// The table.
    pub table: &'a RawTable,
    /// Its id.
    pub id: String,
    /// Its caption: the line above, else the heading.
    pub caption: Option<String>,
    /// The common unit of all numbers, as a line above states it.
    pub unit: Option<String>,
    /// Facts known about the section.
    pub context: Context,
}
