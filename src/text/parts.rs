//! A text in parts of bounded length, cut at the ends of sentences.

use super::first_sentence::whole_words;

/// The parts of a text, each of at most so many characters; together they are the text. A part ends with a
/// sentence where one ends in its second half, else with a clause, else before a number or word.
pub fn parts(text: &str, most: usize) -> Vec<&str> {
    let mut parts = Vec::new();
    let mut rest = text;
    while let Some((limit, _)) = rest.char_indices().nth(most) {
        let fits = &rest[..limit];
        let half = fits.char_indices().nth(most / 2).map_or(0, |(at, _)| at);
        let end_of = |marks: &[char]| {
            let (at, mark) = fits.char_indices().rfind(|(_, c)| marks.contains(c))?;
            (at >= half).then_some(at + mark.len_utf8())
        };
        let cut = end_of(&['\n'])
            .max(end_of(&['。', '！', '？', '；']))
            .or_else(|| end_of(&['，', '：', '、', ';']));
        let (part, behind) = rest.split_at(cut.unwrap_or_else(|| whole_words(fits)));
        parts.push(part);
        rest = behind;
    }
    if !rest.is_empty() || parts.is_empty() {
        parts.push(rest);
    }
    parts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_part_ends_with_a_sentence_or_a_clause() {
        let text = "加快建设。推进光伏，发展风电、水电。完善机制。";
        assert_eq!(parts(text, 100), [text]);
        assert_eq!(
            parts(text, 12),
            ["加快建设。推进光伏，", "发展风电、水电。", "完善机制。"]
        );
        assert_eq!(parts("", 12), [""]);
    }

    #[test]
    fn no_number_is_cut_and_nothing_is_lost() {
        let text = "新增光伏装机27.5万千瓦以上".repeat(20);
        let cut = parts(&text, 10);
        assert_eq!(cut.concat(), text);
        assert!(cut.iter().all(|part| part.chars().count() <= 10));
        assert!(
            cut.iter()
                .all(|part| !part.ends_with(|c: char| c.is_ascii_digit() || c == '.'))
        );
        // What has no end is cut all the same.
        assert_eq!(parts(&"1".repeat(25), 10).len(), 3);
    }
}
