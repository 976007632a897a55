use std::collections::{BTreeSet, VecDeque};

use super::comparable::{Match, Matches, STEPS};
use super::{Place, TopicEntry};

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
    comparable: &Matches,
    city_of: &dyn Fn(usize) -> usize,
) -> Vec<Row> {
    // Measures by number: those of a topic are many, and each has links to many others.
    let number = |place: Place| comparable.number(place);
    let mut own = vec![false; comparable.measures()];
    for &place in &topic.measures {
        own[number(place)] = true;
    }
    // A link by one number, since there are several for each measure.
    let mut links: Vec<u64> = Vec::new();
    for (n, &place) in topic.measures.iter().enumerate() {
        for (rank, found) in comparable.of(place).iter().enumerate() {
            let other = city_of(found.measure.policy) != city_of(place.policy);
            if other && found.score >= LEAST && own[number(found.measure)] {
                links.push(order(found.score, n, rank));
            }
        }
    }
    links.sort_unstable();
    let mut rows: Vec<Growing<'_>> = Vec::new();
    // For each measure its row, plus 1.
    let mut row_of = vec![0_u32; comparable.measures()];
    for link in links {
        let (n, rank) = of_order(link);
        let place = topic.measures[n];
        let found = &comparable.of(place)[rank];
        let [a, b] = [place, found.measure].map(|measure| {
            let row = &mut row_of[number(measure)];
            if *row == 0 {
                rows.push(Growing::of(measure, city_of(measure.policy)));
                *row = rows.len() as u32;
            }
            *row as usize - 1
        });
        if a == b || rows[a].crowds(&rows[b]) {
            continue;
        }
        // The smaller one moves: no measure moves more often than the size of its row can double.
        let (from, to) = match rows[a].measures.len() < rows[b].measures.len() {
            true => (a, b),
            false => (b, a),
        };
        let moved = std::mem::take(&mut rows[from]);
        for measure in &moved.measures {
            row_of[number(*measure)] = to as u32 + 1;
        }
        rows[to].take_in(moved, from == a);
        rows[to].terms.push_back(found);
    }
    let mut rows: Vec<Row> = rows
        .into_iter()
        .filter(|row| row.measures.len() > 1)
        .map(Growing::done)
        .collect();
    let cities = |row: &Row| {
        let all: BTreeSet<usize> = row.measures.iter().map(|m| city_of(m.policy)).collect();
        all.len()
    };
    rows.sort_by_key(|row| (std::cmp::Reverse(cities(row)), row.measures[0]));
    rows
}

/// The link of the measure with this number in its topic to its match of this rank. Links come in the
/// order of these numbers: the strongest first, of those that are as strong those of the first measure.
fn order(score: f64, measure: usize, rank: usize) -> u64 {
    // Scores are from 0 to 1, in steps; ranks are a dozen.
    let weakness = ((1.0 - score) * STEPS).round() as u64;
    weakness << 40 | (measure as u64) << 8 | rank as u64
}

/// The measure and the rank that [`order`] was given.
fn of_order(link: u64) -> (usize, usize) {
    ((link >> 8) as u32 as usize, link as u8 as usize)
}

/// A row that measures are still put into.
#[derive(Default)]
struct Growing<'a> {
    measures: Vec<Place>,
    /// For each city, in order, how many of them are its own.
    of_city: Vec<(usize, usize)>,
    /// The shared words of the links that joined it, in their order.
    terms: VecDeque<&'a Match>,
}

impl<'a> Growing<'a> {
    fn of(measure: Place, city: usize) -> Self {
        Self {
            measures: vec![measure],
            of_city: vec![(city, 1)],
            terms: VecDeque::new(),
        }
    }

    /// Whether a city would have too many measures in a row of both.
    fn crowds(&self, other: &Self) -> bool {
        let (few, many) = match self.of_city.len() < other.of_city.len() {
            true => (self, other),
            false => (other, self),
        };
        let sum =
            |&(city, n): &(usize, usize)| n + many.find(city).map_or(0, |at| many.of_city[at].1);
        few.of_city.iter().map(sum).any(|n| n > MOST_OF_CITY)
    }

    /// Where a city is among the cities, or would be.
    fn find(&self, city: usize) -> Result<usize, usize> {
        self.of_city.binary_search_by_key(&city, |&(city, _)| city)
    }

    /// Takes the measures of another; its words come `first`, or after the own ones.
    fn take_in(&mut self, other: Self, first: bool) {
        self.measures.extend(other.measures);
        for (city, n) in other.of_city {
            match self.find(city) {
                Ok(at) => self.of_city[at].1 += n,
                Err(at) => self.of_city.insert(at, (city, n)),
            }
        }
        match first {
            true => {
                for terms in other.terms.into_iter().rev() {
                    self.terms.push_front(terms);
                }
            }
            false => self.terms.extend(other.terms),
        }
    }

    fn done(self) -> Row {
        let mut seen = BTreeSet::new();
        let terms = self.terms.into_iter().flat_map(Match::terms);
        let mut measures = self.measures;
        measures.sort_unstable();
        Row {
            measures,
            terms: terms
                .filter(|term| seen.insert(*term))
                .map(str::to_owned)
                .collect(),
        }
    }
}
