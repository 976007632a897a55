//! The geometry of a chart: one row a point, drawn by the theme as inline SVG.

use serde::Serialize;

use super::Site;
use super::links::Link;
use crate::atlas::{Point, Series};
use crate::model::FigureKind;
use crate::phrase::number;

/// A bar chart of points that may stand on one axis.
#[derive(Clone, Debug, Serialize)]
pub struct Chart {
    /// The unit of the axis.
    pub unit: String,
    /// Height of the drawing.
    pub height: f64,
    /// The bars, top to bottom.
    pub bars: Vec<Bar>,
}

/// A bar of a chart.
#[derive(Clone, Debug, Serialize)]
pub struct Bar {
    /// City, linked to the sentence.
    pub link: Link,
    /// The year it holds for, in words.
    pub year: String,
    /// Id of the kind of figure.
    pub kind: &'static str,
    /// The number in the unit of the axis, with its bound and direction: 下降 75% 以上.
    pub amount: String,
    /// All that is said of it: 下降 75% 以上（比2005年） · 2030 · 目标.
    pub whole: String,
    /// The name of its kind, where it is no target.
    pub state: String,
    /// Top of the row.
    pub y: f64,
    /// Length of the bar, of 0 to 100.
    pub width: f64,
}

/// Height of a row.
const ROW: f64 = 34.0;

/// The chart of points of a series; `None` where there are not two numbers to compare.
pub fn chart<'a>(
    site: &Site<'_>,
    series: &Series,
    points: impl Iterator<Item = &'a Point>,
) -> Option<Chart> {
    let numbers: Vec<(&Point, f64)> = points
        .filter_map(|p| Some((p, p.value?.upper())))
        .filter(|(_, n)| *n >= 0.0)
        .collect();
    let most = numbers.iter().map(|(_, n)| *n).fold(0.0, f64::max);
    if numbers.len() < 2
        || most <= 0.0
        || numbers
            .iter()
            .any(|(p, _)| site.atlas.figure(p.figure).kind == FigureKind::Limit)
    {
        return None;
    }
    let unit = series.unit.as_deref().unwrap_or_default();
    let bars = numbers.iter().enumerate().map(|(n, (point, value))| {
        let view = site.figure(point.figure);
        let shown = point.value.map_or(String::new(), number);
        let target = site.atlas.figure(point.figure).kind == FigureKind::Target;
        Bar {
            link: Link::new(view.quote.href(), view.city.text()),
            amount: view.said.around(&format!("{shown}{unit}")),
            state: if target {
                String::new()
            } else {
                view.said.kind
            },
            year: view.said.year,
            whole: view.said.whole,
            kind: view.kind,
            y: n as f64 * ROW,
            width: (value / most * 1000.0).round() / 10.0,
        }
    });
    Some(Chart {
        unit: series.unit.clone().unwrap_or_default(),
        height: numbers.len() as f64 * ROW,
        bars: bars.collect(),
    })
}
