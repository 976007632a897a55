use std::fs;
use std::io;
use std::path::PathBuf;
use std::time::UNIX_EPOCH;

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
    Ok(all
        .finalize()
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect())
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
