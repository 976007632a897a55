//! Compares two versions of a document.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use rustc_hash::FxHashMap;
use serde::Serialize;
use serde_json::Value;

use super::Revision;
use super::addresses::Renamed;
use super::changes::{ChangeCounts, Changed, Detail, DocumentChange, MOST};
use crate::model::{Figure, Measure, Policy, address};

/// The fields of a document, measure and figure that a reader sees. Lines are left out: every line
/// inserted above changes them.
const OF_DOCUMENT: [&str; 8] = [
    "title",
    "kind",
    "region",
    "issuing_bodies",
    "document_number",
    "issued_on",
    "published_on",
    "effective_on",
];
const OF_MEASURE: [&str; 5] = ["title", "text", "role", "agencies", "topics"];
const OF_FIGURE: [&str; 9] = [
    "name",
    "value",
    "text",
    "unit",
    "bound",
    "year",
    "kind",
    "change",
    "indicator",
];

/// Maximum length of a listed value, in characters.
const LONG: usize = 60;

/// The differences of a revision; `None` if a reader sees none.
pub fn of(revision: &Revision<'_>, renamed: &Renamed) -> Option<DocumentChange> {
    match (revision.old, revision.new) {
        (None, Some(new)) => {
            let address = address::document(&new.id);
            let moved = renamed.values().any(|to| *to == address);
            let what = if moved {
                Changed::Renamed
            } else {
                Changed::Added
            };
            let mut change = DocumentChange::new(new, what);
            if !moved {
                change.measures.added = new.measures.len();
                change.figures.added = new.figures.len();
                change.corrections = new.corrections.iter().map(correction).collect();
            }
            Some(change)
        }
        (Some(old), None) => {
            let address = address::document(&old.id);
            let mut change = DocumentChange::new(old, Changed::Removed);
            change.measures.removed = old.measures.len();
            change.figures.removed = old.figures.len();
            // The move is reported as the other document's change.
            (!renamed.contains_key(&address)).then_some(change)
        }
        (Some(old), Some(new)) => compare(old, new),
        (None, None) => None,
    }
}

fn correction(c: &crate::model::Correction) -> String {
    format!("{}：{}", c.what, c.why)
}

fn compare(old: &Policy, new: &Policy) -> Option<DocumentChange> {
    let mut change = DocumentChange::new(new, Changed::Changed);
    change.text = old.source.sha256 != new.source.sha256;
    let address = address::document(&new.id);
    let own = fields(old, new, &OF_DOCUMENT);
    change
        .details
        .extend(own.into_iter().map(|f| f.at(&address, &new.title)));
    let about = change.details.len();
    change.measures = measures(old, new, &mut change.details);
    change.figures = figures(old, new, &mut change.details);
    let before: BTreeSet<String> = old.corrections.iter().map(correction).collect();
    let now = new.corrections.iter().map(correction);
    change.corrections = now.filter(|c| !before.contains(c)).collect();
    let nothing = about == 0
        && change.measures.is_empty()
        && change.figures.is_empty()
        && change.corrections.is_empty();
    change.details.truncate(MOST);
    (!nothing).then_some(change)
}

fn measures(old: &Policy, new: &Policy, details: &mut Vec<Detail>) -> ChangeCounts {
    let mut counts = ChangeCounts::default();
    let mut before: BTreeMap<&str, &Measure> =
        old.measures.iter().map(|m| (m.id.as_str(), m)).collect();
    for measure in &new.measures {
        let Some(was) = before.remove(measure.id.as_str()) else {
            counts.added += 1;
            continue;
        };
        let different = fields(was, measure, &OF_MEASURE);
        counts.changed += usize::from(!different.is_empty());
        let address = address::measure(&measure.id);
        details.extend(
            different
                .into_iter()
                .map(|f| f.at(&address, &measure.title)),
        );
    }
    counts.removed = before.len();
    counts
}

/// Compares figures, which have no permanent id. The same figure is the one with the same words, else
/// with the same name in the same measure.
fn figures(old: &Policy, new: &Policy, details: &mut Vec<Detail>) -> ChangeCounts {
    let mut counts = ChangeCounts::default();
    let mut rest = Vec::new();
    let mut left = Left::of(&old.figures, &|f| (&f.quote, &f.measure, None));
    for figure in &new.figures {
        let same: [&dyn Fn(&Figure) -> bool; 3] = [
            &|f| f.name == figure.name && f.value == figure.value,
            &|f| f.name == figure.name,
            &|_| true,
        ];
        let words = (figure.quote.as_str(), &figure.measure, None);
        match same.into_iter().find_map(|same| left.take(words, same)) {
            Some(was) => told(was, figure, new, &mut counts, details),
            None => rest.push(figure),
        }
    }
    let mut left = Left::of(left.all(), &|f| (&f.name, &f.measure, f.year));
    for figure in rest {
        let words = (figure.name.as_str(), &figure.measure, figure.year);
        match left.take(words, &|_| true) {
            Some(was) => told(was, figure, new, &mut counts, details),
            None => counts.added += 1,
        }
    }
    counts.removed = left.all().len();
    counts
}

