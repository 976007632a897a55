//! Downloads of what links documents: comparable measures and series of indicators, with reasons.

use serde::Serialize;

use super::Site;
use super::figure_view::id_of;
use crate::atlas::{Base, IndicatorEntry, Match, Place, Point, SHOWN, Series};
use crate::model::{Lines, Measure, Value};

/// A measure and one that is comparable to it.
#[derive(Serialize)]
pub struct LinkRow<'a> {
    /// Id of the measure.
    pub measure: &'a str,
    /// Id of the other.
    pub comparable: &'a str,
    /// 1 for the best match of the measure.
    pub rank: usize,
    /// From 0 to 1, the same from both sides.
    pub score: f64,
    /// Words that both use, those that tell most.
    pub terms: Vec<&'a str>,
    /// Ids of topics of both.
    pub topics: Vec<&'a str>,
    /// Ids of indicators of both.
    pub indicators: Vec<&'a str>,
    /// Ids of kinds of bodies that answer for both.
    pub agencies: Vec<&'a str>,
    /// The sentence of the measure that is most like one of the other.
    pub sentence: &'a str,
    /// That one.
    pub comparable_sentence: &'a str,
}

/// Shared words told of a link.
const TERMS: usize = 3;

/// The links of a measure that its page shows, the best first.
fn of<'a>(site: &'a Site<'_>, from: Place) -> impl Iterator<Item = LinkRow<'a>> {
    let matches = site.atlas.comparable.useful(from).take(SHOWN).enumerate();
    matches.map(move |(n, found)| link(site, site.atlas.measure(from), n + 1, found))
}

/// One link; `rank` is its place among those of the measure.
fn link<'a>(site: &'a Site<'_>, from: &'a Measure, rank: usize, found: &'a Match) -> LinkRow<'a> {
    let other = site.atlas.measure(found.measure);
    let reasons = found.reasons(from, other);
    let (sentence, comparable_sentence) = reasons.sentences.unwrap_or_default();
    LinkRow {
        measure: &from.id,
        comparable: &other.id,
        rank,
        score: found.score,
        terms: reasons.terms.into_iter().take(TERMS).collect(),
        topics: reasons.topics,
        indicators: reasons.indicators,
        agencies: reasons.agencies,
        sentence,
        comparable_sentence,
    }
}

/// Every link, in the order of the measures, the best first.
pub fn all<'a>(site: &'a Site<'_>) -> impl Iterator<Item = LinkRow<'a>> {
    let policies = 0..site.atlas.policies.len();
    policies.flat_map(|policy| of_policy(site, policy))
}

/// Those of a document's measures.
pub fn of_policy<'a>(site: &'a Site<'_>, policy: usize) -> impl Iterator<Item = LinkRow<'a>> {
    let items = 0..site.atlas.policies[policy].measures.len();
    items.flat_map(move |item| of(site, Place { policy, item }))
}

/// An indicator with its series.
#[derive(Serialize)]
pub struct IndicatorRow<'a> {
    id: &'a str,
    name: &'a str,
    en: &'a str,
    topics: &'a [String],
    series: Vec<SeriesRow<'a>>,
}

#[derive(Serialize)]
struct SeriesRow<'a> {
    unit: &'a str,
    change: &'static str,
    /// The year that changes are measured from; `year-before` for those of one year to the next.
    base: String,
    scope: &'a [String],
    points: Vec<PointRow<'a>>,
}

#[derive(Serialize)]
struct PointRow<'a> {
    figure: String,
    document: &'a str,
    city: &'a str,
    year: Option<i16>,
    kind: &'static str,
    bound: &'static str,
    /// In the unit of the series.
    value: Option<Value>,
    /// A target in words.
    text: Option<&'a str>,
    /// The unit as written.
    unit: &'a str,
    quote: &'a str,
    lines: Lines,
    /// Whether another figure says otherwise of the same city, year and kind.
    contradicted: bool,
}

/// Every indicator that a figure is of.
pub fn indicators<'a>(site: &'a Site<'_>) -> impl Iterator<Item = IndicatorRow<'a>> {
    let entries = site.atlas.indicators.iter();
    entries.map(move |entry| indicator(site, entry))
}

/// An indicator with its series.
pub fn indicator<'a>(site: &'a Site<'_>, entry: &'a IndicatorEntry) -> IndicatorRow<'a> {
    IndicatorRow {
        id: &entry.id,
        name: &entry.name,
        en: &entry.en,
        topics: &entry.topics,
        series: entry.series.iter().map(|s| series(site, s)).collect(),
    }
}

fn series<'a>(site: &'a Site<'_>, series: &'a Series) -> SeriesRow<'a> {
    let points = series.points.iter().map(|point| row(site, point));
    SeriesRow {
        unit: series.unit.as_deref().unwrap_or_default(),
        change: series.change.as_ref().map_or("", id_of),
        base: match series.base {
            Base::Unstated => String::new(),
            Base::YearBefore => "year-before".to_owned(),
            Base::Year(year) => year.to_string(),
        },
        scope: &series.scope,
        points: points.collect(),
    }
}

fn row<'a>(site: &'a Site<'_>, point: &'a Point) -> PointRow<'a> {
    let Place { policy, .. } = point.figure;
    let document = &site.atlas.policies[policy];
    let figure = site.atlas.figure(point.figure);
    PointRow {
        figure: format!("{}#{}", document.id, figure.id),
        document: &document.id,
        city: site.city_named(policy),
        year: figure.year,
        kind: id_of(&figure.kind),
        bound: id_of(&figure.bound),
        value: point.value,
        text: figure.text.as_deref(),
        unit: figure.unit.as_deref().unwrap_or_default(),
        quote: &figure.quote,
        lines: figure.lines,
        contradicted: point.contradicted(),
    }
}
