//! Comparable measures: measures of other documents on the same subject.
//!
//! Two measures are compared by their common bigrams, each weighed by its rarity, and by their common
//! topics and indicators. A measure that acts and one that only safeguards (加强组织领导) are rarely
//! comparable. The score is symmetric.

mod candidates;
mod reasons;
mod vectors;

use std::collections::BTreeMap;
use std::ops::Range;

use rayon::prelude::*;
use rustc_hash::FxHashMap;

use super::Place;
use crate::model::{Measure, MeasureRole, Policy};
use candidates::{InvertedIndex, ScoreAccumulator, query_terms};
use reasons::{Comparer, MeasureReading};
use vectors::Vectors;

/// Another, comparable measure.
#[derive(Clone, Debug, PartialEq)]
pub struct Match {
    /// The measure.
    pub measure: Place,
    /// From 0 to 1.
    pub score: f64,
    /// Their common words, joined by line ends.
    terms: Box<str>,
    sentences: Option<SentenceSpans>,
    indicators: Box<[Box<str>]>,
}

/// Byte ranges of a sentence of the own text and of one of the other text.
type SentenceSpans = [(u32, u32); 2];

/// The common features of two measures.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Reasons<'a> {
    /// Words that both use and few others do, the most significant first; only for the first few matches.
    pub terms: Vec<&'a str>,
    /// Ids of their common topics.
    pub topics: Vec<&'a str>,
    /// Ids of the indicators for which both have figures.
    pub indicators: Vec<&'a str>,
    /// Ids of the kinds of bodies responsible for both.
    pub agencies: Vec<&'a str>,
    /// The most similar sentences, of the own and of the other measure; only for the first few matches.
    pub sentences: Option<(&'a str, &'a str)>,
}

impl Match {
    /// Words that both measures use and few others do, the most significant first.
    pub fn terms(&self) -> impl Iterator<Item = &str> {
        self.terms.split('\n').filter(|term| !term.is_empty())
    }

    /// Evidence of the similarity of `own` and `other`. Computed on demand: held for all matches it would
    /// be larger than the texts.
    pub fn reasons<'a>(&'a self, own: &'a Measure, other: &'a Measure) -> Reasons<'a> {
        Reasons {
            terms: self.terms().collect(),
            topics: common(&own.topics, &other.topics)
                .map(String::as_str)
                .collect(),
            indicators: self.indicators.iter().map(|id| &**id).collect(),
            agencies: bodies(own, other),
            sentences: self.sentences.map(|[own_span, other_span]| {
                (within(&own.text, own_span), within(&other.text, other_span))
            }),
        }
    }
}

fn within(text: &str, (from, to): (u32, u32)) -> &str {
    text.get(from as usize..to as usize).unwrap_or_default()
}

/// The ids of the kinds of bodies responsible for both measures, sorted, each once.
fn bodies<'a>(own: &'a Measure, other: &Measure) -> Vec<&'a str> {
    let answers = |id: &&str| other.agencies.iter().any(|body| body.agency == **id);
    let ids = own.agencies.iter().map(|body| body.agency.as_str());
    let mut ids: Vec<&str> = ids.filter(answers).collect();
    ids.sort_unstable();
    ids.dedup();
    ids
}

/// Maximum number of matches kept for a measure. Pages show fewer; the downloads hold all of them.
const MOST: usize = 12;
/// Number of matches shown with words and sentences.
pub const SHOWN: usize = 5;
/// Minimum score of a match.
const LEAST: f64 = 0.2;
/// The least score of a match that helps a reader; no match below it was judged useful by a person.
const USEFUL: f64 = 0.4;
/// Minimum length of text for comparison, in characters.
const LEAST_TEXT: usize = 40;
/// A word segmenter: returns the character positions in a text at which words begin and end.
pub type Cut<'a> = &'a (dyn Fn(&str) -> Vec<usize> + Sync);

