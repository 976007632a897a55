//! Warnings about tables whose rows and columns are lost.

use crate::model::{Lines, Warning};

/// Cells of lost tables, counted until there are enough for a warning.
#[derive(Debug, Default)]
pub struct LostCells {
    /// The current run of cells: their number and their lines.
    run: Option<(usize, Lines)>,
}

impl LostCells {
    /// Warns once for every run of cells. An isolated number is a page number or a fragment.
    pub fn found(&mut self, cells: usize, lines: Lines, warnings: &mut Vec<Warning>) {
        const CODE: &str = "table-shape-lost";
        const NEAR: usize = 30;
        const FEWEST: usize = 4;
        match &mut self.run {
            Some((count, run)) if lines.first <= run.last + NEAR => {
                *count += cells;
                *run = run.join(lines);
            }
            _ => self.run = Some((cells, lines)),
        }
        let Some((count, run)) = self.run.filter(|(count, _)| *count >= FEWEST) else {
            return;
        };
        let last = warnings.iter_mut().rev().find(|w| w.code == CODE);
        match last {
            Some(told) if count > cells && told.lines.first == run.first => told.lines = run,
            _ => warnings.push(Warning {
                code: CODE.to_owned(),
                message: "numbers of a table whose rows and columns are lost: none was read"
                    .to_owned(),
                lines: run,
            }),
        }
    }
}
