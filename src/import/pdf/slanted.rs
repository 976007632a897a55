//! Text that stands aslant on a page: watermarks over the text and the characters of round seals.

use std::collections::BTreeMap;

use super::words::Word;

/// Where more than this share of a page is aslant, the page itself was laid askew on a scanner.
const MOST: f32 = 0.5;

/// Poppler gives slanted letters one by one or by two; a word of more is level, and only left out since it
/// stands behind slanted ones.
const LEVEL: usize = 3;

/// The words of a page without those that stand aslant, and the characters left out. `upright` are the
/// words that poppler gives without slanted ones, `all` those with them.
pub fn without_slanted(mut upright: Vec<Word>, all: Vec<Word>) -> (Vec<Word>, String) {
    let mut missing = count(&all);
    for (c, n) in count(&upright) {
        if let Some(left) = missing.get_mut(&c) {
            *left = left.saturating_sub(n);
        }
    }
    for word in &all {
        if word.text.chars().count() >= LEVEL && take(&mut missing, &word.text) {
            upright.push(word.clone());
        }
    }
    // From the foot of the page up, as watermarks are read.
    let chars = all.iter().rev().flat_map(|word| word.text.chars());
    let left_out: String = chars
        .filter(|c| take(&mut missing, c.encode_utf8(&mut [0; 4])))
        .collect();
    let letters: usize = all.iter().map(|word| word.text.chars().count()).sum();
    match left_out.chars().count() as f32 > letters as f32 * MOST {
        true => (all, String::new()),
        false => (upright, left_out),
    }
}

/// How often each character stands in words.
fn count(words: &[Word]) -> BTreeMap<char, usize> {
    let mut counts = BTreeMap::new();
    for c in words.iter().flat_map(|word| word.text.chars()) {
        *counts.entry(c).or_default() += 1;
    }
    counts
}

/// Takes the characters of a text out of some, if all of them are there.
fn take(from: &mut BTreeMap<char, usize>, text: &str) -> bool {
    let mut rest = from.clone();
    for c in text.chars() {
        match rest.get_mut(&c).filter(|n| **n > 0) {
            Some(n) => *n -= 1,
            None => return false,
        }
    }
    *from = rest;
    true
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
    fn a_level_line_behind_a_watermark_stays() {
        let all = words(&[
            "稿",
            "见",
            "征",
            "一、新增绿色建筑200万平方米。",
            "（一）屋顶光伏行动。",
        ]);
        let upright = words(&["（一）屋顶光伏行动。"]);
        let (kept, told) = without_slanted(upright, all);
        let kept: Vec<&str> = kept.iter().map(|word| word.text.as_str()).collect();
        assert_eq!(
            kept,
            ["（一）屋顶光伏行动。", "一、新增绿色建筑200万平方米。"]
        );
        assert_eq!(told, "征见稿");
    }

    #[test]
    fn a_page_that_lies_askew_is_kept_whole() {
        let all = words(&["市", "政府", "公报", "期"]);
        let (kept, told) = without_slanted(words(&["1"]), all.clone());
        assert_eq!((kept, told.as_str()), (all, ""));
    }
}
