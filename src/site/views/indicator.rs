use std::collections::BTreeSet;

use serde::Serialize;

use super::chart_csv::{SeriesColumns, chart_csv};
use super::list_filter::{FilterChoices, FilterEntry, Tag, attributes, filters, put_in_order};
use super::long_list::{Rest, search, share_of};
use super::{LinkSection, Rivals, grouped};
use crate::atlas::{Base, IndicatorEntry, Point, Series};
use crate::model::Change;
use crate::site::Site;
use crate::site::chart::{Chart, chart};
use crate::site::link_rows;
use crate::site::links::{self, Link};
use crate::site::page::{Card, Page, SideFile};
use crate::site::tile_map::{MapValue, TileMap, tile_map};

#[derive(Serialize)]
struct IndicatorPage<'a> {
    name: &'a str,
    topics: Vec<Link>,
    /// The places on a map, and the year of their targets.
    map: Option<(i16, TileMap)>,
    groups: Vec<GroupView>,
    figures: usize,
    /// Whether any of its series has numbers to compare: its charts are files, too.
    has_chart: bool,
    /// Places that no number of it was read from, the first of them, and how many they are.
    missing: Vec<Link>,
    missing_count: usize,
    /// The search for all figures, where not all are listed.
    search: String,
}

#[derive(Serialize)]
struct GroupView {
    unit: String,
    /// Whether there are numbers in it: what has no unit may be told in words or be a ratio.
    numbers: bool,
    /// `increase`, `decrease`, or empty for levels.
    change: &'static str,
    /// The year that they are measured from, or nothing; `before` for the year before.
    base: String,
    /// What is counted, where it is not the whole.
    scope: String,
    chart: Chart,
    rest: Option<Rest>,
}

#[derive(Serialize)]
struct IndicatorList {
    filters: Vec<FilterChoices>,
    topics: Vec<LinkSection<FilterEntry>>,
}

/// The list of all indicators.
pub fn list(site: &Site<'_>) -> Page {
    let indicators = &site.atlas.indicators;
    let tags: Vec<Vec<Tag<'_>>> = indicators.iter().map(|i| tags_of(site, i)).collect();
    let list = indicators.iter().zip(&tags).map(|(i, tags)| {
        let topic = i.topics.first().map_or_else(Link::default, |t| {
            let top = site
                .vocabulary
                .topics
                .get(t)
                .and_then(|t| t.parent.as_deref())
                .unwrap_or(t);
            site.topic_link(top)
        });
        (
            topic,
            FilterEntry {
                link: Link::new(links::indicator(&i.id), &i.name),
                count: i.points().count(),
                attributes: attributes(tags),
            },
        )
    });
    Page::new(
        "indicators/",
        "indicators.html",
        &IndicatorList {
            filters: filters(&["topic", "city", "year"], &tags),
            topics: grouped(list),
        },
    )
    .with_linked(site.list_linked("indicators/"))
}

/// The topics of an indicator, the cities and years that it has figures of.
fn tags_of<'a>(site: &'a Site<'_>, entry: &'a IndicatorEntry) -> Vec<Tag<'a>> {
    let mut tags: Vec<Tag<'_>> = entry
        .topics
        .iter()
        .map(|id| Tag::plain("topic", id, site.topic_name(id)))
        .collect();
    for point in entry.points() {
        let city = site.atlas.city_of(point.figure.policy);
        let name = site.city_name(city);
        tags.push(Tag::new("city", &city.slug, name, links::city));
        tags.extend(site.atlas.figure(point.figure).year.map(Tag::year));
    }
    put_in_order(&mut tags);
    tags
}

/// The year that the changes of a series are measured from.
fn base_of(series: &Series) -> String {
    match series.base {
        Base::Unstated => String::new(),
        Base::YearBefore => "before".to_owned(),
        Base::Year(year) => year.to_string(),
    }
}

/// Its topics that have a page: the vocabulary is checked, every topic named there exists, but it may
/// have no measure.
fn topics<'a>(site: &'a Site<'_>, entry: &'a IndicatorEntry) -> impl Iterator<Item = &'a str> {
    let known = |id: &&String| site.atlas.topics.iter().any(|topic| topic.id == **id);
    entry.topics.iter().filter(known).map(String::as_str)
}

/// The points of a series, city by city.
fn by_city<'a>(site: &'a Site<'_>, series: &'a Series) -> impl Iterator<Item = &'a [Point]> {
    let city = |point: &Point| site.atlas.city_index(point.figure.policy);
    series.points.chunk_by(move |a, b| city(a) == city(b))
}

