//! Lays one correction over a document, by way of its JSON: the fields of a correction are those of
//! the data files, and a value that a field cannot hold is refused when the document is read back.

use serde_json::{Map, Value, json};

use super::{Add, Entry};
use crate::model::Policy;
use crate::vocabulary::Vocabulary;

/// Where a chosen record stands in the document as JSON.
enum Chosen {
    Document,
    Measure(usize),
    Figure(usize),
    Agency(usize, usize),
}

/// Why a correction is not carried out.
pub enum Refused {
    /// It chooses nothing, or sets what cannot be.
    Unmatched(String),
    /// What it corrects is no longer what it was.
    Stale(String),
}

impl From<String> for Refused {
    fn from(message: String) -> Self {
        Self::Unmatched(message)
    }
}

/// Does what a correction says.
pub fn apply(entry: &Entry, policy: &mut Policy, vocabulary: &Vocabulary) -> Result<(), Refused> {
    let chosen = choose(entry, policy)?;
    let document = serde_json::to_value(&*policy).map_err(|e| e.to_string())?;
    let record = document.pointer(&pointer(&chosen));
    for (field, was) in entry.was.iter().flatten() {
        let now = record.and_then(|r| r.get(field)).unwrap_or(&Value::Null);
        if !same(now, was) {
            let (now, what) = (shown(now), describe(&chosen, policy));
            return Err(Refused::Stale(format!(
                "`{field}` of {what} is now {now} and was {} when the correction was written",
                shown(was)
            )));
        }
    }
    Ok(change(entry, policy, &chosen, document, vocabulary)?)
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
    entry: &Entry,
    policy: &mut Policy,
    chosen: &Chosen,
    mut document: Value,
    vocabulary: &Vocabulary,
) -> Result<(), String> {
    match (&entry.set, entry.drop, &entry.add) {
        (Some(fields), false, None) => set(&mut document, chosen, fields, vocabulary)?,
        (None, true, None) => take_out(&mut document, chosen)?,
        (None, false, Some(add)) => put_in(&mut document, chosen, add, policy, vocabulary)?,
        _ => return Err("a correction has one of `set`, `drop: true` and `add`".to_owned()),
    }
    let why = json!({ "what": describe(chosen, policy), "why": entry.why });
    if let Some(list) = document.as_object_mut() {
        let list = list.entry("corrections").or_insert_with(|| json!([]));
        list.as_array_mut()
            .map(|list| list.push(why))
            .ok_or("corrections is no list")?;
    }
    *policy = serde_json::from_value(document)
        .map_err(|e| format!("a field cannot hold what was set: {e}"))?;
    Ok(())
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

fn choose(entry: &Entry, policy: &Policy) -> Result<Chosen, String> {
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
        )
        .map(Chosen::Figure);
    }
    if let Some(name) = &entry.agency {
        let m = measure.ok_or("`agency` needs the `measure` that names it")?;
        let own = policy.measures[m].agencies.iter().enumerate();
        let fits = own
            .filter(|(_, a)| &a.name == name && entry.role.is_none_or(|r| r == a.role))
            .map(|(n, _)| n);
        return one(fits, &format!("body {name}")).map(|a| Chosen::Agency(m, a));
    }
    if let Some(quote) = &entry.quote {
        let inside = |f: &crate::model::Figure| {
            measure.is_none_or(|m| f.measure.as_deref() == Some(&policy.measures[m].id))
        };
        let figures: Vec<usize> = policy
            .figures
            .iter()
            .enumerate()
            .filter(|(_, f)| f.quote.contains(quote.as_str()) && inside(f))
            .map(|(n, _)| n)
            .collect();
        if !figures.is_empty() {
            return one(figures.into_iter(), &format!("figure with 「{quote}」"))
                .map(Chosen::Figure);
        }
        let measures =
            policy.measures.iter().enumerate().filter(|(_, m)| {
                m.text.contains(quote.as_str()) || m.title.contains(quote.as_str())
            });
        return one(
            measures.map(|(n, _)| n),
            &format!("record with 「{quote}」"),
        )
        .map(Chosen::Measure);
    }
    Ok(measure.map_or(Chosen::Document, Chosen::Measure))
}

