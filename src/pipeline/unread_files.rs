use std::path::Path;

use super::Layout;
use crate::disk;
use crate::model::Diagnostic;

/// The files that a folder for people may contain.
struct Folder {
    /// Its path below the root.
    path: &'static str,
    /// Files and folders with fixed names.
    names: &'static [&'static str],
    /// Endings of any others.
    endings: &'static [&'static str],
    /// The remedy for any other file.
    help: &'static str,
}

const FOLDERS: [Folder; 6] = [
    Folder {
        path: "content",
        names: &[
            "accuracy",
            "corrections",
            "documents",
            "pages",
            "reviews",
            "site.yaml",
            "sources.yaml",
            "updates.yaml",
            "vocabulary",
        ],
        endings: &[],
        help: "content/ holds site.yaml, sources.yaml, vocabulary/, corrections/, reviews/, accuracy/ and pages/: rename it or keep it elsewhere",
    },
    Folder {
        path: "content/vocabulary",
        names: &[
            "agencies.yaml",
            "grammar.yaml",
            "indicators.yaml",
            "pledges.yaml",
            "references.yaml",
            "regions.yaml",
            "scopes.yaml",
            "documents.yaml",
            "sections.yaml",
            "search.yaml",
            "synonyms.yaml",
            "tables.yaml",
            "topics.yaml",
            "units.yaml",
            "words.yaml",
        ],
        endings: &[],
        help: "put its entries into the list that they belong to; docs/vocabulary.md names the lists",
    },
    Folder {
        path: "content/corrections",
        names: &[],
        endings: &["yaml", "yml", "md"],
        help: "give it the ending .yaml, or .md if it is a note",
    },
    Folder {
        path: "content/reviews",
        names: &[],
        endings: &["yaml"],
        help: "only cewen review writes files here: keep it elsewhere",
    },
    Folder {
        path: "content/accuracy",
        names: &["labels"],
        endings: &["yaml"],
        help: "results of a method end in .yaml; labels belong in labels/",
    },
    Folder {
        path: "content/pages",
        names: &[],
        endings: &["md"],
        help: "a page ends in .md; pictures belong in static/ of the theme",
    },
];

/// Files in places where nothing reads them, most often because of a misspelt name.
pub fn find(layout: &Layout) -> Vec<Diagnostic> {
    let mut told = Vec::new();
    for folder in &FOLDERS {
        // A folder that cannot be listed is reported by the stage that reads it.
        let paths = disk::entries(&layout.root().join(folder.path)).unwrap_or_default();
        let strays = paths.iter().filter(|path| !folder.holds(path));
        told.extend(strays.map(|path| {
            Diagnostic::warning("unread-file", path, "nothing reads this").help(folder.help)
        }));
    }
    told
}

impl Folder {
    fn holds(&self, path: &Path) -> bool {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        let ending = path.extension().unwrap_or_default().to_string_lossy();
        // Hidden files are an editor's or the system's.
        name.starts_with('.')
            || self.names.contains(&&*name)
            || (self.endings.contains(&&*ending) && path.is_file())
    }
}
