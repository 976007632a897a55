use std::fs;
use std::path::Path;

use super::layout::Layout;
use crate::model::Diagnostic;

/// What a folder that people write to may hold.
struct Shelf {
    /// Its path below the root.
    folder: &'static str,
    /// Files and folders with names of their own.
    names: &'static [&'static str],
    /// Endings of any others.
    endings: &'static [&'static str],
    /// What to do with something else.
    help: &'static str,
}

const SHELVES: [Shelf; 4] = [
    Shelf {
        folder: "content",
        names: &[
            "corrections",
            "documents",
            "pages",
            "site.yaml",
            "sources.yaml",
            "updates.yaml",
            "vocabulary",
        ],
        endings: &[],
        help: "content/ holds site.yaml, sources.yaml, vocabulary/, corrections/ and pages/: rename it or keep it elsewhere",
    },
    Shelf {
        folder: "content/vocabulary",
        names: &[
            "agencies.yaml",
            "grammar.yaml",
            "indicators.yaml",
            "regions.yaml",
            "scopes.yaml",
            "sections.yaml",
            "search.yaml",
            "synonyms.yaml",
            "topics.yaml",
            "units.yaml",
            "words.yaml",
        ],
        endings: &[],
        help: "put its entries into the list that they belong to; docs/vocabulary.md names the lists",
    },
    Shelf {
        folder: "content/corrections",
        names: &[],
        endings: &["yaml", "yml", "md"],
        help: "give it the ending .yaml, or .md if it is a note",
    },
    Shelf {
        folder: "content/pages",
        names: &[],
        endings: &["md"],
        help: "a page ends in .md; pictures belong in static/ of the theme",
    },
];

/// Files that somebody wrote where nothing reads them, most often by a slip in the name.
pub fn find(layout: &Layout) -> Vec<Diagnostic> {
    let mut told = Vec::new();
    for shelf in &SHELVES {
        let Ok(entries) = fs::read_dir(layout.root().join(shelf.folder)) else {
            continue;
        };
        let mut paths: Vec<_> = entries.flatten().map(|entry| entry.path()).collect();
        paths.sort();
        let strays = paths.iter().filter(|path| !shelf.holds(path));
        told.extend(strays.map(|path| {
            Diagnostic::warning("unread-file", path, "nothing reads this").help(shelf.help)
        }));
    }
    told
}

impl Shelf {
    fn holds(&self, path: &Path) -> bool {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        let ending = path.extension().unwrap_or_default().to_string_lossy();
        // Hidden files are an editor's or the system's.
        name.starts_with('.')
            || self.names.contains(&&*name)
            || (self.endings.contains(&&*ending) && path.is_file())
    }
}
