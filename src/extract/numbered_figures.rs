//! Figures with their ids, in the order of the text.

use super::figures::Draft;
use super::read::Read;
use crate::model::{Figure, FigureKind, Period};
use crate::vocabulary::Vocabulary;

/// Numbers the figures in the order of the text and assigns them to their measures.
pub fn number_figures(
    read: &mut Read,
    mut drafts: Vec<(Draft, Option<String>)>,
    period: Period,
    vocabulary: &Vocabulary,
) {
    drafts.sort_by_key(|(d, _)| (d.lines.first, d.at));
    for (n, (draft, measure)) in drafts.into_iter().enumerate() {
        let id = format!("f{}", n + 1);
        if let Some(measure) = measure
            .as_ref()
            .and_then(|m| read.measures.iter_mut().find(|x| &x.id == m))
        {
            measure.figures.push(id.clone());
        }
        let normalized = match (&draft.value, &draft.unit) {
            (Some(value), Some(unit)) => vocabulary.units.normalize(*value, unit),
            _ => None,
        };
        let indicator = vocabulary
            .indicators
            .find(&draft.name, draft.unit.as_deref())
            .map(|i| i.id.clone());
        // The end of the period, for a target without a year.
        let derived = draft.kind == FigureKind::Target && draft.year.is_none();
        read.figures.push(Figure {
            id,
            measure,
            indicator,
            normalized,
            name: draft.name,
            value: draft.value,
            text: draft.text,
            unit: draft.unit,
            bound: draft.bound,
            year: draft.year,
            horizon: period.to.filter(|_| derived),
            base_year: draft.base_year,
            change: draft.change,
            kind: draft.kind,
            binding: draft.binding,
            quote: draft.quote,
            lines: draft.lines,
            corrected: false,
        });
    }
}