/// The only one of several; none and many are mistakes of the correction.
fn one(mut found: impl Iterator<Item = usize>, what: &str) -> Result<usize, String> {
    match (found.next(), found.next()) {
        (Some(n), None) => Ok(n),
        (None, _) => Err(format!("there is no {what}")),
        (Some(_), Some(_)) => Err(format!("there is more than one {what}: choose by id")),
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
) -> Result<(), String> {
    let record = document
        .pointer_mut(&pointer(chosen))
        .and_then(Value::as_object_mut)
        .ok_or("nothing to set")?;
    for (field, value) in fields {
        // A document's own lists are changed entry by entry, and its id is an address.
        let known = record.contains_key(field) && !value.is_object()
            || matches!(field.as_str(), "region" | "period" | "value" | "normalized");
        if !known
            || matches!(
                field.as_str(),
                "id" | "blocks" | "measures" | "figures" | "tables" | "source" | "schema"
            )
        {
            return Err(format!("`{field}` is no field that can be set here"));
        }
        record.insert(field.clone(), value.clone());
    }
    if matches!(chosen, Chosen::Agency(..))
        && let Some(name) = fields.get("name").and_then(Value::as_str)
    {
        record.insert("agency".to_owned(), json!(vocabulary.agencies.id_of(name)));
    }
    record.insert("corrected".to_owned(), json!(true));
    Ok(())
}

fn take_out(document: &mut Value, chosen: &Chosen) -> Result<(), String> {
    let (list, n) = match chosen {
        Chosen::Document => {
            return Err("a document is dropped by taking its text out of seeds/".to_owned());
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
    // What pointed to it points to nothing any more.
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
) -> Result<(), String> {
    let measure = match chosen {
        Chosen::Measure(m) => Some(&policy.measures[*m]),
        _ => None,
    };
    let lines = measure.map_or(json!([1, 1]), |m| json!(m.lines));
    let filled = |defaults: Value, fields: &Map<String, Value>| {
        let mut record = defaults;
        for (key, value) in fields {
            record[key] = value.clone();
        }
        record["corrected"] = json!(true);
        record
    };
    let (list, record) = match (&add.agency, &add.figure, &add.measure) {
        (Some(fields), None, None) => {
            let (Chosen::Measure(m), Some(name)) =
                (chosen, fields.get("name").and_then(Value::as_str))
            else {
                return Err("a body is added to a `measure`, with a `name`".to_owned());
            };
            let defaults = json!({"agency": vocabulary.agencies.id_of(name), "role": "responsible", "lines": lines});
            (format!("/measures/{m}/agencies"), filled(defaults, fields))
        }
        (None, Some(fields), None) => {
            let id = format!(
                "c{}",
                policy
                    .figures
                    .iter()
                    .filter(|f| f.id.starts_with('c'))
                    .count()
                    + 1
            );
            if let (Chosen::Measure(m), Some(list)) = (chosen, document.pointer_mut("/measures")) {
                list[*m]["figures"]
                    .as_array_mut()
                    .map(|f| f.push(json!(id)))
                    .ok_or("no list of figures")?;
            }
            let defaults = json!({
                "id": id, "measure": measure.map(|m| &m.id), "indicator": null, "value": null, "text": null, "unit": null,
                "normalized": null, "bound": "exact", "year": null, "base_year": null, "change": null, "kind": "target",
                "quote": "", "lines": lines,
            });
            ("/figures".to_owned(), filled(defaults, fields))
        }
        (None, None, Some(fields)) => {
            let defaults = json!({
                "number": null, "section": [], "role": "action", "text": "", "agencies": [], "topics": [], "figures": [], "tasks": [],
            });
            ("/measures".to_owned(), filled(defaults, fields))
        }
        _ => return Err("`add` holds one of agency, figure and measure".to_owned()),
    };
    document
        .pointer_mut(&list)
        .and_then(Value::as_array_mut)
        .ok_or("no such list")?
        .push(record);
    Ok(())
}
