//! Changes of a document, as shown to readers.

use serde::{Deserialize, Serialize};

use crate::model::Policy;

/// The kind of change to a document.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Changed {
    /// It is new.
    Added,
    /// Its content changed.
    Changed,
    /// It has another address.
    Renamed,
    /// The document was removed.
    Removed,
}

/// A document that changed on one day.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DocumentChange {
    /// Its id; the new one if it was renamed.
    pub id: String,
    /// Its title.
    pub title: String,
    /// Code of its region.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub region: Option<String>,
    /// The kind of change.
    pub what: Changed,
    /// Whether the text itself changed; a document that was only parsed differently is no news.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub text: bool,
    /// Numbers of its measures that were added, changed or removed.
    #[serde(default, skip_serializing_if = "ChangeCounts::is_empty")]
    pub measures: ChangeCounts,
    /// Numbers of its figures that were added, changed or removed.
    #[serde(default, skip_serializing_if = "ChangeCounts::is_empty")]
    pub figures: ChangeCounts,
    /// Changed fields; the first [`MOST`] only.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub details: Vec<Detail>,
    /// Corrections by people, with their reasons.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub corrections: Vec<String>,
}

/// Numbers of added, changed and removed records.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ChangeCounts {
    /// Number of new records.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub added: usize,
    /// Number of changed records.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub changed: usize,
    /// Number of removed records.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub removed: usize,
}

fn is_zero(n: &usize) -> bool {
    *n == 0
}

impl ChangeCounts {
    pub(super) fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    fn plus(self, other: Self) -> Self {
        Self {
            added: self.added + other.added,
            changed: self.changed + other.changed,
            removed: self.removed + other.removed,
        }
    }
}

/// One changed field.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Detail {
    /// Address of the page that shows the change, below the site's root.
    pub address: String,
    /// The title of the changed measure or the name of the changed figure.
    pub title: String,
    /// The field, as in `content/documents/`.
    pub field: String,
    /// The former value.
    pub from: String,
    /// The new value.
    pub to: String,
}

/// Maximum number of changed fields listed for a document.
pub const MOST: usize = 20;

impl DocumentChange {
    pub(super) fn new(policy: &Policy, what: Changed) -> Self {
        Self {
            id: policy.id.clone(),
            title: policy.title.clone(),
            region: policy.region.as_ref().map(|r| r.code.clone()),
            what,
            text: false,
            measures: ChangeCounts::default(),
            figures: ChangeCounts::default(),
            details: Vec::new(),
            corrections: Vec::new(),
        }
    }

    /// Whether the change is news for a reader of the document; a different reading of an unchanged text
    /// is not.
    pub fn is_news(&self) -> bool {
        self.what != Changed::Changed || self.text || !self.corrections.is_empty()
    }

    /// Combines this change with a later one of the same day; `None` if they cancel each other.
    pub fn then(self, later: Self) -> Option<Self> {
        use Changed::{Added, Changed as Different, Removed, Renamed};
        match (self.what, later.what) {
            (Added, Removed) => None,
            (Added, Added) => Some(later),
            (Added, _) => Some(Self {
                what: Added,
                measures: ChangeCounts {
                    added: (self.measures.added + later.measures.added)
                        .saturating_sub(later.measures.removed),
                    ..ChangeCounts::default()
                },
                figures: ChangeCounts {
                    added: (self.figures.added + later.figures.added)
                        .saturating_sub(later.figures.removed),
                    ..ChangeCounts::default()
                },
                corrections: joined(self.corrections, later.corrections),
                details: Vec::new(),
                ..later
            }),
            (Removed, Added) | (_, Removed | Renamed) => Some(later),
            (Different | Renamed | Removed, Different | Added) => {
                let details = merged(self.details, later.details);
                let corrections = joined(self.corrections, later.corrections);
                let measures = self.measures.plus(later.measures);
                let figures = self.figures.plus(later.figures);
                Some(Self {
                    what: self.what,
                    text: self.text || later.text,
                    measures,
                    figures,
                    details,
                    corrections,
                    ..later
                })
            }
        }
    }
}

fn joined(mut first: Vec<String>, later: Vec<String>) -> Vec<String> {
    let new: Vec<String> = later.into_iter().filter(|c| !first.contains(c)).collect();
    first.extend(new);
    first
}

/// Merges the changes of each field into one; drops those that restore the former value.
fn merged(first: Vec<Detail>, later: Vec<Detail>) -> Vec<Detail> {
    let mut all = first;
    for detail in later {
        let same = |d: &&mut Detail| {
            d.address == detail.address && d.title == detail.title && d.field == detail.field
        };
        match all.iter_mut().find(same) {
            Some(before) => before.to = detail.to,
            None => all.push(detail),
        }
    }
    all.retain(|d| d.from != d.to);
    all.truncate(MOST);
    all
}
