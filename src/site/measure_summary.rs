//! A measure in a list: what it says, with what number, by whom.

use std::cmp::Reverse;

use serde::Serialize;

use super::Site;
use super::figure_view::FigureView;
use super::links::Link;
use super::short_title::short_title;
use crate::atlas::{Duty, Place};
use crate::model::{Agency, Figure, FigureKind, Role};
use crate::text::first_sentence;

/// Characters of a measure's first sentence, figures and bodies that a row shows at most.
const SENTENCE: usize = 80;
const FIGURES: usize = 3;
const BODIES: usize = 3;

/// A row of a list.
#[derive(Clone, Debug, Serialize)]
pub struct MeasureSummary {
    /// The measure with its title, or the place of a row of a task list with its words.
    pub link: Link,
    /// The first sentence of its text, or as much of it as fits.
    pub sentence: String,
    /// Whether the sentence goes on.
    pub is_cut: bool,
    /// The first of its figures, targets and the latest years first.
    pub figures: Vec<FigureView>,
    /// How many more there are.
    pub more_figures: usize,
    /// Those who lead it, else those who answer for it.
    pub bodies: Vec<Link>,
    /// How many more there are.
    pub more_bodies: usize,
    /// The role of these bodies; empty where there are none.
    pub role: &'static str,
}

impl Site<'_> {
    /// What a list shows of a measure.
    pub fn measure_summary(&self, place: Place) -> MeasureSummary {
        let measure = self.atlas.measure(place);
        let own = self.stands.figures(self.atlas, place);
        let figures = own.iter().map(|&item| Place { item, ..place });
        self.row(
            self.measure_link(place),
            &measure.text,
            figures.collect(),
            &measure.agencies,
        )
    }

    /// What a list shows of a row of a task list; `place` has the index of the task.
    pub fn task_summary(&self, place: Place) -> MeasureSummary {
        let policy = &self.atlas.policies[place.policy];
        let task = &policy.tasks[place.item];
        let href = self.line_href(place.policy, task.lines.first);
        let link = Link::new(href, first_sentence(&task.text, SENTENCE).text);
        self.row(link, "", self.task_figures(place), &task.agencies)
    }

    /// How much a row tells: one with numbers and with a lead more than others.
    pub fn told(&self, duty: Duty) -> u8 {
        let (numbers, agencies) = match duty {
            Duty::Measure(place) => {
                let numbers = !self.stands.figures(self.atlas, place).is_empty();
                (numbers, &self.atlas.measure(place).agencies)
            }
            Duty::Task(place) => {
                let task = &self.atlas.policies[place.policy].tasks[place.item];
                (!self.task_figures(place).is_empty(), &task.agencies)
            }
        };
        let answerable = agencies.iter().any(|body| body.role != Role::Participant);
        u8::from(numbers) * 2 + u8::from(answerable)
    }

    /// The figures that stand in a row of a task list and in no measure.
    fn task_figures(&self, task: Place) -> Vec<Place> {
        let policy = &self.atlas.policies[task.policy];
        let lines = policy.tasks[task.item].lines;
        let own = self.stands.figures_on(self.atlas, task.policy, lines);
        let own = own
            .into_iter()
            .filter(|&item| policy.figures[item].measure.is_none());
        own.map(|item| Place { item, ..task }).collect()
    }

    /// A short name for a document, for lists inside its region.
    pub fn short_document_link(&self, policy: usize) -> Link {
        let document = &self.atlas.policies[policy];
        let region = document.region.as_ref().map_or("", |region| &region.name);
        let link = self.document_link(policy);
        Link::new(link.href(), short_title(&document.title, region))
    }

    fn row(
        &self,
        link: Link,
        text: &str,
        mut figures: Vec<Place>,
        agencies: &[Agency],
    ) -> MeasureSummary {
        figures.sort_by_key(|&place| tells_most(self.atlas.figure(place)));
        let of = |role: Role| agencies.iter().filter(move |body| body.role == role);
        let mut answerable = [Role::Lead, Role::Responsible].into_iter();
        let role = answerable.find(|&role| of(role).next().is_some());
        let bodies: Vec<&Agency> = role.map(|role| of(role).collect()).unwrap_or_default();
        let beginning = first_sentence(text, SENTENCE);
        let shown = figures.iter().take(FIGURES);
        MeasureSummary {
            link,
            sentence: beginning.text.to_owned(),
            is_cut: beginning.is_cut,
            figures: shown.map(|&place| self.figure(place)).collect(),
            more_figures: figures.len().saturating_sub(FIGURES),
            more_bodies: bodies.len().saturating_sub(BODIES),
            bodies: bodies
                .iter()
                .take(BODIES)
                .map(|b| self.body_link(b))
                .collect(),
            role: role.map_or("", Role::id),
        }
    }
}

/// The order of figures where not all are shown: what is aimed at tells more than what was, a number more
/// than words, the later more than the former.
pub fn tells_most(figure: &Figure) -> impl Ord + use<> {
    let target = figure.kind == FigureKind::Target;
    (
        !target,
        figure.value.is_none(),
        Reverse(figure.year.or(figure.horizon)),
    )
}
