use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;
use std::time::{SystemTime, UNIX_EPOCH};

use blake3::Hasher;
use rayon::prelude::*;
use walkdir::{DirEntry, WalkDir};

use super::layout::Layout;
use super::seeds;
use crate::disk;
use crate::key::Key;

/// A fingerprint of everything that records are read from: texts, sources, vocabulary, corrections.
/// Changes with any byte or name of them. What `before` has seen is not read again.
pub fn of_inputs(layout: &Layout, before: Option<&Everything>) -> io::Result<String> {
    let mut paths = seeds::find(layout).0.paths;
    paths.push(layout.sources());
    for folder in [layout.vocabulary(), layout.corrections()] {
        paths.extend(lists(&folder));
    }
    of_files(layout, paths, before)
}

/// A fingerprint of the vocabulary; see [`of_inputs`].
pub fn of_vocabulary(layout: &Layout, before: Option<&Everything>) -> io::Result<String> {
    of_files(layout, lists(&layout.vocabulary()), before)
}

/// Of this program: what another one wrote may be other bytes for the same input. Its version is not
/// enough, since those who work on it run many programs of one version.
pub fn of_program() -> &'static str {
    static PROGRAM: LazyLock<String> = LazyLock::new(program);
    &PROGRAM
}

fn program() -> String {
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

    /// The key of the bytes of a file.
    pub fn key(&self, path: &Path) -> Option<Key> {
        self.files.get(path)?.bytes_key
    }
}

/// A file as it was looked at.
#[derive(Clone, Debug)]
struct Seen {
    bytes: u64,
    modified: Option<SystemTime>,
    /// The key of its bytes; a link has none, wherever it leads.
    bytes_key: Option<Key>,
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
    let look = |entry: &DirEntry| {
        let found = entry.metadata().ok()?;
        let (bytes, modified) = (found.len(), found.modified().ok());
        let known = before.and_then(|before| before.files.get(entry.path()));
        let same = |seen: &&Seen| (seen.bytes, seen.modified) == (bytes, modified);
        let bytes_key = match known.filter(same) {
            Some(seen) => seen.bytes_key,
            None if !entry.file_type().is_file() => None,
            None => Some(Key::of_file(entry.path()).ok()?),
        };
        Some(Seen {
            bytes,
            modified,
            bytes_key,
        })
    };
    let seen: Vec<Option<Seen>> = disk::waits(|| entries.par_iter().map(look).collect());
    let mut kept = Hasher::new();
    kept.update(of_program().as_bytes());
    let mut all = kept.clone();
    let mut files = BTreeMap::new();
    for (entry, seen) in entries.into_iter().zip(seen) {
        let seen = seen?;
        let written = own.iter().any(|own| entry.path().starts_with(own));
        let name = layout.name(entry.path());
        add(&mut all, &name, seen.bytes_key);
        if !written {
            add(&mut kept, &name, seen.bytes_key);
        }
        files.insert(entry.into_path(), seen);
    }
    let [kept, all] = [kept, all].map(|hasher| hasher.finalize().to_string());
    Some(Everything { kept, all, files })
}

fn of_files(
    layout: &Layout,
    paths: Vec<PathBuf>,
    before: Option<&Everything>,
) -> io::Result<String> {
    let key = |path: &PathBuf| match before.and_then(|before| before.key(path)) {
        Some(key) => Ok(Some(key)),
        None => match Key::of_file(path) {
            Ok(key) => Ok(Some(key)),
            // What may not be read is told where it is to be read.
            Err(error) if is_away(&error) => Ok(None),
            Err(error) => Err(error),
        },
    };
    let keys = paths.par_iter().map(key).collect::<io::Result<Vec<_>>>()?;
    let mut all = Hasher::new();
    for (path, key) in paths.iter().zip(keys) {
        if key.is_some() {
            add(&mut all, &layout.name(path), key);
        }
    }
    Ok(all.finalize().to_string())
}

fn is_away(error: &io::Error) -> bool {
    matches!(
        error.kind(),
        io::ErrorKind::NotFound | io::ErrorKind::PermissionDenied
    )
}

/// Adds a file. Lengths stand in front, so that no two lists of files run together to the same bytes.
fn add(all: &mut Hasher, name: &str, key: Option<Key>) {
    all.update(&(name.len() as u64).to_le_bytes());
    all.update(name.as_bytes());
    all.update(&[u8::from(key.is_some())]);
    all.update(&key.map(Key::bytes).unwrap_or_default());
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
