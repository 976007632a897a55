//! Pages: from the atlas and a theme to a folder that any static host can serve.
//!
//! Every page is a template and a context of plain values; no word that a reader sees stands here.

mod chart;
mod data;
mod linked;
mod links;
mod marks;
mod page;
mod pages_md;
mod show;
mod theme;
mod views;

use std::path::Path;

use rayon::prelude::*;

use crate::atlas::Atlas;
use crate::content::Settings;
use crate::model::Diagnostic;
use crate::vocabulary::Vocabulary;

use page::Page;
use theme::Theme;

/// What was written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Report {
    /// HTML pages.
    pub pages: usize,
    /// Other files: styles, data.
    pub files: usize,
    /// Bytes in all.
    pub bytes: u64,
}

/// All that pages are made from.
struct Site<'a> {
    atlas: &'a Atlas,
    vocabulary: &'a Vocabulary,
    settings: &'a Settings,
}

/// Writes the whole site into `out`, an empty folder that the caller puts in place when this has
/// succeeded.
///
/// # Errors
/// What is wrong with the theme, the pages of the site or the disk, each with its file and line.
/// What was written by then is to be thrown away.
pub fn build(
    atlas: &Atlas,
    vocabulary: &Vocabulary,
    settings: &Settings,
    theme_dir: &Path,
    pages_dir: &Path,
    out: &Path,
) -> Result<Report, Vec<Diagnostic>> {
    let theme = Theme::load(theme_dir, &settings.language)?;
    let site = Site {
        atlas,
        vocabulary,
        settings,
    };
    let written = pages_md::load(pages_dir)?;
    let shared = views::shared(&site, &written);
    let mut report = Report::default();
    let mut paths = Vec::new();
    let mut problems = Vec::new();
    for mut pages in views::batches(&site, &written) {
        pages.sort_by(|a, b| a.path.cmp(&b.path));
        let rendered: Vec<Result<u64, Diagnostic>> = pages
            .par_iter()
            .map(|page| theme.write(page, &shared, out))
            .collect();
        for result in rendered {
            match result {
                Ok(bytes) => report.bytes += bytes,
                // One mistake in a template shows on every page made from it.
                Err(problem) if !problems.contains(&problem) => problems.push(problem),
                Err(_) => {}
            }
        }
        report.pages += pages.len();
        paths.extend(pages.into_iter().map(|page| page.path));
    }
    if !problems.is_empty() {
        return Err(problems);
    }
    paths.sort();
    let files = theme
        .static_files(out)
        .and_then(|n| Ok(n + data::write_all(&site, &paths, out)?));
    report.files = files.map_err(|problem| vec![problem])?;
    Ok(report)
}

impl Site<'_> {
    /// The name of a topic.
    fn topic_name<'s>(&'s self, id: &'s str) -> &'s str {
        self.vocabulary
            .topics
            .get(id)
            .map_or(id, |t| t.name.as_str())
    }
}

/// A file that could not be written.
fn unwritable(file: &Path, error: &std::io::Error) -> Diagnostic {
    Diagnostic::error("unwritable", file, format!("cannot be written: {error}"))
}

/// Writes a file and the folders above it.
fn write(file: &Path, bytes: &[u8]) -> Result<u64, Diagnostic> {
    if let Some(folder) = file.parent() {
        std::fs::create_dir_all(folder).map_err(|e| unwritable(folder, &e))?;
    }
    std::fs::write(file, bytes).map_err(|e| unwritable(file, &e))?;
    Ok(bytes.len() as u64)
}

/// The parts of a page's address, checked so that no id can leave the folder.
fn safe_path(path: &str) -> bool {
    path.split('/')
        .all(|part| part != ".." && part != "." && !part.contains('\\') && !part.starts_with('/'))
        && !path.starts_with('/')
}

impl Page {
    /// The file of the page below the site's folder.
    fn file(&self) -> String {
        if self.path.is_empty() || self.path.ends_with('/') {
            format!("{}index.html", self.path)
        } else {
            self.path.clone()
        }
    }
}
