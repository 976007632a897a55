//! Pages: from the atlas and a theme to a folder that any static host can serve.
//!
//! Every page is a template and a context of plain values; no word that a reader sees stands here.

mod chart;
mod check;
mod chunks;
mod cite;
mod compare_file;
mod data;
mod document_file;
mod document_index;
mod document_markdown;
mod figure_view;
mod files;
mod host_files;
mod inline_json;
mod link_rows;
mod links;
mod llms;
mod markdown_pages;
mod marked_text;
mod measure_summary;
mod original_page;
mod page;
mod page_links;
mod picture;
mod redirects;
mod schema_org;
mod scripts;
mod short_title;
mod theme;
mod tile_map;
mod version;
mod views;

use std::collections::BTreeSet;
use std::path::Path;

use jiff::civil::Date;
use rayon::prelude::*;

use crate::atlas::Atlas;
use crate::content::{Accuracy, History, Settings};
use crate::model::Diagnostic;
use crate::observe::{Observer, Work};
use crate::phrase::Phrases;
use crate::vocabulary::Vocabulary;

pub use check::check;
use document_index::DocumentIndex;
pub use files::Files;
pub use inline_json::json as inline_json;
use page::Page;
use page_links::PageLinks;
use theme::Theme;
pub use theme::{of_theme as words, phrases};
pub use version::{measure_version, version};
use views::PageTask;
pub(crate) use views::compared_figures::{ComparedFigures, FigureRow, gap_of};

/// All that pages are made from.
pub(crate) struct Site<'a> {
    atlas: &'a Atlas,
    vocabulary: &'a Vocabulary,
    settings: &'a Settings,
    history: &'a History,
    accuracy: &'a Accuracy,
    /// The day of the build.
    today: Date,
    /// The words that say what a number is.
    phrases: &'a Phrases,
    /// Links to what has a page.
    targets: PageLinks<'a>,
    /// Where things stand in their documents.
    stands: DocumentIndex,
}

/// What a site is made of.
#[derive(Clone, Copy)]
pub struct Input<'a> {
    /// All records and their links.
    pub atlas: &'a Atlas,
    /// The words they were read with.
    pub vocabulary: &'a Vocabulary,
    /// `content/site.yaml`.
    pub settings: &'a Settings,
    /// What former builds changed.
    pub history: &'a History,
    /// `content/accuracy/`.
    pub accuracy: &'a Accuracy,
    /// The day for which pages say whether a document holds.
    pub today: Date,
    /// Folder of the theme.
    pub theme: &'a Path,
    /// Folder of the pages that people wrote.
    pub pages: &'a Path,
}

/// Writes the whole site into `out`, a folder that the caller puts in place when this has
/// succeeded; gives the number of pages.
///
/// # Errors
/// What is wrong with the theme, the pages of the site or the disk, each with its file and line.
/// What was written by then is to be thrown away.
pub fn build(
    input: &Input<'_>,
    out: &dyn Files,
    observer: &dyn Observer,
) -> Result<usize, Vec<Diagnostic>> {
    let mut theme = Theme::load(input.theme, &input.settings.language)?;
    let phrases = theme.phrases().clone();
    let site = Site::of(input, &phrases);
    let written = markdown_pages::load(input.pages)?;
    let rendering = observer.start(Work::Stage("rendering"));
    theme.share(&views::shared(&site, &written));
    if site.settings.base_url.is_some() {
        theme.make_cards();
    }
    let aligned = views::compare::aligned(&site);
    let rivals = views::Rivals::of(&site);
    let tasks = views::tasks(&site, &theme, &written, &aligned, &rivals);
    let live = render(tasks, &theme, out, observer)?;
    let tasks = views::updates::tasks(&site, &live);
    let former = render(tasks, &theme, out, observer)?;
    let is_page =
        |path: &&String| path.is_empty() || path.ends_with('/') || path.ends_with(".html");
    let count = live.iter().chain(&former).filter(is_page).count();
    // Pages that only say that something is gone are none to be found by search engines.
    let mut pages = live;
    pages.insert(views::updates::ADDRESS.to_owned());
    drop(rendering);
    let _downloads = observer.start(Work::Stage("downloads"));
    let mut labels = input.accuracy.labels.iter();
    let mut host_files = site.host_files().into_iter();
    let written = theme
        .static_files(out)
        .and_then(|()| host_files.try_for_each(|(name, text)| out.put(name, text.as_bytes())))
        .and_then(|()| {
            let folder = views::accuracy::LABELS;
            labels
                .try_for_each(|(name, text)| out.put(&format!("{folder}/{name}"), text.as_bytes()))
        })
        .and_then(|()| {
            let text = llms::text(&site, &theme)?;
            out.put(llms::FILE, text.as_bytes())
        })
        .and_then(|()| data::write_all(&site, &theme, &pages, out));
    written.map(|()| count).map_err(|problem| vec![problem])
}

/// Writes what the tasks make, on all cores; gives the addresses.
fn render(
    tasks: Vec<PageTask<'_>>,
    theme: &Theme,
    out: &dyn Files,
    observer: &dyn Observer,
) -> Result<BTreeSet<String>, Vec<Diagnostic>> {
    let written: Vec<Vec<(String, Result<(), Diagnostic>)>> = tasks
        .into_par_iter()
        .map(|task| {
            let pages = task();
            let write = |page: Page| (page.path.clone(), theme.write(page, out, observer));
            pages.into_iter().map(write).collect()
        })
        .collect();
    let mut live = BTreeSet::new();
    let mut problems = Vec::new();
    for (path, result) in written.into_iter().flatten() {
        live.insert(path);
        // One mistake in a template shows on every page made from it.
        problems.extend(result.err().filter(|problem| !problems.contains(problem)));
    }
    if problems.is_empty() {
        Ok(live)
    } else {
        Err(problems)
    }
}

impl<'a> Site<'a> {
    /// A site that is made of `input` with these words.
    pub(crate) fn of(input: &Input<'a>, phrases: &'a Phrases) -> Self {
        Self {
            phrases,
            atlas: input.atlas,
            vocabulary: input.vocabulary,
            settings: input.settings,
            history: input.history,
            accuracy: input.accuracy,
            today: input.today,
            stands: DocumentIndex::of(input.atlas),
            targets: PageLinks::of(input.atlas, input.vocabulary),
        }
    }

    /// The name of a topic.
    fn topic_name<'s>(&'s self, id: &'s str) -> &'s str {
        self.vocabulary
            .topics
            .get(id)
            .map_or(id, |t| t.name.as_str())
    }
}

/// The parts of a page's address, checked so that no id can leave the folder.
fn safe_path(path: &str) -> bool {
    path.split('/')
        .all(|part| part != ".." && part != "." && !part.contains('\\') && !part.starts_with('/'))
        && !path.starts_with('/')
}

/// Only web addresses are linked; anything else could run in the reader's browser.
fn web_address(url: Option<&str>) -> &str {
    url.filter(|u| u.starts_with("https://") || u.starts_with("http://"))
        .unwrap_or_default()
}
