//! The geometry of a chart: one row a point, drawn by the theme as inline SVG.

use serde::Serialize;

use super::Site;
use super::links::Link;
use super::show::number;
use crate::atlas::{IndicatorEntry, Point};
use crate::model::{Change, FigureKind};

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
    /// The year, or 0.
    pub year: i16,
    /// Id of the kind of figure.
    pub kind: &'static str,
    /// The number as shown.
    pub value: String,
    /// Top of the row.
    pub y: f64,
    /// Length of the bar, of 0 to 100.
    pub width: f64,
}

/// Height of a row.
const ROW: f64 = 34.0;

/// Points of one group: the same unit, and levels apart from changes.
pub struct Group<'a> {
    /// The unit of all.
    pub unit: String,
    /// Whether and how they are changes.
    pub change: Option<Change>,
    /// The points.
    pub points: Vec<&'a Point>,
}

/// Parts the points of an indicator into groups that may be compared: levels, rises and falls are
/// never drawn on one axis, nor are different units.
pub fn groups<'a>(site: &Site<'_>, entry: &'a IndicatorEntry) -> Vec<Group<'a>> {
    let mut groups: Vec<Group<'a>> = Vec::new();
    for point in &entry.points {
        let figure = site.atlas.figure(point.figure);
        let unit = point.unit.clone().unwrap_or_default();
        match groups
            .iter_mut()
            .find(|g| g.unit == unit && g.change == figure.change)
        {
            Some(group) => group.points.push(point),
            None => groups.push(Group {
                unit,
                change: figure.change,
                points: vec![point],
            }),
        }
    }
    groups
}

/// The chart of a group; `None` where there are not two numbers to compare.
pub fn chart(site: &Site<'_>, group: &Group<'_>) -> Option<Chart> {
    let numbers: Vec<(&Point, f64)> = group
        .points
        .iter()
        .filter_map(|p| Some((*p, p.value?.upper())))
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
    let bars = numbers.iter().enumerate().map(|(n, (point, value))| {
        let view = site.figure(point.figure);
        Bar {
            link: Link::new(view.quote.href, view.city.text),
            year: view.year.unwrap_or(0),
            kind: view.kind,
            value: point.value.map_or(String::new(), number),
            y: n as f64 * ROW,
            width: (value / most * 1000.0).round() / 10.0,
        }
    });
    Some(Chart {
        unit: group.unit.clone(),
        height: numbers.len() as f64 * ROW,
        bars: bars.collect(),
    })
}
