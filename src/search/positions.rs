/// Where a string stands: records by number, each with the positions of its beginnings. Flat lists,
/// since there are millions of them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Places {
    records: Vec<u32>,
    /// For each record where its positions end.
    ends: Vec<u32>,
    positions: Vec<u32>,
}

impl Places {
    /// Adds a place; records and positions come in ascending order.
    pub fn push(&mut self, record: u32, position: u32) {
        self.positions.push(position);
        let end = self.positions.len() as u32;
        if self.records.last() == Some(&record) {
            if let Some(last) = self.ends.last_mut() {
                *last = end;
            }
        } else {
            self.records.push(record);
            self.ends.push(end);
        }
    }

    /// Each record with its positions.
    pub fn iter(&self) -> impl Iterator<Item = (u32, &[u32])> {
        let begins = std::iter::once(0).chain(self.ends.iter().copied());
        self.records
            .iter()
            .zip(begins.zip(&self.ends))
            .map(|(&record, (from, &to))| (record, &self.positions[from as usize..to as usize]))
    }

    /// Those that have one of `other` beginning `shift` symbols later.
    pub fn meet(&self, other: &Self, shift: u32) -> Self {
        let mut met = Self::default();
        let mut theirs = other.iter().peekable();
        for (record, starts) in self.iter() {
            while theirs.next_if(|(n, _)| *n < record).is_some() {}
            let Some((_, at)) = theirs.peek().filter(|(n, _)| *n == record) else {
                continue;
            };
            for start in starts {
                if at.binary_search(&(start + shift)).is_ok() {
                    met.push(record, *start);
                }
            }
        }
        met
    }

    /// The places of several strings, which have none in common, as one.
    pub fn union(all: &[Self]) -> Self {
        let mut places: Vec<(u32, u32)> = all
            .iter()
            .flat_map(|places| {
                let each = places.iter();
                each.flat_map(|(record, at)| at.iter().map(move |&position| (record, position)))
            })
            .collect();
        places.sort_unstable();
        let mut union = Self::default();
        for (record, position) in places {
            union.push(record, position);
        }
        union
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn places(all: &[(u32, u32)]) -> Places {
        let mut places = Places::default();
        for &(record, position) in all {
            places.push(record, position);
        }
        places
    }

    #[test]
    fn strings_meet_where_one_follows_the_other() {
        let one = places(&[(1, 0), (1, 7), (3, 2)]);
        let other = places(&[(0, 2), (1, 2), (3, 5)]);
        assert_eq!(one.meet(&other, 2), places(&[(1, 0)]));
        assert_eq!(Places::union(&[other, one]).iter().count(), 3);
    }
}
