mod open_rows;

use std::collections::BTreeSet;

use rayon::prelude::*;

use super::comparable::{Matches, STEPS};
use super::{Place, TopicEntry};
use open_rows::OpenRow;

/// Comparable measures of several cities on one topic.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AlignmentRow {
    /// The measures, in the order of the texts.
    pub measures: Vec<Place>,
    /// Words that its measures share, the most significant first.
    pub terms: Vec<String>,
}

/// Minimum score of a link that puts two measures into one row.
const LEAST: f64 = 0.4;

/// A link that may put two measures of different cities in one row.
struct MeasureLink {
    /// The number of the other measure.
    other: u32,
    /// The difference between 1 and its score, in [`STEPS`].
    weakness: u16,
    /// Its place among the matches of the measure.
    rank: u8,
}

/// Aligns measures by topic. The links of all measures are gathered once, in a compact form, since every
/// measure has several topics.
pub struct Aligner<'a> {
    comparable: &'a Matches,
    /// For each measure, by number, its city and its links.
    city: Vec<u32>,
    links: Vec<Box<[MeasureLink]>>,
}

impl<'a> Aligner<'a> {
    /// Gathers the links of `comparable`; `of_city` holds the city of each policy.
    pub fn of(comparable: &'a Matches, of_city: &[usize]) -> Self {
        let places = of_city.iter().enumerate().flat_map(|(policy, &city)| {
            let own = comparable.numbers(policy).unwrap_or_default();
            let items = (0..own.len()).map(move |item| Place { policy, item });
            items.map(move |place| (place, city as u32))
        });
        let (places, city): (Vec<Place>, Vec<u32>) = places.unzip();
        let link = |own: Place| {
            let matches = comparable.of(own).iter().zip(0..);
            let apart = |policy: usize| of_city[policy] != of_city[own.policy];
            matches
                .filter(|(found, _)| found.score >= LEAST && apart(found.measure.policy))
                .map(|(found, rank)| MeasureLink {
                    other: comparable.number(found.measure) as u32,
                    weakness: ((1.0 - found.score) * STEPS).round() as u16,
                    rank,
                })
                .collect()
        };
        Self {
            comparable,
            city,
            links: places.into_par_iter().map(link).collect(),
        }
    }

    /// Returns the rows of a topic: linked measures share a row, formed from the strongest links first.
    /// Rows are sorted by number of cities, then in the order of the texts. Measures without a partner
    /// are left out.
    pub fn rows(&self, topic: &TopicEntry) -> Vec<AlignmentRow> {
        let numbers = topic.measures.iter();
        let numbers: Vec<usize> = numbers
            .map(|&place| self.comparable.number(place))
            .collect();
        // For each measure its place in the topic, plus 1.
        let mut own = vec![0_u32; self.city.len()];
        for (&number, place) in numbers.iter().zip(1..) {
            own[number] = place;
        }
        // Sorted by strength; links of equal strength by the number of their first measure.
        let mut links: Vec<(u16, u32, u8, u32)> = Vec::new();
        for (&number, n) in numbers.iter().zip(0..) {
            for link in &self.links[number] {
                if let Some(other) = own[link.other as usize].checked_sub(1) {
                    links.push((link.weakness, n, link.rank, other));
                }
            }
        }
        links.sort_unstable();
        let mut rows = OpenRow::of(numbers.iter().map(|&number| self.city[number]));
        for (_, n, rank, other) in links {
            rows.join(n, other, rank);
        }
        let mut rows = self.done(topic, &mut rows);
        rows.sort_by_key(|(cities, row)| (std::cmp::Reverse(*cities), row.measures[0]));
        rows.into_iter().map(|(_, row)| row).collect()
    }

    /// The rows of several measures, each with the number of its cities.
    fn done(&self, topic: &TopicEntry, rows: &mut OpenRow) -> Vec<(usize, AlignmentRow)> {
        let mut measures: Vec<Vec<Place>> = vec![Vec::new(); topic.measures.len()];
        for (&place, n) in topic.measures.iter().zip(0..) {
            let row = rows.row_of(n);
            measures[row as usize].push(place);
        }
        let several = measures.into_iter().zip(&rows.rows);
        let several = several.filter(|(measures, _)| measures.len() > 1);
        let done = several.map(|(measures, row)| {
            let mut seen = BTreeSet::new();
            let terms = rows.joints(row).flat_map(|(n, rank)| {
                let own = self.comparable.of(topic.measures[n as usize]);
                own[usize::from(rank)].terms()
            });
            let terms = terms
                .filter(|term| seen.insert(*term))
                .map(str::to_owned)
                .collect();
            (row.cities.len(), AlignmentRow { measures, terms })
        });
        done.collect()
    }
}
