use super::Place;
use crate::model::{Figure, Policy, Value};
use crate::vocabulary::Vocabulary;

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
    /// Its figures, by city, year and place.
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
}

/// Gathers the figures of all policies by indicator, in the order of the vocabulary.
pub fn of(policies: &[Policy], vocabulary: &Vocabulary) -> Vec<IndicatorEntry> {
    let entries = vocabulary.indicators.all().iter().map(|indicator| {
        let mut points = Vec::new();
        for (policy, p) in policies.iter().enumerate() {
            for (item, figure) in p.figures.iter().enumerate() {
                if figure.indicator.as_deref() == Some(&indicator.id) {
                    points.push(point(Place { policy, item }, figure));
                }
            }
        }
        let key = |point: &Point| {
            let policy = &policies[point.figure.policy];
            let figure = &policy.figures[point.figure.item];
            (
                policy.region.as_ref().map(|r| r.code.clone()),
                figure.year,
                point.figure,
            )
        };
        points.sort_by_key(key);
        IndicatorEntry {
            id: indicator.id.clone(),
            name: indicator.name.clone(),
            en: indicator.en.clone(),
            topics: indicator.topics.clone(),
            points,
        }
    });
    entries.filter(|e| !e.points.is_empty()).collect()
}

fn point(place: Place, figure: &Figure) -> Point {
    match &figure.normalized {
        Some(normal) => Point {
            figure: place,
            value: Some(normal.value),
            unit: Some(normal.unit.clone()),
        },
        None => Point {
            figure: place,
            value: figure.value,
            unit: figure.unit.clone(),
        },
    }
}
