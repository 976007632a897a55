//! The files that arguments name, those in folders among them.

use std::collections::BTreeMap;
use std::ffi::OsStr;
use std::path::{Path, PathBuf};

use walkdir::{DirEntry, WalkDir};

/// Endings of files in a folder that are no documents: pictures, parts of pages, sound, what systems leave behind.
const OTHERS: [&str; 38] = [
    "avi", "bak", "bmp", "css", "db", "dll", "eot", "exe", "gif", "ico", "ini", "jfif", "jpeg",
    "jpg", "js", "json", "lnk", "log", "map", "mov", "mp3", "mp4", "otf", "part", "png", "psd",
    "svg", "swf", "tif", "tiff", "tmp", "tsv", "ttf", "url", "wav", "webp", "woff", "woff2",
];

/// A file to import.
pub struct FoundFile {
    pub path: PathBuf,
    /// Whether it was found in a folder; else it was named.
    pub is_in_folder: bool,
}

/// Files to import, and others that were seen.
#[derive(Default)]
pub struct FoundFiles {
    pub paths: Vec<FoundFile>,
    /// How many files in folders are no documents, by their endings, or names where these have none.
    pub others: BTreeMap<String, usize>,
}

impl FoundFiles {
    /// Files of a list, as they are.
    pub fn listed(files: impl Iterator<Item = PathBuf>) -> Self {
        let paths = files.map(|path| FoundFile {
            path,
            is_in_folder: false,
        });
        Self {
            paths: paths.collect(),
            ..Self::default()
        }
    }

    /// The files of these names, and those in the folders of these names and in folders in them, by their names.
    pub fn below(arguments: &[PathBuf]) -> Self {
        let mut found = Self::default();
        for argument in arguments {
            if argument.is_dir() {
                found.walk(argument);
            } else {
                found.paths.push(FoundFile {
                    path: argument.clone(),
                    is_in_folder: false,
                });
            }
        }
        found
    }

    /// Without a file, which may lie in one of the folders.
    #[must_use]
    pub fn without(mut self, path: &Path) -> Self {
        let own = path.canonicalize().ok();
        self.paths
            .retain(|file| !file.is_in_folder || file.path.canonicalize().ok() != own);
        self
    }

    fn walk(&mut self, folder: &Path) {
        let mut left = WalkDir::new(folder).sort_by_file_name().into_iter();
        while let Some(entry) = left.next() {
            // What cannot be looked into is told as a file that cannot be read.
            let (path, is_file) = match &entry {
                Ok(entry) if entry.depth() > 0 && is_passed_over(entry) => {
                    if entry.file_type().is_dir() {
                        left.skip_current_dir();
                    }
                    *self.others.entry(kind(entry.path())).or_default() += 1;
                    continue;
                }
                Ok(entry) => (Some(entry.path()), entry.file_type().is_file()),
                Err(error) => (error.path(), true),
            };
            if let (Some(path), true) = (path, is_file) {
                self.paths.push(FoundFile {
                    path: path.to_owned(),
                    is_in_folder: true,
                });
            }
        }
    }
}

/// Whether something in a folder is no document: hidden, a lock of an office program, a link, of an ending of
/// others, or the folder of pictures that a browser saves beside a page.
fn is_passed_over(entry: &DirEntry) -> bool {
    let name = entry.file_name().to_string_lossy();
    if name.starts_with('.') || name.starts_with("~$") {
        return true;
    }
    if entry.file_type().is_dir() {
        let page = name.strip_suffix("_files").or(name.strip_suffix(".files"));
        let beside =
            |ending| page.map(|page| entry.path().with_file_name(format!("{page}.{ending}")));
        let pages = ["html", "htm"].map(beside);
        return pages.into_iter().flatten().any(|page| page.is_file());
    }
    !entry.file_type().is_file() || OTHERS.contains(&&*ending(entry.path()))
}

fn ending(path: &Path) -> String {
    let ending = path.extension().map(OsStr::to_string_lossy);
    ending.unwrap_or_default().to_lowercase()
}

/// `.jpg`, or the name of a file without an ending: `.DS_Store`.
fn kind(path: &Path) -> String {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    match ending(path) {
        ending if OTHERS.contains(&&*ending) => format!(".{ending}"),
        _ => name.into_owned(),
    }
}
