use std::collections::BTreeSet;

use serde::Serialize;

use super::coverage::{StandingView, standings};
use super::list_filter::{Attributes, FilterChoices, Tag, attributes, filters};
use super::long_list::{MEASURES, Rest, search, share};
use super::{LinkSection, measure};
use crate::atlas::{IndicatorEntry, TopicEntry};
use crate::site::Site;
use crate::site::links::{self, Link};
use crate::site::measure_summary::MeasureSummary;
use crate::site::page::Page;

#[derive(Serialize)]
struct TopicPage<'a> {
    id: &'a str,
    name: &'a str,
    parent: Option<Link>,
    finer: Vec<(Link, usize)>,
    /// None where not all measures are listed.
    filters: Vec<FilterChoices>,
    /// The search for all measures, where not all are listed.
    search: String,
    /// Measures by city.
    cities: Vec<CityMeasures>,
    /// What each city says of it.
    standings: Vec<StandingView>,
    indicators: Vec<Link>,
}

/// The measures of a city.
#[derive(Serialize)]
struct CityMeasures {
    head: Link,
    count: usize,
    items: Vec<CityTopicRow>,
    rest: Option<Rest>,
}

#[derive(Serialize)]
struct CityTopicRow {
    row: MeasureSummary,
    document: Link,
    attributes: Attributes,
}

#[derive(Serialize)]
struct TopicList {
    topics: Vec<LinkSection<(Link, usize)>>,
}

/// The list of all topics.
pub fn list(site: &Site<'_>) -> Page {
    let topics = &site.atlas.topics;
    let tops = topics
        .iter()
        .filter(|t| t.parent.is_none())
        .map(|top| LinkSection {
            head: site.topic_link(&top.id),
            items: finer(site, top),
        });
    Page::new(
        "topics/",
        "topics.html",
        &TopicList {
            topics: tops.collect(),
        },
    )
    .with_json(&site.topic_refs())
    .with_linked(site.list_linked("topics/"))
}

fn below<'a>(site: &'a Site<'_>, top: &TopicEntry) -> impl Iterator<Item = &'a TopicEntry> {
    let topics = site.atlas.topics.iter();
    topics.filter(|t| t.parent.as_deref() == Some(&top.id))
}

fn finer(site: &Site<'_>, top: &TopicEntry) -> Vec<(Link, usize)> {
    below(site, top)
        .map(|t| (site.topic_link(&t.id), t.measures.len()))
        .collect()
}

/// The indicators of a topic and of those below it.
fn indicators<'a>(site: &'a Site<'_>, topic: &TopicEntry) -> Vec<&'a IndicatorEntry> {
    let below: BTreeSet<&str> = below(site, topic).map(|t| t.id.as_str()).collect();
    let about = |id: &String| *id == topic.id || below.contains(id.as_str());
    let indicators = site.atlas.indicators.iter();
    let indicators = indicators.filter(|i| i.topics.iter().any(about));
    indicators.collect()
}

/// The page of one.
pub fn page(site: &Site<'_>, topic: &TopicEntry) -> Page {
    let atlas = site.atlas;
    let measures = &topic.measures;
    let city_of = |n: usize| atlas.city_index(measures[n].policy);
    let mut in_order: Vec<usize> = (0..measures.len()).collect();
    in_order.sort_by_key(|&n| city_of(n));
    let by_city = in_order.chunk_by(|&a, &b| city_of(a) == city_of(b));
    let by_city: Vec<&[usize]> = by_city.collect();
    let most = share(by_city.iter().map(|own| own.len()));
    // Only a whole list is filtered.
    let whole = most == usize::MAX;
    let tagged = measures.iter().filter(|_| whole);
    let tags: Vec<Vec<Tag<'_>>> = tagged.map(|m| measure::tags(site, *m)).collect();
    let row = |&n: &usize| CityTopicRow {
        row: site.measure_summary(measures[n]),
        document: site.short_document_link(measures[n].policy),
        attributes: tags.get(n).map_or_else(Vec::new, |own| attributes(own)),
    };
    let about = ("topic", Some(topic.id.as_str()));
    let cities = by_city.iter().map(|own| {
        let policy = measures[own[0]].policy;
        let filters = [MEASURES, about, ("city", atlas.city_of(policy).searched())];
        CityMeasures {
            head: site.city_link(policy),
            count: own.len(),
            items: own.iter().take(most).map(row).collect(),
            rest: Rest::of(own.len(), most, &filters),
        }
    });
    let view = TopicPage {
        id: &topic.id,
        name: &topic.name,
        parent: topic.parent.as_deref().map(|p| site.topic_link(p)),
        finer: finer(site, topic),
        filters: filters(&["city", "agency", "kind", "year"], &tags),
        search: match whole {
            true => String::new(),
            false => search(&[MEASURES, about]),
        },
        standings: standings(site, topic),
        indicators: indicators(site, topic)
            .into_iter()
            .filter_map(|i| site.indicator_link(&i.id))
            .collect(),
        cities: cities.collect(),
    };
    Page::new(links::topic(&topic.id), "topic.html", &view)
        .with_json(&site.topic_file(topic))
        .with_linked(site.topic_linked(topic))
}
