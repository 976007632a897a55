//! What each kind of page shows: plain values for its template.

pub mod accuracy;
mod agency;
mod chart_csv;
mod city;
pub mod compare;
pub mod compared_figures;
pub mod compared_measures;
mod coverage;
mod document;
mod home;
mod indicator;
mod list_filter;
mod long_list;
mod measure;
mod pair;
mod place_sections;
mod places;
pub mod promises;
mod references;
mod seal;
mod search;
mod standings;
mod topic;
pub mod updates;

pub use standings::Rivals;
pub use updates::urn;

use rustc_hash::FxHashMap;
use serde::Serialize;

use super::Site;
use super::data::{JsonFileView, TableView};
use super::links::Link;
use super::markdown_pages::MarkdownPage;
use super::page::Page;
use super::theme::Theme;
use crate::atlas::Place;
use crate::content::Licence;
use compare::Aligned;
use seal::Seals;

/// Makes some pages when it is called.
pub type PageTask<'a> = Box<dyn FnOnce() -> Vec<Page> + Send + 'a>;

/// A task of this closure.
fn task<'a>(make: impl FnOnce() -> Vec<Page> + Send + 'a) -> PageTask<'a> {
    Box::new(make)
}

/// All pages of the site as tasks: what one makes is written before it makes more, since a large site
/// has more pages than memory holds. `aligned` are the rows of all comparisons, `rivals` the targets that
/// stand beside those of other cities.
pub fn tasks<'a>(
    site: &'a Site<'a>,
    theme: &'a Theme,
    written: &'a [MarkdownPage],
    aligned: &'a Aligned,
    rivals: &'a Rivals,
) -> Vec<PageTask<'a>> {
    let atlas = site.atlas;
    let mut tasks: Vec<PageTask<'a>> = vec![
        task(|| vec![home::page(site, rivals)]),
        task(|| vec![document::list(site)]),
        task(|| vec![measure::list(site)]),
        task(|| vec![places::list(site)]),
        task(|| vec![topic::list(site)]),
        task(|| vec![indicator::list(site)]),
        task(|| vec![agency::list(site)]),
        task(|| vec![compare::list(site, aligned)]),
        task(|| vec![data(site, theme)]),
        task(|| accuracy::page(site).into_iter().collect()),
        task(|| {
            let plain = ["opensearch.xml", "404.html"];
            let pages = plain.map(|template| Page::new(template, template, &()));
            pages.into_iter().chain([search::page(site)]).collect()
        }),
    ];
    for w in written {
        let path = format!("{}/", w.slug);
        tasks.push(task(move || {
            vec![Page::new(path.as_str(), "written.html", w).with_json(w)]
        }));
    }
    // The largest first, so that no core is left with one of them at the end.
    for (n, rows) in aligned {
        let topic = &atlas.topics[*n];
        tasks.push(task(move || vec![compare::page(site, topic, rows)]));
    }
    for city in 0..atlas.cities.len() {
        tasks.push(task(move || vec![city::page(site, city, rivals)]));
    }
    for topic in &atlas.topics {
        tasks.push(task(move || {
            vec![topic::page(
                site,
                topic,
                compare::is_comparable(site, topic),
            )]
        }));
    }
    for agency in &atlas.agencies {
        tasks.push(task(move || vec![agency::page(site, agency)]));
    }
    for indicator in 0..atlas.indicators.len() {
        tasks.push(task(move || vec![indicator::page(site, indicator, rivals)]));
    }
    for policy in 0..atlas.policies.len() {
        tasks.push(task(move || vec![document::page(site, policy)]));
        for item in 0..atlas.policies[policy].measures.len() {
            let place = Place { policy, item };
            tasks.push(task(move || vec![measure::page(site, place)]));
        }
        tasks.push(task(move || pair::pages(site, policy)));
    }
    tasks
}

/// The page of downloads.
fn data(site: &Site<'_>, theme: &Theme) -> Page {
    #[derive(Serialize)]
    struct DataPage {
        counts: SiteCounts,
        tables: Vec<TableView>,
        json_files: Vec<JsonFileView>,
        licence: Option<Licence>,
        /// Whether there are files that hold everything.
        whole: bool,
        databases: Vec<String>,
        /// Whether the database is one file, with an index of any three characters.
        indexed: bool,
    }
    let (databases, indexed) = super::data::databases(site);
    let view = DataPage {
        counts: SiteCounts::of(site),
        tables: super::data::views(theme),
        json_files: super::data::json_files(site, theme),
        licence: site.settings.data_licence.clone(),
        whole: !super::data::is_large(site),
        databases,
        indexed,
    };
    let files = super::data::files(site);
    let files: Vec<(&str, &str)> = files.iter().map(|(n, k)| (n.as_str(), *k)).collect();
    Page::new("data/", "data.html", &view).with_linked(site.data_linked(&files))
}

/// How much there is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct SiteCounts {
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

impl SiteCounts {
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
#[derive(Serialize)]
pub struct Shared<'a> {
    title: &'a str,
    description: &'a str,
    language: &'a str,
    base_url: Option<String>,
    report: Option<ReportForm>,
    /// The language of the texts, where that of the interface is another.
    data_language: &'static str,
    pages: Vec<Link>,
    /// Per cent of the figures of texts that no rule was written for that are right in every field.
    accuracy: Option<String>,
    /// Seals of topics by the addresses of their pages.
    seals: Seals,
}

/// See [`Shared`].
pub fn shared<'a>(site: &Site<'a>, written: &[MarkdownPage]) -> Shared<'a> {
    let settings = site.settings;
    Shared {
        title: &settings.title,
        description: &settings.description,
        language: &settings.language,
        base_url: settings
            .base_url
            .as_ref()
            .map(|u| format!("{}/", u.trim_end_matches('/'))),
        report: settings.report_url.as_deref().map(ReportForm::to),
        data_language: match settings.language.starts_with("zh") {
            true => "",
            false => "zh-CN",
        },
        pages: written
            .iter()
            .map(|w| Link::new(format!("{}/", w.slug), &w.title))
            .collect(),
        accuracy: accuracy::whole_figures(site),
        seals: seal::seals(site),
    }
}

/// Where a reader reports an error: a form or an address for mail, to which a title and a body are
/// added.
#[derive(Serialize)]
struct ReportForm {
    /// The address up to the first field.
    address: String,
    /// The name of the field for the title.
    title: &'static str,
}

impl ReportForm {
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
pub struct LinkSection<T> {
    /// The heading, linked where it has a page.
    pub head: Link,
    /// What stands under it.
    pub items: Vec<T>,
}

/// Puts items under headings, in the order in which the headings first come.
pub fn grouped<T>(items: impl IntoIterator<Item = (Link, T)>) -> Vec<LinkSection<T>> {
    let mut sections: Vec<LinkSection<T>> = Vec::new();
    let mut places: FxHashMap<Link, usize> = FxHashMap::default();
    for (head, item) in items {
        match places.get(&head) {
            Some(&place) => sections[place].items.push(item),
            None => {
                places.insert(head.clone(), sections.len());
                sections.push(LinkSection {
                    head,
                    items: vec![item],
                });
            }
        }
    }
    sections
}
