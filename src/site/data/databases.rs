//! The tables as SQLite: one file with an index of any three characters where that is small, else compressed and
//! without the index, which is half of it, in as many parts as documents need.

use std::collections::BTreeSet;
use std::path::PathBuf;

use super::archive::{self, Archived};
use super::parts::{LARGEST, part};
use super::sqlite::{self, DatabaseContents};
use crate::model::{Diagnostic, Policy};
use crate::site::Site;

/// The database where it is one file.
pub const SQLITE: &str = "cewen.sqlite";
/// Where it is compressed.
const COMPRESSED: &str = "cewen.sqlite.zip";

/// Bytes of a database with its index for each of the texts in it: 10 to 12 were seen.
const INDEXED: u64 = 13;
/// Bytes of texts in a compressed part: it is a third larger.
const OF_PART: u64 = 9_000_000;

/// The names of all databases.
pub fn names(site: &Site<'_>) -> Vec<String> {
    match parts(site).len() {
        0 => vec![SQLITE.to_owned()],
        several => (0..several).map(|n| part(COMPRESSED, n)).collect(),
    }
}

/// Whether they are one file that can be opened as it is.
pub fn is_whole(site: &Site<'_>) -> bool {
    parts(site).is_empty()
}

/// The documents of each compressed part; none where all are in one file.
fn parts<'a>(site: &Site<'a>) -> Vec<BTreeSet<&'a str>> {
    let policies = &site.atlas.policies;
    let all: u64 = policies.iter().map(text_bytes).sum();
    if all * INDEXED <= LARGEST {
        return Vec::new();
    }
    let mut parts = vec![BTreeSet::new()];
    let mut bytes = 0;
    for policy in policies {
        let own = text_bytes(policy);
        if bytes > 0 && bytes + own > OF_PART {
            parts.push(BTreeSet::new());
            bytes = 0;
        }
        bytes += own;
        if let Some(last) = parts.last_mut() {
            last.insert(policy.id.as_str());
        }
    }
    parts
}

/// What a document has in the tables, more or less.
fn text_bytes(policy: &Policy) -> u64 {
    let texts = policy.measures.iter().map(|m| m.text.len());
    let quotes = policy.figures.iter().map(|f| f.quote.len());
    texts.chain(quotes).sum::<usize>() as u64
}

/// Writes all of them; `place` says where a file goes.
pub fn write(
    site: &Site<'_>,
    place: &dyn Fn(&str) -> Result<PathBuf, Diagnostic>,
) -> Result<(), Diagnostic> {
    let parts = parts(site);
    if parts.is_empty() {
        let all = DatabaseContents {
            documents: None,
            is_indexed: true,
        };
        return sqlite::write(site, all, &place(SQLITE)?);
    }
    for (n, documents) in parts.iter().enumerate() {
        let name = part(SQLITE, n);
        let raw = place(&name)?;
        let own = DatabaseContents {
            documents: Some(documents),
            is_indexed: false,
        };
        sqlite::write(site, own, &raw)?;
        let zip = place(&part(COMPRESSED, n))?;
        let entry = Archived {
            name,
            file: raw.clone(),
        };
        archive::write(&|_| Ok(zip.clone()), &[entry])?;
        std::fs::remove_file(&raw).map_err(|e| Diagnostic::unwritable(&raw, &e))?;
    }
    Ok(())
}
