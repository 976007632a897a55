use std::collections::{BTreeMap, BTreeSet};

use rustc_hash::FxHashMap;

use super::Place;
use crate::model::{Change, Figure, Policy, Value};
use crate::vocabulary::{Indicator, Vocabulary};

/// An indicator and every figure that is of it.
#[derive(Clone, Debug, PartialEq)]
pub struct IndicatorEntry {
    /// Its id, which is its part of an address.
    pub id: String,
    /// Its name.
    pub name: String,
    /// Its English name.
    pub en: String,
    /// The topics it belongs to.
    pub topics: Vec<String>,
    /// Its figures, parted into what may be compared.
    pub series: Vec<Series>,
}

impl IndicatorEntry {
    /// All its figures.
    pub fn points(&self) -> impl Iterator<Item = &Point> {
        self.series.iter().flat_map(|series| &series.points)
    }
}

/// Figures of one indicator that may stand on one axis: levels apart from rises and falls, one
/// unit, one scope.
#[derive(Clone, Debug, PartialEq)]
pub struct Series {
    /// The unit of all.
    pub unit: Option<String>,
    /// Whether and how they are changes.
    pub change: Option<Change>,
    /// Names of what they count (口径), a part of the region among them; none for the whole.
    pub scope: Vec<String>,
    /// The figures, by city, year and place.
    pub points: Vec<Point>,
}

/// A figure of an indicator with its value in the unit that all are compared in.
#[derive(Clone, Debug, PartialEq)]
pub struct Point {
    /// The figure.
    pub figure: Place,
    /// Its value in `unit`; `None` for a target in words.
    pub value: Option<Value>,
    /// The unit of comparison: the SI-based one, else the figure's own.
    pub unit: Option<String>,
    /// Whether another figure says otherwise of the same city, year and kind.
    pub contradicted: bool,
}

/// Gathers the figures of all policies by indicator, in the order of the vocabulary.
pub fn of(policies: &[Policy], vocabulary: &Vocabulary) -> Vec<IndicatorEntry> {
    let mut by_id: BTreeMap<&str, Vec<Place>> = BTreeMap::new();
    for (policy, p) in policies.iter().enumerate() {
        for (item, figure) in p.figures.iter().enumerate() {
            if let Some(id) = &figure.indicator {
                by_id.entry(id).or_default().push(Place { policy, item });
            }
        }
    }
    let entries = vocabulary.indicators.all().iter().filter_map(|indicator| {
        let places = by_id.remove(indicator.id.as_str())?;
        Some(IndicatorEntry {
            id: indicator.id.clone(),
            name: indicator.name.clone(),
            en: indicator.en.clone(),
            topics: indicator.topics.clone(),
            series: series(&places, indicator, policies, vocabulary),
        })
    });
    entries.collect()
}

/// What all figures of a series have in common: unit, change, scope.
type Kind = (Option<String>, Option<Change>, Vec<String>);

/// Parts the figures of an indicator into series, those with the most cities first.
fn series(
    places: &[Place],
    indicator: &Indicator,
    policies: &[Policy],
    vocabulary: &Vocabulary,
) -> Vec<Series> {
    let figure = |place: Place| &policies[place.policy].figures[place.item];
    let mut all: Vec<Series> = Vec::new();
    let mut numbers: FxHashMap<Kind, usize> = FxHashMap::default();
    for &place in places {
        let own = point(place, figure(place), indicator);
        let scope = scope(
            figure(place),
            &policies[place.policy],
            indicator,
            vocabulary,
        );
        let change = figure(place).change;
        // Parts of regions make as many series as there are regions.
        let key = (own.unit.clone(), change, scope);
        let n = *numbers
            .entry(key)
            .or_insert_with_key(|(unit, change, scope)| {
                all.push(Series {
                    unit: unit.clone(),
                    change: *change,
                    scope: scope.clone(),
                    points: Vec::new(),
                });
                all.len() - 1
            });
        all[n].points.push(own);
    }
    let region = |place: Place| policies[place.policy].region.as_ref().map(|r| &r.code);
    for series in &mut all {
        series
            .points
            .sort_by_key(|p| (region(p.figure), figure(p.figure).year, p.figure));
        as_written(series, policies);
        let of_region = |a: &Point, b: &Point| region(a.figure) == region(b.figure);
        for points in series.points.chunk_by_mut(of_region) {
            if region(points[0].figure).is_some() {
                contradict(points, figure);
            }
        }
    }
    let cities = |series: &Series| {
        let codes: BTreeSet<_> = series.points.iter().map(|p| region(p.figure)).collect();
        codes.len()
    };
    all.sort_by_key(|series| {
        let words = series.points.iter().all(|p| p.value.is_none());
        (
            words,
            std::cmp::Reverse(cities(series)),
            series.change.is_some(),
            series.scope.len(),
        )
    });
    all
}

