//! Lists that are longer than a page: of each of their sections the first rows, and where the others are
//! found.

use serde::Serialize;

/// Rows of a list on one page: more take a cheap phone long to show, and nobody reads them all. 1 000 are
/// some 20 KB over the wire; the list of a ministry's measures in 5 000 documents was 1 MB.
pub const LISTED: usize = 1_000;

/// A field of a search, and the value that records have to have there; any without one.
pub type SearchFilter<'a> = (&'a str, Option<&'a str>);

/// Measures only.
pub const MEASURES: SearchFilter<'static> = ("kind", Some("measure"));

/// How many rows sections of so many show at most, so that all of them show no more than `all`: short ones
/// all of theirs, long ones the same, one at least. More than any has where all fit.
pub fn share_of(all: usize, counts: impl IntoIterator<Item = usize>) -> usize {
    let mut counts: Vec<usize> = counts.into_iter().collect();
    counts.sort_unstable();
    let mut left = all;
    for (at, &count) in counts.iter().enumerate() {
        let share = left / (counts.len() - at);
        if count > share {
            return share.max(1);
        }
        left -= count;
    }
    usize::MAX
}

/// The rows of a section that its page leaves out.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Rest {
    count: usize,
    /// The search for all of the section.
    href: String,
}

impl Rest {
    /// Those of `all` rows beyond the first `shown`, if there are any, with a search that finds them.
    pub fn of(all: usize, shown: usize, filters: &[SearchFilter<'_>]) -> Option<Self> {
        let count = all.checked_sub(shown).filter(|count| *count > 0)?;
        let href = search(filters);
        Some(Self { count, href })
    }
}

/// The address of a search for all that these filters leave.
pub fn search(filters: &[SearchFilter<'_>]) -> String {
    let page = "search/?".to_owned();
    let query = page.len();
    let mut query = url::form_urlencoded::Serializer::for_suffix(page, query);
    for (field, value) in filters {
        if let Some(value) = value {
            query.append_pair(field, value);
        }
    }
    query.finish()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_sections_share_what_short_ones_leave() {
        assert_eq!(share_of(LISTED, []), usize::MAX);
        assert_eq!(share_of(LISTED, [600, 400]), usize::MAX);
        assert_eq!(share_of(LISTED, [600, 401]), 599);
        assert_eq!(share_of(LISTED, [2_000, 10, 3_000]), 495);
        assert_eq!(share_of(LISTED, [5_000]), LISTED);
        // More sections than rows: one of each is still shown.
        assert_eq!(share_of(LISTED, vec![2; 1_500]), 1);
        for counts in [vec![7; 500], vec![900, 90, 9, 999], vec![1_000, 1]] {
            let most = share_of(LISTED, counts.clone());
            let shown = |most: usize| counts.iter().map(|&n| n.min(most)).sum::<usize>();
            assert!(shown(most) <= LISTED && shown(most + 1) > LISTED);
        }
    }

    #[test]
    fn what_is_left_out_is_searched_for() {
        assert_eq!(Rest::of(5, 5, &[]), None);
        assert_eq!(Rest::of(5, usize::MAX, &[]), None);
        let filters = [
            ("topic", Some("energy")),
            ("city", None),
            ("year", Some("2025&x")),
        ];
        let rest = Rest {
            count: 2,
            href: "search/?topic=energy&year=2025%26x".to_owned(),
        };
        assert_eq!(Rest::of(5, 3, &filters), Some(rest));
    }
}
