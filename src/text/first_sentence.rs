//! The first sentence of a text, for lists that show one line of it.

use super::brackets::{ALL, Brackets};

/// The beginning of a text, as written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Beginning<'a> {
    /// The sentence, or those of its clauses that fit.
    pub text: &'a str,
    /// Whether the sentence continues beyond the cut.
    pub is_cut: bool,
}

/// The first sentence of a text. A sentence of more than `most` characters is cut at the end of a clause,
/// without its mark; it is cut inside quotation marks, titles or brackets only if there is no place
/// outside.
pub fn first_sentence(text: &str, most: usize) -> Beginning<'_> {
    let first = paragraphs(text)
        .next()
        .and_then(|own| sentences(own).next());
    shortened(first.unwrap_or_default(), most)
}

/// The sentence that contains the most of these words, the first of several; shortened like the first
/// sentence.
pub fn best_matching_sentence<'a>(text: &'a str, words: &[&str], most: usize) -> Beginning<'a> {
    let all = paragraphs(text).flat_map(sentences);
    let all = all.map(|sentence| shortened(sentence, most));
    let said = |beginning: &Beginning<'_>| {
        let said = words.iter().filter(|word| beginning.text.contains(**word));
        said.count()
    };
    let best = all.map(|own| (said(&own), own));
    let best = best.reduce(|best, own| if own.0 > best.0 { own } else { best });
    best.map_or_else(Beginning::default, |(_, beginning)| beginning)
}

fn paragraphs(text: &str) -> impl Iterator<Item = &str> {
    text.lines().map(str::trim).filter(|line| !line.is_empty())
}

/// The sentences of a paragraph, with the marks that end them.
fn sentences(paragraph: &str) -> impl Iterator<Item = &str> {
    let brackets = Brackets::of(paragraph, ALL);
    let ends = brackets.outside(paragraph);
    let ends = ends.filter(|(_, c)| is_sentence_end(*c));
    let mut ends: Vec<usize> = ends.map(|(at, c)| at + c.len_utf8()).collect();
    if ends.last() != Some(&paragraph.len()) {
        ends.push(paragraph.len());
    }
    let mut start = 0;
    ends.into_iter().map(move |end| {
        let sentence = &paragraph[start..end];
        start = end;
        sentence.trim()
    })
}

/// A sentence, or those of its clauses that fit.
fn shortened(sentence: &str, most: usize) -> Beginning<'_> {
    let Some((limit, _)) = sentence.char_indices().nth(most) else {
        return Beginning {
            text: sentence,
            is_cut: false,
        };
    };
    let brackets = Brackets::of(sentence, ALL);
    let clause = |marks: fn(char) -> bool, least: usize| {
        let at = brackets.outside(sentence);
        let at = at.filter(|(at, c)| *at < limit && marks(*c) && !is_in_number(sentence, *at));
        let at = at.last().map(|(at, _)| at);
        at.filter(|at| sentence[..*at].chars().count() >= least)
    };
    // Brackets at the end of a clause are an aside, such as responsible bodies.
    let aside = brackets.outermost().map(|pair| pair.outer.start);
    let aside = aside.filter(|at| *at < limit && sentence[*at..].starts_with(['（', '(']));
    let aside = aside.last();
    let half = aside.filter(|at| sentence[..*at].chars().count() >= most / 2);
    let cut = clause(is_clause_end, most / 2).max(half);
    let cut = cut.or_else(|| clause(is_list_mark, most / 3));
    let cut = cut.unwrap_or_else(|| whole_words(&sentence[..limit]));
    Beginning {
        text: sentence[..cut].trim_end(),
        is_cut: true,
    }
}

fn is_sentence_end(c: char) -> bool {
    matches!(c, '。' | '！' | '？')
}

fn is_clause_end(c: char) -> bool {
    matches!(c, '；' | ';' | '，' | ',' | '：')
}

