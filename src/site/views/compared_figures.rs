//! Figures of a topic by indicator and year, with the places side by side.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use super::long_list::share_of;
use crate::atlas::{IndicatorEntry, Place, Point, Series, TopicEntry};
use crate::model::FigureKind;
use crate::site::Site;
use crate::site::links::{self, Link};

/// Places that stand in columns; of more each row names its own.
pub const COLUMNS: usize = 8;
/// Rows of the table, values in all of them where each names its place, and values of a place in a row.
const ROWS: usize = 20;
const VALUES: usize = 200;
const VALUES_OF_PLACE: usize = 3;

/// All rows that can be compared, for pages and data.
pub struct ComparedFigures<'a> {
    rows: Vec<FigureRow<'a>>,
    /// Places with figures of an indicator, whatever year and kind.
    stating: BTreeMap<&'a str, BTreeSet<usize>>,
}

/// What the places state of one indicator for one year.
pub struct FigureRow<'a> {
    /// The indicator.
    pub indicator: &'a IndicatorEntry,
    /// What is counted, where it is not the whole.
    pub scope: &'a [String],
    /// The year, or the plan that it is a target of; may be empty.
    pub year: String,
    /// What the numbers are.
    pub kind: FigureKind,
    /// Points by place.
    pub values: BTreeMap<usize, Vec<&'a Point>>,
}

/// The indicators of a topic and of the topics below it.
pub fn indicators<'a>(
    site: &'a Site<'_>,
    topic: &TopicEntry,
) -> impl Iterator<Item = &'a IndicatorEntry> {
    let topics = site.atlas.topics.iter();
    let below = topics.filter(|t| t.parent.as_deref() == Some(&topic.id));
    let mut ids: BTreeSet<String> = below.map(|t| t.id.clone()).collect();
    ids.insert(topic.id.clone());
    let indicators = site.atlas.indicators.iter();
    indicators.filter(move |i| i.topics.iter().any(|id| ids.contains(id)))
}

impl<'a> ComparedFigures<'a> {
    /// Those of a topic: of each series that several places have the years and kinds.
    pub fn of(site: &'a Site<'_>, topic: &TopicEntry) -> Self {
        let city = |point: &Point| city_of(site, point);
        let mut rows = Vec::new();
        let mut stating: BTreeMap<&str, BTreeSet<usize>> = BTreeMap::new();
        for indicator in indicators(site, topic) {
            let own = stating.entry(&indicator.id).or_default();
            own.extend(indicator.points().map(city));
            for series in &indicator.series {
                let cities: BTreeSet<usize> = series.points.iter().map(city).collect();
                if cities.len() > 1 {
                    rows.extend(of_series(site, indicator, series));
                }
            }
        }
        // What most places state first; of an indicator the years in order.
        let mut most: BTreeMap<&str, usize> = BTreeMap::new();
        for row in &rows {
            let most = most.entry(&row.indicator.id).or_default();
            *most = (*most).max(row.values.len());
        }
        rows.sort_by_key(|row| Reverse(most[row.indicator.id.as_str()]));
        Self { rows, stating }
    }

    /// Those of one indicator: all its series, though only one place has them.
    pub fn of_indicator(site: &'a Site<'_>, indicator: &'a IndicatorEntry) -> Self {
        let cities = indicator.points().map(|point| city_of(site, point));
        let rows = indicator.series.iter();
        Self {
            stating: [(indicator.id.as_str(), cities.collect())].into(),
            rows: rows
                .flat_map(|series| of_series(site, indicator, series))
                .collect(),
        }
    }

    /// All rows.
    pub fn rows(&self) -> &[FigureRow<'a>] {
        &self.rows
    }

    /// How many indicators several places have.
    pub fn indicators(&self) -> usize {
        let ids: BTreeSet<&str> = self.rows.iter().map(|r| r.indicator.id.as_str()).collect();
        ids.len()
    }

    /// The places that state something.
    pub fn places(&self) -> BTreeSet<usize> {
        self.stating.values().flatten().copied().collect()
    }
}

/// The place that a figure is of.
fn city_of(site: &Site<'_>, point: &Point) -> usize {
    site.atlas.city_index(point.figure.policy)
}