/// The first points of a series of each city.
fn first<'a>(
    site: &'a Site<'_>,
    series: &'a Series,
    most: usize,
) -> impl Iterator<Item = &'a Point> {
    by_city(site, series).flat_map(move |own| own.iter().take(most))
}

/// So many figures are in the description of a dataset, which says what it is like.
const DESCRIBED: usize = 60;

/// Rows of all tables of a page: the search has all.
const ROWS: usize = 60;

/// The page of one.
pub fn page(site: &Site<'_>, n: usize, rivals: &Rivals) -> Page {
    let entry = &site.atlas.indicators[n];
    let most = share_of(
        ROWS,
        entry
            .series
            .iter()
            .flat_map(|s| by_city(site, s).map(<[_]>::len)),
    );
    let all = [("q", Some(entry.name.as_str())), ("kind", Some("figure"))];
    let groups = entry.series.iter().map(|group| {
        let unit = group.unit.clone().unwrap_or_default();
        let shown: Vec<&Point> = first(site, group, most).collect();
        GroupView {
            rest: Rest::of(group.points.len(), shown.len(), &all),
            change: match group.change {
                Some(Change::Increase) => "increase",
                Some(Change::Decrease) => "decrease",
                None => "",
            },
            base: base_of(group),
            scope: group.scope.join("、"),
            chart: chart(site, group, &shown),
            numbers: group.points.iter().any(|point| point.value.is_some()),
            unit,
        }
    });
    let groups: Vec<GroupView> = groups.collect();
    let charts = groups.iter().map(|group| {
        let series = SeriesColumns {
            change: group.change,
            base: &group.base,
            scope: &group.scope,
        };
        (series, &group.chart)
    });
    let csv = chart_csv(charts);
    let has_chart = groups.iter().any(|group| group.chart.ends.is_some());
    let missing = places_without(site, entry);
    let view = IndicatorPage {
        name: &entry.name,
        missing_count: missing.len(),
        missing: missing.into_iter().take(MISSING).collect(),
        topics: topics(site, entry).map(|t| site.topic_link(t)).collect(),
        map: map(site, n, rivals),
        groups,
        has_chart,
        figures: entry.points().count(),
        search: match most {
            usize::MAX => String::new(),
            _ => search(&all),
        },
    };
    let described = entry.points().take(DESCRIBED);
    let shown: Vec<String> = described.map(|p| in_words(site, p)).collect();
    let page = Page::new(links::indicator(&entry.id), "indicator.html", &view)
        .with_json(&link_rows::indicator(site, entry))
        .with_linked(site.indicator_linked(entry, &shown));
    if !has_chart {
        return page;
    }
    page.with_card(Card::Chart("card/indicator.svg"))
        .with_file("chart.svg", SideFile::Template("chart.svg"))
        .with_file("chart.csv", SideFile::Bytes(csv))
}

/// Places without a number that it names.
const MISSING: usize = 60;

/// Places whose texts have no figure of an indicator that was read.
fn places_without(site: &Site<'_>, entry: &IndicatorEntry) -> Vec<Link> {
    let told = entry
        .points()
        .map(|point| site.atlas.city_index(point.figure.policy));
    let told: BTreeSet<usize> = told.collect();
    let cities = site.atlas.cities.iter().enumerate();
    let silent = cities.filter(|(n, city)| city.region.is_some() && !told.contains(n));
    silent
        .map(|(_, city)| Link::new(links::city(&city.slug), site.city_name(city)))
        .collect()
}

/// The map of the year that most places have a target for.
fn map(site: &Site<'_>, n: usize, rivals: &Rivals) -> Option<(i16, TileMap)> {
    let (year, targets) = rivals.widest(n)?;
    let values = targets.into_iter().map(|(place, figure, number)| MapValue {
        place,
        number,
        amount: {
            let said = site.phrases.of(site.atlas.figure(figure));
            format!("{}{}", said.value, said.unit)
        },
    });
    Some((year, tile_map(site, values.collect())?))
}

/// 「丽水市 81.5% 以上 · 2025 · 目标」.
fn in_words(site: &Site<'_>, point: &Point) -> String {
    let said = site.phrases.of(site.atlas.figure(point.figure)).whole;
    format!("{} {said}", site.city_named(point.figure.policy))
}
