use std::collections::{BTreeMap, BTreeSet};

use super::comparable::Match;
use super::{Place, TopicEntry};
use crate::model::Policy;

/// Measures of several cities that do the same about a topic.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Row {
    /// The measures, in the order of the texts.
    pub measures: Vec<Place>,
    /// Words that its measures share, the most telling first.
    pub terms: Vec<String>,
}

/// The least score of a link that puts two measures in one row.
const LEAST: f64 = 0.3;
/// The most measures of one city in a row: more would be a heap and no comparison.
const MOST_OF_CITY: usize = 2;

/// Aligns the measures of a topic: those that are linked stand in one row, the strongest links
/// first; rows of more cities first, then in the order of the texts. Measures without a partner are
/// in no row.
pub fn align(
    topic: &TopicEntry,
    policies: &[Policy],
    comparable: &BTreeMap<String, Vec<Match>>,
    city_of: &dyn Fn(usize) -> usize,
) -> Vec<Row> {
    let own: BTreeSet<Place> = topic.measures.iter().copied().collect();
    let mut links: Vec<(&Match, Place)> = Vec::new();
    for &place in &own {
        let id = &policies[place.policy].measures[place.item].id;
        for found in comparable.get(id).into_iter().flatten() {
            let other = city_of(found.measure.policy) != city_of(place.policy);
            if other && found.score >= LEAST && own.contains(&found.measure) {
                links.push((found, place));
            }
        }
    }
    links.sort_by(|a, b| {
        b.0.score
            .total_cmp(&a.0.score)
            .then((a.1, a.0.measure).cmp(&(b.1, b.0.measure)))
    });
    let mut rows: Vec<Row> = Vec::new();
    let mut row_of: BTreeMap<Place, usize> = BTreeMap::new();
    for (found, place) in links {
        let (a, b) = (
            row_of.get(&place).copied(),
            row_of.get(&found.measure).copied(),
        );
        let joined: Vec<Place> = match (a, b) {
            (Some(a), Some(b)) if a == b => continue,
            (a, b) => {
                let of = |row: Option<usize>, alone: Place| {
                    row.map_or_else(|| vec![alone], |n| rows[n].measures.clone())
                };
                [of(a, place), of(b, found.measure)].concat()
            }
        };
        let mut of_city: BTreeMap<usize, usize> = BTreeMap::new();
        for measure in &joined {
            *of_city.entry(city_of(measure.policy)).or_default() += 1;
        }
        if of_city.values().any(|n| *n > MOST_OF_CITY) {
            continue;
        }
        let mut terms: Vec<String> = Vec::new();
        for row in [a, b].into_iter().flatten() {
            terms.append(&mut rows[row].terms);
            rows[row].measures.clear();
        }
        terms.extend(found.reasons.terms.iter().cloned());
        let number = rows.len();
        for measure in &joined {
            row_of.insert(*measure, number);
        }
        rows.push(Row {
            measures: joined,
            terms,
        });
    }
    rows.retain(|row| !row.measures.is_empty());
    for row in &mut rows {
        row.measures.sort_unstable();
        let mut seen = BTreeSet::new();
        row.terms.retain(|term| seen.insert(term.clone()));
    }
    let cities = |row: &Row| {
        let all: BTreeSet<usize> = row.measures.iter().map(|m| city_of(m.policy)).collect();
        all.len()
    };
    rows.sort_by_key(|row| (std::cmp::Reverse(cities(row)), row.measures[0]));
    rows
}
