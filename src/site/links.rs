//! Addresses below the site's root.

use serde::Serialize;

use super::Site;
use crate::atlas::{City, Place};
use crate::model::{Block, Policy};

/// A link: where to, and the words.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub struct Link {
    /// Address below the site's root.
    pub href: String,
    /// What it says.
    pub text: String,
}

impl Link {
    /// A link to `href` that says `text`.
    pub fn new(href: impl Into<String>, text: impl Into<String>) -> Self {
        Self {
            href: href.into(),
            text: text.into(),
        }
    }
}

/// The page of a document.
pub fn document(id: &str) -> String {
    format!("documents/{id}/")
}

/// The page of a measure.
pub fn measure(id: &str) -> String {
    format!("measures/{id}/")
}

/// The page of a body.
pub fn agency(id: &str) -> String {
    format!("agencies/{id}/")
}

/// The page of an indicator.
pub fn indicator(id: &str) -> String {
    format!("indicators/{id}/")
}

/// The page of a topic.
pub fn topic(id: &str) -> String {
    format!("topics/{id}/")
}

/// The cities side by side about a topic.
pub fn compare(topic: &str) -> String {
    format!("compare/{topic}/")
}

/// The page of a city.
pub fn city(slug: &str) -> String {
    format!("cities/{slug}/")
}

impl Site<'_> {
    /// A city's name: its region's, or nothing for policies without one.
    pub fn city_name<'c>(&self, city: &'c City) -> &'c str {
        city.region.as_ref().map_or("", |r| r.name.as_str())
    }

    /// A link to the city of a policy.
    pub fn city_link(&self, policy: usize) -> Link {
        let city_entry = self.atlas.city_of(policy);
        Link::new(city(&city_entry.slug), self.city_name(city_entry))
    }

    /// A link to a policy.
    pub fn document_link(&self, policy: usize) -> Link {
        let policy = &self.atlas.policies[policy];
        Link::new(document(&policy.id), &policy.title)
    }

    /// A link to a measure.
    pub fn measure_link(&self, place: Place) -> Link {
        let found = self.atlas.measure(place);
        Link::new(measure(&found.id), &found.title)
    }

    /// A link to a topic.
    pub fn topic_link(&self, id: &str) -> Link {
        Link::new(topic(id), self.topic_name(id))
    }

    /// The paragraph or table row of a document that holds a line: 「documents/x/#L78」.
    pub fn line_href(&self, policy: usize, line: usize) -> String {
        let policy = &self.atlas.policies[policy];
        format!("{}#L{}", document(&policy.id), anchor(policy, line))
    }
}

/// The first line of what a document's page shows as one piece and that holds `line`.
fn anchor(policy: &Policy, line: usize) -> usize {
    let row = |table: &str| {
        let table = policy.tables.iter().find(|t| t.id == table)?;
        table
            .rows
            .iter()
            .find(|r| r.lines.contains(line))
            .map(|r| r.lines.first)
    };
    match policy
        .blocks
        .iter()
        .rev()
        .find(|b| b.lines().contains(line))
    {
        Some(Block::Table { table, lines }) => row(table).unwrap_or(lines.first),
        Some(block) => block.lines().first,
        None => line,
    }
}