/// The years and kinds of a series; first those that several places state.
fn of_series<'a>(
    site: &Site<'_>,
    indicator: &'a IndicatorEntry,
    series: &'a Series,
) -> Vec<FigureRow<'a>> {
    let mut rows: BTreeMap<(Option<i16>, String, bool, &str), FigureRow<'a>> = BTreeMap::new();
    for point in &series.points {
        let figure = site.atlas.figure(point.figure);
        let year = site.phrases.of(figure).year;
        let when = figure.year.or(figure.horizon);
        let kind = site.phrases.kind(figure.kind);
        let target = figure.kind == FigureKind::Target;
        let row = rows.entry((when, year.clone(), target, kind));
        let row = row.or_insert_with(|| FigureRow {
            indicator,
            scope: &series.scope,
            year,
            kind: figure.kind,
            values: BTreeMap::new(),
        });
        let city = site.atlas.city_index(point.figure.policy);
        row.values.entry(city).or_default().push(point);
    }
    rows.into_values().collect()
}

/// The table of a page.
#[derive(Serialize)]
pub struct FigureTable {
    /// Places in columns; none where each row names its own.
    columns: Vec<TablePlace>,
    rows: Vec<TableRowView>,
    /// Rows that are in the data only.
    more: usize,
}

/// A place with its part of addresses.
#[derive(Clone, Serialize)]
pub struct TablePlace {
    /// Its page.
    pub city: Link,
    /// Its part of addresses.
    pub id: String,
}

#[derive(Serialize)]
struct TableRowView {
    indicator: Link,
    scope: String,
    year: String,
    kind: String,
    /// Whether the row is of the same indicator and scope as the one before.
    again: bool,
    cells: Vec<TableCell>,
    /// Places whose values are not shown.
    more: usize,
}

/// What a place states, or why it does not.
#[derive(Serialize)]
struct TableCell {
    place: TablePlace,
    values: Vec<StatedValue>,
    /// `no_text`, `silent`, `other_year`: it states the indicator for another year or kind; `unnumbered`: it has
    /// measures of the topic; `mentioned`: its texts speak of the topic. Empty where there are values.
    gap: &'static str,
}

#[derive(Clone, Serialize)]
struct StatedValue {
    amount: String,
    /// The sentence.
    href: String,
    /// That the text has other numbers for the same.
    others: String,
}

/// A place of an index.
pub fn place(site: &Site<'_>, city: usize) -> TablePlace {
    let city = &site.atlas.cities[city];
    TablePlace {
        city: Link::new(links::city(&city.slug), site.city_name(city)),
        id: city.slug.clone(),
    }
}

impl ComparedFigures<'_> {
    /// The table with these places in columns, or, with none, with the places that each row has.
    pub fn table(&self, site: &Site<'_>, topic: &TopicEntry, columns: &[usize]) -> FigureTable {
        let mut best: Vec<usize> = (0..self.rows.len()).collect();
        best.sort_by_key(|&n| Reverse((self.rows[n].values.len(), self.rows[n].is_target())));
        best.truncate(ROWS);
        best.sort_unstable();
        let shown = || best.iter().map(|&n| &self.rows[n]);
        let most = share_of(VALUES, shown().map(|row| row.values.len()));
        let mut before: Option<&FigureRow<'_>> = None;
        let rows = shown().map(|row| {
            let again = before.is_some_and(|before| before.is_of(row));
            before = Some(row);
            let cells: Vec<TableCell> = match columns {
                [] => row.ordered(site).take(most).collect(),
                columns => {
                    let cell = |&city: &usize| self.cell(site, topic, row, city);
                    columns.iter().map(cell).collect()
                }
            };
            let named = columns.is_empty();
            TableRowView {
                indicator: Link::new(links::indicator(&row.indicator.id), &row.indicator.name),
                scope: row.scope.join("、"),
                year: row.year.clone(),
                kind: site.phrases.kind(row.kind).to_owned(),
                again,
                more: match named {
                    true => row.values.len().saturating_sub(cells.len()),
                    false => 0,
                },
                cells,
            }
        });
        FigureTable {
            rows: rows.collect(),
            columns: columns.iter().map(|&city| place(site, city)).collect(),
            more: self.rows.len().saturating_sub(ROWS),
        }
    }

    fn cell(
        &self,
        site: &Site<'_>,
        topic: &TopicEntry,
        row: &FigureRow<'_>,
        city: usize,
    ) -> TableCell {
        let values = row.stated(site, city);
        TableCell {
            place: place(site, city),
            gap: match values.is_empty() {
                true => self.gap(Some(topic), &row.indicator.id, city),
                false => "",
            },
            values,
        }
    }

    /// Why a place has no value for an indicator in some row of a topic.
    pub fn gap(&self, topic: Option<&TopicEntry>, indicator: &str, city: usize) -> &'static str {
        if self
            .stating
            .get(indicator)
            .is_some_and(|own| own.contains(&city))
        {
            return "other_year";
        }
        topic.map_or("no_text", |topic| gap_of(topic, city))
    }

    /// All rows as data.
    pub fn data(&self, site: &Site<'_>) -> Vec<ComparedRow> {
        let row = |row: &FigureRow<'_>| ComparedRow {
            indicator: row.indicator.id.clone(),
            name: row.indicator.name.clone(),
            scope: row.scope.to_vec(),
            year: row.year.clone(),
            kind: site.phrases.kind(row.kind).to_owned(),
            values: row.data(site),
        };
        self.rows.iter().map(row).collect()
    }
}