/// What a figure counts of its indicator; a part of its document's region by name.
fn scope(
    figure: &Figure,
    policy: &Policy,
    indicator: &Indicator,
    vocabulary: &Vocabulary,
) -> Vec<String> {
    let scopes = vocabulary.scopes.of(&figure.name, &indicator.name);
    let mut names: Vec<String> = scopes.into_iter().map(|s| s.name.clone()).collect();
    // 新昌县 is a part of 绍兴市; 范县 in 示范县 is none of its parts.
    let own = policy.region.as_ref().map_or("", |region| &region.code);
    let inside = own.trim_end_matches("00");
    for (part, _) in vocabulary.regions.named_in(&figure.name) {
        let code = &part.region.code;
        if !inside.is_empty() && code != own && code.starts_with(inside) {
            names.push(part.region.name.clone());
        }
    }
    names
}

/// Marks the points of a city that another one of the same year and kind contradicts. A text may have any
/// number of them: none is compared with all others.
fn contradict<'a>(points: &mut [Point], figure: impl Fn(Place) -> &'a Figure) {
    let of = |point: &Point| (figure(point.figure).year, figure(point.figure).kind);
    // The first value of each, and whether there is another.
    let mut told: FxHashMap<_, (Value, bool)> = FxHashMap::default();
    for point in &*points {
        if let Some(value) = point.value {
            let (first, other) = told.entry(of(point)).or_insert((value, false));
            *other |= *first != value;
        }
    }
    for point in points {
        let other = told.get(&of(point)).is_some_and(|(_, other)| *other);
        point.contradicted = other && point.value.is_some();
    }
}

/// The unit that stands for all counters (家, 个, 项 …) in the vocabulary.
const COUNTER: &str = "count";

fn point(place: Place, figure: &Figure, indicator: &Indicator) -> Point {
    match &figure.normalized {
        // Twenty 家 of factories are twenty 个 of them.
        Some(normal) if normal.unit == COUNTER || indicator.unit != COUNTER => Point {
            figure: place,
            value: Some(normal.value),
            unit: Some(normal.unit.clone()),
            contradicted: false,
        },
        _ if indicator.unit == COUNTER && figure.value.is_some() => Point {
            figure: place,
            value: figure.value,
            unit: Some(COUNTER.to_owned()),
            contradicted: false,
        },
        _ => Point {
            figure: place,
            value: figure.value,
            unit: figure.unit.clone(),
            contradicted: false,
        },
    }
}

/// Puts a series into the unit that all its figures are written in, where there is one: readers
/// know 万立方米 better than m³.
fn as_written(series: &mut Series, policies: &[Policy]) {
    let figure = |place: Place| &policies[place.policy].figures[place.item];
    let unit = series
        .points
        .first()
        .and_then(|p| figure(p.figure).unit.clone());
    let same = |p: &Point| figure(p.figure).unit == unit && figure(p.figure).value.is_some();
    if series.unit.as_deref() == Some(COUNTER) {
        let units = series
            .points
            .iter()
            .map(|p| figure(p.figure).unit.clone().unwrap_or_default());
        let units: BTreeSet<String> = units.filter(|unit| !unit.is_empty()).collect();
        series.unit = Some(units.into_iter().collect::<Vec<_>>().join("/"));
    } else if unit.is_some() && series.points.iter().all(same) {
        for point in &mut series.points {
            point.value = figure(point.figure).value;
            point.unit.clone_from(&unit);
        }
        series.unit = unit;
    }
}
