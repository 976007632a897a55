//! Filters of a list: what each row is filed under, and the choices that there are.

use std::borrow::Cow;

use rustc_hash::FxHashMap;
use serde::Serialize;

use crate::site::links::Link;

/// What a row is filed under: a key, a value and what a reader sees of it. A list of a large site has
/// hundreds of thousands of them, so they hold no words of their own but where they have to.
#[derive(Clone, Debug)]
pub struct Tag<'a> {
    /// `city`, `topic`, `agency`, `role`, `year` or `kind`.
    pub key: &'static str,
    /// The value in addresses; without spaces.
    pub value: Cow<'a, str>,
    /// What it is called; empty where the theme has the word for it.
    text: Cow<'a, str>,
    /// The page that lists what is filed under it: the form of its address, and its id.
    page: Option<(Address, &'a str)>,
}

/// Makes the address of a page of an id.
type Address = fn(&str) -> String;

impl<'a> Tag<'a> {
    /// A tag with a page of its own, whose address `page` makes of its id.
    pub fn new(key: &'static str, id: &'a str, text: &'a str, page: Address) -> Self {
        Self {
            page: Some((page, id)),
            ..Self::plain(key, id, text)
        }
    }

    /// A tag without one.
    pub fn plain(key: &'static str, id: &'a str, text: &'a str) -> Self {
        Self {
            key,
            // Values stand in one attribute, parted by spaces.
            value: match id.contains(char::is_whitespace) {
                true => id.replace(char::is_whitespace, "_").into(),
                false => id.into(),
            },
            text: text.into(),
            page: None,
        }
    }

    /// The tag of a year.
    pub fn year(year: i16) -> Self {
        let year = year.to_string();
        Self {
            key: "year",
            value: year.clone().into(),
            text: year.into(),
            page: None,
        }
    }

    fn href(&self) -> String {
        self.page.map_or(String::new(), |(page, id)| page(id))
    }
}

/// Sorts tags by key and value, and leaves each once.
pub fn put_in_order(tags: &mut Vec<Tag<'_>>) {
    tags.sort_by(|a, b| (a.key, &a.value).cmp(&(b.key, &b.value)));
    tags.dedup_by(|a, b| (a.key, &a.value) == (b.key, &b.value));
}

/// The tags of a row as attributes: key and values, parted by spaces.
pub type Attributes = Vec<(&'static str, String)>;

/// The attributes of a row.
pub fn attributes(tags: &[Tag<'_>]) -> Attributes {
    let mut all: Vec<(&'static str, Vec<&str>)> = Vec::new();
    for tag in tags {
        let at = all.iter().position(|(key, _)| *key == tag.key);
        let at = at.unwrap_or_else(|| {
            all.push((tag.key, Vec::new()));
            all.len() - 1
        });
        let values = &mut all[at].1;
        if !values.contains(&&*tag.value) {
            values.push(&tag.value);
        }
    }
    all.sort_by_key(|(key, _)| *key);
    all.into_iter()
        .map(|(key, values)| (key, values.join(" ")))
        .collect()
}

/// An entry of a list that can be filtered.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct FilterEntry {
    /// Its page.
    pub link: Link,
    /// How often it comes: figures, assignments.
    pub count: usize,
    /// What it is filed under.
    pub attributes: Attributes,
}

/// A filter with its choices.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct FilterChoices {
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
pub fn filters<'a>(keys: &[&'static str], rows: &'a [impl AsRef<[Tag<'a>]>]) -> Vec<FilterChoices> {
    if rows.len() < FEWEST {
        return Vec::new();
    }
    let of_key = |&key: &&'static str| {
        let mut choices: Vec<Choice> = Vec::new();
        let mut places: FxHashMap<&str, usize> = FxHashMap::default();
        for row in rows {
            let mut own: Vec<&Tag<'_>> = row.as_ref().iter().filter(|t| t.key == key).collect();
            own.dedup_by(|a, b| a.value == b.value);
            for tag in own {
                let place = *places.entry(&tag.value).or_insert_with(|| {
                    choices.push(Choice {
                        value: tag.value.to_string(),
                        text: tag.text.to_string(),
                        href: tag.href(),
                        rows: 0,
                    });
                    choices.len() - 1
                });
                choices[place].rows += 1;
            }
        }
        match key {
            "year" => choices.sort_by(|a, b| a.value.cmp(&b.value)),
            "agency" | "topic" => choices.sort_by_key(|c| std::cmp::Reverse(c.rows)),
            _ => {}
        }
        choices.truncate(MOST);
        (choices.len() > 1).then(|| FilterChoices {
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
        fn row(city: &'static str, years: &[i16]) -> Vec<Tag<'static>> {
            let mut tags = vec![Tag::new("city", city, city, crate::site::links::city)];
            tags.extend(years.iter().map(|year| Tag::year(*year)));
            tags
        }
        let mut rows = vec![row("b", &[2030]), row("a", &[2025, 2030]), row("b", &[])];
        assert!(filters(&["city"], &rows).is_empty(), "a short list");
        rows.extend((0..5).map(|_| row("c", &[])));
        let filters = filters(&["city", "year", "kind"], &rows);
        assert_eq!(filters.len(), 2, "a filter without choices is none");
        assert_eq!(filters[0].choices[1].href, "cities/a/");
        let counts = |f: &FilterChoices| {
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