/// Weights of common topics and of figures of the same indicator.
const SAME_TOPICS: f64 = 0.05;
const SAME_INDICATOR: f64 = 0.03;
/// Factor for a pair of which one measure acts and the other safeguards.
const OTHER_ROLE: f64 = 0.6;
/// Scores are rounded to one of so many steps, so that the order of summation does not matter.
pub const STEPS: f64 = 1e4;
/// Steepness of the score: a sum of 0.14 gives half of the full score.
const STEEP: f64 = 5.0;

/// A measure with its features for comparison.
struct Item<'a> {
    place: Place,
    measure: &'a Measure,
    /// Its topics by number, in its own order.
    topics: Vec<usize>,
    indicators: Vec<&'a str>,
    /// Whether it has a title and enough text to be compared.
    has_enough_text: bool,
}

/// The best matches of every measure in documents other than its own, the best first.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Matches {
    /// For each policy the index of its first measure.
    first: Vec<usize>,
    /// The matches of each measure.
    all: Vec<Vec<Match>>,
}

impl Matches {
    /// The matches of the measure at a place.
    pub fn of(&self, place: Place) -> &[Match] {
        let first = self.first.get(place.policy);
        first.map_or(&[], |first| &self.all[first + place.item])
    }

    /// The matches that are useful to a reader.
    pub fn useful(&self, place: Place) -> impl Iterator<Item = &Match> {
        self.of(place)
            .iter()
            .take_while(|found| found.score >= USEFUL)
    }

    /// The number of measures.
    pub fn measures(&self) -> usize {
        self.all.len()
    }

    /// The numbers of a document's measures among all.
    pub(super) fn numbers(&self, policy: usize) -> Option<Range<usize>> {
        let first = *self.first.get(policy)?;
        let next = self.first.get(policy + 1).copied();
        Some(first..next.unwrap_or(self.all.len()))
    }

    /// The number of a measure among all.
    pub(super) fn number(&self, place: Place) -> usize {
        self.first[place.policy] + place.item
    }
}

/// Links measures.
///
/// A measure is only compared with those that share one of its rarest bigrams, a few dozen at most, so
/// the work grows linearly with the number of measures.
pub fn of(policies: &[Policy], cut: Cut<'_>) -> Matches {
    let items = items(policies);
    let measures: Vec<&Measure> = items.iter().map(|item| item.measure).collect();
    let vectors = Vectors::of(&measures);
    let index = InvertedIndex::of(&vectors);
    let documents = documents(policies);
    let readings: Vec<MeasureReading> = measures
        .par_iter()
        .map(|measure| MeasureReading::of(measure, &vectors))
        .collect();
    let sources = MatchInputs {
        items: &items,
        vectors: &vectors,
        index: &index,
        readings: &readings,
    };
    let buffers = || {
        let scores = ScoreAccumulator::new(items.len());
        (scores, Comparer::new(vectors.rarity.len()))
    };
    let all = (0..items.len())
        .into_par_iter()
        .map_init(buffers, |(scores, comparer), n| {
            if !items[n].has_enough_text {
                return Vec::new();
            }
            let document = &documents[items[n].place.policy];
            comparer.load(&vectors.all[n], items[n].measure, &readings[n], cut);
            let scored = sources.best(n, document, scores, comparer);
            let matches = sources.matches(n, scored, comparer);
            comparer.unload(&vectors.all[n]);
            matches
        })
        .collect();
    let first = documents.iter().map(|own| own.start as usize).collect();
    Matches { first, all }
}

/// Data for finding matches, each indexed by the number of the measure.
struct MatchInputs<'a> {
    items: &'a [Item<'a>],
    vectors: &'a Vectors,
    index: &'a InvertedIndex,
    readings: &'a [MeasureReading],
}

