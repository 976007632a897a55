//! Applies one correction to a document by way of its JSON. The fields of a correction are those of the
//! data files; a value that a field cannot hold is rejected when the document is parsed back.

use serde_json::{Map, Value, json};

use super::derived::derive;
use super::fields::SubjectKind;
use super::refused::Refused;
use super::{Add, CorrectionEntry, additions, references};
use crate::model::Policy;
use crate::vocabulary::Vocabulary;

/// The position of a chosen record in the JSON of its document.
enum Chosen {
    Document,
    Measure(usize),
    Figure(usize),
    Agency(usize, usize),
}

impl Chosen {
    fn kind(&self) -> SubjectKind {
        match self {
            Self::Document => SubjectKind::Document,
            Self::Measure(_) => SubjectKind::Measure,
            Self::Figure(_) => SubjectKind::Figure,
            Self::Agency(..) => SubjectKind::Agency,
        }
    }
}

/// Applies a correction to its document.
pub fn apply(
    entry: &CorrectionEntry,
    policy: &mut Policy,
    vocabulary: &Vocabulary,
) -> Result<(), Refused> {
    let chosen = choose(entry, policy)?;
    let document =
        serde_json::to_value(&*policy).map_err(|e| Refused::unmatched(e.to_string(), ""))?;
    let record = document.pointer(&pointer(&chosen));
    for (field, was) in entry.was.iter().flatten() {
        let now = record.and_then(|r| r.get(field)).unwrap_or(&Value::Null);
        if !same(now, was) {
            let (now, what) = (shown(now), describe(&chosen, policy));
            let was = shown(was);
            return Err(Refused {
                message: format!(
                    "`{field}` of {what} is now {now} and was {was} when the correction was written"
                ),
                words: field.clone(),
                within: "was",
                stale: true,
            });
        }
    }
    change(entry, policy, &chosen, document, vocabulary)
}

/// 20 and 20.0 are the same number.
fn same(a: &Value, b: &Value) -> bool {
    match (a.as_f64(), b.as_f64()) {
        (Some(a), Some(b)) => a == b,
        _ => a == b,
    }
}

fn shown(value: &Value) -> String {
    match value {
        Value::Null => "nothing".to_owned(),
        other => other.to_string(),
    }
}

fn change(
    entry: &CorrectionEntry,
    policy: &mut Policy,
    chosen: &Chosen,
    mut document: Value,
    vocabulary: &Vocabulary,
) -> Result<(), Refused> {
    match (&entry.set, entry.drop, &entry.add) {
        (Some(fields), false, None) => set(&mut document, chosen, fields, vocabulary)?,
        (None, true, None) => take_out(&mut document, chosen)?,
        (None, false, Some(add)) => put_in(&mut document, chosen, add, policy, vocabulary)?,
        _ => {
            let message = "a correction has one of `set`, `drop: true` and `add`";
            return Err(Refused::unmatched(message, ""));
        }
    }
    let why = json!({ "what": describe(chosen, policy), "why": entry.why });
    if let Some(list) = document.as_object_mut() {
        let list = list.entry("corrections").or_insert_with(|| json!([]));
        list.as_array_mut()
            .map(|list| list.push(why))
            .ok_or_else(|| Refused::unmatched("corrections is no list", ""))?;
    }
    *policy = serde_path_to_error::deserialize(document).map_err(|e| invalid(entry, &e))?;
    let changed = match (chosen, &entry.set, &entry.add) {
        (Chosen::Figure(n), Some(set), _) => Some((*n, set)),
        (_, _, Some(add)) => policy.figures.len().checked_sub(1).zip(add.figure.as_ref()),
        _ => None,
    };
    if let Some((n, set)) = changed {
        let period = policy.period;
        derive(&mut policy.figures[n], set, period, vocabulary);
    }
    Ok(())
}

