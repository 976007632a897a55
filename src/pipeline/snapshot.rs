use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;
use std::time::UNIX_EPOCH;

use jiff::civil::Date;
use rayon::prelude::*;
use walkdir::{DirEntry, WalkDir};

use super::layout::Layout;
use crate::disk;
use crate::fingerprint::{Fingerprint, FingerprintBuilder};

/// The input files of a build, each with the fingerprint of its bytes; `None` for one that cannot be
/// read. A symbolic link counts as its target.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Snapshot(BTreeMap<PathBuf, Option<Fingerprint>>);

impl Snapshot {
    /// A snapshot of the files of a site: `seeds/`, `content/` and `themes/`. Problems of a folder are
    /// reported by the stage that reads it.
    pub fn of(layout: &Layout) -> Self {
        let mut paths = Vec::new();
        for folder in layout.kept() {
            let entries = WalkDir::new(folder).follow_links(true).into_iter();
            let files = entries.flatten().filter(|e| e.file_type().is_file());
            paths.extend(files.map(DirEntry::into_path));
        }
        let files = paths.into_par_iter().map(|path| {
            let bytes = disk::open(&path).and_then(Fingerprint::of_reader);
            (path, bytes.ok())
        });
        Self(files.collect())
    }

    /// Fingerprint of the files below these paths: names and bytes.
    fn fingerprint(&self, layout: &Layout, below: &[PathBuf]) -> Fingerprint {
        let mut parts = FingerprintBuilder::default();
        parts.text(program());
        for (path, bytes) in &self.0 {
            if below.iter().any(|folder| path.starts_with(folder)) {
                parts.text(&layout.name(path));
                parts.text(&bytes.map_or(String::new(), Fingerprint::hex));
            }
        }
        parts.finish()
    }

    /// Fingerprint of all inputs of the records.
    pub fn of_inputs(&self, layout: &Layout) -> Fingerprint {
        self.fingerprint(layout, &layout.inputs())
    }

    /// Fingerprint of all files that people write: all of the site but the documents and the history.
    pub fn of_people(&self, layout: &Layout) -> Fingerprint {
        self.fingerprint(layout, &layout.kept_by_people())
    }

    /// Fingerprint of the vocabulary.
    pub fn of_vocabulary(&self, layout: &Layout) -> Fingerprint {
        self.fingerprint(layout, &[layout.vocabulary()])
    }

    /// Fingerprint of all inputs of a site at a base URL. The day is included because the status of
    /// documents depends on it.
    pub fn of_site(&self, layout: &Layout, base_url: Option<&str>, today: Date) -> Fingerprint {
        let files = self.fingerprint(layout, &layout.kept());
        Fingerprint::of(&(files, base_url, today))
    }
}

/// Identifies this build of the program: another one may write different bytes for the same input. The
/// version alone is not enough during development.
pub fn program() -> &'static str {
    static PROGRAM: LazyLock<String> = LazyLock::new(|| {
        let built = std::env::current_exe().and_then(fs::metadata);
        let built = built.ok().and_then(|found| {
            let time = found.modified().ok()?.duration_since(UNIX_EPOCH).ok()?;
            Some(format!("-{}-{}", found.len(), time.as_nanos()))
        });
        format!("{}{}", env!("CARGO_PKG_VERSION"), built.unwrap_or_default())
    });
    &PROGRAM
}

/// Fingerprint of files and folders: the path, length and modification time of each file below them. It
/// detects changes without reading the files.
pub fn times(paths: &[PathBuf]) -> Fingerprint {
    let mut parts = FingerprintBuilder::default();
    for path in paths {
        let entries = WalkDir::new(path).follow_links(true).sort_by_file_name();
        for entry in entries.into_iter().flatten() {
            let found = entry.metadata().ok().filter(|found| !found.is_dir());
            if let Some(found) = found {
                parts.text(&entry.path().to_string_lossy());
                parts.number(found.len()).number(nanos(&found));
            }
        }
    }
    parts.finish()
}

fn nanos(file: &fs::Metadata) -> u64 {
    let time = file.modified().ok();
    let time = time.and_then(|time| time.duration_since(UNIX_EPOCH).ok());
    time.map_or(0, |time| time.as_nanos() as u64)
}

/// Fingerprint of a published folder: the path, length and modification time of each file. It detects
/// changes by others.
///
/// # Errors
/// If the folder cannot be read.
pub fn of_folder(folder: &Path) -> io::Result<Fingerprint> {
    let mut parts = FingerprintBuilder::default();
    for entry in WalkDir::new(folder).sort_by_file_name() {
        let entry = entry?;
        let found = entry.metadata()?;
        if found.is_dir() {
            continue;
        }
        parts.text(&entry.path().to_string_lossy());
        parts.number(found.len()).number(nanos(&found));
    }
    Ok(parts.finish())
}
