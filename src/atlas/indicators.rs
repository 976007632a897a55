use std::collections::hash_map::Entry;
use std::collections::{BTreeMap, BTreeSet};

use rustc_hash::FxHashMap;

use super::Place;
use super::figure_owner::sentence_before;
use crate::model::{Bound, Change, Figure, FigureKind, Policy, Value};
use crate::vocabulary::{Indicator, Vocabulary};

/// An indicator with all its figures.
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
    /// Its figures, grouped into comparable series.
    pub series: Vec<Series>,
}

impl IndicatorEntry {
    /// All its figures.
    pub fn points(&self) -> impl Iterator<Item = &Point> {
        self.series.iter().flat_map(|series| &series.points)
    }
}

/// Figures of one indicator that can share an axis: levels or changes, with one unit, one base and one
/// scope.
#[derive(Clone, Debug, PartialEq)]
pub struct Series {
    /// The unit of all.
    pub unit: Option<String>,
    /// Whether they are changes, and of which kind.
    pub change: Option<Change>,
    /// The base of the changes.
    pub base: Base,
    /// Names of the scope (口径), which may be a part of the region; empty for the whole region.
    pub scope: Vec<String>,
    /// The figures, by city, year and place.
    pub points: Vec<Point>,
}

/// The base of a change: a fall of 75 % from 2005 is not comparable to one of 23 % in five years.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Base {
    /// The text states none.
    #[default]
    Unstated,
    /// From the year before.
    YearBefore,
    /// From this year.
    Year(i16),
}

impl Base {
    /// The base of a figure.
    pub fn of(figure: &Figure) -> Self {
        match (figure.base_year, figure.year) {
            (None, _) => Self::Unstated,
            (Some(base), Some(year)) if base == year - 1 => Self::YearBefore,
            (Some(base), _) => Self::Year(base),
        }
    }
}

/// A figure of an indicator, with its value in the common unit.
#[derive(Clone, Debug, PartialEq)]
pub struct Point {
    /// The figure.
    pub figure: Place,
    /// Its value in `unit`; `None` for a target in words.
    pub value: Option<Value>,
    /// The unit of comparison: the SI-based one, else the figure's own unit.
    pub unit: Option<String>,
    /// Repetitions of the same value in the document.
    pub also: Vec<Place>,
    /// Figures with another value for the same city, year and kind, each value once.
    pub others: Vec<Place>,
}

