//! Seals: signs by which readers know topics again.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::site::Site;
use crate::site::links;

/// A sign of a topic: one character on the colour of its family.
#[derive(Serialize)]
pub struct Seal {
    /// 1 to [`FAMILIES`].
    family: usize,
    character: char,
}

/// Seals by the addresses of the pages of their topics.
pub type Seals = BTreeMap<String, Seal>;

/// Colours of families of topics.
const FAMILIES: usize = 8;

/// The seals of all topics that have a page; those of a family have the colour of the topic above them.
pub fn seals(site: &Site<'_>) -> Seals {
    let topics = &site.atlas.topics;
    let tops: Vec<&str> = topics
        .iter()
        .filter(|t| t.parent.is_none())
        .map(|t| t.id.as_str())
        .collect();
    let seals = topics.iter().filter_map(|topic| {
        let top = topic.parent.as_deref().unwrap_or(&topic.id);
        let seal = Seal {
            family: tops.iter().position(|id| *id == top)? % FAMILIES + 1,
            character: site.topic_name(&topic.id).chars().next()?,
        };
        Some((links::topic(&topic.id), seal))
    });
    seals.collect()
}
