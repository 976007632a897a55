//! The place of a text that is most like a quote, and the words that differ.

use std::cmp::Reverse;
use std::ops::Range;

use rustc_hash::FxHashSet;

use super::letters::Letters;

/// The stretch of a text that is most like a quote.
#[derive(Clone, Debug, PartialEq)]
pub struct Nearest {
    /// Its letters.
    pub letters: Range<usize>,
    /// From 0, nothing alike, to 1, the same letters.
    pub likeness: f64,
    /// The stretches that differ: of the quote and of the text, either of which may be empty.
    pub differences: Vec<Difference>,
}

/// Letters of the quote and those that stand in their place.
pub type Difference = (Range<usize>, Range<usize>);

/// The stretches of the length of a quote that have most of its pairs of neighbouring letters, at most
/// `most`: how many pairs, and where the stretch begins.
pub fn best_windows(quote: &[char], text: &[char], most: usize) -> Vec<(usize, usize)> {
    let pairs: FxHashSet<(char, char)> = quote.windows(2).map(|two| (two[0], two[1])).collect();
    let length = quote.len().saturating_sub(1);
    if pairs.is_empty() || text.len() < 2 {
        return Vec::new();
    }
    let has = |n: usize| pairs.contains(&(text[n], text[n + 1]));
    // The best of each stretch of this length, so that neighbours count once.
    let mut best = vec![(0, 0); text.len() / length + 1];
    let mut own = 0;
    for n in 0..text.len() - 1 {
        own += usize::from(has(n));
        if n >= length {
            own -= usize::from(has(n - length));
        }
        let there = &mut best[n / length];
        if own > there.0 {
            *there = (own, (n + 1).saturating_sub(length));
        }
    }
    best.retain(|(pairs, _)| *pairs > 0);
    best.sort_by_key(|(pairs, start)| (Reverse(*pairs), *start));
    best.truncate(most);
    best
}

/// The stretch around `window`, the beginning of the best window, with its differences from the quote.
pub fn nearest(quote: &Letters, text: &Letters, window: usize) -> Option<Nearest> {
    let length = quote.letters.len();
    let around = length / 4 + 8;
    let from = window.saturating_sub(around);
    let to = (window + length + around).min(text.letters.len());
    let same = common(&quote.letters, &text.letters[from..to]);
    let same: Vec<(usize, usize)> = same.into_iter().map(|(q, t)| (q, from + t)).collect();
    let same = most_alike(length, &same)?;
    let (first, last) = (same.first()?, same.last()?);
    let start = whole_number(&text.letters, first.1).start;
    let end = whole_number(&text.letters, last.1).end;
    let letters = start..end;
    let both = (length + letters.len()) as f64;
    let differences = differences(quote, text, same, &letters);
    Some(Nearest {
        likeness: 2.0 * same.len() as f64 / both,
        letters,
        differences,
    })
}

/// Those of the same letters that are most of a quote of this length and of the stretch they stand in:
/// single letters far from the others make a stretch long and no more alike.
fn most_alike(length: usize, same: &[(usize, usize)]) -> Option<&[(usize, usize)]> {
    let mut best = (0.0, 0..0);
    for start in 0..same.len() {
        for end in start..same.len() {
            let stretch = same[end].1 + 1 - same[start].1;
            // What is left out of the quote weighs more than what stands between its letters.
            let share = (end + 1 - start) as f64 / (2 * length + stretch) as f64;
            if share > best.0 {
                best = (share, start..end + 1);
            }
        }
    }
    (!best.1.is_empty()).then(|| &same[best.1])
}

/// Letters that both have in this order, as pairs of places: those of the longest stretch that both have,
/// then in the same way those before and behind it.
fn common(a: &[char], b: &[char]) -> Vec<(usize, usize)> {
    let mut pairs = Vec::new();
    let mut open = vec![(0..a.len(), 0..b.len(), 0)];
    while let Some((own, there, depth)) = open.pop() {
        let (q, t, length) = longest_common(&a[own.clone()], &b[there.clone()]);
        if length < SHORTEST || depth > DEEPEST {
            continue;
        }
        let (q, t) = (own.start + q, there.start + t);
        pairs.extend((0..length).map(|n| (q + n, t + n)));
        open.push((own.start..q, there.start..t, depth + 1));
        open.push((q + length..own.end, t + length..there.end, depth + 1));
    }
    pairs.sort_unstable();
    pairs
}

/// Letters of a stretch that both have at least, since one letter says nothing.
const SHORTEST: usize = 2;
/// How often what is left is looked through again.
const DEEPEST: usize = 12;

/// Where the longest stretch that both have begins in each, and its length.
fn longest_common(a: &[char], b: &[char]) -> (usize, usize, usize) {
    let mut best = (0, 0, 0);
    let mut row = vec![0usize; b.len() + 1];
    for (i, own) in a.iter().enumerate() {
        // From behind, so that the row still holds the lengths of the letter before.
        for (j, there) in b.iter().enumerate().rev() {
            row[j + 1] = match own == there {
                true => row[j] + 1,
                false => 0,
            };
            let length = row[j + 1];
            if length > best.2 {
                best = (i + 1 - length, j + 1 - length, length);
            }
        }
    }
    best
}

