//! Charts of a series: a table with a dot for each number. Parts by year, rows by value.

use std::collections::BTreeSet;

use serde::Serialize;

use super::Site;
use super::figure_view::FigureView;
use super::links::Link;
use crate::atlas::{Place, Point, Series};
use crate::model::FigureKind;
use crate::phrase::number;

/// The figures of a series as rows, each with a dot on one axis.
#[derive(Clone, Debug, Serialize)]
pub struct Chart {
    /// What stands at the left and the right end of the axis; nothing where there are not two numbers.
    pub ends: Option<[String; 2]>,
    /// Years to come first, then those that are past, then what holds for no year.
    pub parts: Vec<ChartPart>,
    /// Levels of administration of its places, where there are several.
    pub levels: Vec<&'static str>,
}

/// The figures for one year and of one kind.
#[derive(Clone, Debug, Serialize)]
pub struct ChartPart {
    /// Id of the kind: `target`, `budget`, `limit`, or `actual` for what is or was.
    pub kind: &'static str,
    /// The year of targets.
    pub year: Option<i16>,
    /// Number of places.
    pub places: usize,
    /// Whether any of its rows has a start.
    pub has_starts: bool,
    /// The highest number first, targets in words last.
    pub rows: Vec<ChartRow>,
}

/// A figure of a chart.
#[derive(Clone, Debug, Serialize)]
pub struct ChartRow {
    /// The figure.
    pub figure: FigureView,
    /// The value in the unit of the series, where that is not the figure's own.
    pub normalized: String,
    /// Where the document tells the same again.
    pub also: Vec<Link>,
    /// Level of administration of its place: `nation`, `province`, `city`, `county`.
    pub level: &'static str,
    /// Where its dot stands on the axis, of 0 to 100.
    pub dot: Option<f64>,
    /// What the same document says of an earlier year.
    pub start: Option<ChartStart>,
}

/// The baseline of a target, or what was reached before.
#[derive(Clone, Debug, Serialize)]
pub struct ChartStart {
    /// Where its dot stands on the axis, of 0 to 100.
    pub dot: Option<f64>,
    /// The figure.
    pub figure: FigureView,
}

/// The ends of an axis.
#[derive(Clone, Copy)]
struct Axis {
    low: f64,
    high: f64,
}

impl Axis {
    /// Round ends around all numbers; from 0 unless they lie close together far from it.
    fn around(numbers: &[f64]) -> Option<Self> {
        /// The lowest number, as a share of the highest, that an axis does not begin at 0 for.
        const FAR: f64 = 0.5;
        let least = numbers.iter().copied().fold(f64::INFINITY, f64::min);
        let most = numbers.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        if numbers.len() < 2 || most - least <= 0.0 {
            return None;
        }
        let low = if least > most * FAR {
            least
        } else {
            least.min(0.0)
        };
        let step = round_step((most - low) / 5.0);
        let (low, high) = ((low / step).floor(), (most / step).ceil());
        Some(Self {
            low: low * step,
            high: high * step,
        })
    }

    /// Where a number stands, of 0 to 100.
    fn place(self, number: f64) -> f64 {
        let share = (number - self.low) / (self.high - self.low);
        (share * 1000.0).round() / 10.0
    }

    /// Its ends in the unit of the series.
    fn ends(self, unit: &str) -> [String; 2] {
        // What a sum of binary fractions leaves behind the last digit is no part of the number.
        let digits = |end: f64| (end * 1e6).round() / 1e6;
        [self.low, self.high].map(|end| format!("{}{unit}", digits(end)))
    }
}

/// A converted number to six digits: the others come from the conversion.
fn rounded(number: f64) -> f64 {
    format!("{number:.5e}").parse().unwrap_or(number)
}

/// The next of 1, 2, 5, 10, 20 … that is not below.
fn round_step(least: f64) -> f64 {
    let power = 10f64.powf(least.log10().floor());
    let steps = [1.0, 2.0, 5.0, 10.0].map(|n| n * power);
    steps
        .into_iter()
        .find(|step| *step >= least * 0.999)
        .unwrap_or(least)
}

/// What the document of a target says of the last year before it, with a number.
fn start_of<'a>(site: &Site<'_>, series: &'a Series, point: &Point) -> Option<&'a Point> {
    let target = site.atlas.figure(point.figure);
    if target.kind != FigureKind::Target || series.change.is_some() {
        return None;
    }
    // Another number for the same may be that of a part of the place.
    if point.contradicted() {
        return None;
    }
    let own = series.points.iter().filter(|other| {
        let figure = site.atlas.figure(other.figure);
        other.figure.policy == point.figure.policy
            && figure.name == target.name
            && matches!(figure.kind, FigureKind::Actual | FigureKind::Baseline)
            && other.value.is_some()
            && figure.year < target.year
    });
    own.max_by_key(|other| {
        let figure = site.atlas.figure(other.figure);
        (figure.year, figure.kind == FigureKind::Baseline)
    })
}

/// Makes the rows of a series.
struct ChartMaker<'a> {
    site: &'a Site<'a>,
    series: &'a Series,
    axis: Option<Axis>,
}

