//! Records that a correction adds.

use serde_json::{Map, Value, json};

use super::fields::SubjectKind;
use super::refused::Refused;
use super::{Add, references};
use crate::model::{Measure, Policy};
use crate::vocabulary::Vocabulary;

/// A new record with its list in the document.
type NewRecord = (String, Map<String, Value>);

/// The record that a correction adds to a document or to one of its measures, which is given with its index.
///
/// The id of a new figure is entered in its measure.
pub fn new_record(
    document: &mut Value,
    measure: Option<(usize, &Measure)>,
    add: &Add,
    policy: &Policy,
    vocabulary: &Vocabulary,
) -> Result<NewRecord, Refused> {
    let end = references::last_line(document);
    let check = |kind, fixed, fields| check(kind, fixed, fields, end, vocabulary);
    match (&add.agency, &add.figure, &add.measure) {
        (Some(fields), None, None) => {
            check(SubjectKind::Agency, None, fields)?;
            new_agency(measure, fields, vocabulary)
        }
        (None, Some(fields), None) => {
            check(SubjectKind::Figure, None, fields)?;
            new_figure(document, measure, fields, policy)
        }
        (None, None, Some(fields)) => {
            check(SubjectKind::Measure, Some("id"), fields)?;
            new_measure(fields, policy)
        }
        _ => {
            let message = "`add` holds one of agency, figure and measure";
            Err(Refused::unmatched(message, "add"))
        }
    }
}

/// Refuses fields that a kind of record does not have, but for a `fixed` one, and values that refer to nothing.
fn check(
    kind: SubjectKind,
    fixed: Option<&str>,
    fields: &Map<String, Value>,
    end: u64,
    vocabulary: &Vocabulary,
) -> Result<(), Refused> {
    for (field, value) in fields {
        let is_known = fixed == Some(field) || kind.fields().contains(&field.as_str());
        let fault = match is_known {
            true => references::missing(field, value, end, vocabulary),
            false => Some(kind.unknown(field)),
        };
        if let Some(message) = fault {
            return Err(Refused::unmatched(message, field));
        }
    }
    Ok(())
}

/// The fields of a correction over the defaults of their kind of record.
fn over(defaults: Value, fields: &Map<String, Value>) -> Map<String, Value> {
    let mut record = match defaults {
        Value::Object(record) => record,
        _ => Map::new(),
    };
    record.extend(fields.clone());
    record
}

fn new_agency(
    measure: Option<(usize, &Measure)>,
    fields: &Map<String, Value>,
    vocabulary: &Vocabulary,
) -> Result<NewRecord, Refused> {
    let name = fields.get("name").and_then(Value::as_str);
    let (Some((at, measure)), Some(name)) = (measure, name) else {
        let message = "a body is added to a `measure`, with a `name`";
        return Err(Refused::unmatched(message, "add"));
    };
    let agency = vocabulary.agencies.id_of(name);
    let defaults = json!({"agency": agency, "role": "responsible", "lines": measure.lines});
    Ok((format!("/measures/{at}/agencies"), over(defaults, fields)))
}

fn new_figure(
    document: &mut Value,
    measure: Option<(usize, &Measure)>,
    fields: &Map<String, Value>,
    policy: &Policy,
) -> Result<NewRecord, Refused> {
    let added = policy.figures.iter().filter(|f| f.id.starts_with('c'));
    let id = format!("c{}", added.count() + 1);
    if let Some((at, _)) = measure {
        document["measures"][at]["figures"]
            .as_array_mut()
            .map(|f| f.push(json!(id)))
            .ok_or_else(|| Refused::unmatched("no list of figures", "add"))?;
    }
    let lines = measure.map_or(json!([1, 1]), |(_, m)| json!(m.lines));
    let defaults = json!({
        "id": id, "measure": measure.map(|(_, m)| &m.id), "indicator": null, "value": null, "text": null, "unit": null,
        "normalized": null, "bound": "exact", "year": null, "base_year": null, "change": null, "kind": "target",
        "quote": "", "lines": lines,
    });
    Ok(("/figures".to_owned(), over(defaults, fields)))
}

fn new_measure(fields: &Map<String, Value>, policy: &Policy) -> Result<NewRecord, Refused> {
    let id = fields.get("id").and_then(Value::as_str).unwrap_or_default();
    let path = id
        .strip_prefix(&policy.id)
        .and_then(|rest| rest.strip_prefix('/'));
    if path.is_none_or(str::is_empty) {
        let message = format!("a new measure needs an `id` such as {}/9-1", policy.id);
        return Err(Refused::unmatched(message, "measure"));
    }
    if policy.measures.iter().any(|m| m.id == id) {
        let message = format!("there is a measure {id} already");
        return Err(Refused::unmatched(message, id));
    }
    let defaults = json!({
        "number": null, "section": [], "role": "action", "text": "", "agencies": [], "topics": [], "figures": [], "tasks": [],
    });
    Ok(("/measures".to_owned(), over(defaults, fields)))
}
