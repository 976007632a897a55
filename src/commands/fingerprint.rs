use std::fs;
use std::io;
use std::path::PathBuf;
use std::time::UNIX_EPOCH;

use rayon::prelude::*;
use sha2::{Digest, Sha256};
use walkdir::WalkDir;

use super::layout::Layout;
use super::seeds;

/// A fingerprint of everything that records are read from: texts, sources, vocabulary, corrections.
/// Changes with any byte or name of them.
pub fn of_inputs(layout: &Layout) -> io::Result<String> {
    let mut paths = seeds::find(layout).0.paths;
    paths.push(layout.sources());
    for folder in [layout.vocabulary(), layout.corrections()] {
        paths.extend(lists(&folder));
    }
    of_files(layout, paths)
}

/// A fingerprint of the vocabulary.
pub fn of_vocabulary(layout: &Layout) -> io::Result<String> {
    of_files(layout, lists(&layout.vocabulary()))
}

/// Of this program: what another one wrote may be other bytes for the same input. Its version is not
/// enough, since those who work on it run many programs of one version.
pub fn of_program() -> String {
    let found = std::env::current_exe().and_then(fs::metadata);
    let since = |found: &fs::Metadata| found.modified().ok()?.duration_since(UNIX_EPOCH).ok();
    let built = found.map_or_else(
        |_| String::new(),
        |found| {
            let nanos = since(&found).map_or(0, |time| time.as_nanos());
            format!("-{}-{nanos}", found.len())
        },
    );
    format!("{}{built}", env!("CARGO_PKG_VERSION"))
}

/// See [`of_everything`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Everything {
    /// Of what people keep.
    pub kept: String,
    /// Of that and of what builds have written beside it.
    pub all: String,
}

/// Of everything that a build reads, and of this program: the same fingerprint, the same site. Where
/// anything cannot be read there is none.
pub fn of_everything(layout: &Layout) -> Option<Everything> {
    let mut entries = Vec::new();
    for folder in layout.kept() {
        for entry in WalkDir::new(&folder).sort_by_file_name() {
            let entry = entry.ok()?;
            if !entry.file_type().is_dir() {
                entries.push(entry);
            }
        }
    }
    let own = [layout.documents(), layout.updates()];
    let digests: Vec<Option<(bool, String, Vec<u8>)>> = entries
        .par_iter()
        .map(|entry| {
            // A link is told as such, wherever it leads.
            let bytes = match entry.file_type().is_file() {
                true => fs::read(entry.path()).ok()?,
                false => b"no file".to_vec(),
            };
            let written = own.iter().any(|own| entry.path().starts_with(own));
            let name = layout.name(entry.path());
            Some((written, name, Sha256::digest(bytes).to_vec()))
        })
        .collect();
    let mut kept = Sha256::new_with_prefix(of_program());
    let mut all = kept.clone();
    for digest in digests {
        let (written, name, bytes) = digest?;
        for part in [
            &(name.len() as u64).to_le_bytes()[..],
            name.as_bytes(),
            &bytes,
        ] {
            all.update(part);
            if !written {
                kept.update(part);
            }
        }
    }
    let (kept, all) = (hex(kept), hex(all));
    Some(Everything { kept, all })
}

fn hex(digest: Sha256) -> String {
    let digest = digest.finalize();
    digest.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn of_files(layout: &Layout, paths: Vec<PathBuf>) -> io::Result<String> {
    let mut all = Sha256::new();
    for path in paths {
        let bytes = match fs::read(&path) {
            Ok(bytes) => bytes,
            Err(error) if error.kind() == io::ErrorKind::NotFound => continue,
            Err(error) => return Err(error),
        };
        // Lengths in front, so that no two lists of files run together to the same bytes.
        let name = layout.name(&path);
        for part in [name.as_bytes(), &bytes] {
            all.update((part.len() as u64).to_le_bytes());
            all.update(part);
        }
    }
    Ok(hex(all))
}

fn lists(folder: &PathBuf) -> Vec<PathBuf> {
    WalkDir::new(folder)
        .sort_by_file_name()
        .into_iter()
        .filter_map(Result::ok)
        .map(walkdir::DirEntry::into_path)
        .filter(|path| path.extension().is_some_and(|e| e == "yaml"))
        .collect()
}
