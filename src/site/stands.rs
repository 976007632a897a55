//! Where things stand in their document, looked up once for each document that a page asks for.

use std::sync::OnceLock;

use crate::atlas::{Atlas, Place};
use crate::model::{Block, Policy};

/// What pages ask of documents again and again.
pub struct Stands(Vec<OnceLock<Own>>);

/// What is asked of one.
#[derive(Clone)]
struct Own {
    /// The figures that stand in each measure.
    figures: Vec<Vec<usize>>,
    /// Of each line the first one of what the document's page shows as one piece and that holds it;
    /// nothing for a line that no piece holds.
    anchors: Vec<usize>,
}

impl Stands {
    /// Those of an atlas: nothing is looked up yet.
    pub fn of(atlas: &Atlas) -> Self {
        Self(vec![OnceLock::new(); atlas.policies.len()])
    }

    /// The figures that stand in a measure, by their place in the document.
    pub fn figures(&self, atlas: &Atlas, measure: Place) -> &[usize] {
        &self.own(atlas, measure.policy).figures[measure.item]
    }

    /// The first line of what a document's page shows as one piece and that holds `line`.
    pub fn anchor(&self, atlas: &Atlas, policy: usize, line: usize) -> usize {
        let anchors = &self.own(atlas, policy).anchors;
        let known = anchors.get(line).copied();
        known.filter(|anchor| *anchor > 0).unwrap_or(line)
    }

    fn own(&self, atlas: &Atlas, policy: usize) -> &Own {
        self.0[policy].get_or_init(|| {
            let policy = &atlas.policies[policy];
            Own {
                figures: policy.figures_of_measures(),
                anchors: anchors(policy),
            }
        })
    }
}

fn anchors(policy: &Policy) -> Vec<usize> {
    let rows = |table: &str| {
        let table = policy.tables.iter().find(|t| t.id == table);
        table.map_or(&[][..], |table| &table.rows)
    };
    let last = policy.blocks.iter().map(|block| block.lines().last).max();
    let mut anchors = vec![0; last.map_or(0, |last| last + 1)];
    for block in &policy.blocks {
        let own = block.lines();
        let pieces = match block {
            Block::Table { table, .. } => rows(table),
            _ => &[],
        };
        // Of rows that share a line the first holds it, and of blocks the last.
        for lines in [own]
            .into_iter()
            .chain(pieces.iter().rev().map(|row| row.lines))
        {
            let piece = lines.first.max(own.first)..=lines.last.min(own.last);
            if let Some(piece) = anchors.get_mut(piece) {
                piece.fill(lines.first);
            }
        }
    }
    anchors
}
