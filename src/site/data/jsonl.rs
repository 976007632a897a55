//! The texts in pieces, a JSON object a line.

use std::fs;
use std::path::PathBuf;

use super::CHUNKS;
use super::parts::{LARGEST, part};
use crate::model::Diagnostic;
use crate::site::{Site, chunks};

/// Writes the pieces of all documents, in files of bounded size; `place` gives the place of a file.
pub fn write(
    site: &Site<'_>,
    place: &dyn Fn(&str) -> Result<PathBuf, Diagnostic>,
) -> Result<(), Diagnostic> {
    let (mut bytes, mut written) = (Vec::new(), 0);
    for policy in 0..site.atlas.policies.len() {
        for chunk in chunks::of_document(site, policy) {
            // Plain records of strings and numbers: the writer has nothing to refuse.
            let mut line = serde_json::to_vec(&chunk).unwrap_or_default();
            line.push(b'\n');
            if (bytes.len() + line.len()) as u64 > LARGEST {
                put(&place(&part(CHUNKS, written))?, &bytes)?;
                bytes.clear();
                written += 1;
            }
            bytes.append(&mut line);
        }
    }
    put(&place(&part(CHUNKS, written))?, &bytes)
}

fn put(file: &PathBuf, bytes: &[u8]) -> Result<(), Diagnostic> {
    fs::write(file, bytes).map_err(|error| Diagnostic::unwritable(file, &error))
}
