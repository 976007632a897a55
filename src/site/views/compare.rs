use std::collections::{BTreeMap, BTreeSet};

use rayon::prelude::*;
use serde::Serialize;

use super::coverage::{StandingView, standings};
use super::long_list::{MEASURES, Rest, search, share};
use crate::atlas::{AlignmentRow, IndicatorEntry, Place, TopicEntry};
use crate::site::Site;
use crate::site::figure_view::FigureView;
use crate::site::links::{self, Link};
use crate::site::page::Page;

/// Shared words in the heading of a row, and the fewest characters of one: shorter ones are often
/// pieces of words.
const TERMS: usize = 3;
const LEAST_TERM: usize = 4;

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
}

#[derive(Serialize)]
struct ComparePage<'a> {
    name: &'a str,
    topic: Link,
    cities: Vec<Link>,
    rows: Vec<RowView>,
    /// Rows that are in the data only.
    more: usize,
    /// Measures that no other city has the like of.
    single: Vec<AlignedCell>,
    /// Cities whose are not shown, and the search for all measures of the topic.
    more_single: usize,
    search: String,
    indicators: Vec<Link>,
}

#[derive(Serialize)]
struct RowView {
    heading: String,
    cities: usize,
    cells: Vec<AlignedCell>,
    /// Cities that are not shown: those that say nothing, and those without a text.
    silent: usize,
    no_text: usize,
    /// Those that are in the data only.
    more: usize,
}

/// What one city does, or why nothing is shown.
#[derive(Serialize)]
struct AlignedCell {
    city: Link,
    measures: Vec<MeasureView>,
    /// Those that are not shown.
    rest: Option<Rest>,
    /// Nothing for a city that does something; `told`: it says other things of the topic; `silent`: its
    /// texts say nothing of it; `no_text`: nor of its subject.
    gap: &'static str,
    /// The other things.
    standing: Option<StandingView>,
}

#[derive(Serialize)]
struct MeasureView {
    link: Link,
    document: Link,
    figures: Vec<FigureView>,
}

/// Cities in a row that are all shown, and rows on a page.
pub const COLUMNS: usize = 12;
const ROWS: usize = 60;

/// The rows of a topic, by its index in the atlas; those of topics without measures are left out.
pub type Aligned = Vec<(usize, Vec<AlignmentRow>)>;

/// The rows of all topics.
pub fn aligned(site: &Site<'_>) -> Aligned {
    let aligner = site.atlas.aligner();
    let topics = site.atlas.topics.par_iter().enumerate();
    topics
        .filter(|(_, topic)| !topic.measures.is_empty())
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
    let lines = aligned.iter().map(|(n, rows)| {
        let topic = &atlas.topics[*n];
        let measures = topic.measures.iter();
        let cities: BTreeSet<usize> = measures.map(|m| atlas.city_index(m.policy)).collect();
        TopicLine {
            link: Link::new(links::compare(&topic.id), &topic.name),
            finer: topic.parent.is_some(),
            cities: cities.len(),
            rows: rows.len(),
        }
    });
    let view = CompareList {
        topics: lines.collect(),
    };
    Page::new("compare/", "compare.html", &view)
        .with_json(&site.topic_refs())
        .with_linked(site.list_linked("compare/"))
}

/// The indicators of a topic.
fn indicators<'a>(
    site: &'a Site<'_>,
    topic: &TopicEntry,
) -> impl Iterator<Item = &'a IndicatorEntry> {
    let indicators = site.atlas.indicators.iter();
    indicators.filter(|i| i.topics.contains(&topic.id))
}

