//! A measure in a list: what it says, with what number, by whom.

use std::cmp::Reverse;

use serde::Serialize;

use super::Site;
use super::figure_view::FigureView;
use super::links::Link;
use super::short_title::short_title;
use crate::atlas::Place;
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