impl Point {
    /// Whether another figure of the same city, year and kind has a different value.
    pub fn contradicted(&self) -> bool {
        !self.others.is_empty()
    }
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

/// For each contradicted figure the figures that contradict it.
pub fn others(entries: &[IndicatorEntry]) -> FxHashMap<Place, Vec<Place>> {
    let points = entries.iter().flat_map(IndicatorEntry::points);
    let disputed = points.filter(|point| point.contradicted());
    disputed
        .flat_map(|point| {
            let all = [point.figure].into_iter().chain(point.also.iter().copied());
            all.map(|figure| (figure, point.others.clone()))
        })
        .collect()
}

/// The common properties of a series' figures: unit, change, base, scope.
type SeriesKind = (Option<String>, Option<Change>, Base, Vec<String>);

/// Groups the figures of an indicator into series, those with the most cities first.
fn series(
    places: &[Place],
    indicator: &Indicator,
    policies: &[Policy],
    vocabulary: &Vocabulary,
) -> Vec<Series> {
    let figure = |place: Place| &policies[place.policy].figures[place.item];
    let mut all: Vec<Series> = Vec::new();
    let mut numbers: FxHashMap<SeriesKind, usize> = FxHashMap::default();
    for &place in places {
        let own = point(place, figure(place), indicator);
        let policy = &policies[place.policy];
        let scope = scope(figure(place), policy, indicator, vocabulary);
        let change = figure(place).change;
        let base = Base::of(figure(place));
        // Each part of a region makes a series of its own.
        let key = (own.unit.clone(), change, base, scope);
        let n = *numbers
            .entry(key)
            .or_insert_with_key(|(unit, change, base, scope)| {
                all.push(Series {
                    unit: unit.clone(),
                    change: *change,
                    base: *base,
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
        merge_repeated(&mut series.points, figure);
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
            series.base,
        )
    });
    all
}

/// The scopes of a figure within its indicator, among them parts of the document's region, by name.
fn scope(
    figure: &Figure,
    policy: &Policy,
    indicator: &Indicator,
    vocabulary: &Vocabulary,
) -> Vec<String> {
    let scopes = vocabulary.scopes.of(&figure.name, &indicator.name);
    let mut names: Vec<String> = scopes.into_iter().map(|s| s.name.clone()).collect();
    let own = policy.region.as_ref().map_or("", |region| &region.code);
    let before = sentence_before(policy, figure);
    if let Some(holder) = vocabulary.scopes.holder(&before) {
        names.push(holder.name.clone());
    }
    // A figure for the nation in a province's text is not the province's.
    if own == NATION {
        names.extend(policy.region.iter().map(|region| region.name.clone()));
    }
    // 新昌县 is a part of 绍兴市; 范县 in 示范县 is not.
    let inside = own.trim_end_matches("00");
    for (part, _) in vocabulary.regions.named_in(&figure.name) {
        let code = &part.region.code;
        let part_of_own = !inside.is_empty() && code.starts_with(inside);
        // Full names of other cities or provinces only; short names of counties occur inside many words.
        let other = code.ends_with("00") && figure.name.contains(&part.region.name);
        if code != own && (part_of_own || other) {
            names.push(part.region.name.clone());
        }
    }
    names.sort();
    names.dedup();
    names
}

/// The code of the whole country.
const NATION: &str = "000000";

/// Year, kind and whether the target is aspirational (`Strive`): two different values with the same key
/// contradict each other. A baseline and an actual value of one year count as one kind.
type ClaimKey = (i16, FigureKind, bool);

fn claim_key(figure: &Figure) -> Option<ClaimKey> {
    let kind = match figure.kind {
        FigureKind::Baseline => FigureKind::Actual,
        kind => kind,
    };
    let year = figure.year.or(figure.horizon)?;
    Some((year, kind, figure.bound == Bound::Strive))
}

/// Keeps the first of the points with which a document repeats a value; the others' places go into
/// `also`.
fn merge_repeated<'a>(points: &mut Vec<Point>, figure: impl Fn(Place) -> &'a Figure) {
    let mut first: FxHashMap<_, usize> = FxHashMap::default();
    let mut kept: Vec<Point> = Vec::with_capacity(points.len());
    for point in points.drain(..) {
        let own = figure(point.figure);
        let number = point.value.map(|value| match value {
            Value::Number(n) => (n.to_bits(), 0),
            Value::Range { from, to } => (from.to_bits(), to.to_bits()),
        });
        let said = (
            own.year,
            own.horizon,
            own.kind,
            own.bound,
            own.text.as_deref(),
        );
        match first.entry((point.figure.policy, number, said)) {
            Entry::Occupied(same) => kept[*same.get()].also.push(point.figure),
            Entry::Vacant(new) => {
                new.insert(kept.len());
                kept.push(point);
            }
        }
    }
    *points = kept;
}

/// Marks the points of a city that differ from others of the same year and kind, each value once. Not
/// every pair is compared, since a text may have any number of points.
fn contradict<'a>(points: &mut [Point], figure: impl Fn(Place) -> &'a Figure) {
    let mut values: FxHashMap<ClaimKey, Vec<(Value, Place)>> = FxHashMap::default();
    for point in &*points {
        if let (Some(claim_key), Some(value)) = (claim_key(figure(point.figure)), point.value) {
            let known = values.entry(claim_key).or_default();
            if known.len() <= OTHERS && !known.iter().any(|(other, _)| same(*other, value)) {
                known.push((value, point.figure));
            }
        }
    }
    for point in points {
        let (Some(claim_key), Some(value)) = (claim_key(figure(point.figure)), point.value) else {
            continue;
        };
        let known = values.get(&claim_key).into_iter().flatten();
        let others = known.filter(|(other, _)| !same(*other, value));
        point.others = others.map(|(_, place)| *place).take(OTHERS).collect();
    }
}

/// Maximum number of conflicting values listed for a figure.
const OTHERS: usize = 4;

/// Whether two values are equal up to the rounding of a unit conversion.
fn same(one: Value, other: Value) -> bool {
    let near = |a: f64, b: f64| (a - b).abs() <= 1e-9 * a.abs().max(b.abs());
    match (one, other) {
        (Value::Number(a), Value::Number(b)) => near(a, b),
        (Value::Range { from, to }, Value::Range { from: f, to: t }) => {
            near(from, f) && near(to, t)
        }
        _ => false,
    }
}

/// The vocabulary's unit for all counters (家, 个, 项 …).
const COUNTER: &str = "count";

fn point(place: Place, figure: &Figure, indicator: &Indicator) -> Point {
    let (value, unit) = match &figure.normalized {
        // 20 家 and 20 个 of factories are the same.
        Some(normal) if normal.unit == COUNTER || indicator.unit != COUNTER => {
            (Some(normal.value), Some(normal.unit.clone()))
        }
        _ if indicator.unit == COUNTER && figure.value.is_some() => {
            (figure.value, Some(COUNTER.to_owned()))
        }
        _ => (figure.value, figure.unit.clone()),
    };
    Point {
        figure: place,
        value,
        unit,
        also: Vec::new(),
        others: Vec::new(),
    }
}

/// Converts a series into the unit in which all its figures are written, if there is one. Readers know
/// 万立方米 better than m³.
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
