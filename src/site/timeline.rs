//! The geometry of a time line: years downwards, under each the goals that tell most.

use serde::Serialize;

use super::figure_view::FigureView;

/// A time line, drawn by the theme as inline SVG.
#[derive(Clone, Debug, Serialize)]
pub struct Timeline {
    /// Height of the drawing.
    pub height: f64,
    /// The years, first to last.
    pub years: Vec<YearMark>,
}

/// A year of it.
#[derive(Clone, Debug, Serialize)]
pub struct YearMark {
    /// The year.
    pub year: i16,
    /// How many goals it has in all.
    pub count: usize,
    /// Middle of its mark.
    pub y: f64,
    /// Where its line begins above it: at the year before; the same as `y` for the first.
    pub from: f64,
    /// Whether years lie between it and the one before.
    pub gap: bool,
    /// Some of its goals.
    pub goals: Vec<GoalMark>,
}

/// A goal of it.
#[derive(Clone, Debug, Serialize)]
pub struct GoalMark {
    /// Base line of its words.
    pub y: f64,
    /// The goal.
    pub figure: FigureView,
}

/// Height of a line of words, of the room above a year, and above the first.
const LINE: f64 = 36.0;
const APART: f64 = 20.0;
const TOP: f64 = 26.0;
/// So many goals are shown of a year.
const SHOWN: usize = 3;

/// The time line of goals by year, the most telling goals of a year first; `None` for fewer than two
/// years.
pub fn timeline<'a>(
    goals: impl IntoIterator<Item = (i16, Vec<&'a FigureView>)>,
) -> Option<Timeline> {
    let mut years: Vec<YearMark> = Vec::new();
    let mut y = TOP;
    for (year, figures) in goals {
        let before = years.last();
        let mut goals: Vec<GoalMark> = Vec::new();
        for figure in &figures {
            // One indicator, one line, though texts state it for several scopes.
            let told = |g: &GoalMark| {
                g.figure.indicator.is_some() && g.figure.indicator == figure.indicator
            };
            if goals.len() < SHOWN && !goals.iter().any(told) {
                goals.push(GoalMark {
                    y: y + goals.len() as f64 * LINE,
                    figure: (*figure).clone(),
                });
            }
        }
        let lines = goals.len().max(1) as f64;
        years.push(YearMark {
            year,
            count: figures.len(),
            y,
            from: before.map_or(y, |b| b.y),
            gap: before.is_some_and(|b| year > b.year + 1),
            goals,
        });
        y += LINE * lines + APART;
    }
    (years.len() > 1).then_some(Timeline { height: y, years })
}