/// The refusal of a value that its field cannot hold.
fn invalid(
    entry: &CorrectionEntry,
    error: &serde_path_to_error::Error<serde_json::Error>,
) -> Refused {
    let message = |field: &str| format!("`{field}` cannot hold what was set: {}", error.inner());
    // The fields of an untagged value, such as the ends of a range, are no fields of the record.
    let path = error.path().to_string();
    let named = |field: &&String| path.split('.').any(|part| part == field.as_str());
    let fields: Vec<&String> = entry.set.iter().flat_map(Map::keys).collect();
    match fields
        .iter()
        .copied()
        .find(named)
        .or(fields.last().copied())
    {
        Some(field) => Refused::in_set(message(field), field),
        None if entry.add.is_some() => Refused::unmatched(message("add"), "add"),
        None => Refused::unmatched(message("drop"), "drop"),
    }
}

fn describe(chosen: &Chosen, policy: &Policy) -> String {
    match chosen {
        Chosen::Document => policy.id.clone(),
        Chosen::Measure(m) => policy.measures[*m].id.clone(),
        Chosen::Figure(f) => format!("{}#{}", policy.id, policy.figures[*f].id),
        Chosen::Agency(m, a) => format!(
            "{} {}",
            policy.measures[*m].id, policy.measures[*m].agencies[*a].name
        ),
    }
}

fn choose(entry: &CorrectionEntry, policy: &Policy) -> Result<Chosen, Refused> {
    let measure = entry.measure.as_ref().map(|wanted| {
        let fits = |m: &&crate::model::Measure| {
            &m.id == wanted
                || m.id
                    .strip_prefix(&policy.id)
                    .is_some_and(|p| p.trim_start_matches('/') == wanted)
                || &m.title == wanted
        };
        one(
            policy
                .measures
                .iter()
                .enumerate()
                .filter(|(_, m)| fits(m))
                .map(|(n, _)| n),
            &format!("measure {wanted}"),
            wanted,
        )
    });
    let measure = measure.transpose()?;
    if let Some(id) = &entry.figure {
        return one(
            policy
                .figures
                .iter()
                .enumerate()
                .filter(|(_, f)| &f.id == id)
                .map(|(n, _)| n),
            &format!("figure {id}"),
            id,
        )
        .map(Chosen::Figure);
    }
    if let Some(name) = &entry.agency {
        let m = measure.ok_or_else(|| {
            Refused::unmatched("`agency` needs the `measure` that names it", "agency")
        })?;
        let own = policy.measures[m].agencies.iter().enumerate();
        let fits = own
            .filter(|(_, a)| &a.name == name && entry.role.is_none_or(|r| r == a.role))
            .map(|(n, _)| n);
        return one(fits, &format!("body {name}"), name).map(|a| Chosen::Agency(m, a));
    }
    if let Some(quote) = &entry.quote {
        let inside = |f: &crate::model::Figure| {
            measure.is_none_or(|m| f.measure.as_deref() == Some(&policy.measures[m].id))
        };
        let figures: Vec<usize> = policy
            .figures
            .iter()
            .enumerate()
            .filter(|(_, f)| holds(&f.quote, quote) && inside(f))
            .map(|(n, _)| n)
            .collect();
        if !figures.is_empty() {
            return one(
                figures.into_iter(),
                &format!("figure with 「{quote}」"),
                quote,
            )
            .map(Chosen::Figure);
        }
        let measures = policy
            .measures
            .iter()
            .enumerate()
            .filter(|(_, m)| holds(&m.text, quote) || holds(&m.title, quote));
        return one(
            measures.map(|(n, _)| n),
            &format!("record with 「{quote}」"),
            quote,
        )
        .map(Chosen::Measure);
    }
    Ok(measure.map_or(Chosen::Document, Chosen::Measure))
}

/// Whether a text contains these words, ignoring white space: parsing does not keep all of the source's.
fn holds(text: &str, words: &str) -> bool {
    let close = |text: &str| text.split_whitespace().collect::<String>();
    close(text).contains(&close(words))
}

