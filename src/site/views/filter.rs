//! Filters of a list: what each row is filed under, and the choices that there are.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::site::links::Link;

/// What a row is filed under: a key, a value and what a reader sees of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tag {
    /// `city`, `topic`, `agency`, `role`, `year` or `kind`.
    pub key: &'static str,
    /// The value in addresses; without spaces.
    pub value: String,
    /// What it is called; empty where the theme has the word for it.
    pub text: String,
    /// The page that lists what is filed under it; empty where there is none.
    pub href: String,
}

impl Tag {
    /// A tag with a page of its own.
    pub fn new(key: &'static str, value: &str, text: &str, href: String) -> Self {
        Self {
            key,
            // Values stand in one attribute, parted by spaces.
            value: value.replace(char::is_whitespace, "_"),
            text: text.to_owned(),
            href,
        }
    }

    /// A tag without one.
    pub fn plain(key: &'static str, value: &str, text: &str) -> Self {
        Self::new(key, value, text, String::new())
    }
}

/// The tags of a row as attributes: key and values, parted by spaces.
pub type Attributes = Vec<(&'static str, String)>;

/// The attributes of a row.
pub fn attributes(tags: &[Tag]) -> Attributes {
    let mut all: BTreeMap<&'static str, Vec<&str>> = BTreeMap::new();
    for tag in tags {
        let values = all.entry(tag.key).or_default();
        if !values.contains(&tag.value.as_str()) {
            values.push(&tag.value);
        }
    }
    all.into_iter()
        .map(|(key, values)| (key, values.join(" ")))
        .collect()
}

/// An entry of a list that can be filtered.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Entry {
    /// Its page.
    pub link: Link,
    /// How often it comes: figures, assignments.
    pub count: usize,
    /// What it is filed under.
    pub attributes: Attributes,
}

/// A filter with its choices.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Filter {
    key: &'static str,
    choices: Vec<Choice>,
    /// Whether there are pages for its choices.
    linked: bool,
}

/// A value to choose.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Choice {
    value: String,
    text: String,
    href: String,
    /// Rows that have it.
    rows: usize,
}

/// A list of fewer rows is seen at a glance and has no filters.
const FEWEST: usize = 4;
/// Choices of one filter: more are no help to choose.
const MOST: usize = 60;

/// The filters of a list in the order of `keys`, those left out that leave no choice. Choices come
/// as they first come in the rows, years and bodies by number and frequency.
pub fn filters(keys: &[&'static str], rows: &[Vec<Tag>]) -> Vec<Filter> {
    if rows.len() < FEWEST {
        return Vec::new();
    }
    let of_key = |&key: &&'static str| {
        let mut choices: Vec<Choice> = Vec::new();
        for row in rows {
            let mut own: Vec<&Tag> = row.iter().filter(|t| t.key == key).collect();
            own.dedup_by(|a, b| a.value == b.value);
            for tag in own {
                match choices.iter_mut().find(|c| c.value == tag.value) {
                    Some(choice) => choice.rows += 1,
                    None => choices.push(Choice {
                        value: tag.value.clone(),
                        text: tag.text.clone(),
                        href: tag.href.clone(),
                        rows: 1,
                    }),
                }
            }
        }
        match key {
            "year" => choices.sort_by(|a, b| a.value.cmp(&b.value)),
            "agency" | "topic" => choices.sort_by_key(|c| std::cmp::Reverse(c.rows)),
            _ => {}
        }
        choices.truncate(MOST);
        (choices.len() > 1).then(|| Filter {
            key,
            linked: choices.iter().any(|c| !c.href.is_empty()),
            choices,
        })
    };
    keys.iter().filter_map(of_key).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn choices_are_counted_by_row() {
        let row = |city: &str, years: &[&str]| {
            let mut tags = vec![Tag::new("city", city, city, format!("cities/{city}/"))];
            tags.extend(years.iter().map(|y| Tag::plain("year", y, y)));
            tags
        };
        let mut rows = vec![
            row("b", &["2030"]),
            row("a", &["2025", "2030"]),
            row("b", &[]),
        ];
        assert!(filters(&["city"], &rows).is_empty(), "a short list");
        rows.extend((0..5).map(|_| row("c", &[])));
        let filters = filters(&["city", "year", "kind"], &rows);
        assert_eq!(filters.len(), 2, "a filter without choices is none");
        let counts = |f: &Filter| {
            let all = f.choices.iter().map(|c| (c.value.clone(), c.rows));
            all.collect::<Vec<_>>()
        };
        assert_eq!(
            counts(&filters[0]),
            [
                ("b".to_owned(), 2),
                ("a".to_owned(), 1),
                ("c".to_owned(), 5)
            ]
        );
        assert_eq!(
            counts(&filters[1]),
            [("2025".to_owned(), 1), ("2030".to_owned(), 2)]
        );
        assert_eq!(attributes(&rows[1])[1], ("year", "2025 2030".to_owned()));
    }
}
