//! Where things stand in their document, looked up once for each document that a page asks for.

use std::sync::OnceLock;

use crate::atlas::{Atlas, Place};
use crate::model::{Anchors, Block, Lines, Spans};

/// What pages ask of documents again and again.
pub struct DocumentIndex(Vec<OnceLock<DocumentPlaces>>);

/// What is asked of one.
#[derive(Clone)]
struct DocumentPlaces {
    /// The figures that stand in each measure.
    figures: Vec<Vec<usize>>,
    /// The measure that each figure stands in.
    measures: Vec<Option<usize>>,
    /// On which lines all of them stand.
    lines: OnLines,
    /// By what its lines are linked.
    anchors: Anchors,
}

/// On which lines things stand.
#[derive(Clone)]
struct OnLines {
    blocks: Spans,
    measures: Spans,
    /// Each by its first line.
    figures: Spans,
    tasks: Spans,
}

impl DocumentIndex {
    /// Those of an atlas: nothing is looked up yet.
    pub fn of(atlas: &Atlas) -> Self {
        Self(vec![OnceLock::new(); atlas.policies.len()])
    }

    /// The figures that stand in a measure, by their place in the document.
    pub fn figures(&self, atlas: &Atlas, measure: Place) -> &[usize] {
        &self.own(atlas, measure.policy).figures[measure.item]
    }

    /// The measure that a figure stands in.
    pub fn measure(&self, atlas: &Atlas, figure: Place) -> Option<usize> {
        self.own(atlas, figure.policy).measures[figure.item]
    }

    /// The figures that begin on one of these lines.
    pub fn figures_on(&self, atlas: &Atlas, policy: usize, lines: Lines) -> Vec<usize> {
        self.own(atlas, policy).lines.figures.touching(lines)
    }

    /// The measures that have one of these lines.
    pub fn measures_on(&self, atlas: &Atlas, policy: usize, lines: Lines) -> Vec<usize> {
        self.own(atlas, policy).lines.measures.touching(lines)
    }

    /// The blocks that have one of these lines.
    pub fn blocks_on(&self, atlas: &Atlas, policy: usize, lines: Lines) -> Vec<usize> {
        self.own(atlas, policy).lines.blocks.touching(lines)
    }

    /// The row of a list that holds a line.
    pub fn task_at(&self, atlas: &Atlas, policy: usize, line: usize) -> Option<usize> {
        let tasks = &self.own(atlas, policy).lines.tasks;
        tasks.touching(Lines::at(line)).first().copied()
    }

    /// The anchors of a document's page.
    pub fn anchors(&self, atlas: &Atlas, policy: usize) -> &Anchors {
        &self.own(atlas, policy).anchors
    }

    fn own(&self, atlas: &Atlas, policy: usize) -> &DocumentPlaces {
        self.0[policy].get_or_init(|| {
            let policy = &atlas.policies[policy];
            let figures = policy.figures_of_measures();
            let mut measures = vec![None; policy.figures.len()];
            for (measure, own) in figures.iter().enumerate() {
                own.iter().for_each(|&item| measures[item] = Some(measure));
            }
            let begin = policy.figures.iter().map(|f| Lines::at(f.lines.first));
            DocumentPlaces {
                figures,
                measures,
                lines: OnLines {
                    blocks: Spans::of(policy.blocks.iter().map(Block::lines)),
                    measures: Spans::of(policy.measures.iter().map(|m| m.lines)),
                    figures: Spans::of(begin),
                    tasks: Spans::of(policy.tasks.iter().map(|t| t.lines)),
                },
                anchors: Anchors::of(policy),
            }
        })
    }
}