/// What stands between letters that are the same, numbers whole. Two differences with at most one letter
/// between them are one.
fn differences(
    quote: &Letters,
    text: &Letters,
    same: &[(usize, usize)],
    letters: &Range<usize>,
) -> Vec<Difference> {
    let ends = [(quote.letters.len(), letters.end)];
    let mut found: Vec<Difference> = Vec::new();
    let (mut q, mut t) = (0, letters.start);
    for &(next_q, next_t) in same.iter().chain(&ends) {
        if next_q > q || next_t > t {
            let own = whole(&quote.letters, &text.letters, (q..next_q, t..next_t));
            match found.last_mut() {
                Some(last) if own.0.start <= last.0.end + 1 && own.1.start <= last.1.end + 1 => {
                    last.0.end = last.0.end.max(own.0.end);
                    last.1.end = last.1.end.max(own.1.end);
                }
                _ => found.push(own),
            }
        }
        (q, t) = (next_q + 1, next_t + 1);
    }
    found
}

/// A difference with the rest of the numbers that it cuts: letters beside it that both have.
fn whole(quote: &[char], text: &[char], (mut q, mut t): Difference) -> Difference {
    let number = |letters: &[char], n: usize| letters.get(n).copied().is_some_and(of_number);
    let same = |n: usize, m: usize| number(quote, n) && quote.get(n) == text.get(m);
    // An empty stretch cuts a number that goes on behind it.
    while q.start > 0
        && t.start > 0
        && same(q.start - 1, t.start - 1)
        && (number(quote, q.start) || number(text, t.start))
    {
        q.start -= 1;
        t.start -= 1;
    }
    while same(q.end, t.end)
        && ((q.end > 0 && number(quote, q.end - 1)) || (t.end > 0 && number(text, t.end - 1)))
    {
        q.end += 1;
        t.end += 1;
    }
    (q, t)
}

/// The number that a letter is a part of, else the letter.
fn whole_number(letters: &[char], at: usize) -> Range<usize> {
    let of_it = |n: &usize| of_number(letters[*n]);
    if !of_it(&at) {
        return at..at + 1;
    }
    let before = (0..at).rev().take_while(of_it).count();
    let behind = (at + 1..letters.len()).take_while(of_it).count();
    at - before..at + 1 + behind
}

fn of_number(c: char) -> bool {
    c.is_ascii_digit() || matches!(c, '.' | '%')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn differ(quote: &str, text: &str) -> (String, Vec<(String, String)>) {
        let (quote, text) = (Letters::of(quote), Letters::of(text));
        let windows = best_windows(&quote.letters, &text.letters, 4).into_iter();
        let all = windows.filter_map(|(_, window)| nearest(&quote, &text, window));
        let nearest = all
            .max_by(|a, b| a.likeness.total_cmp(&b.likeness))
            .unwrap();
        let shown = |letters: &[char]| letters.iter().collect::<String>();
        let differences = nearest.differences.iter().map(|(q, t)| {
            (
                shown(&quote.letters[q.clone()]),
                shown(&text.letters[t.clone()]),
            )
        });
        (
            shown(&text.letters[nearest.letters.clone()]),
            differences.collect(),
        )
    }

    #[test]
    fn words_that_differ_are_told_with_whole_numbers() {
        let text = "加强保护。到2025年，全市森林覆盖率稳定在81.5%以上，森林蓄积量达到2亿立方米。";
        let (found, differences) = differ("到2025年，全市森林覆盖率达到81.7%以上", text);
        assert_eq!(found, "到2025年全市森林覆盖率稳定在81.5%以上");
        assert_eq!(
            differences,
            [("达到81.7%".to_owned(), "稳定在81.5%".to_owned())]
        );
    }

    #[test]
    fn words_that_stand_elsewhere_are_not_taken_along() {
        let text = "到2025年完成试点建设任务，形成可推广的经验。全市森林覆盖率稳定在80%以上，森林蓄积量增加。";
        let (found, differences) = differ("到2025年全市森林覆盖率稳定在81%以上", text);
        assert_eq!(found, "全市森林覆盖率稳定在80%以上");
        assert_eq!(
            differences,
            [
                ("到2025年".to_owned(), String::new()),
                ("81%".to_owned(), "80%".to_owned())
            ]
        );
    }

    #[test]
    fn a_word_that_was_left_out_is_told() {
        let text = "新增光伏装机不低于27万千瓦。";
        let (_, differences) = differ("新增光伏装机27万千瓦", text);
        assert_eq!(differences, [(String::new(), "不低于".to_owned())]);
        let (_, differences) = differ("新增光伏装机2万千瓦", text);
        assert!(
            differences.contains(&("2".to_owned(), "不低于27".to_owned())),
            "{differences:?}"
        );
    }
}
