//! For each field its values: `[[id, label, names, [record, distance to the next, …]], …]`.

use std::io;

use rustc_hash::FxHashMap;

use crate::search::corpus::Corpus;
use crate::search::record::FIELDS;

/// The files.
pub fn files(corpus: &Corpus<'_>) -> io::Result<Vec<(String, Vec<u8>)>> {
    let guide = &corpus.guide;
    let mut files = Vec::new();
    for (at, field) in FIELDS.into_iter().enumerate() {
        let mut with: FxHashMap<&str, Vec<u32>> = FxHashMap::default();
        for document in &corpus.documents {
            for (value, records) in document.part.facets.get(at).into_iter().flatten() {
                let numbers = records.iter().map(|n| document.first + n);
                with.entry(value).or_default().extend(numbers);
            }
        }
        let values = guide.values.get(field).into_iter().flatten();
        let rows: Vec<_> = values
            .map(|value| {
                let mut before = 0;
                let numbers = with.get(value.id.as_str());
                let distances: Vec<u32> = numbers
                    .into_iter()
                    .flatten()
                    .map(|&n| n - std::mem::replace(&mut before, n))
                    .collect();
                (&value.id, &value.label, &value.names, distances)
            })
            .collect();
        let raw = serde_json::to_vec(&rows).map_err(io::Error::other)?;
        files.push((format!("f/{field}.bin"), raw));
    }
    // Which records are of a document is known; what it is called is not.
    let documents = guide.values.get("document").into_iter().flatten();
    let rows: Vec<_> = documents.map(|d| (&d.id, &d.label)).collect();
    let raw = serde_json::to_vec(&rows).map_err(io::Error::other)?;
    files.push(("f/document.bin".to_owned(), raw));
    Ok(files)
}
