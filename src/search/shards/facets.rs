//! For each field its values: `[[id, label, names, [record, distance to the next, …]], …]`.

use std::io;

use tantivy::schema::Facet;
use tantivy::{DocSet as _, TERMINATED, Term};

use super::Put;
use crate::search::guide::Guide;
use crate::search::record::ANSWERS;
use crate::search::terms::Terms;

/// Fields whose values do not follow from a record's document.
const FIELDS: [&str; 4] = ["agency", "topic", "year", ANSWERS];

/// Writes all files.
///
/// # Errors
/// Where the index cannot be read or a file not be written.
pub fn write(terms: &Terms, guide: &Guide, put: &Put<'_>) -> io::Result<()> {
    for field in FIELDS {
        let values = guide.values.get(field).into_iter().flatten();
        let rows = values.map(|value| {
            let distances = distances(terms, field, &value.id)?;
            Ok((&value.id, &value.label, &value.names, distances))
        });
        let rows = rows.collect::<io::Result<Vec<_>>>()?;
        put(&format!("f/{field}.bin"), &serde_json::to_vec(&rows)?)?;
    }
    // Which records are of a document is known; what it is called is not.
    let documents = guide.values.get("document").into_iter().flatten();
    let rows: Vec<_> = documents.map(|d| (&d.id, &d.label)).collect();
    put("f/document.bin", &serde_json::to_vec(&rows)?)
}

/// The records of a value, each as the distance from the one before.
fn distances(terms: &Terms, field: &str, value: &str) -> io::Result<Vec<u32>> {
    let inverted = terms.segment()?.inverted_index(terms.fields.facets);
    let facet = Facet::from_path([field, value]);
    let term = Term::from_facet(terms.fields.facets, &facet);
    let basic = tantivy::schema::IndexRecordOption::Basic;
    let postings = inverted.map_err(io::Error::other)?;
    let (mut distances, mut before) = (Vec::new(), 0);
    if let Some(mut postings) = postings.read_postings(&term, basic)? {
        while postings.doc() != TERMINATED {
            distances.push(postings.doc() - std::mem::replace(&mut before, postings.doc()));
            postings.advance();
        }
    }
    Ok(distances)
}
