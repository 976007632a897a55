use serde::Deserialize;

use super::file::{At, EntryReport};

/// `pledges.yaml`: promises in words that are no number.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Pledges {
    /// Verbs of reaching a goal.
    pub reach: Vec<String>,
    /// Words before a promise that attribute it to somebody else.
    pub others: Vec<String>,
    /// Words of work towards a goal without a promise.
    pub toward: Vec<String>,
    /// The kinds of promises.
    pub pledges: Vec<PledgeKind>,
}

/// A kind of promise, such as 碳达峰.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PledgeKind {
    /// Stable id.
    pub id: String,
    /// Chinese name shown to readers.
    pub name: String,
    /// Words at the end of a clause with this promise.
    pub words: Vec<String>,
}

impl Pledges {
    pub(super) fn new(list: Self, report: EntryReport<'_>) -> Self {
        for (n, kind) in list.pledges.iter().enumerate() {
            if list.pledges[..n].iter().any(|other| other.id == kind.id) {
                report(
                    format!("the id {} stands twice", kind.id),
                    At::Again(&kind.id),
                );
            }
        }
        let words = list.pledges.iter().flat_map(|kind| &kind.words);
        for word in words
            .chain(&list.reach)
            .chain(&list.others)
            .chain(&list.toward)
        {
            if word.trim().is_empty() {
                report("an empty word stands in a list".to_owned(), At::Words(word));
            }
        }
        list
    }
}
