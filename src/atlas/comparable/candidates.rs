use std::collections::HashMap;

use super::vectors::{Vector, Vectors};

/// Of a measure's pairs the rarest few look for candidates, and of those who have one of them no
/// more than so many are looked at.
const SEEKERS: usize = 48;
const CROWD: usize = 128;
/// How many candidates are compared in full.
const CANDIDATES: usize = 40;

/// For each pair the measures that have it, and how much it weighs there.
pub struct Index(Vec<Vec<(u32, f32)>>);

impl Index {
    /// The index of all vectors.
    pub fn of(vectors: &Vectors) -> Self {
        let mut index: Vec<Vec<(u32, f32)>> = vec![Vec::new(); vectors.numbers.len()];
        for (n, vector) in vectors.all.iter().enumerate() {
            for &(pair, weight) in vector {
                index[pair as usize].push((n as u32, weight));
            }
        }
        for holders in &mut index {
            // Those whom it says most about come first: they are looked at where it is crowded.
            holders.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        }
        Self(index)
    }

    /// The measures that share most of the rarest pairs of a vector, but for those of its own
    /// document.
    pub fn candidates(&self, vector: &Vector, own: &dyn Fn(usize) -> bool) -> Vec<usize> {
        let holders = |pair: u32| self.0[pair as usize].len();
        let mut seekers: Vec<&(u32, f32)> = vector
            .iter()
            .filter(|(pair, _)| holders(*pair) > 1)
            .collect();
        seekers.sort_by_key(|(pair, _)| (holders(*pair), *pair));
        seekers.truncate(SEEKERS);
        let mut sums: HashMap<u32, f32> = HashMap::new();
        for (pair, weight) in seekers {
            for (other, theirs) in self.0[*pair as usize].iter().take(CROWD) {
                if !own(*other as usize) {
                    *sums.entry(*other).or_default() += weight * theirs;
                }
            }
        }
        let mut best: Vec<(u32, f32)> = sums.into_iter().collect();
        best.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        best.truncate(CANDIDATES);
        best.into_iter().map(|(other, _)| other as usize).collect()
    }
}
