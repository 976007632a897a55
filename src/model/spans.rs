use super::Lines;

/// Index of line ranges — measures, figures, rows of lists — for finding those that touch given lines. A
/// document may have tens of thousands.
#[derive(Clone, Debug, Default)]
pub struct Spans {
    /// By first line, each with its place among all.
    all: Vec<(Lines, usize)>,
    /// For each span the largest last line of it and all before it.
    farthest: Vec<usize>,
}

impl Spans {
    /// These, each known by its place among them.
    pub fn of(all: impl Iterator<Item = Lines>) -> Self {
        let mut all: Vec<(Lines, usize)> = all.zip(0..).collect();
        all.sort_unstable();
        let mut farthest = 0;
        let last = all.iter().map(|(lines, _)| {
            farthest = farthest.max(lines.last);
            farthest
        });
        let farthest = last.collect();
        Self { all, farthest }
    }

    /// Returns the indices of the spans that share a line with `lines`, ascending.
    pub fn touching(&self, lines: Lines) -> Vec<usize> {
        let end = self.all.partition_point(|(own, _)| own.first <= lines.last);
        let near = self.all[..end].iter().zip(&self.farthest).rev();
        let near = near.take_while(|(_, farthest)| **farthest >= lines.first);
        let touch = near.filter(|((own, _), _)| own.last >= lines.first);
        let mut places: Vec<usize> = touch.map(|((_, place), _)| *place).collect();
        places.sort_unstable();
        places
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn what_shares_a_line_is_found_in_its_order() {
        let spans = Spans::of(
            [(5, 9), (1, 2), (3, 3), (2, 6)]
                .map(|(a, b)| Lines::new(a, b))
                .into_iter(),
        );
        assert_eq!(spans.touching(Lines::at(2)), [1, 3]);
        assert_eq!(spans.touching(Lines::new(3, 5)), [0, 2, 3]);
        assert!(spans.touching(Lines::at(10)).is_empty());
    }

    proptest! {
        #[test]
        fn as_many_as_a_look_at_each_finds(
            all in prop::collection::vec((1..40_usize, 1..40_usize), 0..30),
            (first, last) in (1..40_usize, 1..40_usize),
        ) {
            let all: Vec<Lines> = all.into_iter().map(|(a, b)| Lines::new(a, b)).collect();
            let lines = Lines::new(first, last);
            let touch = |own: &Lines| own.first <= lines.last && lines.first <= own.last;
            let expected: Vec<usize> = (0..all.len()).filter(|&n| touch(&all[n])).collect();
            prop_assert_eq!(Spans::of(all.into_iter()).touching(lines), expected);
        }
    }
}
