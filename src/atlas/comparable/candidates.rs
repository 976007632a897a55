use std::ops::Range;

use rayon::prelude::*;

use super::vectors::{Vector, Vectors};

/// Of a measure's pairs the rarest few look for candidates, and of those who have one of them no
/// more than so many are looked at.
const SEEKERS: usize = 48;
const CROWD: usize = 128;
/// How many candidates are compared in full.
const CANDIDATES: usize = 40;

/// For each pair the measures that have it, and how much it weighs there; of those whom it says least
/// about none, where they are a crowd.
pub struct InvertedIndex {
    /// Where those of each pair end.
    ends: Vec<usize>,
    /// Pair by pair, in the order of the measures.
    holders: Vec<(u32, f32)>,
}

/// Room for the sums of one search, used again for the next: a number for each measure, and which of
/// them are not 0.
pub struct Sums {
    all: Vec<f32>,
    /// The first `count` of them are not 0; there is room for one more than there are measures.
    touched: Vec<u32>,
    count: usize,
    /// See [`Sums::take`].
    taken: Vec<u64>,
}

impl Sums {
    /// Room for so many measures.
    pub fn new(measures: usize) -> Self {
        Self {
            all: vec![0.0; measures],
            touched: vec![0; measures + 1],
            count: 0,
            taken: Vec::new(),
        }
    }

    fn add(&mut self, measure: u32, weight: f32) {
        // What all have weighs nothing, and touches nobody.
        if weight <= 0.0 {
            return;
        }
        let sum = &mut self.all[measure as usize];
        // Without a branch: whether a measure was met before cannot be guessed.
        self.touched[self.count] = measure;
        self.count += usize::from(*sum == 0.0);
        *sum += weight;
    }

    /// All sums, each as a number that is larger for a larger sum and, of equal ones, for the measure
    /// that comes first: they are compared at once. There are none after.
    fn take(&mut self) -> &mut [u64] {
        let touched = &self.touched[..std::mem::take(&mut self.count)];
        self.taken.clear();
        self.taken.extend(touched.iter().map(|&measure| {
            let sum = std::mem::take(&mut self.all[measure as usize]);
            // Numbers that are not negative are in the order of their bits.
            u64::from(sum.to_bits()) << 32 | u64::from(!measure)
        }));
        &mut self.taken
    }
}

impl InvertedIndex {
    /// The index of all vectors.
    pub fn of(vectors: &Vectors) -> Self {
        // Each part looks through all vectors: one for each core.
        let part = vectors.holders.len().div_ceil(rayon::current_num_threads());
        let part = part.max(1);
        let parts = vectors.holders.par_chunks(part).enumerate();
        let parts: Vec<Self> = parts
            .map(|(n, counts)| Self::part(vectors, n * part, counts))
            .collect();
        let mut ends = Vec::with_capacity(vectors.holders.len());
        let all = parts.iter().map(|part| part.holders.len()).sum();
        let mut holders = Vec::with_capacity(all);
        for part in parts {
            ends.extend(part.ends.iter().map(|end| holders.len() + end));
            holders.extend(part.holders);
        }
        Self { ends, holders }
    }

    /// The index of the pairs from the number `first` on, of which so many measures have each.
    fn part(vectors: &Vectors, first: usize, counts: &[u32]) -> Self {
        // The counts are known, so that each is written once where it belongs.
        let mut sum = 0;
        let ends = counts.iter().map(|&n| {
            sum += n as usize;
            sum
        });
        let ends: Vec<usize> = ends.collect();
        let mut holders = vec![(0, 0.0); sum];
        let mut next: Vec<usize> = std::iter::once(0).chain(ends.iter().copied()).collect();
        for (n, vector) in vectors.all.iter().enumerate() {
            let begin = vector.partition_point(|(pair, _)| (*pair as usize) < first);
            for &(pair, weight) in &vector[begin..] {
                let pair = pair as usize - first;
                if pair >= counts.len() {
                    break;
                }
                let at = &mut next[pair];
                holders[*at] = (n as u32, weight);
                *at += 1;
            }
        }
        let mut index = Self { ends, holders };
        index.leave_out();
        index
    }

    /// Leaves out of each crowd those whom the pair says least about.
    fn leave_out(&mut self) {
        let (mut begin, mut kept) = (0, 0);
        for end in &mut self.ends {
            let own = &mut self.holders[begin..*end];
            let mut left = own.len();
            if left > CROWD {
                let more = |a: &(u32, f32), b: &(u32, f32)| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0));
                own.select_nth_unstable_by(CROWD, more);
                own[..CROWD].sort_unstable_by_key(|(measure, _)| *measure);
                left = CROWD;
            }
            self.holders.copy_within(begin..begin + left, kept);
            begin = *end;
            kept += left;
            *end = kept;
        }
        self.holders.truncate(kept);
        self.holders.shrink_to_fit();
    }

    /// The measures that are looked at for a pair.
    pub fn of_pair(&self, pair: u32) -> &[(u32, f32)] {
        let n = pair as usize;
        let begin = n.checked_sub(1).map_or(0, |before| self.ends[before]);
        &self.holders[begin..self.ends[n]]
    }

    /// Asks for the beginning of what [`InvertedIndex::of_pair`] gives of each of these, all at once: they stand
    /// in more memory than caches hold, and to wait for one after the other takes as long as to add up.
    fn touch(&self, seekers: &[(u32, f32)]) {
        let lists = seekers.iter().map(|(pair, _)| self.of_pair(*pair));
        let begin = lists.filter_map(|list| Some(list.first()?.0));
        std::hint::black_box(begin.fold(0, std::ops::BitXor::bitxor));
    }

    /// The measures that share most of what the rarest pairs of a vector, the `seekers`, weigh; but for
    /// those of its `own` document.
    pub fn candidates(
        &self,
        seekers: &[(u32, f32)],
        own: &Range<u32>,
        sums: &mut Sums,
    ) -> Vec<usize> {
        self.touch(seekers);
        for &(pair, weight) in seekers {
            for &(other, theirs) in self.of_pair(pair) {
                if !own.contains(&other) {
                    sums.add(other, weight * theirs);
                }
            }
        }
        let best = sums.take();
        let best = match best.len() > CANDIDATES {
            true => {
                best.select_nth_unstable_by(CANDIDATES, |a, b| b.cmp(a));
                &best[..CANDIDATES]
            }
            false => best,
        };
        best.iter().map(|&sum| !(sum as u32) as usize).collect()
    }
}

/// The rarest pairs of a vector, but for those that it alone has; the rarest first.
pub fn seekers(vector: &Vector, vectors: &Vectors) -> Vec<(u32, f32)> {
    let holders = |pair: u32| vectors.holders[pair as usize];
    let mut seekers: Vec<(u32, f32)> = vector
        .iter()
        .filter(|(pair, _)| holders(*pair) > 1)
        .copied()
        .collect();
    let rare = |(pair, _): &(u32, f32)| (holders(*pair), *pair);
    if seekers.len() > SEEKERS {
        seekers.select_nth_unstable_by_key(SEEKERS, rare);
        seekers.truncate(SEEKERS);
    }
    seekers.sort_unstable_by_key(rare);
    seekers
}