/// The comparison of a topic.
pub fn page(site: &Site<'_>, topic: &TopicEntry, rows: &[AlignmentRow]) -> Page {
    let atlas = site.atlas;
    let told = standings(site, topic);
    let aligned: BTreeSet<Place> = rows.iter().flat_map(|r| r.measures.clone()).collect();
    let alone = topic.measures.iter().copied();
    let alone: Vec<Place> = alone.filter(|m| !aligned.contains(m)).collect();
    let shown = rows.iter().take(ROWS);
    let shown: Vec<ByCity> = shown.map(|row| by_city(site, &row.measures)).collect();
    let alone = by_city(site, &alone);
    let most = Most::of(shown.iter().chain([&alone]));
    let views = rows.iter().zip(&shown).map(|(row, own)| {
        let (cells, silent, no_text) = cells(site, (topic, &told), own, &most);
        RowView {
            heading: heading(site, row),
            cities: own.len(),
            more: own.len().saturating_sub(most.cities),
            cells,
            silent,
            no_text,
        }
    });
    let (mut single, _, _) = cells(site, (topic, &told), &alone, &most);
    single.retain(|cell| cell.gap.is_empty());
    let view = ComparePage {
        name: &topic.name,
        topic: site.topic_link(&topic.id),
        cities: atlas
            .cities
            .iter()
            .map(|c| Link::new(links::city(&c.slug), site.city_name(c)))
            .collect(),
        rows: views.collect(),
        more: rows.len().saturating_sub(ROWS),
        single,
        more_single: alone.len().saturating_sub(most.cities),
        search: search(&[MEASURES, ("topic", Some(topic.id.as_str()))]),
        indicators: indicators(site, topic)
            .filter_map(|i| site.indicator_link(&i.id))
            .collect(),
    };
    let linked = site.list_linked(&links::compare(&topic.id));
    Page::new(links::compare(&topic.id), "compare_topic.html", &view)
        .with_json(&site.compare_file(topic, rows))
        .with_linked(linked)
}

/// Measures by their cities.
type ByCity = BTreeMap<usize, Vec<Place>>;

fn by_city(site: &Site<'_>, measures: &[Place]) -> ByCity {
    let mut own = ByCity::new();
    for &measure in measures {
        let city = site.atlas.city_index(measure.policy);
        own.entry(city).or_default().push(measure);
    }
    own
}

/// Cities of a row that do something, and measures of each, that are shown at most.
struct Most {
    cities: usize,
    measures: usize,
}

impl Most {
    /// Those of a page with these rows.
    fn of<'a>(rows: impl Iterator<Item = &'a ByCity> + Clone) -> Self {
        let cities = share(rows.clone().map(BTreeMap::len));
        let shown = rows.flat_map(|own| own.values().take(cities));
        let measures = share(shown.map(Vec::len));
        Self { cities, measures }
    }
}

/// What each city does of some measures; where there are more cities than a row can show, those that
/// do nothing are counted only: the silent ones, and those without a text.
fn cells(
    site: &Site<'_>,
    (topic, told): (&TopicEntry, &[StandingView]),
    own: &ByCity,
    most: &Most,
) -> (Vec<AlignedCell>, usize, usize) {
    let atlas = site.atlas;
    let counted = atlas.cities.len() > COLUMNS;
    let (mut silent, mut no_text, mut shown) = (0, 0, 0);
    let mut cells = Vec::new();
    for (n, city) in atlas.cities.iter().enumerate() {
        // What does none of this may still say something of the topic.
        let gap = match own.contains_key(&n) {
            true => "",
            false => told.get(n).map_or("no_text", |told| told.state),
        };
        if counted && !gap.is_empty() {
            silent += usize::from(gap == "silent");
            no_text += usize::from(gap == "no_text");
            continue;
        }
        shown += usize::from(gap.is_empty());
        if gap.is_empty() && shown > most.cities {
            continue;
        }
        let measures = own.get(&n).map_or(&[][..], Vec::as_slice);
        let first = measures.iter().take(most.measures);
        cells.push(AlignedCell {
            city: Link::new(links::city(&city.slug), site.city_name(city)),
            gap,
            standing: told.get(n).filter(|_| gap == "told").cloned(),
            measures: first.map(|&m| measure_view(site, m)).collect(),
            rest: measures.first().and_then(|m| {
                let city = ("city", atlas.city_of(m.policy).searched());
                let filters = [MEASURES, ("topic", Some(topic.id.as_str())), city];
                Rest::of(measures.len(), most.measures, &filters)
            }),
        });
    }
    (cells, silent, no_text)
}

/// What the measures of a row share, else the title of the first.
fn heading(site: &Site<'_>, row: &AlignmentRow) -> String {
    let long = |term: &&String| term.chars().count() >= LEAST_TERM;
    let terms: Vec<&str> = row
        .terms
        .iter()
        .filter(long)
        .take(TERMS)
        .map(String::as_str)
        .collect();
    match terms.as_slice() {
        [] => site.atlas.measure(row.measures[0]).title.clone(),
        terms => terms.join("、"),
    }
}

fn measure_view(site: &Site<'_>, place: Place) -> MeasureView {
    MeasureView {
        link: site.measure_link(place),
        document: site.document_link(place.policy),
        figures: site.figure_views(place),
    }
}
