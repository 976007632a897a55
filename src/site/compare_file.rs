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

/// The id of a place and what it says of the topic where it has no number: `unnumbered` (it has measures),
/// `mentioned`, `silent`, `no_text`.
type ComparedPlace<'a> = (&'a str, &'static str);

/// Measures that do the same, and the words that they share.
#[derive(Serialize)]
struct AlignedRow<'a> {
    terms: Vec<&'a str>,
    heading: String,
    measures: Vec<AlignedMeasure<'a>>,
}

/// A measure with its sentence that says most of the shared words: the index of its place, id, title, sentence, and 1
/// where that goes on.
type AlignedMeasure<'a> = (usize, &'a str, &'a str, &'a str, u8);

/// Shared words of a row: those that tell most.
const TERMS: usize = 8;

/// The words of a row that are marked in its sentences.
fn marked(terms: &[String]) -> Vec<&str> {
    let words = terms.iter().map(String::as_str);
    let words = words.filter(|word| word.chars().count() > 1);
    words.take(TERMS).collect()
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
            terms: marked(&row.terms),
            heading: heading(self, row),
            measures: row
                .measures
                .iter()
                .map(|&place| {
                    let sentence = shared_sentence(self, row, place);
                    let measure = self.atlas.measure(place);
                    (
                        self.atlas.city_index(place.policy),
                        measure.id.as_str(),
                        measure.title.as_str(),
                        sentence.text,
                        u8::from(sentence.is_cut),
                    )
                })
                .collect(),
        });
        let places = self.atlas.cities.iter().enumerate();
        let places = places.map(|(n, city)| (city.slug.as_str(), gap_of(topic, n)));
        CompareFile {
            places: places.collect(),
            figures: figures.data(self),
            topic: &topic.id,
            name: &topic.name,
            rows: rows.collect(),
        }
    }
}
