use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use walkdir::{DirEntry, WalkDir};

use super::{Layout, has_errors, isolate};
use crate::content;
use crate::extract;
use crate::model::Diagnostic;

/// The texts of a site, not yet read.
#[derive(Default)]
pub struct Seeds {
    /// Their paths, sorted.
    pub paths: Vec<PathBuf>,
    /// Their names below the root, in the same order.
    pub names: Vec<String>,
    /// The ids from documents of earlier builds, by name.
    pub kept: BTreeMap<String, String>,
}

impl Seeds {
    /// The same texts; `ids` replace those kept from earlier builds.
    pub fn with_ids(&self, ids: BTreeMap<String, String>) -> Self {
        Self {
            paths: self.paths.clone(),
            names: self.names.clone(),
            kept: self.kept.clone().into_iter().chain(ids).collect(),
        }
    }
}

/// Finds the texts of a site; also returns the problems of the folder.
pub fn find_seeds(layout: &Layout) -> (Seeds, Vec<Diagnostic>) {
    let folder = layout.seeds();
    let mut seeds = Seeds::default();
    if !folder.is_dir() {
        let missing = Diagnostic::error("seeds", &folder, "there is no such folder")
            .help("create it and put the policy texts in it, as .txt files");
        return (seeds, vec![missing]);
    }
    let mut diagnostics = Vec::new();
    let walk = WalkDir::new(&folder)
        .sort_by_file_name()
        .into_iter()
        // Hidden files are an editor's or the system's; the folder itself may be called anything.
        .filter_entry(|e| e.depth() == 0 || !e.file_name().to_string_lossy().starts_with('.'));
    for entry in walk {
        match entry {
            Ok(entry) if entry.file_type().is_dir() || is_page_map(entry.path()) => {}
            Ok(entry) => match why_not_read(&entry, layout) {
                None => {
                    seeds.names.push(layout.name(entry.path()));
                    seeds.paths.push(entry.into_path());
                }
                Some(diagnostic) => diagnostics.push(diagnostic),
            },
            Err(error) => {
                let path = error.path().unwrap_or(&folder).to_owned();
                diagnostics.push(
                    Diagnostic::error("unreadable", path, format!("cannot be read: {error}"))
                        .help("see that you may read it"),
                );
            }
        }
    }
    if seeds.paths.is_empty() && !has_errors(&diagnostics) {
        diagnostics.push(
            Diagnostic::error("seeds", &folder, "holds no text to read")
                .help("put at least one policy text in it, as a .txt file"),
        );
    }
    seeds.kept = kept_ids(layout, &seeds);
    (seeds, diagnostics)
}

/// Ending of the page map beside a text, which assigns its lines to pages of the original.
pub const PAGE_MAP: &str = "pages.tsv";

/// Whether a file is a page map whose text exists.
fn is_page_map(path: &Path) -> bool {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let text = name.strip_suffix(PAGE_MAP);
    text.is_some_and(|name| path.with_file_name(format!("{name}txt")).is_file())
}

/// The diagnostic for a file in the folder of texts that is not read; `None` for a text.
fn why_not_read(entry: &DirEntry, layout: &Layout) -> Option<Diagnostic> {
    let path = entry.path();
    if entry.path_is_symlink() {
        return Some(
            Diagnostic::warning("seeds", path, "is a symbolic link, which is not followed")
                .help("put the text itself into the folder"),
        );
    }
    // Windows writes .TXT as well.
    let is_text = path
        .extension()
        .is_some_and(|e| e.eq_ignore_ascii_case("txt"));
    (!is_text).then(|| {
        Diagnostic::warning("seeds", path, "is no .txt file and is not read").help(format!(
            "`cewen import {}` makes a text of it; then move it out of seeds/",
            layout.name(path)
        ))
    })
}

/// The ids from documents of earlier builds for these texts, also for renamed ones.
fn kept_ids(layout: &Layout, seeds: &Seeds) -> BTreeMap<String, String> {
    let recorded = content::ids::recorded(&layout.documents(), &layout.copies());
    let hash = |name: &str| {
        let place = seeds.names.iter().position(|n| n == name)?;
        let bytes = isolate::bytes(&seeds.paths[place], isolate::LARGEST_TEXT).ok()?;
        Some(extract::sha256(&bytes))
    };
    content::ids::kept(&recorded, &seeds.names, &hash)
}
