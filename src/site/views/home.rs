use serde::Serialize;

use super::Counts;
use super::filter::{Attributes, Tag, attributes};
use super::updates::{self, DayView};
use crate::site::Site;
use crate::site::chart::{Chart, chart};
use crate::site::links::{self, Link};
use crate::site::page::Page;

#[derive(Serialize)]
struct Home<'a> {
    counts: Counts,
    updates: Vec<DayView<'a>>,
    cities: Vec<CityView>,
    documents: Vec<DocumentView>,
    topics: Vec<TopicRow>,
    headlines: Vec<Headline>,
}

#[derive(Serialize)]
struct CityView {
    link: Link,
    documents: usize,
    measures: usize,
}

/// A document in a list.
#[derive(Clone, Debug, Serialize)]
pub struct DocumentView {
    /// Its page.
    pub link: Link,
    /// Its city.
    pub city: Link,
    /// 文种.
    pub kind: String,
    /// 成文 or 发布日期.
    pub date: String,
    /// Measures in it.
    pub measures: usize,
    /// Figures in it.
    pub figures: usize,
    /// What it is filed under.
    pub attributes: Attributes,
}

#[derive(Serialize)]
struct TopicRow {
    link: Link,
    /// Measures of each city, in the order of the cities, and where they are listed.
    counts: Vec<(usize, String)>,
}

#[derive(Serialize)]
struct Headline {
    link: Link,
    chart: Chart,
}

/// Documents whose change the home page tells.
const LATEST: usize = 6;

/// A document as lists show it.
pub fn document_view(site: &Site<'_>, policy: usize) -> DocumentView {
    let p = &site.atlas.policies[policy];
    DocumentView {
        link: site.document_link(policy),
        city: site.city_link(policy),
        kind: p.kind.clone().unwrap_or_default(),
        date: p
            .issued_on
            .or(p.published_on)
            .map_or(String::new(), |d| d.to_string()),
        measures: p.measures.len(),
        figures: p.figures.len(),
        attributes: attributes(&document_tags(site, policy)),
    }
}

/// What a document is filed under in lists.
pub fn document_tags(site: &Site<'_>, policy: usize) -> Vec<Tag> {
    let p = &site.atlas.policies[policy];
    let city = site.atlas.city_of(policy);
    let mut tags = vec![Tag::new(
        "city",
        &city.slug,
        &site.city_name(city),
        links::city(&city.slug),
    )];
    tags.extend(p.kind.iter().map(|kind| Tag::plain("kind", kind, kind)));
    let year = p.issued_on.or(p.published_on).map(|d| d.year().to_string());
    tags.extend(year.iter().map(|year| Tag::plain("year", year, year)));
    tags
}

/// The home page.
pub fn page(site: &Site<'_>) -> Page {
    let atlas = site.atlas;
    let measures = |policies: &[usize]| {
        policies
            .iter()
            .map(|&p| atlas.policies[p].measures.len())
            .sum()
    };
    let cities = atlas.cities.iter().map(|c| CityView {
        link: Link::new(links::city(&c.slug), site.city_name(c)),
        documents: c.policies.len(),
        measures: measures(&c.policies),
    });
    let topics = atlas
        .topics
        .iter()
        .filter(|t| t.parent.is_none())
        .map(|t| TopicRow {
            link: Link::new(links::topic(&t.id), &t.name),
            counts: atlas
                .cities
                .iter()
                .map(|c| {
                    let own = t.measures.iter();
                    let count = own.filter(|m| c.policies.contains(&m.policy)).count();
                    // As the template of a topic names its sections.
                    let section = links::city(&c.slug).replace('/', "-");
                    (count, format!("{}#{section}", links::topic(&t.id)))
                })
                .collect(),
        });
    let headlines = site.settings.headline_indicators.iter().filter_map(|id| {
        let entry = atlas.indicators.iter().find(|i| &i.id == id)?;
        let chart = entry.series.iter().find_map(|series| chart(site, series))?;
        Some(Headline {
            link: Link::new(links::indicator(&entry.id), &entry.name),
            chart,
        })
    });
    let view = Home {
        counts: Counts::of(site),
        updates: updates::latest(site, LATEST),
        cities: cities.collect(),
        documents: (0..atlas.policies.len())
            .map(|p| document_view(site, p))
            .collect(),
        topics: topics.collect(),
        headlines: headlines.collect(),
    };
    Page::new("", "home.html", &view)
        .with_json(&site.home_file())
        .with_linked(site.website_linked())
}
