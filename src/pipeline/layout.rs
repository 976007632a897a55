use std::path::{Path, PathBuf};

use crate::model::{Diagnostic, below};
use crate::publish::TransactionPaths;

/// Paths of the parts of a site, below its root.
pub struct Layout {
    root: PathBuf,
}

impl Layout {
    /// The site in the folder `root`.
    ///
    /// # Errors
    /// If there is no such folder, or it holds none of the parts of a site.
    pub fn new(root: &Path) -> Result<Self, Diagnostic> {
        if !root.is_dir() {
            return Err(Diagnostic::error("root", root, "there is no such folder")
                .help("name the folder that holds seeds/ and content/ with --root"));
        }
        let parts = ["seeds", "content", "themes"].map(|part| root.join(part));
        if !parts.iter().any(|part| part.exists()) {
            return Err(Diagnostic::error("no-site", root, "this folder holds no site")
                .help("`cewen new FOLDER` makes a new one; `--root FOLDER` names one that is elsewhere"));
        }
        Ok(Self {
            root: root.to_owned(),
        })
    }

    /// The folder itself.
    pub fn root(&self) -> &Path {
        &self.root
    }

    pub fn seeds(&self) -> PathBuf {
        self.root.join("seeds")
    }

    /// The folder for the original files that the texts were made from.
    pub fn originals(&self) -> PathBuf {
        self.root.join("originals")
    }

    pub fn settings(&self) -> PathBuf {
        self.root.join("content/site.yaml")
    }

    pub fn sources(&self) -> PathBuf {
        self.root.join("content/sources.yaml")
    }

    pub fn updates(&self) -> PathBuf {
        self.root.join("content/updates.yaml")
    }

    pub fn vocabulary(&self) -> PathBuf {
        self.root.join("content/vocabulary")
    }

    pub fn corrections(&self) -> PathBuf {
        self.root.join("content/corrections")
    }

    /// The file for the corrections that the program writes for a document.
    pub fn corrections_of(&self, document: &str) -> PathBuf {
        self.corrections().join(format!("{document}.yaml"))
    }

    /// The folder for what people have reviewed.
    pub fn reviews(&self) -> PathBuf {
        self.root.join("content/reviews")
    }

    /// The file for what people have reviewed of a document.
    pub fn reviews_of(&self, document: &str) -> PathBuf {
        self.reviews().join(format!("{document}.yaml"))
    }

    pub fn documents(&self) -> PathBuf {
        self.root.join("content/documents")
    }

    pub fn accuracy(&self) -> PathBuf {
        self.root.join("content/accuracy")
    }

    pub fn pages(&self) -> PathBuf {
        self.root.join("content/pages")
    }

    pub fn theme(&self, name: &str) -> PathBuf {
        self.root.join("themes").join(name)
    }

    pub fn public(&self) -> PathBuf {
        self.root.join("public")
    }

    pub fn index(&self) -> PathBuf {
        self.root.join(".cewen/index")
    }

    /// The working folder of builds.
    pub fn own(&self) -> PathBuf {
        self.root.join(".cewen")
    }

    /// Copies of the documents as the last build wrote them.
    pub fn copies(&self) -> PathBuf {
        self.root.join(".cewen/copies")
    }

    /// Paths for files that change together.
    pub fn transaction_paths(&self) -> TransactionPaths {
        TransactionPaths {
            root: self.root.clone(),
            staged: self.root.join(".cewen/documents"),
            copies: self.copies(),
        }
    }

    /// The cache for the next build; see [`crate::cache::Store`].
    pub fn cache(&self) -> PathBuf {
        self.root.join(".cewen/cache")
    }

    /// The folder of the site in the preview.
    pub fn served(&self) -> PathBuf {
        self.root.join(".cewen/served")
    }

    pub fn lock(&self) -> PathBuf {
        self.root.join(".cewen/lock")
    }

    /// The input files and folders of the records.
    pub fn inputs(&self) -> Vec<PathBuf> {
        let corrections = self.corrections();
        vec![self.seeds(), self.sources(), self.vocabulary(), corrections]
    }

    /// Folders for files of people; nothing may be published into them.
    pub fn kept(&self) -> Vec<PathBuf> {
        ["seeds", "content", "themes"]
            .iter()
            .map(|name| self.root.join(name))
            .collect()
    }

    /// The folders among them that only people write to: all but documents and history.
    pub fn kept_by_people(&self) -> Vec<PathBuf> {
        let themes = self.root.join("themes");
        let mut all = self.inputs();
        all.extend([self.settings(), self.pages(), themes]);
        all
    }

    /// The path below the root with `/`, as data and messages name it; else as it is.
    pub fn name(&self, path: &Path) -> String {
        below(&self.root, path)
    }
}