/// The only match of several; no match and many matches are mistakes of the correction.
fn one(mut found: impl Iterator<Item = usize>, what: &str, words: &str) -> Result<usize, Refused> {
    match (found.next(), found.next()) {
        (Some(n), None) => Ok(n),
        (None, _) => Err(Refused::unmatched(format!("there is no {what}"), words)),
        (Some(_), Some(_)) => Err(Refused::unmatched(
            format!("there is more than one {what}: choose by id"),
            words,
        )),
    }
}

fn pointer(chosen: &Chosen) -> String {
    match chosen {
        Chosen::Document => String::new(),
        Chosen::Measure(m) => format!("/measures/{m}"),
        Chosen::Figure(f) => format!("/figures/{f}"),
        Chosen::Agency(m, a) => format!("/measures/{m}/agencies/{a}"),
    }
}

fn set(
    document: &mut Value,
    chosen: &Chosen,
    fields: &Map<String, Value>,
    vocabulary: &Vocabulary,
) -> Result<(), Refused> {
    let end = references::last_line(document);
    let record = document
        .pointer_mut(&pointer(chosen))
        .and_then(Value::as_object_mut)
        .ok_or_else(|| Refused::unmatched("nothing to set", "set"))?;
    let kind = chosen.kind();
    for (field, value) in fields {
        if !kind.fields().contains(&field.as_str()) {
            return Err(Refused::in_set(kind.unknown(field), field));
        }
        if let Some(message) = references::missing(field, value, end, vocabulary) {
            return Err(Refused::in_set(message, field));
        }
        record.insert(field.clone(), value.clone());
    }
    if matches!(chosen, Chosen::Agency(..))
        && !fields.contains_key("agency")
        && let Some(name) = fields.get("name").and_then(Value::as_str)
    {
        record.insert("agency".to_owned(), json!(vocabulary.agencies.id_of(name)));
    }
    record.insert("corrected".to_owned(), json!(true));
    Ok(())
}

fn take_out(document: &mut Value, chosen: &Chosen) -> Result<(), Refused> {
    let (list, n) = match chosen {
        Chosen::Document => {
            let message = "a document is dropped by taking its text out of seeds/";
            return Err(Refused::unmatched(message, "drop"));
        }
        Chosen::Measure(m) => ("/measures".to_owned(), *m),
        Chosen::Figure(f) => ("/figures".to_owned(), *f),
        Chosen::Agency(m, a) => (format!("/measures/{m}/agencies"), *a),
    };
    let gone = document
        .pointer_mut(&list)
        .and_then(Value::as_array_mut)
        .map(|list| list.remove(n));
    let id = gone
        .as_ref()
        .and_then(|g| g.get("id"))
        .cloned()
        .unwrap_or_default();
    // References to the removed measure are cleared.
    for key in ["measures", "figures", "blocks"] {
        for record in document
            .get_mut(key)
            .and_then(Value::as_array_mut)
            .into_iter()
            .flatten()
        {
            if record.get("measure") == Some(&id) {
                record["measure"] = Value::Null;
            }
            if let Some(figures) = record.get_mut("figures").and_then(Value::as_array_mut) {
                figures.retain(|f| f != &id);
            }
        }
    }
    Ok(())
}

fn put_in(
    document: &mut Value,
    chosen: &Chosen,
    add: &Add,
    policy: &Policy,
    vocabulary: &Vocabulary,
) -> Result<(), Refused> {
    let measure = match chosen {
        Chosen::Measure(m) => Some((*m, &policy.measures[*m])),
        _ => None,
    };
    let (list, mut record) = additions::new_record(document, measure, add, policy, vocabulary)?;
    record.insert("corrected".to_owned(), json!(true));
    document
        .pointer_mut(&list)
        .and_then(Value::as_array_mut)
        .ok_or_else(|| Refused::unmatched("no such list", "add"))?
        .push(Value::Object(record));
    Ok(())
}