/// Words of a figure, its measure and, if it matters, its year.
type FigureKey<'a> = (&'a str, &'a Option<String>, Option<i16>);

/// Old figures that are not matched yet, by their words. A map, since a document may have tens of
/// thousands of figures of which none recurs in the new version.
struct Left<'a>(FxHashMap<FigureKey<'a>, VecDeque<(usize, &'a Figure)>>);

impl<'a> Left<'a> {
    fn of(
        figures: impl IntoIterator<Item = &'a Figure>,
        words: &dyn Fn(&'a Figure) -> FigureKey<'a>,
    ) -> Self {
        let mut left = Self(FxHashMap::default());
        for (n, figure) in figures.into_iter().enumerate() {
            let same = left.0.entry(words(figure)).or_default();
            same.push_back((n, figure));
        }
        left
    }

    /// Takes the first figure with these words that fits.
    fn take(&mut self, words: FigureKey<'a>, fits: &dyn Fn(&Figure) -> bool) -> Option<&'a Figure> {
        let own = self.0.get_mut(&words)?;
        let at = own.iter().position(|(_, figure)| fits(figure))?;
        own.remove(at).map(|(_, figure)| figure)
    }

    /// All remaining figures, in order.
    fn all(self) -> Vec<&'a Figure> {
        let mut all: Vec<(usize, &Figure)> = self.0.into_values().flatten().collect();
        all.sort_unstable_by_key(|(n, _)| *n);
        all.into_iter().map(|(_, figure)| figure).collect()
    }
}

fn told(
    was: &Figure,
    figure: &Figure,
    policy: &Policy,
    counts: &mut ChangeCounts,
    details: &mut Vec<Detail>,
) {
    let different = fields(was, figure, &OF_FIGURE);
    counts.changed += usize::from(!different.is_empty());
    let page = match &figure.measure {
        Some(id) => address::measure(id),
        None => address::document(&policy.id),
    };
    details.extend(different.into_iter().map(|f| f.at(&page, &figure.name)));
}

/// A field with its former and its new value.
struct FieldChange {
    name: &'static str,
    from: String,
    to: String,
}

impl FieldChange {
    fn at(self, address: &str, title: &str) -> Detail {
        Detail {
            address: address.to_owned(),
            title: title.to_owned(),
            field: self.name.to_owned(),
            from: self.from,
            to: self.to,
        }
    }
}

/// The fields, among `names`, that differ between two records of one kind.
fn fields<T: Serialize>(old: &T, new: &T, names: &[&'static str]) -> Vec<FieldChange> {
    let tree = |record: &T| serde_json::to_value(record).unwrap_or(Value::Null);
    let (old, new) = (tree(old), tree(new));
    names
        .iter()
        .filter_map(|name| {
            let (from, to) = (shown(&old[*name]), shown(&new[*name]));
            (from != to).then(|| {
                let (from, to) = excerpt(&from, &to);
                FieldChange { name, from, to }
            })
        })
        .collect()
}

/// A value as text: lists joined, records by their name.
fn shown(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        Value::Array(list) => list.iter().map(shown).collect::<Vec<_>>().join("、"),
        Value::Object(record) => match (record.get("name"), record.get("role"), record.get("from"))
        {
            (Some(name), Some(role), _) => format!("{}（{}）", shown(name), shown(role)),
            (Some(name), None, _) => shown(name),
            (None, _, Some(from)) => {
                format!(
                    "{}–{}",
                    shown(from),
                    record.get("to").map_or(String::new(), shown)
                )
            }
            _ => value.to_string(),
        },
        other => other.to_string(),
    }
}

/// The parts of two long texts from their first difference on.
fn excerpt(from: &str, to: &str) -> (String, String) {
    let (a, b): (Vec<char>, Vec<char>) = (from.chars().collect(), to.chars().collect());
    if a.len() <= LONG && b.len() <= LONG {
        return (from.to_owned(), to.to_owned());
    }
    let same = a.iter().zip(&b).take_while(|(x, y)| x == y).count();
    let start = same.saturating_sub(LONG / 4);
    let part = |text: &[char]| {
        let mut shown = String::new();
        if start > 0 {
            shown.push('…');
        }
        shown.extend(text.iter().skip(start).take(LONG));
        if text.len() > start + LONG {
            shown.push('…');
        }
        shown
    };
    (part(&a), part(&b))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_texts_are_told_from_where_they_differ() {
        let text = "甲".repeat(100);
        let (from, to) = excerpt(&format!("{text}乙丙"), &format!("{text}丁丙"));
        assert_eq!(from, format!("…{}乙丙", "甲".repeat(15)));
        assert_eq!(to, format!("…{}丁丙", "甲".repeat(15)));
    }
}
