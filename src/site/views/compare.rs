//! Comparisons: what the places of a site state and do about a topic, side by side.

use std::collections::{BTreeMap, BTreeSet};

use rayon::prelude::*;
use serde::Serialize;

use super::compared_figures::{
    COLUMNS, ComparedFigures, FigureTable, TablePlace, gap_of, indicators, place,
};
use super::compared_measures::{self, AlignedRowView, SinglePlace, TitledRow};
use super::long_list::{MEASURES, search};
use crate::atlas::{self, AlignmentRow, Place, TopicEntry};
use crate::site::Site;
use crate::site::links::{self, Link};
use crate::site::page::{Card, Page};

/// Indicators that a page links to.
const INDICATORS: usize = 24;

#[derive(Serialize)]
struct CompareList {
    topics: Vec<TopicLine>,
}

#[derive(Serialize)]
struct TopicLine {
    link: Link,
    finer: bool,
    cities: usize,
    rows: usize,
    /// Indicators that several places have.
    indicators: usize,
}

#[derive(Serialize)]
struct ComparePage<'a> {
    id: &'a str,
    name: &'a str,
    topic: Link,
    /// Whether there is something to compare.
    compared: bool,
    /// How many places say something of it.
    told: usize,
    table: FigureTable,
    rows: Vec<AlignedRowView>,
    titled: Vec<TitledRow>,
    /// Rows that are in the data only.
    more: usize,
    /// Measures that no other place has the like of.
    single: Vec<SinglePlace>,
    /// Places whose are not shown, and the search for all measures of the topic.
    more_single: usize,
    search: String,
    indicators: Vec<Link>,
    /// Places to choose from, by province.
    provinces: Vec<ChoiceOfPlaces>,
    /// How many places have no number, by what they say instead.
    gaps: Vec<(&'static str, usize)>,
}

/// The places of a province that say something.
#[derive(Serialize)]
struct ChoiceOfPlaces {
    name: String,
    places: Vec<TablePlace>,
}

/// The rows of a topic, by its index in the atlas; those of topics with nothing to show are left out.
pub type Aligned = Vec<(usize, Vec<AlignmentRow>)>;

/// The rows of all topics.
pub fn aligned(site: &Site<'_>) -> Aligned {
    let aligner = site.atlas.aligner();
    let topics = site.atlas.topics.par_iter().enumerate();
    topics
        .filter(|(_, topic)| !topic.measures.is_empty() || is_comparable(site, topic))
        .map(|(n, topic)| (n, aligner.rows(topic)))
        .collect()
}

/// Whether a topic has something to compare: two places with measures, or with figures of one series.
pub fn is_comparable(site: &Site<'_>, topic: &TopicEntry) -> bool {
    let city = |place: &Place| site.atlas.city_index(place.policy);
    let several = |mut cities: Vec<usize>| {
        cities.sort_unstable();
        cities.dedup();
        cities.len() > 1
    };
    let series = || indicators(site, topic).flat_map(|indicator| &indicator.series);
    several(topic.measures.iter().map(city).collect())
        || series().any(|s| several(s.points.iter().map(|p| city(&p.figure)).collect()))
}

/// The list of comparisons.
pub fn list(site: &Site<'_>, aligned: &Aligned) -> Page {
    let atlas = site.atlas;
    let compared = aligned
        .iter()
        .map(|(n, rows)| (&atlas.topics[*n], rows))
        .filter(|(topic, _)| is_comparable(site, topic));
    let lines = compared.map(|(topic, rows)| {
        let measures = topic.measures.iter();
        let cities: BTreeSet<usize> = measures.map(|m| atlas.city_index(m.policy)).collect();
        TopicLine {
            link: Link::new(links::compare(&topic.id), &topic.name),
            finer: topic.parent.is_some(),
            cities: cities.len(),
            rows: rows.len(),
            indicators: ComparedFigures::of(site, topic).indicators(),
        }
    });
    let view = CompareList {
        topics: lines.collect(),
    };
    Page::new("compare/", "compare.html", &view).with_linked(site.list_linked("compare/"))
}

/// The comparison of a topic.
pub fn page(site: &Site<'_>, topic: &TopicEntry, rows: &[AlignmentRow]) -> Page {
    let figures = ComparedFigures::of(site, topic);
    let aligned: BTreeSet<Place> = rows.iter().flat_map(|r| r.measures.clone()).collect();
    let alone = topic.measures.iter().copied();
    let alone: Vec<Place> = alone.filter(|m| !aligned.contains(m)).collect();
    let places = telling(site, topic, &figures);
    let columns: &[usize] = match places.len() {
        0..=COLUMNS => &places,
        _ => &[],
    };
    let compared = is_comparable(site, topic);
    let (titled, more) = compared_measures::titled(site, rows);
    let (single, more_single) = compared_measures::single(site, topic, &alone);
    let view = ComparePage {
        id: &topic.id,
        name: &topic.name,
        topic: site.topic_link(&topic.id),
        compared,
        told: places.len(),
        table: figures.table(site, topic, columns),
        rows: compared_measures::rows(site, topic, rows),
        titled,
        more,
        single,
        more_single,
        search: search(&[MEASURES, ("topic", Some(topic.id.as_str()))]),
        indicators: indicators(site, topic)
            .filter_map(|i| site.indicator_link(&i.id))
            .take(INDICATORS)
            .collect(),
        provinces: choices(site, &places),
        gaps: gaps(site, topic, &figures),
    };
    let linked = site.list_linked(&links::compare(&topic.id));
    Page::new(links::compare(&topic.id), "compare_topic.html", &view)
        .with_json(&site.compare_file(topic, rows, &figures))
        .with_linked(linked)
        .with_card(Card::Own("card/topic.svg"))
}

/// The places that have measures of a topic or state an indicator of it.
fn telling(site: &Site<'_>, topic: &TopicEntry, figures: &ComparedFigures<'_>) -> Vec<usize> {
    let cities = topic
        .measures
        .iter()
        .map(|m| site.atlas.city_index(m.policy));
    let telling: BTreeSet<usize> = cities.chain(figures.places()).collect();
    telling.into_iter().collect()
}

/// The places to choose from.
fn choices(site: &Site<'_>, places: &[usize]) -> Vec<ChoiceOfPlaces> {
    let provinces = atlas::provinces(&site.atlas.cities, &site.vocabulary.regions);
    let chosen = provinces.into_iter().map(|own| {
        let own_places = own.places.iter().filter(|n| places.contains(n));
        ChoiceOfPlaces {
            places: own_places.map(|&n| place(site, n)).collect(),
            name: own.name,
        }
    });
    chosen.filter(|own| !own.places.is_empty()).collect()
}

/// How many places have no figure of any indicator, by what they say of the topic instead.
fn gaps(
    site: &Site<'_>,
    topic: &TopicEntry,
    figures: &ComparedFigures<'_>,
) -> Vec<(&'static str, usize)> {
    let stating = figures.places();
    let all = 0..site.atlas.cities.len();
    let without = all.filter(|city| !stating.contains(city));
    let mut counts: BTreeMap<&'static str, usize> = BTreeMap::new();
    for city in without {
        *counts.entry(gap_of(topic, city)).or_default() += 1;
    }
    let order = ["unnumbered", "mentioned", "silent", "no_text"];
    let counted = order
        .into_iter()
        .filter_map(|gap| Some((gap, *counts.get(gap)?)));
    counted.collect()
}