impl MatchInputs<'_> {
    /// The measures most like measure `n`, which the comparer holds, the best first.
    fn best(
        &self,
        n: usize,
        document: &Range<u32>,
        scores: &mut ScoreAccumulator,
        comparer: &Comparer,
    ) -> Vec<(f64, usize)> {
        let query = query_terms(&self.vectors.all[n], self.vectors);
        let candidates = self.index.candidates(&query, document, scores).into_iter();
        let mut scored: Vec<(f64, usize)> = candidates
            .filter(|&other| self.items[other].has_enough_text)
            .map(|other| {
                let shared = comparer.dot(&self.vectors.all[other]);
                (score(shared, &self.items[n], &self.items[other]), other)
            })
            .filter(|(score, _)| *score >= LEAST)
            .collect();
        scored.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
        scored.truncate(MOST);
        scored
    }

    /// The matches of measure `n`, which the comparer holds, with these others.
    fn matches(&self, n: usize, scored: Vec<(f64, usize)>, comparer: &mut Comparer) -> Vec<Match> {
        let scored = scored.into_iter().enumerate();
        let matches = scored.map(|(rank, (score, other))| {
            let (terms, sentences) = match rank < SHOWN {
                true => comparer.reasons(
                    self.items[other].measure,
                    (&self.readings[n], &self.readings[other]),
                    &self.vectors.all[other],
                    self.vectors,
                ),
                false => (String::new(), None),
            };
            let indicators = common(&self.items[n].indicators, &self.items[other].indicators);
            Match {
                measure: self.items[other].place,
                score,
                terms: terms.into(),
                sentences,
                indicators: indicators.map(|id| (*id).into()).collect(),
            }
        });
        matches.collect()
    }
}

/// For each document the range of its measures among all.
fn documents(policies: &[Policy]) -> Vec<Range<u32>> {
    let mut first = 0;
    let of_one = |policy: &Policy| {
        let next = first + policy.measures.len() as u32;
        std::mem::replace(&mut first, next)..next
    };
    policies.iter().map(of_one).collect()
}

fn items(policies: &[Policy]) -> Vec<Item<'_>> {
    let mut items = Vec::new();
    let mut numbers: FxHashMap<&str, usize> = FxHashMap::default();
    for (policy, p) in policies.iter().enumerate() {
        let indicators: BTreeMap<&str, &str> = p
            .figures
            .iter()
            .filter_map(|f| Some((f.id.as_str(), f.indicator.as_deref()?)))
            .collect();
        for (item, measure) in p.measures.iter().enumerate() {
            let own = measure.figures.iter();
            let mut own: Vec<&str> = own
                .filter_map(|id| indicators.get(id.as_str()).copied())
                .collect();
            own.sort_unstable();
            own.dedup();
            let topics = measure.topics.iter().map(|id| {
                let next = numbers.len();
                *numbers.entry(id).or_insert(next)
            });
            items.push(Item {
                place: Place { policy, item },
                measure,
                topics: topics.collect(),
                has_enough_text: has_enough_text(measure),
                indicators: own,
            });
        }
    }
    items
}

/// Whether a measure has enough text to be compared with others.
fn has_enough_text(measure: &Measure) -> bool {
    let letters = measure.text.chars().filter(|c| !c.is_whitespace());
    !measure.title.trim().is_empty() && letters.take(LEAST_TEXT).count() == LEAST_TEXT
}

/// Similarity of two measures, from 0 to 1: the common share of their words. Raised for common topics and
/// indicators, lowered if one measure acts and the other safeguards.
fn score(shared: f64, a: &Item<'_>, b: &Item<'_>) -> f64 {
    let topics = |item: &Item<'_>| item.topics.len() as f64;
    let both = common(&a.topics, &b.topics).count() as f64;
    let same_topics = both / (topics(a) * topics(b)).sqrt().max(1.0);
    let same_indicator = a.indicators.iter().any(|id| b.indicators.contains(id));
    let safeguards = |item: &Item<'_>| item.measure.role == MeasureRole::Safeguard;
    let role = if safeguards(a) == safeguards(b) {
        1.0
    } else {
        OTHER_ROLE
    };
    let indicator = if same_indicator { SAME_INDICATOR } else { 0.0 };
    let sum = (shared + SAME_TOPICS * same_topics + indicator) * role;
    ((1.0 - (-STEEP * sum).exp()) * STEPS).round() / STEPS
}

/// The elements of both lists, in the order of the first.
fn common<'a, T: PartialEq>(a: &'a [T], b: &'a [T]) -> impl Iterator<Item = &'a T> {
    a.iter().filter(|x| b.contains(x))
}