fn is_list_mark(c: char) -> bool {
    is_clause_end(c) || c == '、'
}

/// Whether the mark at this byte separates digits of a number: 1,500.
fn is_in_number(text: &str, at: usize) -> bool {
    let before = text[..at].ends_with(|c: char| c.is_ascii_digit());
    let mut after = text[at..].chars().skip(1);
    before && after.next().is_some_and(|c| c.is_ascii_digit())
}

/// The bytes of a stretch without a number or Latin word that its end may have cut.
pub(super) fn whole_words(fits: &str) -> usize {
    let of_a_word = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | ',' | '%');
    match fits.trim_end_matches(of_a_word) {
        "" => fits.len(),
        whole => whole.len(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn first(text: &str, most: usize) -> (&str, bool) {
        let beginning = first_sentence(text, most);
        (beginning.text, beginning.is_cut)
    }

    #[test]
    fn a_short_sentence_is_told_whole() {
        let text = "加快天然气工程建设。加强智能坚强配电网建设，提高可再生能源消纳能力。";
        assert_eq!(first(text, 80), ("加快天然气工程建设。", false));
        assert_eq!(first("\n  编制规划\n第二段。", 80), ("编制规划", false));
        assert_eq!(first("", 80), ("", false));
    }

    #[test]
    fn a_long_one_ends_with_a_clause() {
        let text = "持续推进“煤改气”工程，有序实施煤炭消费减量，新增耗煤项目严格实施等量减量替代。";
        assert_eq!(
            first(text, 30),
            ("持续推进“煤改气”工程，有序实施煤炭消费减量", true)
        );
        // No half a list while there is a clause.
        let text = "推动电力、石油加工、化工、冶金等传统高耗能行业实施节能改造、提高能效，加快淘汰和退出。";
        assert_eq!(first(text, 20), ("推动电力、石油加工、化工", true));
    }

    #[test]
    fn quotations_titles_and_brackets_stay_whole() {
        let text = "按照“政府引导，市场运作。多方参与”的原则推进。完善机制。";
        assert_eq!(
            first(text, 80),
            ("按照“政府引导，市场运作。多方参与”的原则推进。", false)
        );
        let text = "鼓励民用建筑按照三星级以上绿色建筑的技术要求进行建设（责任单位：市建设局，市发展改革委，各区政府）。";
        assert_eq!(
            first(text, 32),
            ("鼓励民用建筑按照三星级以上绿色建筑的技术要求进行建设", true)
        );
    }

    #[test]
    fn no_number_is_cut() {
        let text = "建成公用充电桩累计不少于15000个并且覆盖全部乡镇街道和高速公路服务区";
        assert_eq!(first(text, 15), ("建成公用充电桩累计不少于", true));
        let text = "新增造林面积12,500亩并完成森林质量精准提升工程建设任务，加强管护";
        assert_eq!(first(text, 12), ("新增造林面积", true));
    }

    #[test]
    fn the_sentence_that_says_most_of_the_words_tells_most() {
        let text = "完善体系。推进分布式光伏整县开发，加快储能设施建设。\n鼓励储能。";
        let telling = |words: &[&str]| best_matching_sentence(text, words, 80).text;
        assert_eq!(
            telling(&["光伏", "储能"]),
            "推进分布式光伏整县开发，加快储能设施建设。"
        );
        assert_eq!(telling(&["氢能"]), "完善体系。");
        assert_eq!(
            best_matching_sentence("", &["氢能"], 80),
            Beginning::default()
        );
    }

    #[test]
    fn what_is_shown_stands_in_the_text() {
        let text = "（一）以A，B、C；D（E，F）G“H。I”《J，K》L：M！N";
        for most in 1..40 {
            let beginning = first_sentence(text, most);
            assert!(text.starts_with(beginning.text), "{most}");
            assert!(beginning.text.chars().count() <= most, "{most}");
        }
    }
}
