//! Where things stand in their document, looked up once for each document that a page asks for.

use std::sync::OnceLock;

use crate::atlas::{Atlas, Place};
use crate::model::Anchors;

/// What pages ask of documents again and again.
pub struct Stands(Vec<OnceLock<Own>>);

/// What is asked of one.
#[derive(Clone)]
struct Own {
    /// The figures that stand in each measure.
    figures: Vec<Vec<usize>>,
    /// By what its lines are linked.
    anchors: Anchors,
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
        self.own(atlas, policy).anchors.of_line(line)
    }

    fn own(&self, atlas: &Atlas, policy: usize) -> &Own {
        self.0[policy].get_or_init(|| {
            let policy = &atlas.policies[policy];
            Own {
                figures: policy.figures_of_measures(),
                anchors: Anchors::of(policy),
            }
        })
    }
}
