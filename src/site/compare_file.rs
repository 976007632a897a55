//! The data of a comparison: what stands as `index.json` beside its page.

use serde::Serialize;

use super::Site;
use super::views::compared_figures::{ComparedFigures, ComparedRow, gap_of};
use super::views::compared_measures::{heading, shared_sentence};
use crate::atlas::{AlignmentRow, TopicEntry};

#[derive(Serialize)]
struct CompareFile<'a> {
    topic: &'a str,
    name: &'a str,
    places: Vec<ComparedPlace<'a>>,
    figures: Vec<ComparedRow>,
    rows: Vec<AlignedRow<'a>>,
}

/// A place and what it says of the topic where it has no number: `unnumbered` (it has measures), `mentioned`,
/// `silent`, `no_text`.
#[derive(Serialize)]
struct ComparedPlace<'a> {
    id: &'a str,
    name: &'a str,
    gap: &'static str,
}

/// Measures that do the same, and the words that they share.
#[derive(Serialize)]
struct AlignedRow<'a> {
    terms: &'a [String],
    heading: String,
    measures: Vec<AlignedMeasure<'a>>,
}

/// A measure with its sentence that says most of the shared words.
#[derive(Serialize)]
struct AlignedMeasure<'a> {
    id: &'a str,
    title: &'a str,
    place: &'a str,
    sentence: &'a str,
    /// Whether the sentence goes on.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    is_cut: bool,
}

impl Site<'_> {
    /// The rows of a comparison.
    pub fn compare_file<'a>(
        &'a self,
        topic: &'a TopicEntry,
        rows: &'a [AlignmentRow],
        figures: &ComparedFigures<'_>,
    ) -> impl Serialize + 'a {
        let rows = rows.iter().map(|row| AlignedRow {
            terms: &row.terms,
            heading: heading(self, row),
            measures: row
                .measures
                .iter()
                .map(|&place| {
                    let sentence = shared_sentence(self, row, place);
                    let measure = self.atlas.measure(place);
                    AlignedMeasure {
                        id: &measure.id,
                        title: &measure.title,
                        place: &self.atlas.city_of(place.policy).slug,
                        sentence: sentence.text,
                        is_cut: sentence.is_cut,
                    }
                })
                .collect(),
        });
        let places = self.atlas.cities.iter().enumerate();
        let places = places.map(|(n, city)| ComparedPlace {
            id: &city.slug,
            name: self.city_name(city),
            gap: gap_of(topic, n),
        });
        CompareFile {
            places: places.collect(),
            figures: figures.data(self),
            topic: &topic.id,
            name: &topic.name,
            rows: rows.collect(),
        }
    }
}
