use std::cmp::Reverse;

use serde::Serialize;

use super::SiteCounts;
use super::coverage::state;
use super::list_filter::{Attributes, Tag, attributes};
use super::places::{self, PlaceView, ProvinceView};
use super::promises::{self, DueYear, PromiseView, Sentences};
use super::search;
use super::standings::Rivals;
use super::updates::{self, DayView};
use crate::atlas::{City, TopicCoverage, TopicEntry};
use crate::site::Site;
use crate::site::chart::{Chart, ChartPart, chart};
use crate::site::links::{self, Link};
use crate::site::page::{Card, Page};

/// Cities that stand in columns of the table of topics.
const COLUMNS: usize = 12;

#[derive(Serialize)]
struct Home<'a> {
    counts: SiteCounts,
    sentences: Sentences,
    /// What is due this year and next.
    due: Vec<DueYear>,
    updates: Vec<DayView<'a>>,
    /// All places where they are few.
    cities: Vec<PlaceView>,
    /// Else all by province.
    provinces: Vec<ProvinceView>,
    /// Of many the latest.
    documents: Vec<DocumentView>,
    more_documents: usize,
    topics: Vec<TopicRow>,
    /// Whether the rows of the topics count by city.
    by_city: bool,
    headlines: Vec<Headline>,
    /// Words that find something.
    examples: Vec<String>,
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
    /// Whether it holds: `in_force`, `not_yet`, `expired`, `repealed`, `period_over`, `unknown`.
    pub status: &'static str,
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
    count: usize,
    /// One of the targets of the topic.
    promise: Option<PromiseView>,
    /// Else one of its measures, with its city.
    measure: Option<(Link, Link)>,
    /// What each city says, in the order of the cities; nothing where they are many.
    cells: Vec<TopicCell>,
}

/// What a city says of a topic: the most telling thing that there is, and where it is shown.
#[derive(Serialize)]
struct TopicCell {
    /// `measures`, `tasks`, `figures`, `mentions`, `silent` or `no_text`.
    what: &'static str,
    count: usize,
    href: String,
}

impl TopicCell {
    fn of(topic: &TopicEntry, city: &City, standing: &TopicCoverage) -> Self {
        let counts = [
            ("measures", standing.measures),
            ("tasks", standing.tasks.len()),
            ("figures", standing.figures.len()),
            ("mentions", standing.mentions),
        ];
        let found = counts.into_iter().find(|(_, count)| *count > 0);
        let (what, count) = found.unwrap_or((state(standing), 0));
        // As the template of a topic names its sections.
        let section = links::city(&city.slug).replace('/', "-");
        Self {
            what,
            count,
            href: format!("{}#{section}", links::topic(&topic.id)),
        }
    }
}

#[derive(Serialize)]
struct Headline {
    link: Link,
    /// Figures of the indicator.
    figures: usize,
    /// The part of its chart that most places are in.
    chart: Option<HeadlineChart>,
}

#[derive(Serialize)]
struct HeadlineChart {
    ends: [String; 2],
    part: ChartPart,
}

/// Documents whose change the home page tells.
const LATEST: usize = 6;
/// Documents that it names: a page of thousands is no help on a phone.
const DOCUMENTS: usize = 12;
/// Rows of a chart on it.
const CHARTED: usize = 12;

/// A document as lists show it.
pub fn document_view(site: &Site<'_>, policy: usize) -> DocumentView {
    let p = &site.atlas.policies[policy];
    DocumentView {
        link: site.document_link(policy),
        city: site.city_link(policy),
        kind: p.kind.clone().unwrap_or_default(),
        date: p.dated().map_or(String::new(), |d| d.to_string()),
        status: p.status_on(site.today).status.id(),
        measures: p.measures.len(),
        figures: p.figures.len(),
        attributes: attributes(&document_tags(site, policy)),
    }
}

/// What a document is filed under in lists.
pub fn document_tags<'a>(site: &'a Site<'_>, policy: usize) -> Vec<Tag<'a>> {
    let p = &site.atlas.policies[policy];
    let city = site.atlas.city_of(policy);
    let name = site.city_name(city);
    let mut tags = vec![Tag::new("city", &city.slug, name, links::city)];
    tags.extend(p.kind.iter().map(|kind| Tag::plain("kind", kind, kind)));
    tags.extend(p.dated().map(|date| Tag::year(date.year())));
    tags
}

/// A topic with one sentence of what is promised, and what each city says of it.
fn topic_row(site: &Site<'_>, rivals: &Rivals, topic: &TopicEntry, by_city: bool) -> TopicRow {
    let promise = promises::of_topic(site, rivals, topic);
    let first = topic.measures.first().filter(|_| promise.is_none());
    let cities = site.atlas.cities.iter().zip(&topic.standings);
    TopicRow {
        link: site.topic_link(&topic.id),
        count: topic.measures.len(),
        promise,
        measure: first.map(|&own| (site.city_link(own.policy), site.measure_link(own))),
        cells: cities
            .filter(|_| by_city)
            .map(|(city, own)| TopicCell::of(topic, city, own))
            .collect(),
    }
}

/// The part of a chart that most places are in, cut to what a home page has room for.
fn widest(chart: Chart) -> Option<HeadlineChart> {
    let ends = chart.ends?;
    let mut parts: Vec<ChartPart> = chart.parts;
    parts.sort_by_key(|part| Reverse(part.places));
    let mut part = parts.into_iter().next()?;
    part.rows.truncate(CHARTED);
    Some(HeadlineChart { ends, part })
}

/// The home page.
pub fn page(site: &Site<'_>, rivals: &Rivals) -> Page {
    let atlas = site.atlas;
    let many = atlas.cities.len() > COLUMNS;
    let provinces = match many {
        true => places::provinces(site),
        false => Vec::new(),
    };
    let cities = match many {
        true => Vec::new(),
        false => (0..atlas.cities.len())
            .map(|n| PlaceView::of(site, n))
            .collect(),
    };
    let mut documents: Vec<usize> = (0..atlas.policies.len()).collect();
    let more_documents = documents.len().saturating_sub(DOCUMENTS);
    if more_documents > 0 {
        documents.sort_by_key(|&p| Reverse(atlas.policies[p].dated()));
        documents.truncate(DOCUMENTS);
    }
    let by_city = !many;
    let topics = atlas.topics.iter().filter(|t| t.parent.is_none());
    let topics = topics.map(|topic| topic_row(site, rivals, topic, by_city));
    let headlines = site.settings.headline_indicators.iter().filter_map(|id| {
        let entry = atlas.indicators.iter().find(|i| &i.id == id)?;
        let chart = entry
            .series
            .iter()
            .map(|series| chart(site, series, &series.points.iter().collect::<Vec<_>>()))
            .find(|chart| chart.ends.is_some())?;
        Some(Headline {
            link: Link::new(links::indicator(&entry.id), &entry.name),
            figures: entry.points().count(),
            chart: widest(chart),
        })
    });
    let view = Home {
        counts: SiteCounts::of(site),
        sentences: promises::sentences(site, rivals),
        due: promises::due_soon(site, rivals),
        updates: updates::latest(site, LATEST),
        cities,
        provinces,
        documents: documents
            .into_iter()
            .map(|p| document_view(site, p))
            .collect(),
        more_documents,
        topics: topics.collect(),
        by_city,
        headlines: headlines.collect(),
        examples: search::examples(site),
    };
    Page::new("", "home.html", &view)
        .with_linked(site.website_linked())
        .with_card(Card::Own("card/home.svg"))
}
