use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::time::{SystemTime, UNIX_EPOCH};

use blake3::{Hash, Hasher};
use rayon::prelude::*;
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
#[derive(Clone, Debug)]
pub struct Everything {
    /// Of what people keep.
    pub kept: String,
    /// Of that and of what builds have written beside it.
    pub all: String,
    files: BTreeMap<PathBuf, Seen>,
}

impl Everything {
    /// Whether a file below a folder was written after a time; of no time all were.
    pub fn is_newer(&self, folder: &Path, since: Option<SystemTime>) -> bool {
        let newer =
            |seen: &Seen| since.is_none_or(|since| seen.modified.is_none_or(|at| at > since));
        let mut files = self.files.iter();
        files.any(|(path, seen)| path.starts_with(folder) && newer(seen))
    }
}

/// A file as it was looked at.
#[derive(Clone, Debug)]
struct Seen {
    bytes: u64,
    modified: Option<SystemTime>,
    digest: Hash,
}

/// Of everything that a build reads, and of this program: the same fingerprint, the same site. Where
/// anything cannot be read there is none. A file that is as old and as long as it was a while ago, in
/// `before`, is not read again: a build that begins reads all.
pub fn of_everything(layout: &Layout, before: Option<&Everything>) -> Option<Everything> {
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
    let seen: Vec<Option<Seen>> = entries
        .par_iter()
        .map(|entry| {
            let found = entry.metadata().ok()?;
            let (bytes, modified) = (found.len(), found.modified().ok());
            let known = before.and_then(|before| before.files.get(entry.path()));
            let same = |seen: &&Seen| (seen.bytes, seen.modified) == (bytes, modified);
            let digest = match known.filter(same) {
                Some(seen) => seen.digest,
                // A link is told as such, wherever it leads.
                None if !entry.file_type().is_file() => blake3::hash(b"no file"),
                None => blake3::hash(&fs::read(entry.path()).ok()?),
            };
            Some(Seen {
                bytes,
                modified,
                digest,
            })
        })
        .collect();
    let mut kept = Hasher::new();
    kept.update(of_program().as_bytes());
    let mut all = kept.clone();
    let mut files = BTreeMap::new();
    for (entry, seen) in entries.into_iter().zip(seen) {
        let seen = seen?;
        let written = own.iter().any(|own| entry.path().starts_with(own));
        let name = layout.name(entry.path());
        for part in [
            &(name.len() as u64).to_le_bytes()[..],
            name.as_bytes(),
            seen.digest.as_bytes(),
        ] {
            all.update(part);
            if !written {
                kept.update(part);
            }
        }
        files.insert(entry.into_path(), seen);
    }
    let [kept, all] = [kept, all].map(|hasher| hasher.finalize().to_string());
    Some(Everything { kept, all, files })
}

fn of_files(layout: &Layout, paths: Vec<PathBuf>) -> io::Result<String> {
    let mut all = Hasher::new();
    for path in paths {
        let bytes = match fs::read(&path) {
            Ok(bytes) => bytes,
            Err(error) if error.kind() == io::ErrorKind::NotFound => continue,
            Err(error) => return Err(error),
        };
        // Lengths in front, so that no two lists of files run together to the same bytes.
        let name = layout.name(&path);
        for part in [name.as_bytes(), &bytes] {
            all.update(&(part.len() as u64).to_le_bytes());
            all.update(part);
        }
    }
    Ok(all.finalize().to_string())
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
