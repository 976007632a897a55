use std::collections::{HashMap, HashSet};

use super::numerals;

/// The words that queries are segmented into: those of the indexed texts and of the vocabulary. The
/// browser gets the same list, so that both segment a query alike.
#[derive(Clone, Debug, Default)]
pub struct Lexicon {
    words: HashSet<String>,
    longest: usize,
}

/// A piece of a query.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct QueryPiece {
    /// Its symbols.
    pub text: String,
    /// Whether the lexicon contains it; otherwise it is a run of characters outside all words.
    pub known: bool,
}

/// Costs of a word and of a character outside all words: few words, and no characters left over.
const WORD: i64 = 2000;
const STRAY: i64 = 3000;

impl Lexicon {
    /// A lexicon of these words, normalized by [`super::normalize::plain`].
    pub fn new(words: impl IntoIterator<Item = String>) -> Self {
        let words: HashSet<String> = words.into_iter().filter(|w| !w.is_empty()).collect();
        let longest = words.iter().map(|w| w.chars().count()).max().unwrap_or(0);
        Self { words, longest }
    }

    /// Segments a run of symbols into the fewest words, leaving the fewest characters over; ties go to
    /// the longer words. Adjacent characters left over form one piece.
    pub fn cut(&self, run: &str) -> Vec<QueryPiece> {
        self.cut_without(run, None)
    }

    /// The shorter words that together form a long one, if there are any: 光伏装机 is 光伏 and 装机, so that a
    /// text about 光伏发电装机容量 is found, too.
    pub fn parts(&self, word: &str) -> Option<Vec<String>> {
        if word.chars().count() < 4 || word.is_ascii() {
            return None;
        }
        let parts = self.cut_without(word, Some(word));
        let whole = parts.len() > 1 && parts.iter().all(|p| p.known && p.text.chars().count() > 1);
        whole.then(|| parts.into_iter().map(|p| p.text).collect())
    }

    fn cut_without(&self, run: &str, except: Option<&str>) -> Vec<QueryPiece> {
        let atoms = atoms(run);
        let n = atoms.len();
        // For every end: the least cost up to it, and the start of the last piece.
        let mut best: Vec<(i64, usize)> = vec![(0, 0)];
        for end in 1..=n {
            let mut least = (best[end - 1].0 + STRAY - 1, end - 1);
            for start in end.saturating_sub(self.longest)..end {
                let word = atoms[start..end].concat();
                if Some(word.as_str()) == except || !self.known(&word, end - start) {
                    continue;
                }
                let length = word.chars().count() as i64;
                let cost = best[start].0 + WORD - length * length;
                if cost < least.0 {
                    least = (cost, start);
                }
            }
            best.push(least);
        }
        let mut cuts: Vec<QueryPiece> = Vec::new();
        let mut end = n;
        while end > 0 {
            let start = best[end].1;
            let text = atoms[start..end].concat();
            let known = self.known(&text, end - start) && Some(text.as_str()) != except;
            match cuts.last_mut() {
                Some(after) if !known && !after.known => after.text.insert_str(0, &text),
                _ => cuts.push(QueryPiece { text, known }),
            }
            end = start;
        }
        cuts.reverse();
        cuts
    }

    /// A word of the lexicon, or a number or foreign word, which is one atom of several characters.
    fn known(&self, word: &str, atoms: usize) -> bool {
        self.words.contains(word) || (atoms == 1 && word.chars().nth(1).is_some())
    }
}

/// The units that are never split. These are numbers and foreign words, also with 年 or % behind, years
/// and shares in Chinese numerals, and single characters.
fn atoms(run: &str) -> Vec<String> {
    let chars: Vec<char> = run.chars().collect();
    let mut atoms: Vec<String> = Vec::new();
    let mut at = 0;
    while let Some(&c) = chars.get(at) {
        if let Some(length) = numerals::length(&chars[at..]) {
            atoms.push(chars[at..at + length].iter().collect());
            at += length;
            continue;
        }
        at += 1;
        let plain = |c: char| c.is_ascii_alphanumeric() || c == '.';
        let joins = atoms.last().is_some_and(|last| {
            let number = last.chars().all(|l| l.is_ascii_digit() || l == '.');
            last.chars().all(plain) && (plain(c) || (number && matches!(c, '年' | '%' | '‰')))
        });
        match atoms.last_mut() {
            Some(last) if joins => last.push(c),
            _ => atoms.push(c.to_string()),
        }
    }
    atoms
}

/// The synonyms of each word that occur in the texts.
#[derive(Clone, Debug, Default)]
pub struct Widening {
    by_word: HashMap<String, Vec<String>>,
}

impl Widening {
    /// `groups` are pairs: all words of a group, and those that occur in the texts.
    pub fn new(groups: &[(Vec<String>, Vec<String>)]) -> Self {
        let mut by_word: HashMap<String, Vec<String>> = HashMap::new();
        for (asked, found) in groups {
            for word in asked {
                let others = by_word.entry(word.clone()).or_default();
                for other in found {
                    // A synonym that contains the word is found by the word already.
                    if !other.contains(word.as_str()) && !others.contains(other) {
                        others.push(other.clone());
                    }
                }
            }
        }
        Self { by_word }
    }

    /// Whether a word has synonyms or is one.
    pub fn knows(&self, word: &str) -> bool {
        self.by_word.contains_key(word)
    }

    /// The synonyms of a word that occur in the texts.
    pub fn of(&self, word: &str) -> &[String] {
        self.by_word.get(word).map_or(&[], Vec::as_slice)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lexicon() -> Lexicon {
        let words = [
            "新能源",
            "能源",
            "汽车",
            "新能源汽车",
            "充电",
            "充电桩",
            "光伏",
            "装机",
            "光伏装机",
            "森林",
            "覆盖",
            "的",
        ];
        Lexicon::new(words.map(str::to_owned))
    }

    fn cut(run: &str) -> Vec<String> {
        lexicon().cut(run).into_iter().map(|c| c.text).collect()
    }

    #[test]
    fn unspaced_words_are_cut() {
        assert_eq!(cut("新能源汽车充电桩"), ["新能源汽车", "充电桩"]);
        assert_eq!(cut("森林覆盖"), ["森林", "覆盖"]);
    }

    #[test]
    fn what_no_word_covers_stays_together() {
        assert_eq!(cut("碳普惠的光伏"), ["碳普惠", "的", "光伏"]);
        assert_eq!(cut("2025年光伏pm2.5"), ["2025年", "光伏", "pm2.5"]);
        assert_eq!(cut("森林80%的"), ["森林", "80%", "的"]);
        assert_eq!(cut("二〇二五年光伏"), ["二〇二五年", "光伏"]);
        assert_eq!(cut("森林百分之六十二"), ["森林", "百分之六十二"]);
    }

    #[test]
    fn a_long_word_has_parts() {
        assert_eq!(lexicon().parts("光伏装机").unwrap(), ["光伏", "装机"]);
        assert_eq!(lexicon().parts("新能源汽车").unwrap(), ["新能源", "汽车"]);
        assert_eq!(lexicon().parts("充电桩"), None);
    }

    #[test]
    fn a_word_stands_for_its_group() {
        let group = |words: &[&str]| words.iter().map(|w| (*w).to_owned()).collect::<Vec<_>>();
        let widening = Widening::new(&[(
            group(&["发改委", "发展改革委", "计委"]),
            group(&["发展改革委"]),
        )]);
        assert_eq!(widening.of("发改委"), ["发展改革委"]);
        assert!(widening.of("发展改革委").is_empty());
    }
}
