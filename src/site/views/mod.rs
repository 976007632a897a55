//! What each kind of page shows: plain values for its template.

mod agency;
mod city;
mod compare;
mod document;
mod filter;
mod home;
mod indicator;
mod measure;
mod topic;
pub mod updates;

use serde::Serialize;
use tera::Context;

use super::Site;
use super::data::TableView;
use super::links::Link;
use super::page::Page;
use super::pages_md::Written;
use super::theme::Theme;
use crate::content::Licence;

/// All pages of the site, some at a time: what is made of a document is thrown away before the next
/// is made, since a large site has more pages than memory holds.
pub fn batches<'a>(
    site: &'a Site<'_>,
    theme: &'a Theme,
    written: &'a [Written],
) -> impl Iterator<Item = Vec<Page>> + 'a {
    let of_document = move |policy: usize| {
        let mut pages = vec![document::page(site, policy)];
        pages.extend(measure::pages(site, policy));
        pages.extend(compare::pairs(site, policy));
        pages
    };
    let documents = 0..site.atlas.policies.len();
    std::iter::once_with(move || {
        let mut pages = vec![home::page(site), document::list(site), measure::list(site)];
        pages.extend(
            written
                .iter()
                .map(|w| Page::new(format!("{}/", w.slug), "written.html", w).with_json(w)),
        );
        pages.push(data(site, theme));
        pages.push(Page::new("search/", "search.html", &()));
        pages.push(Page::new("opensearch.xml", "opensearch.xml", &()));
        pages.push(Page::new("404.html", "404.html", &()));
        pages
    })
    .chain(std::iter::once_with(move || city::pages(site)))
    .chain(std::iter::once_with(move || topic::pages(site)))
    .chain(std::iter::once_with(move || compare::pages(site)))
    .chain(std::iter::once_with(move || indicator::pages(site)))
    .chain(std::iter::once_with(move || agency::pages(site)))
    .chain(documents.map(of_document))
}

/// The page of downloads.
fn data(site: &Site<'_>, theme: &Theme) -> Page {
    #[derive(Serialize)]
    struct DataPage {
        counts: Counts,
        tables: Vec<TableView>,
        licence: Option<Licence>,
    }
    let view = DataPage {
        counts: Counts::of(site),
        tables: super::data::views(theme),
        licence: site.settings.data_licence.clone(),
    };
    let files = super::data::files();
    let files: Vec<(&str, &str)> = files.iter().map(|(n, k)| (n.as_str(), *k)).collect();
    Page::new("data/", "data.html", &view).with_linked(site.data_linked(&files))
}

/// How much there is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Counts {
    /// Documents.
    pub documents: usize,
    /// Cities.
    pub cities: usize,
    /// Measures.
    pub measures: usize,
    /// Bodies.
    pub agencies: usize,
    /// Figures.
    pub figures: usize,
}

impl Counts {
    /// Counts what a site holds.
    pub fn of(site: &Site<'_>) -> Self {
        let policies = &site.atlas.policies;
        Self {
            documents: policies.len(),
            cities: site.atlas.cities.len(),
            measures: policies.iter().map(|p| p.measures.len()).sum(),
            agencies: site.atlas.agencies.len(),
            figures: policies.iter().map(|p| p.figures.len()).sum(),
        }
    }
}

/// What every page shows: the site's name and its written pages.
pub fn shared(site: &Site<'_>, written: &[Written]) -> Context {
    #[derive(Serialize)]
    struct Shared<'a> {
        title: &'a str,
        description: &'a str,
        language: &'a str,
        base_url: Option<String>,
        report: Option<Report>,
        /// The language of the texts, where that of the interface is another.
        data_language: &'static str,
        pages: Vec<Link>,
    }
    let settings = site.settings;
    let mut context = Context::new();
    let shared = Shared {
        title: &settings.title,
        description: &settings.description,
        language: &settings.language,
        base_url: settings
            .base_url
            .as_ref()
            .map(|u| format!("{}/", u.trim_end_matches('/'))),
        report: settings.report_url.as_deref().map(Report::to),
        data_language: match settings.language.starts_with("zh") {
            true => "",
            false => "zh-CN",
        },
        pages: written
            .iter()
            .map(|w| Link::new(format!("{}/", w.slug), &w.title))
            .collect(),
    };
    context.insert("site", &shared);
    context
}

/// Where a reader reports an error: a form or an address for mail, to which a title and a body are
/// added.
#[derive(Serialize)]
struct Report {
    /// The address up to the first field.
    address: String,
    /// The name of the field for the title.
    title: &'static str,
}

impl Report {
    fn to(url: &str) -> Self {
        let joint = if url.contains('?') { '&' } else { '?' };
        Self {
            address: format!("{url}{joint}"),
            title: match url.starts_with("mailto:") {
                true => "subject",
                false => "title",
            },
        }
    }
}

/// Links under a heading.
#[derive(Clone, Debug, Serialize)]
pub struct Section<T> {
    /// The heading, linked where it has a page.
    pub head: Link,
    /// What stands under it.
    pub items: Vec<T>,
}

/// Puts items under headings, in the order in which the headings first come.
pub fn grouped<T>(items: impl IntoIterator<Item = (Link, T)>) -> Vec<Section<T>> {
    let mut sections: Vec<Section<T>> = Vec::new();
    for (head, item) in items {
        match sections.iter_mut().find(|s| s.head == head) {
            Some(section) => section.items.push(item),
            None => sections.push(Section {
                head,
                items: vec![item],
            }),
        }
    }
    sections
}
