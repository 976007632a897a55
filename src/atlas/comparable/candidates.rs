use std::ops::Range;

use super::vectors::{Vector, Vectors};

/// Maximum number of query bigrams of a measure: its rarest ones.
const QUERY_TERMS: usize = 48;
/// Maximum length of a posting list: the measures in which the bigram weighs most.
const MAX_POSTINGS: usize = 128;
/// Maximum number of candidates of a measure that are compared in full.
const CANDIDATES: usize = 40;

/// A measure with a bigram, by number, and the bigram's weight in it.
type Posting = (u32, f32);

/// For each bigram, by number, the measures that contain it, ascending.
pub struct InvertedIndex(Vec<Vec<Posting>>);

/// Sums of weights for each measure, reused for every query.
pub struct ScoreAccumulator {
    sums: Vec<f32>,
    /// The measures with a sum other than 0.
    matched: Vec<u32>,
}

impl ScoreAccumulator {
    /// An accumulator for this number of measures.
    pub fn new(measures: usize) -> Self {
        Self {
            sums: vec![0.0; measures],
            matched: Vec::new(),
        }
    }

    fn add(&mut self, measure: u32, weight: f32) {
        let sum = &mut self.sums[measure as usize];
        if *sum == 0.0 && weight > 0.0 {
            self.matched.push(measure);
        }
        *sum += weight;
    }

    /// Returns the `most` measures with the largest sums, the first ones of equal sums, and resets all
    /// sums to 0.
    fn take_best(&mut self, most: usize) -> Vec<usize> {
        let sums = &mut self.sums;
        let matched = self.matched.drain(..);
        let mut scored: Vec<(f32, u32)> = matched
            .map(|n| (std::mem::take(&mut sums[n as usize]), n))
            .collect();
        let by_sum = |a: &(f32, u32), b: &(f32, u32)| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1));
        if scored.len() > most {
            scored.select_nth_unstable_by(most, by_sum);
            scored.truncate(most);
        }
        scored.into_iter().map(|(_, n)| n as usize).collect()
    }
}

impl InvertedIndex {
    /// The index of all vectors.
    pub fn of(vectors: &Vectors) -> Self {
        let frequencies = vectors.document_frequency.iter();
        let mut lists: Vec<Vec<Posting>> = frequencies
            .map(|&count| Vec::with_capacity(count as usize))
            .collect();
        for (measure, vector) in vectors.all.iter().enumerate() {
            for &(bigram, weight) in vector {
                lists[bigram as usize].push((measure as u32, weight));
            }
        }
        lists.iter_mut().for_each(keep_heaviest);
        Self(lists)
    }

    /// The measures outside `own` with the largest sums of products of weights over the query terms.
    pub fn candidates(
        &self,
        query: &[(u32, f32)],
        own: &Range<u32>,
        scores: &mut ScoreAccumulator,
    ) -> Vec<usize> {
        for &(bigram, weight) in query {
            for &(measure, other_weight) in &self.0[bigram as usize] {
                if !own.contains(&measure) {
                    scores.add(measure, weight * other_weight);
                }
            }
        }
        scores.take_best(CANDIDATES)
    }
}

/// Shortens a list to the measures in which the bigram weighs most.
fn keep_heaviest(list: &mut Vec<Posting>) {
    if list.len() > MAX_POSTINGS {
        list.select_nth_unstable_by(MAX_POSTINGS, |a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        list.truncate(MAX_POSTINGS);
        list.sort_unstable_by_key(|(measure, _)| *measure);
        list.shrink_to_fit();
    }
}

/// The rarest bigrams of a vector that other measures also contain, the rarest first.
pub fn query_terms(vector: &Vector, vectors: &Vectors) -> Vec<(u32, f32)> {
    let frequency = |bigram: u32| vectors.document_frequency[bigram as usize];
    let shared = |(bigram, _): &&(u32, f32)| frequency(*bigram) > 1;
    let mut terms: Vec<(u32, f32)> = vector.iter().filter(shared).copied().collect();
    terms.sort_unstable_by_key(|(bigram, _)| (frequency(*bigram), *bigram));
    terms.truncate(QUERY_TERMS);
    terms
}
