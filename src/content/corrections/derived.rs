//! Fields of a figure that follow from others.

use serde_json::{Map, Value};

use crate::model::{Figure, FigureKind, Period};
use crate::vocabulary::Vocabulary;

/// Makes the fields anew that follow from those that a correction set, unless it sets them itself: the
/// normalized value, the indicator, the end of the document's period for a target without a year.
pub fn derive(
    figure: &mut Figure,
    set: &Map<String, Value>,
    period: Period,
    vocabulary: &Vocabulary,
) {
    let sets = |field: &str| set.contains_key(field);
    if !sets("normalized") {
        figure.normalized = match (figure.value, &figure.unit) {
            (Some(value), Some(unit)) => vocabulary.units.normalize(value, unit),
            _ => None,
        };
    }
    if (sets("name") || sets("unit")) && !sets("indicator") {
        let unit = figure.unit.as_deref();
        let found = vocabulary.indicators.find(&figure.name, unit);
        figure.indicator = found.map(|indicator| indicator.id.clone());
    }
    if (sets("year") || sets("kind")) && !sets("horizon") {
        let is_open = figure.kind == FigureKind::Target && figure.year.is_none();
        figure.horizon = period.to.filter(|_| is_open);
    }
}