/// What a place without a number says of a topic.
pub fn gap_of(topic: &TopicEntry, city: usize) -> &'static str {
    match topic.standings.get(city) {
        None => "no_text",
        Some(standing) if standing.measures > 0 => "unnumbered",
        Some(standing) if standing.is_covered() => "mentioned",
        Some(standing) if standing.subject => "silent",
        Some(_) => "no_text",
    }
}

impl FigureRow<'_> {
    fn is_target(&self) -> bool {
        self.kind == FigureKind::Target
    }

    fn is_of(&self, other: &Self) -> bool {
        self.indicator.id == other.indicator.id && self.scope == other.scope
    }

    /// The values of a place.
    fn stated(&self, site: &Site<'_>, city: usize) -> Vec<StatedValue> {
        let own = self.values.get(&city).into_iter().flatten();
        let own = own.take(VALUES_OF_PLACE);
        own.map(|point| value(site, point.figure)).collect()
    }

    /// The places with their values, the highest first, words last.
    fn ordered(&self, site: &Site<'_>) -> impl Iterator<Item = TableCell> {
        let highest = |points: &[&Point]| {
            let values = points.iter().filter_map(|point| point.value);
            values.map(|value| value.upper()).max_by(f64::total_cmp)
        };
        let mut places: Vec<(usize, Option<f64>)> = self
            .values
            .iter()
            .map(|(&city, points)| (city, highest(points)))
            .collect();
        places.sort_by(|a, b| match (a.1, b.1) {
            (Some(a), Some(b)) => b.total_cmp(&a),
            (a, b) => b.is_some().cmp(&a.is_some()),
        });
        places.into_iter().map(|(city, _)| TableCell {
            place: place(site, city),
            values: self.stated(site, city),
            gap: "",
        })
    }

    fn data(&self, site: &Site<'_>) -> Vec<ComparedValue> {
        let values = self.values.iter().flat_map(|(&city, points)| {
            let id = &site.atlas.cities[city].slug;
            points.iter().map(move |point| {
                let stated = value(site, point.figure);
                ComparedValue {
                    place: id.clone(),
                    amount: stated.amount,
                    others: stated.others,
                    address: stated.href,
                }
            })
        });
        values.collect()
    }
}

fn value(site: &Site<'_>, place: Place) -> StatedValue {
    let figure = site.atlas.figure(place);
    StatedValue {
        amount: site.phrases.of(figure).amount,
        href: site.quote_href(place.policy, figure.lines, &figure.quote),
        others: site.others_of(place),
    }
}

/// A row in the data of a page.
#[derive(Serialize)]
pub struct ComparedRow {
    indicator: String,
    name: String,
    scope: Vec<String>,
    year: String,
    kind: String,
    values: Vec<ComparedValue>,
}

/// What a place states.
#[derive(Serialize)]
struct ComparedValue {
    place: String,
    amount: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    others: String,
    /// Of the sentence, below the site's root.
    address: String,
}
