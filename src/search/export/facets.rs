//! For each field its values: `[[id, label, names, [record, distance to the next, …]], …]`.

use std::collections::BTreeMap;
use std::io;

use serde_json::json;

use super::Raw;
use crate::search::guide::Guide;
use crate::search::record::Record;

/// Fields whose values do not follow from a record's document.
const FIELDS: [&str; 3] = ["agency", "topic", "year"];

/// The files.
pub fn files(records: &[Record], guide: &Guide) -> io::Result<Vec<Raw>> {
    let mut with: BTreeMap<(&str, String), Vec<usize>> = BTreeMap::new();
    for (number, record) in records.iter().enumerate() {
        for (field, value) in record.facet_values() {
            with.entry((field, value)).or_default().push(number);
        }
    }
    let mut files = Vec::new();
    for field in FIELDS {
        let values = guide.values.get(field).into_iter().flatten();
        let rows: Vec<_> = values
            .map(|value| {
                let mut before = 0;
                let numbers = with.get(&(field, value.id.clone()));
                let distances: Vec<usize> = numbers
                    .into_iter()
                    .flatten()
                    .map(|&n| n - std::mem::replace(&mut before, n))
                    .collect();
                json!([value.id, value.label, value.names, distances])
            })
            .collect();
        let raw = serde_json::to_vec(&rows).map_err(io::Error::other)?;
        files.push((format!("f/{field}.bin"), raw));
    }
    // Which records are of a document is known; what it is called is not.
    let documents = guide.values.get("document").into_iter().flatten();
    let rows: Vec<_> = documents.map(|d| json!([d.id, d.label])).collect();
    let raw = serde_json::to_vec(&rows).map_err(io::Error::other)?;
    files.push(("f/document.bin".to_owned(), raw));
    Ok(files)
}
