//! Building the site of the seeds, and reading it back.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use cewen::atlas::Atlas;
use cewen::content::{History, Settings};
use cewen::extract::{Seed, read_policy};
use cewen::model::{Diagnostic, Policy};
use cewen::vocabulary::Vocabulary;
use scraper::Html;
use tempfile::TempDir;

pub const REPO: &str = env!("CARGO_MANIFEST_DIR");

pub static VOCABULARY: LazyLock<Vocabulary> = LazyLock::new(|| {
    Vocabulary::load(&Path::new(REPO).join("content/vocabulary"))
        .unwrap_or_else(|e| panic!("{e:#?}"))
});

/// A site in a temporary folder, its pages parsed.
pub struct Site {
    dir: TempDir,
    pub policies: Vec<Policy>,
    pub pages: BTreeMap<String, Html>,
}

/// The five seeds, linked once for all tests.
pub static ATLAS: LazyLock<Atlas> = LazyLock::new(atlas);

impl Site {
    pub fn of_the_seeds() -> Self {
        let atlas = &*ATLAS;
        let dir = tempfile::tempdir().unwrap();
        build(atlas, &Path::new(REPO).join("themes/default"), dir.path()).unwrap();
        let pages = files(dir.path())
            .into_iter()
            .filter(|(path, _)| path.ends_with(".html"))
            .map(|(path, bytes)| {
                (
                    path,
                    Html::parse_document(std::str::from_utf8(&bytes).unwrap()),
                )
            })
            .collect();
        Self {
            dir,
            policies: atlas.policies.clone(),
            pages,
        }
    }

    pub fn root(&self) -> &Path {
        self.dir.path()
    }
}

/// The seeds as the repository's `content/sources.yaml` names them, linked.
pub fn atlas() -> Atlas {
    #[derive(serde::Deserialize)]
    struct Source {
        file: String,
        id: String,
    }
    let sources = std::fs::read_to_string(Path::new(REPO).join("content/sources.yaml")).unwrap();
    let sources: Vec<Source> = serde_yaml::from_str(&sources).unwrap();
    let policies = sources.into_iter().map(|s| {
        let bytes = std::fs::read(Path::new(REPO).join(&s.file)).unwrap();
        let seed = Seed {
            file: s.file,
            id: Some(s.id),
            ..Seed::default()
        };
        read_policy(&bytes, &seed, &VOCABULARY).unwrap()
    });
    Atlas::link(policies.collect(), &VOCABULARY)
}

pub fn settings() -> Settings {
    let file = Path::new(REPO).join("content/site.yaml");
    let text = std::fs::read_to_string(&file).unwrap();
    Settings::parse(&text, &file).unwrap_or_else(|e| panic!("{e:#?}"))
}

pub fn build(atlas: &Atlas, theme: &Path, out: &Path) -> Result<usize, Vec<Diagnostic>> {
    let input = cewen::site::Input {
        atlas,
        vocabulary: &VOCABULARY,
        settings: &settings(),
        history: &history(),
        accuracy: &cewen::content::Accuracy::read(&Path::new(REPO).join("content/accuracy")).0,
        today: jiff::civil::date(2026, 11, 21),
        theme,
        pages: &Path::new(REPO).join("content/pages"),
    };
    cewen::site::build(
        &input,
        &cewen::publish::Tree::new(out.to_owned(), None),
        &cewen::observe::Nobody,
    )
}

/// The committed history.
pub fn history() -> History {
    let file = Path::new(REPO).join("content/updates.yaml");
    let text = std::fs::read_to_string(&file).unwrap();
    History::parse(&text, &file).unwrap()
}

/// A copy of the default theme that a test may break.
pub fn copied_theme() -> TempDir {
    let dir = tempfile::tempdir().unwrap();
    for (path, bytes) in files(&Path::new(REPO).join("themes/default")) {
        let file = dir.path().join(path);
        std::fs::create_dir_all(file.parent().unwrap()).unwrap();
        std::fs::write(file, bytes).unwrap();
    }
    dir
}

/// Every file below a folder by its path there.
pub fn files(dir: &Path) -> BTreeMap<String, Vec<u8>> {
    let entries = walkdir::WalkDir::new(dir).into_iter().map(Result::unwrap);
    entries
        .filter(|e| e.file_type().is_file())
        .map(|e| {
            (
                e.path()
                    .strip_prefix(dir)
                    .unwrap()
                    .to_string_lossy()
                    .replace('\\', "/"),
                std::fs::read(e.path()).unwrap(),
            )
        })
        .collect()
}

/// Where a link on a page leads, as a file below the site.
pub fn resolve(page: &str, path: &str) -> String {
    let mut parts: Vec<&str> = page.split('/').collect();
    parts.pop();
    if path.is_empty() {
        return page.to_owned();
    }
    for part in path.split('/') {
        match part {
            "." | "" => {}
            ".." => {
                parts.pop().expect("a link leads out of the site");
            }
            part => parts.push(part),
        }
    }
    let file: PathBuf = parts.iter().collect();
    let file = file.to_string_lossy().replace('\\', "/");
    match (path.ends_with('/'), file.is_empty()) {
        (true, true) => "index.html".to_owned(),
        (true, false) => format!("{file}/index.html"),
        (false, _) => file,
    }
}
