//! Text that stands aslant on a page: watermarks over the text and the characters of round seals.

use std::collections::BTreeMap;

use super::words::Word;

/// Where more than this share of a page is aslant, the page itself was laid askew on a scanner.
const MOST: f32 = 0.5;

/// The words of a page without those that stand aslant, and the characters left out. `upright` are the
/// words that poppler gives without slanted ones, `all` those with them.
pub fn without_slanted(upright: Vec<Word>, all: Vec<Word>) -> (Vec<Word>, String) {
    let left_out = left_out(&upright, &all);
    let count = letters(&all);
    match left_out.chars().count() as f32 > count as f32 * MOST {
        true => (all, String::new()),
        false => (upright, left_out),
    }
}

fn letters(words: &[Word]) -> usize {
    words.iter().map(|word| word.text.chars().count()).sum()
}

/// The characters of all words that the upright ones lack, in the order of the page.
fn left_out(upright: &[Word], all: &[Word]) -> String {
    let mut kept: BTreeMap<char, usize> = BTreeMap::new();
    for c in upright.iter().flat_map(|word| word.text.chars()) {
        *kept.entry(c).or_default() += 1;
    }
    // From the foot of the page up, as watermarks are read.
    let chars = all.iter().rev().flat_map(|word| word.text.chars());
    let mut counts: BTreeMap<char, usize> = BTreeMap::new();
    let new = chars.filter(|c| {
        let count = counts.entry(*c).or_default();
        *count += 1;
        *count > kept.get(c).copied().unwrap_or_default()
    });
    new.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(texts: &[&str]) -> Vec<Word> {
        let word = |text: &&str| Word {
            left: 0.0,
            right: 10.0,
            middle: 5.0,
            text: (*text).to_owned(),
        };
        texts.iter().map(word).collect()
    }

    #[test]
    fn a_watermark_is_left_out_and_told() {
        let upright = words(&["新增绿色建筑200万平方米"]);
        let all = words(&["稿", "新增绿见色建筑200万平方米", "意", "求", "征"]);
        let (kept, told) = without_slanted(upright.clone(), all);
        assert_eq!((kept, told.as_str()), (upright, "征求意见稿"));
    }

    #[test]
    fn a_page_that_lies_askew_is_kept_whole() {
        let all = words(&["市政府", "公报", "第一期"]);
        let (kept, told) = without_slanted(words(&["1"]), all.clone());
        assert_eq!((kept, told.as_str()), (all, ""));
    }
}
