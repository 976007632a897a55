//! Figures as a reader sees them.

use serde::Serialize;

use super::Site;
use super::links::Link;
use super::original_page::OriginalPage;
use crate::atlas::Place;
use crate::model::Role;
use crate::phrase::Phrase;

/// A figure on a page; bound, kind and change are ids that the theme has words for.
#[derive(Clone, Debug, Serialize)]
pub struct FigureView {
    /// What is counted.
    pub name: String,
    /// The page of its indicator.
    pub indicator: Option<Link>,
    /// What the number says.
    pub said: Phrase,
    /// That the text has other numbers for the same: 「文中另有 2.8%」; or nothing.
    pub others: String,
    /// Id of the bound.
    pub bound: &'static str,
    /// Id of the kind.
    pub kind: &'static str,
    /// Id of the change, or empty.
    pub change: &'static str,
    /// The year it holds for.
    pub year: Option<i16>,
    /// The words it was read from, linked to their paragraph.
    pub quote: Link,
    /// Its first line in the seed.
    pub line: usize,
    /// Where it stands in the original; none where that is not known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub original: Option<OriginalPage>,
    /// The measure it stands in.
    pub measure: Option<Link>,
    /// The bodies that lead or answer for it: those of its measure, else of its row of a list.
    pub bodies: Vec<Link>,
    /// Whether its document holds on the day of the build, as an id.
    pub status: &'static str,
    /// Whether a person set it right.
    pub corrected: bool,
    /// Its document.
    pub document: Link,
    /// Its city.
    pub city: Link,
}

impl Site<'_> {
    /// What a page shows of a figure.
    pub fn figure(&self, place: Place) -> FigureView {
        let figure = self.atlas.figure(place);
        let measure = self.stands.measure(self.atlas, place);
        FigureView {
            name: figure.name.clone(),
            indicator: figure
                .indicator
                .as_ref()
                .and_then(|id| self.indicator_link(id)),
            said: self.phrases.of(figure),
            others: self.others_of(place),
            bound: id_of(&figure.bound),
            kind: id_of(&figure.kind),
            change: figure.change.as_ref().map_or("", id_of),
            year: figure.year,
            quote: Link::new(
                self.quote_href(place.policy, figure.lines, &figure.quote),
                &figure.quote,
            ),
            line: figure.lines.first,
            original: self.original_page(place.policy, figure.lines),
            bodies: self.answerable(place, measure),
            measure: measure.map(|item| self.measure_link(Place { item, ..place })),
            status: self.atlas.policies[place.policy]
                .status_on(self.today)
                .status
                .id(),
            corrected: figure.corrected,
            document: self.document_link(place.policy),
            city: self.city_link(place.policy),
        }
    }

    /// That the texts of a city have other numbers for what a figure says.
    pub fn others_of(&self, place: Place) -> String {
        self.phrases.others(self.atlas, place)
    }

    /// What a page shows of the figures that stand in a measure.
    pub fn figure_views(&self, place: Place) -> Vec<FigureView> {
        let own = self.figure_places(place).into_iter();
        own.map(|figure| self.figure(figure)).collect()
    }

    /// The places of the figures that stand in a measure.
    pub fn figure_places(&self, measure: Place) -> Vec<Place> {
        let own = self.stands.figures(self.atlas, measure).iter();
        let place = |&item| Place { item, ..measure };
        own.map(place).collect()
    }

    /// Who leads or answers for what a figure is about; `measure` is the one it stands in.
    fn answerable(&self, figure: Place, measure: Option<usize>) -> Vec<Link> {
        let policy = &self.atlas.policies[figure.policy];
        let line = policy.figures[figure.item].lines.first;
        let row = || self.stands.task_at(self.atlas, figure.policy, line);
        let measure = measure.map(|item| &policy.measures[item].agencies);
        let assigned = measure.or_else(|| row().map(|item| &policy.tasks[item].agencies));
        let own = assigned
            .into_iter()
            .flatten()
            .filter(|a| a.role != Role::Participant);
        own.map(|a| self.body_link(a)).collect()
    }
}

/// The words that bounds, kinds and changes are written as in data.
pub trait DataWords {
    /// The id.
    fn name(&self) -> &'static str;
}

/// The id of a bound, kind or change.
pub fn id_of(value: &impl DataWords) -> &'static str {
    value.name()
}

impl DataWords for crate::model::Bound {
    fn name(&self) -> &'static str {
        match self {
            Self::Exact => "exact",
            Self::AtLeast => "at_least",
            Self::AtMost => "at_most",
            Self::About => "about",
            Self::Strive => "strive",
        }
    }
}

impl DataWords for crate::model::FigureKind {
    fn name(&self) -> &'static str {
        match self {
            Self::Target => "target",
            Self::Actual => "actual",
            Self::Baseline => "baseline",
            Self::Budget => "budget",
            Self::Limit => "limit",
        }
    }
}

impl DataWords for crate::model::Binding {
    fn name(&self) -> &'static str {
        match self {
            Self::Binding => "约束性",
            Self::Expected => "预期性",
        }
    }
}

impl DataWords for crate::model::Change {
    fn name(&self) -> &'static str {
        match self {
            Self::Increase => "increase",
            Self::Decrease => "decrease",
        }
    }
}
