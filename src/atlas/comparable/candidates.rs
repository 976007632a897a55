use rayon::prelude::*;

use super::vectors::{Vector, Vectors};

/// Of a measure's pairs the rarest few look for candidates, and of those who have one of them no
/// more than so many are looked at.
const SEEKERS: usize = 48;
const CROWD: usize = 128;
/// How many candidates are compared in full.
const CANDIDATES: usize = 40;

/// For each pair the measures that have it, and how much it weighs there.
pub struct Index {
    /// Where those of each pair end.
    ends: Vec<usize>,
    /// Pair by pair; those whom it says most about come first.
    holders: Vec<(u32, f32)>,
}

/// Room for the sums of one search, used again for the next: a number for each measure, and which of
/// them are not 0.
pub struct Sums {
    all: Vec<f32>,
    touched: Vec<u32>,
}

impl Sums {
    /// Room for so many measures.
    pub fn new(measures: usize) -> Self {
        Self {
            all: vec![0.0; measures],
            touched: Vec::new(),
        }
    }

    fn add(&mut self, measure: u32, weight: f32) {
        let sum = &mut self.all[measure as usize];
        if *sum == 0.0 {
            self.touched.push(measure);
        }
        *sum += weight;
    }

    /// All sums; there are none after.
    fn take(&mut self) -> Vec<(u32, f32)> {
        let all = &mut self.all;
        let take = |n: u32| (n, std::mem::take(&mut all[n as usize]));
        self.touched.drain(..).map(take).collect()
    }
}

impl Index {
    /// The index of all vectors.
    pub fn of(vectors: &Vectors) -> Self {
        // Counts first, so that each is written once where it belongs.
        let mut ends = vec![0; vectors.rarity.len()];
        for &(pair, _) in vectors.all.iter().flatten() {
            ends[pair as usize] += 1;
        }
        let mut sum = 0;
        for end in &mut ends {
            sum += *end;
            *end = sum;
        }
        let mut holders = vec![(0, 0.0); sum];
        let mut next: Vec<usize> = std::iter::once(0).chain(ends.iter().copied()).collect();
        for (n, vector) in vectors.all.iter().enumerate() {
            for &(pair, weight) in vector {
                let at = &mut next[pair as usize];
                holders[*at] = (n as u32, weight);
                *at += 1;
            }
        }
        let mut parts: Vec<&mut [(u32, f32)]> = Vec::with_capacity(ends.len());
        let (mut rest, mut begin) = (holders.as_mut_slice(), 0);
        for end in &ends {
            let (part, others) = rest.split_at_mut(end - begin);
            parts.push(part);
            (rest, begin) = (others, *end);
        }
        parts.into_par_iter().for_each(|holders| {
            holders.sort_unstable_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        });
        Self { ends, holders }
    }

    /// The measures that have a pair.
    fn of_pair(&self, pair: u32) -> &[(u32, f32)] {
        let n = pair as usize;
        let begin = n.checked_sub(1).map_or(0, |before| self.ends[before]);
        &self.holders[begin..self.ends[n]]
    }

    /// The measures that share most of the rarest pairs of a vector, but for those of its own
    /// document.
    pub fn candidates(
        &self,
        vector: &Vector,
        own: &dyn Fn(usize) -> bool,
        sums: &mut Sums,
    ) -> Vec<usize> {
        let holders = |pair: u32| self.of_pair(pair).len();
        let mut seekers: Vec<&(u32, f32)> = vector
            .iter()
            .filter(|(pair, _)| holders(*pair) > 1)
            .collect();
        seekers.sort_by_key(|(pair, _)| (holders(*pair), *pair));
        seekers.truncate(SEEKERS);
        for (pair, weight) in seekers {
            for (other, theirs) in self.of_pair(*pair).iter().take(CROWD) {
                if !own(*other as usize) {
                    sums.add(*other, weight * theirs);
                }
            }
        }
        let mut best = sums.take();
        let better = |a: &(u32, f32), b: &(u32, f32)| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0));
        if best.len() > CANDIDATES {
            best.select_nth_unstable_by(CANDIDATES, better);
            best.truncate(CANDIDATES);
        }
        best.into_iter().map(|(other, _)| other as usize).collect()
    }
}
