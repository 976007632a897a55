//! What pages lead to and what they can be led to, without keeping the pages.

use std::collections::{BTreeMap, BTreeSet};
use std::hash::{Hash, Hasher};
use std::sync::Mutex;

use rayon::prelude::*;
use rustc_hash::{FxHashSet, FxHasher};
use url::Url;

use super::address::{self, LinkTarget};
use super::html_links;
use crate::model::Diagnostic;
use crate::site::markdown_pages::{self, MarkdownPage};
use crate::site::page::{Page, file_of};
use crate::site::theme::Theme;
use crate::site::{Site, data, host_files, views};

/// A link that several pages have, made by one template.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct CollectedLink {
    /// The template of the page.
    pub template: &'static str,
    /// Where it leads.
    pub target: LinkTarget,
}

/// One of the pages that have a link.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct TemplatePlace {
    /// The address of the page.
    pub page: String,
    /// The link as it is written there.
    pub address: String,
}

/// What was found on all pages together.
#[derive(Default)]
pub struct Gathered {
    /// Every file of the site.
    files: BTreeSet<String>,
    /// Fingerprints of all anchors: a large site has millions.
    anchors: FxHashSet<u64>,
    /// Links of the built pages; of those that are alike, the first place.
    pub links: BTreeMap<CollectedLink, TemplatePlace>,
    /// Pages that could not be made.
    pub failed: BTreeSet<String>,
    /// Why.
    pub mistakes: Vec<Diagnostic>,
}

impl Gathered {
    /// Makes every page and looks at it.
    pub fn of(site: &Site<'_>, theme: &Theme, written: &[MarkdownPage]) -> Self {
        let base = base_of(site);
        let found = Mutex::new(Self::default());
        let aligned = views::compare::aligned(site);
        let rivals = views::Rivals::of(site);
        let tasks = views::tasks(site, theme, written, &aligned, &rivals);
        let look = |page| look(page, theme, written, base.as_ref(), &found);
        let live: Vec<Vec<String>> = tasks
            .into_par_iter()
            .map(|task| task().into_iter().map(look).collect())
            .collect();
        let live: BTreeSet<String> = live.into_iter().flatten().collect();
        views::updates::tasks(site, &live)
            .into_par_iter()
            .flat_map_iter(|task| task())
            .for_each(|page| {
                look(page);
            });
        let mut found = match found.into_inner() {
            Ok(found) => found,
            Err(poisoned) => poisoned.into_inner(),
        };
        found.files.extend(data::paths(site));
        found
            .files
            .extend(theme.static_names().map(|name| format!("static/{name}")));
        let labels = site.accuracy.labels.iter();
        let folder = views::accuracy::LABELS;
        found
            .files
            .extend(labels.map(|(name, _)| format!("{folder}/{name}")));
        found.files.extend(host_files::NAMES.map(str::to_owned));
        found.files.insert("robots.txt".to_owned());
        found.files.extend(base.map(|_| "sitemap.xml".to_owned()));
        found
    }

    /// Whether there is a file at a path, or a page of that folder.
    pub fn has(&self, path: &str) -> bool {
        // What the search of browsers loads is made of the index, which is not made here.
        let of_search = path.starts_with("search/") && path.ends_with(".bin");
        self.files.contains(&file_of(path)) || of_search
    }

    /// Whether there is such an anchor; a page that could not be made may have any.
    pub fn has_anchor(&self, path: &str, anchor: &str) -> bool {
        // What browsers know by themselves.
        let own = anchor.is_empty() || anchor == "top" || anchor.starts_with(":~:");
        let file = file_of(path);
        own || !file.ends_with(".html")
            || self.failed.contains(path)
            || self.anchors.contains(&fingerprint(path, anchor))
    }
}

/// The address that the site says it stands at.
pub fn base_of(site: &Site<'_>) -> Option<Url> {
    let base = site.settings.base_url.as_deref()?;
    Url::parse(&format!("{}/", base.trim_end_matches('/'))).ok()
}

fn fingerprint(path: &str, anchor: &str) -> u64 {
    let mut hasher = FxHasher::default();
    (path, anchor).hash(&mut hasher);
    hasher.finish()
}

/// Makes a page and notes what is on it; gives its address.
fn look(
    mut page: Page,
    theme: &Theme,
    written: &[MarkdownPage],
    base: Option<&Url>,
    found: &Mutex<Gathered>,
) -> String {
    let made = theme.render(&mut page);
    let drawn = made.as_ref().ok().map(|_| theme.try_beside(&page));
    let seen = match &made {
        Ok(text) if page.file().ends_with(".html") => {
            html_links::read(&String::from_utf8_lossy(text))
        }
        _ => html_links::PageAnchors::default(),
    };
    let own = own_links(&page, written);
    let addresses: BTreeSet<&String> = seen
        .links
        .iter()
        .filter(|link| !own.contains(*link))
        .collect();
    let links: Vec<(CollectedLink, TemplatePlace)> = addresses
        .into_iter()
        .map(|address| {
            let link = CollectedLink {
                template: page.template,
                target: address::resolve(address, &page.path, base),
            };
            let place = TemplatePlace {
                page: page.path.clone(),
                address: address.clone(),
            };
            (link, place)
        })
        .collect();
    let mut found = match found.lock() {
        Ok(found) => found,
        Err(poisoned) => poisoned.into_inner(),
    };
    found.files.insert(page.file());
    found.files.extend(theme.paths_beside(&page));
    if page.json.is_some() {
        found.files.insert(page.data_file());
    }
    found.anchors.extend(
        seen.anchors
            .iter()
            .map(|anchor| fingerprint(&page.path, anchor)),
    );
    for (link, place) in links {
        match found.links.get(&link) {
            Some(first) if *first <= place => {}
            _ => {
                found.links.insert(link, place);
            }
        }
    }
    if let Err(mistake) = made {
        found.failed.insert(page.path.clone());
        if !found.mistakes.contains(&mistake) {
            found.mistakes.push(mistake);
        }
    }
    if let Some(Err(mistake)) = drawn
        && !found.mistakes.contains(&mistake)
    {
        found.mistakes.push(mistake);
    }
    page.path
}

/// Links that the text of a written page has: they are told where they are written.
fn own_links(page: &Page, written: &[MarkdownPage]) -> BTreeSet<String> {
    let slug = page.path.trim_end_matches('/');
    let own = written
        .iter()
        .filter(|w| page.template == "written.html" && w.slug == slug);
    let links = own.flat_map(|w| &w.links);
    links
        .map(|link| {
            markdown_pages::from_root(&link.address).unwrap_or_else(|| link.address.clone())
        })
        .collect()
}
