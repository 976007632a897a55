use rayon::prelude::*;

use super::vectors::{Vector, Vectors};

/// Of a measure's pairs the rarest few look for candidates, and of those who have one of them no
/// more than so many are looked at.
const SEEKERS: usize = 48;
const CROWD: usize = 128;
/// How many candidates are compared in full.
const CANDIDATES: usize = 40;

/// For each pair the measures that have it, and how much it weighs there.
pub struct Index(Vec<Vec<(u32, f32)>>);

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
        let mut index: Vec<Vec<(u32, f32)>> = vec![Vec::new(); vectors.rarity.len()];
        for (n, vector) in vectors.all.iter().enumerate() {
            for &(pair, weight) in vector {
                index[pair as usize].push((n as u32, weight));
            }
        }
        // Those whom it says most about come first: they are looked at where it is crowded.
        index.par_iter_mut().for_each(|holders| {
            holders.sort_unstable_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        });
        Self(index)
    }

    /// The measures that share most of the rarest pairs of a vector, but for those of its own
    /// document.
    pub fn candidates(
        &self,
        vector: &Vector,
        own: &dyn Fn(usize) -> bool,
        sums: &mut Sums,
    ) -> Vec<usize> {
        let holders = |pair: u32| self.0[pair as usize].len();
        let mut seekers: Vec<&(u32, f32)> = vector
            .iter()
            .filter(|(pair, _)| holders(*pair) > 1)
            .collect();
        seekers.sort_by_key(|(pair, _)| (holders(*pair), *pair));
        seekers.truncate(SEEKERS);
        for (pair, weight) in seekers {
            for (other, theirs) in self.0[*pair as usize].iter().take(CROWD) {
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
