/// Maximum number of measures of one city in a row, so that the row remains a comparison.
const MOST_OF_CITY: u32 = 2;

/// Rows under construction, of measures by their places in the topic; at first each measure is a row.
pub struct OpenRow {
    /// Union-find: for each measure another one of the same row; the measure that points to itself names
    /// the row.
    same: Vec<u32>,
    /// The rows, each at the index of the measure that names it.
    pub rows: Vec<GrowingRow>,
    /// The links that joined rows: a measure, the rank of its match, and the next one of the same row.
    joints: Vec<(u32, u8, Option<u32>)>,
}

/// A row under construction; it has no cities once it was joined to another.
pub struct GrowingRow {
    /// The number of its measures of each city, by city.
    pub cities: Vec<(u32, u32)>,
    /// The first and the last of the links that joined it.
    joints: Option<(u32, u32)>,
}

impl OpenRow {
    /// Creates one row for each measure; `cities` are the measures' cities.
    pub fn of(cities: impl ExactSizeIterator<Item = u32>) -> Self {
        let row = |city| GrowingRow {
            cities: vec![(city, 1)],
            joints: None,
        };
        Self {
            same: (0..cities.len() as u32).collect(),
            rows: cities.map(row).collect(),
            joints: Vec::new(),
        }
    }

    /// The row of a measure.
    pub fn row_of(&mut self, mut n: u32) -> u32 {
        while self.same[n as usize] != n {
            let next = self.same[n as usize];
            self.same[n as usize] = self.same[next as usize];
            n = next;
        }
        n
    }

    /// Joins the rows of a measure and its match of this rank. Skipped if a city would then have too many
    /// measures in the row.
    pub fn join(&mut self, own: u32, other: u32, rank: u8) {
        let [a, b] = [own, other].map(|n| self.row_of(n));
        if a == b {
            return;
        }
        let cities = |row: u32| self.rows[row as usize].cities.len();
        let (few, many) = match cities(a) < cities(b) {
            true => (a, b),
            false => (b, a),
        };
        if self.rows[few as usize].crowds(&self.rows[many as usize]) {
            return;
        }
        // The links of the first row come first, then those of the second, then the one that joins both.
        let joint = self.joints.len() as u32;
        self.joints.push((own, rank, None));
        let [first, second] = [a, b].map(|row| self.rows[row as usize].joints);
        let ends = [first, second, Some((joint, joint))];
        let ends: Vec<(u32, u32)> = ends.into_iter().flatten().collect();
        for two in ends.windows(2) {
            self.joints[two[0].1 as usize].2 = Some(two[1].0);
        }
        let joints = Some((ends[0].0, joint));
        self.same[few as usize] = many;
        let moved = std::mem::take(&mut self.rows[few as usize].cities);
        let row = &mut self.rows[many as usize];
        row.take_in(moved);
        row.joints = joints;
    }

    /// The links that joined a row, in their order.
    pub fn joints(&self, row: &GrowingRow) -> impl Iterator<Item = (u32, u8)> {
        let mut next = row.joints.map(|(first, _)| first);
        std::iter::from_fn(move || {
            let (n, rank, following) = self.joints[next? as usize];
            next = following;
            Some((n, rank))
        })
    }
}

impl GrowingRow {
    /// Whether a city would have too many measures in the joined row; `self` is the row with fewer
    /// cities.
    fn crowds(&self, many: &Self) -> bool {
        let sum = |&(city, n): &(u32, u32)| n + many.find(city).map_or(0, |at| many.cities[at].1);
        self.cities.iter().map(sum).any(|n| n > MOST_OF_CITY)
    }

    /// The index of a city among the cities, or the index to insert it at.
    fn find(&self, city: u32) -> Result<usize, usize> {
        self.cities.binary_search_by_key(&city, |&(city, _)| city)
    }

    fn take_in(&mut self, cities: Vec<(u32, u32)>) {
        for (city, n) in cities {
            match self.find(city) {
                Ok(at) => self.cities[at].1 += n,
                Err(at) => self.cities.insert(at, (city, n)),
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_has_no_heap_of_one_city() {
        let mut rows = OpenRow::of([0, 1, 0, 0].into_iter());
        for own in [0, 2, 3] {
            rows.join(own, 1, 0);
        }
        assert_eq!(rows.row_of(0), rows.row_of(2));
        assert_ne!(rows.row_of(3), rows.row_of(2), "a third of the first city");
        let row = rows.row_of(1);
        assert_eq!(rows.rows[row as usize].cities, [(0, 2), (1, 1)]);
    }

    #[test]
    fn words_of_the_first_row_come_before_those_of_its_match() {
        let mut rows = OpenRow::of([0, 1, 2, 3, 4].into_iter());
        for (own, other, rank) in [(1, 0, 7), (3, 2, 5), (2, 1, 4), (0, 3, 2), (4, 0, 1)] {
            rows.join(own, other, rank);
        }
        let row = rows.row_of(0);
        let joints: Vec<(u32, u8)> = rows.joints(&rows.rows[row as usize]).collect();
        assert_eq!(joints, [(3, 5), (1, 7), (2, 4), (4, 1)]);
    }
}
