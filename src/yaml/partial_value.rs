//! A YAML value without the parts that do not fit its type.

use serde_path_to_error::{Path, Segment};
use serde_yaml::{Mapping, Value};

/// A step into a value.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Step {
    /// Of a record.
    Field(String),
    /// Of a list, from 0.
    Item(usize),
}

/// The steps that lead to a mistake.
pub fn steps(path: &Path) -> Vec<Step> {
    let known = path.iter().map_while(|segment| match segment {
        Segment::Seq { index } => Some(Step::Item(*index)),
        Segment::Map { key } => Some(Step::Field(key.clone())),
        Segment::Enum { .. } | Segment::Unknown => None,
    });
    known.collect()
}

/// Beginning of the parser's message for a missing field.
const MISSING: &str = "missing field `";
/// Beginning of the parser's message for an unknown field.
pub const UNKNOWN: &str = "unknown field `";

/// Whether a message reports a missing field.
pub fn is_missing(message: &str) -> bool {
    message.starts_with(MISSING)
}

/// The name in backticks of a message that begins so.
pub fn name<'a>(message: &'a str, begin: &str) -> Option<&'a str> {
    let (name, _) = message.strip_prefix(begin)?.split_once('`')?;
    Some(name)
}

/// Placeholders for missing or invalid values while the rest is checked. One of them has the type that is
/// expected there.
const STAND_INS: [fn() -> Value; 4] = [
    || Value::String(String::new()),
    || Value::Sequence(Vec::new()),
    || Value::Mapping(Mapping::new()),
    || Value::Number(0.into()),
];

/// A value that is mended mistake by mistake.
pub struct RepairedValue {
    /// As it is now.
    pub root: Value,
    /// Positions of placeholders, each with its index in [`STAND_INS`].
    stand_ins: Vec<(Vec<Step>, usize)>,
    /// Fields that were wrong.
    dropped: Vec<Vec<Step>>,
}

impl RepairedValue {
    /// Of a value as it was read.
    pub fn of(root: Value) -> Self {
        Self {
            root,
            stand_ins: Vec::new(),
            dropped: Vec::new(),
        }
    }

    /// Whether a fault is only a consequence of an earlier repair.
    pub fn is_consequence_of_repair(&self, path: &[Step], message: &str) -> bool {
        let place = place(path, message);
        self.dropped.contains(&place) || self.stand_ins.iter().any(|(at, _)| *at == place)
    }

    /// Takes a mistake away, so that the next can be seen; whether that is possible.
    pub fn mend(&mut self, path: &[Step], message: &str) -> bool {
        let place = place(path, message);
        if let Some(n) = self.stand_ins.iter().position(|(at, _)| *at == place) {
            let next = self.stand_ins[n].1 + 1;
            self.stand_ins[n].1 = next;
            return match STAND_INS.get(next) {
                Some(stand_in) => put(&mut self.root, &place, Some(stand_in())),
                None => false,
            };
        }
        let missing = name(message, MISSING).is_some();
        let item = matches!(place.last(), Some(Step::Item(_)));
        if missing || item {
            self.stand_ins.push((place.clone(), 0));
            return put(&mut self.root, &place, Some(STAND_INS[0]()));
        }
        self.dropped.push(place.clone());
        put(&mut self.root, &place, None)
    }

    /// Whether a placeholder stands for a value outside all lists.
    pub fn has_placeholder_outside_lists(&self) -> bool {
        let of_item = |place: &[Step]| place.iter().any(|step| matches!(step, Step::Item(_)));
        self.stand_ins.iter().any(|(place, _)| !of_item(place))
    }

    /// Removes the list items that contain a placeholder. Returns the indices of those removed from the
    /// outermost list, the last first.
    pub fn take_out(&mut self) -> Vec<usize> {
        let items = self.stand_ins.iter().filter_map(|(place, _)| {
            let last = place
                .iter()
                .rposition(|step| matches!(step, Step::Item(_)))?;
            Some(place[..=last].to_vec())
        });
        let mut items: Vec<Vec<Step>> = items.collect();
        // The last item of a list first, so that the indices of the others stay valid.
        items.sort_by(|a, b| b.cmp(a));
        items.dedup();
        let mut gone = Vec::new();
        for place in items {
            let Some((Step::Item(n), above)) = place.split_last() else {
                continue;
            };
            if let Some(Value::Sequence(list)) = find(&mut self.root, above)
                && *n < list.len()
            {
                list.remove(*n);
                if above.is_empty() {
                    gone.push(*n);
                }
            }
        }
        gone
    }
}

/// The position of a fault: the value at the path, or its field that the message names.
fn place(path: &[Step], message: &str) -> Vec<Step> {
    let named = name(message, MISSING).or_else(|| name(message, UNKNOWN));
    let mut place = path.to_vec();
    if let Some(name) = named {
        let step = Step::Field(name.to_owned());
        // The path to an unknown field may or may not end in it.
        if place.last() != Some(&step) || message.starts_with(MISSING) {
            place.push(step);
        }
    }
    place
}

fn find<'a>(root: &'a mut Value, place: &[Step]) -> Option<&'a mut Value> {
    place
        .iter()
        .try_fold(root, |value, step| match (value, step) {
            (Value::Mapping(record), Step::Field(name)) => record.get_mut(name.as_str()),
            (Value::Sequence(list), Step::Item(n)) => list.get_mut(*n),
            _ => None,
        })
}

/// Sets a field or item, or takes a field away; whether there is a place for it.
fn put(root: &mut Value, place: &[Step], value: Option<Value>) -> bool {
    let Some((last, above)) = place.split_last() else {
        return false;
    };
    match (find(root, above), last, value) {
        (Some(Value::Mapping(record)), Step::Field(name), Some(value)) => {
            record.insert(name.as_str().into(), value);
            true
        }
        (Some(Value::Mapping(record)), Step::Field(name), None) => {
            record.remove(name.as_str()).is_some()
        }
        (Some(Value::Sequence(list)), Step::Item(n), Some(value)) => match list.get_mut(*n) {
            Some(item) => {
                *item = value;
                true
            }
            None => false,
        },
        _ => false,
    }
}