/// The chart of some points of a series; starts are looked for in all of them.
pub fn chart(site: &Site<'_>, series: &Series, points: &[&Point]) -> Chart {
    let starts: Vec<Option<&Point>> = points
        .iter()
        .map(|point| start_of(site, series, point))
        .collect();
    let drawn = points.iter().chain(starts.iter().flatten());
    let drawn = drawn.filter(|p| site.atlas.figure(p.figure).kind != FigureKind::Limit);
    let drawn: Vec<f64> = drawn.filter_map(|p| Some(p.value?.upper())).collect();
    let rows = ChartMaker {
        site,
        series,
        axis: Axis::around(&drawn),
    };
    let shown: BTreeSet<Place> = starts.iter().flatten().map(|start| start.figure).collect();
    let mut parts: Vec<(PartKey, Vec<(f64, ChartRow)>)> = Vec::new();
    for (point, start) in points.iter().zip(&starts) {
        if shown.contains(&point.figure) {
            continue;
        }
        let key = rows.part_of(point);
        let number = point.value.map_or(f64::NEG_INFINITY, |v| v.upper());
        let row = (number, rows.row(point, *start));
        match parts.iter_mut().find(|(own, _)| *own == key) {
            Some((_, own)) => own.push(row),
            None => parts.push((key, vec![row])),
        }
    }
    parts.sort_by_key(|(key, _)| key.rank(site.today.year()));
    let shown: BTreeSet<&str> = parts
        .iter()
        .flat_map(|(_, own)| own)
        .map(|(_, row)| row.level)
        .collect();
    let levels = ["nation", "province", "city", "county"].into_iter();
    let levels: Vec<&'static str> = levels.filter(|level| shown.contains(level)).collect();
    Chart {
        ends: rows
            .axis
            .map(|axis| axis.ends(series.unit.as_deref().unwrap_or_default())),
        parts: parts.into_iter().map(|(key, own)| key.part(own)).collect(),
        levels: if levels.len() > 1 { levels } else { Vec::new() },
    }
}

/// Ids of the kinds of parts, in their order.
const KINDS: [&str; 4] = ["target", "budget", "limit", "actual"];

/// What the figures of a part of a chart have in common.
#[derive(Clone, Copy, PartialEq, Eq)]
struct PartKey {
    /// Index in [`KINDS`].
    kind: usize,
    /// The year of targets.
    year: Option<i16>,
}

impl PartKey {
    /// What parts are ordered by: kind, then no year, years to come, and past ones from the last back.
    fn rank(self, this_year: i16) -> (usize, bool, i16) {
        let past = self.year.is_some_and(|year| year < this_year);
        let year = self.year.unwrap_or_default();
        (self.kind, past, if past { -year } else { year })
    }

    fn part(self, mut rows: Vec<(f64, ChartRow)>) -> ChartPart {
        rows.sort_by(|(a, _), (b, _)| b.total_cmp(a));
        let rows: Vec<ChartRow> = rows.into_iter().map(|(_, row)| row).collect();
        let places: BTreeSet<&str> = rows.iter().map(|row| row.figure.city.href()).collect();
        ChartPart {
            kind: KINDS[self.kind],
            year: self.year,
            places: places.len(),
            has_starts: rows.iter().any(|row| row.start.is_some()),
            rows,
        }
    }
}

impl ChartMaker<'_> {
    fn part_of(&self, point: &Point) -> PartKey {
        let figure = self.site.atlas.figure(point.figure);
        let kind = match figure.kind {
            FigureKind::Target => 0,
            FigureKind::Budget => 1,
            FigureKind::Limit => 2,
            FigureKind::Actual | FigureKind::Baseline => 3,
        };
        PartKey {
            kind,
            year: figure.year.filter(|_| kind == 0),
        }
    }

    fn row(&self, point: &Point, start: Option<&Point>) -> ChartRow {
        let site = self.site;
        let own = site.atlas.figure(point.figure);
        let drawn = own.kind != FigureKind::Limit;
        let unit = self.series.unit.as_deref().unwrap_or_default();
        let normalized = point.value.filter(|value| Some(*value) != own.value);
        ChartRow {
            figure: site.figure(point.figure),
            normalized: normalized.map_or(String::new(), |v| {
                format!("{} {unit}", number(v.map(rounded)))
            }),
            also: point.also.iter().map(|&p| site.figure(p).quote).collect(),
            level: site.level_of(point.figure.policy),
            dot: self.dot(point).filter(|_| drawn),
            start: start.map(|start| ChartStart {
                dot: self.dot(start),
                figure: site.figure(start.figure),
            }),
        }
    }

    fn dot(&self, point: &Point) -> Option<f64> {
        Some(self.axis?.place(point.value?.upper()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_axis_has_round_ends() {
        let ends = |numbers: &[f64]| Axis::around(numbers).map(|axis| axis.ends("%"));
        let words = |low: &str, high: &str| Some([low.to_owned(), high.to_owned()]);
        assert_eq!(ends(&[19.5, 64.0, 55.16]), words("0%", "80%"));
        assert_eq!(ends(&[93.0, 98.5]), words("92%", "100%"));
        assert_eq!(ends(&[-3.0, 12.0]), words("-5%", "15%"));
        assert_eq!(ends(&[0.31, 0.3]), words("0.3%", "0.31%"));
        assert_eq!(ends(&[4.0]), None);
        assert_eq!(ends(&[4.0, 4.0]), None);
    }

    #[test]
    fn dots_stand_between_the_ends() {
        let axis = Axis::around(&[0.0, 30.0, 80.0]).unwrap();
        assert_eq!([0.0, 40.0, 80.0].map(|n| axis.place(n)), [0.0, 50.0, 100.0]);
    }
}
