use std::collections::BTreeSet;

use serde::Serialize;

use super::coverage::Coverage;
use super::list_filter::{FilterChoices, filters};
use super::long_list::{MEASURES, search};
use super::place_sections::{ListedDuty, NamedPlace, PlaceDuties, PlaceSection, Shares};
use super::{LinkSection, measure};
use crate::atlas::{Duty, IndicatorEntry, Place, TopicEntry};
use crate::site::Site;
use crate::site::links::{self, Link};
use crate::site::page::{Card, Page};

/// What the measures of a topic are filtered by.
const FILTERS: &[&str] = &["city", "agency", "kind", "year"];

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
    /// Measures by place, and the places that are only named.
    places: Vec<PlaceSection>,
    others: Vec<NamedPlace>,
    compared: bool,
    /// What each place says of it.
    coverage: Coverage,
    indicators: Vec<Link>,
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

/// The page of one; `compared` says whether there is something to compare.
pub fn page(site: &Site<'_>, topic: &TopicEntry, compared: bool) -> Page {
    let atlas = site.atlas;
    let mut measures = topic.measures.clone();
    measures.sort_by_key(|m| atlas.city_index(m.policy));
    let about = ("topic", Some(topic.id.as_str()));
    let of_one_city = |a: &Place, b: &Place| atlas.of_one_city(a.policy, b.policy);
    let places = measures.chunk_by(of_one_city).map(|own| {
        let city = atlas.city_of(own[0].policy).searched();
        PlaceDuties {
            duties: own.iter().map(|&place| listed(site, place)).collect(),
            under: "",
            search: vec![MEASURES, about, ("city", city)],
        }
    });
    let places: Vec<PlaceDuties<'_>> = places.collect();
    let shares = Shares::of(site, &places);
    let whole = shares.is_whole();
    let tags = shares.tags(&places);
    let (sections, others) = shares.sections(site, 0, &places);
    let view = TopicPage {
        id: &topic.id,
        name: &topic.name,
        parent: topic.parent.as_deref().map(|p| site.topic_link(p)),
        finer: finer(site, topic),
        filters: filters(FILTERS, &tags),
        search: match whole {
            true => String::new(),
            false => search(&[MEASURES, about]),
        },
        coverage: Coverage::of(site, topic),
        indicators: indicators(site, topic)
            .into_iter()
            .filter_map(|i| site.indicator_link(&i.id))
            .collect(),
        places: sections,
        others,
        compared,
    };
    Page::new(links::topic(&topic.id), "topic.html", &view)
        .with_linked(site.topic_linked(topic))
        .with_card(match compared {
            true => Card::Of(links::compare(&topic.id)),
            false => Card::OfSite,
        })
}

fn listed<'a>(site: &'a Site<'_>, place: Place) -> ListedDuty<'a> {
    let mut tags = measure::tags(site, place);
    tags.retain(|tag| FILTERS.contains(&tag.key));
    ListedDuty {
        duty: Duty::Measure(place),
        assigned: None,
        tags,
    }
}
