//! The one matcher of brackets: finds the closing mark of each opening mark.
//!
//! Texts nest them (「各区（市、县）政府」), close a round one with a square one (「（市发改委牵头；市商务局配合］」), and leave some
//! unmatched. A mark without a partner encloses nothing.

use std::ops::Range;

/// The kinds of paired marks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum BracketKind {
    /// （ ） ( )
    Round,
    /// 〔 〕 ﹝ ﹞ ［ ］ [ ] 【 】
    Square,
    /// 〈 〉 ＜ ＞ < >
    Angle,
    /// 《 》
    Title,
    /// “ ” 「 」 『 』
    Quote,
}

/// All that puts words aside: no quotations, no titles.
pub const ASIDES: &[BracketKind] = &[BracketKind::Round, BracketKind::Square, BracketKind::Angle];

/// [`ASIDES`] and 《…》: marks inside which a list is not cut.
pub const NAMES: &[BracketKind] = &[
    BracketKind::Round,
    BracketKind::Square,
    BracketKind::Angle,
    BracketKind::Title,
];

/// All kinds.
pub const ALL: &[BracketKind] = &[
    BracketKind::Round,
    BracketKind::Square,
    BracketKind::Angle,
    BracketKind::Title,
    BracketKind::Quote,
];

/// Opening and closing marks.
const MARKS: &[(char, char, BracketKind)] = &[
    ('（', '）', BracketKind::Round),
    ('(', ')', BracketKind::Round),
    ('〔', '〕', BracketKind::Square),
    ('﹝', '﹞', BracketKind::Square),
    ('［', '］', BracketKind::Square),
    ('[', ']', BracketKind::Square),
    ('【', '】', BracketKind::Square),
    ('〈', '〉', BracketKind::Angle),
    ('＜', '＞', BracketKind::Angle),
    ('<', '>', BracketKind::Angle),
    ('《', '》', BracketKind::Title),
    ('“', '”', BracketKind::Quote),
    ('「', '」', BracketKind::Quote),
    ('『', '』', BracketKind::Quote),
];

/// The kind that a character opens.
pub fn opens(c: char) -> Option<BracketKind> {
    MARKS.iter().find(|m| m.0 == c).map(|m| m.2)
}

/// The kind that a character closes.
pub fn closes(c: char) -> Option<BracketKind> {
    MARKS.iter().find(|m| m.1 == c).map(|m| m.2)
}

/// Whether a character is a bracket or quotation mark of any kind. One comparison decides for nearly all
/// characters of a text.
fn is_mark(c: char) -> bool {
    !matches!(c, '\u{4E00}'..='\u{9FFF}') && (opens(c).is_some() || closes(c).is_some())
}

/// Two marks that belong together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BracketPair {
    /// Kind of the opening mark.
    pub kind: BracketKind,
    /// Byte range from the opening mark to behind the closing one.
    pub outer: Range<usize>,
    /// Bytes between the marks.
    pub inner: Range<usize>,
}

/// The brackets of a text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Brackets {
    /// All pairs, by their opening marks; no two cross.
    pub pairs: Vec<BracketPair>,
    /// Indices of the pairs outside all others.
    outermost: Vec<usize>,
    /// Byte offsets of unmatched opening marks, in order.
    pub unclosed: Vec<usize>,
    /// Byte offsets of unmatched closing marks, in order.
    pub unopened: Vec<usize>,
}

impl Brackets {
    /// Matches the marks of these kinds. A closing mark belongs to the last open one of its kind; a round
    /// one may close a square one and vice versa if none of its own kind is open. Marks left open in
    /// between have no partner.
    pub fn of(text: &str, kinds: &[BracketKind]) -> Self {
        let mut brackets = Self::default();
        let mut open: Vec<(BracketKind, Range<usize>)> = Vec::new();
        // Number of open marks of each kind; it keeps the time linear for a text of opening marks only.
        let mut count = [0usize; ALL.len()];
        for (at, c) in text.char_indices().filter(|(_, c)| is_mark(*c)) {
            let mark = at..at + c.len_utf8();
            if let Some(kind) = opens(c).filter(|k| kinds.contains(k)) {
                count[kind as usize] += 1;
                open.push((kind, mark));
                continue;
            }
            let Some(kind) = closes(c).filter(|k| kinds.contains(k)) else {
                continue;
            };
            let partner = [Some(kind), other_width(kind)]
                .into_iter()
                .flatten()
                .find(|k| count[*k as usize] > 0)
                .filter(|_| !is_enumerator(&text[..at]));
            let Some(partner) = partner else {
                brackets.unopened.push(at);
                continue;
            };
            while let Some((kind, opening)) = open.pop() {
                count[kind as usize] -= 1;
                if kind == partner {
                    brackets.pairs.push(BracketPair {
                        kind,
                        inner: opening.end..at,
                        outer: opening.start..mark.end,
                    });
                    break;
                }
                brackets.unclosed.push(opening.start);
            }
        }
        brackets.unclosed.extend(open.iter().map(|(_, m)| m.start));
        brackets.unclosed.sort_unstable();
        brackets.pairs.sort_by_key(|pair| pair.outer.start);
        let mut end = 0;
        for (n, pair) in brackets.pairs.iter().enumerate() {
            if pair.outer.start >= end {
                end = pair.outer.end;
                brackets.outermost.push(n);
            }
        }
        brackets
    }

    /// The pairs outside all others, in order.
    pub fn outermost(&self) -> impl Iterator<Item = &BracketPair> {
        self.outermost.iter().map(|&n| &self.pairs[n])
    }

    /// The innermost pair that has this byte between its marks.
    pub fn around(&self, at: usize) -> Option<&BracketPair> {
        let before = self.pairs.partition_point(|p| p.outer.start < at);
        let mut within = self.pairs[..before].iter().rev();
        within.find(|p| p.inner.start <= at && at < p.inner.end)
    }

    /// Whether this byte lies between the marks of a pair.
    pub fn enclose(&self, at: usize) -> bool {
        let starts = |n: &usize| self.pairs[*n].inner.start <= at;
        let before = self.outermost.partition_point(starts);
        let last = before.checked_sub(1).map(|n| self.outermost[n]);
        last.is_some_and(|n| at < self.pairs[n].inner.end)
    }

    /// The characters outside all pairs, with their byte offsets; marks of pairs are left out.
    pub fn outside<'a>(&'a self, text: &'a str) -> impl Iterator<Item = (usize, char)> + 'a {
        let mut pairs = self.outermost().peekable();
        text.char_indices().filter(move |(at, _)| {
            while pairs.peek().is_some_and(|p| p.outer.end <= *at) {
                pairs.next();
            }
            pairs.peek().is_none_or(|p| *at < p.outer.start)
        })
    }
}

/// The kind whose mark is sometimes used for this one by mistake.
fn other_width(kind: BracketKind) -> Option<BracketKind> {
    match kind {
        BracketKind::Round => Some(BracketKind::Square),
        BracketKind::Square => Some(BracketKind::Round),
        BracketKind::Angle | BracketKind::Title | BracketKind::Quote => None,
    }
}

/// Whether the text before a closing mark is the number of an item: 「；2）积极推进…」.
fn is_enumerator(before: &str) -> bool {
    const DIGITS_MAX: usize = 2;
    let stem = before.trim_end_matches(|c: char| c.is_ascii_digit());
    (1..=DIGITS_MAX).contains(&(before.len() - stem.len()))
        && (stem.is_empty() || stem.ends_with(['。', '；', '\n']))
}

/// Cuts a text at the marks outside its brackets; gives each part with its first byte.
pub fn cut<'a>(
    text: &'a str,
    kinds: &[BracketKind],
    mark: impl Fn(char) -> bool,
) -> Vec<(usize, &'a str)> {
    let brackets = Brackets::of(text, kinds);
    let mut parts = Vec::new();
    let mut start = 0;
    for (at, c) in brackets.outside(text).filter(|(_, c)| mark(*c)) {
        parts.push((start, &text[start..at]));
        start = at + c.len_utf8();
    }
    parts.push((start, &text[start..]));
    parts
}

/// The text without its brackets and their content: 「各县级市<区>政府<管委会>」 → 各县级市政府.
pub fn without(text: &str, kinds: &[BracketKind]) -> String {
    let brackets = Brackets::of(text, kinds);
    brackets.outside(text).map(|(_, c)| c).collect()
}

/// The text without unmatched marks.
pub fn balanced(text: &str, kinds: &[BracketKind]) -> String {
    let brackets = Brackets::of(text, kinds);
    let alone = |at: &usize| {
        brackets.unclosed.binary_search(at).is_ok() || brackets.unopened.binary_search(at).is_ok()
    };
    let kept = text.char_indices().filter(|(at, _)| !alone(at));
    kept.map(|(_, c)| c).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn inner(text: &str) -> Vec<&str> {
        let pairs = Brackets::of(text, NAMES).pairs;
        pairs.into_iter().map(|p| &text[p.inner]).collect()
    }

    #[test]
    fn matches_nested_ones() {
        let text = "（责任单位：市发展改革委，各区（市、县）政府）";
        assert_eq!(
            inner(text),
            ["责任单位：市发展改革委，各区（市、县）政府", "市、县"]
        );
        let parts = cut(
            "省发展改革委（能源局、粮食局）、省电力公司",
            NAMES,
            |c| c == '、',
        );
        let parts: Vec<&str> = parts.into_iter().map(|(_, part)| part).collect();
        assert_eq!(parts, ["省发展改革委（能源局、粮食局）", "省电力公司"]);
    }

    #[test]
    fn one_width_closes_the_other() {
        for text in [
            "（市商务局牵头；市财政局配合］",
            "［市商务局牵头；市财政局配合）",
            "(市商务局牵头；市财政局配合）",
            "［市商务局牵头；市财政局配合］",
            "〔市商务局牵头；市财政局配合﹞",
        ] {
            assert_eq!(inner(text), ["市商务局牵头；市财政局配合"], "{text}");
        }
    }

    #[test]
    fn a_mark_without_a_partner_encloses_nothing() {
        let text = "推进（试点建设。支持《规划》落地）";
        assert_eq!(inner(text), ["试点建设。支持《规划》落地", "规划"]);
        let text = "（责任单位：市林业局，各县（市、区）政府。加强监管。";
        let brackets = Brackets::of(text, NAMES);
        assert_eq!(brackets.unclosed, [0]);
        assert!(!brackets.enclose(text.find("加强").unwrap()));
        // 《 is never closed: the round brackets around it are.
        assert_eq!(inner("（按《规划执行）后"), ["按《规划执行"]);
        assert_eq!(
            balanced("装机）容量（万千瓦）（", ASIDES),
            "装机容量（万千瓦）"
        );
    }

    #[test]
    fn the_number_of_an_item_closes_nothing() {
        let text = "（包括以下事项。1）项目审批；2）竣工验收。）";
        assert_eq!(inner(text), ["包括以下事项。1）项目审批；2）竣工验收。"]);
        assert_eq!(inner("（1）项目审批"), ["1"]);
    }

    #[test]
    fn leaves_out_what_is_in_brackets() {
        assert_eq!(without("各县级市<区>政府<管委会>", ASIDES), "各县级市政府");
        assert_eq!(without("各县﹝市、区﹞人民政府", ASIDES), "各县人民政府");
    }

    proptest! {
        #[test]
        fn pairs_nest_and_every_mark_is_told_once(
            text in "[（）()〔〕［］《》“”一二1；。\n]{0,60}"
        ) {
            let found = Brackets::of(&text, ALL);
            for (n, pair) in found.pairs.iter().enumerate() {
                prop_assert_eq!(opens(text[pair.outer.start..].chars().next().unwrap()), Some(pair.kind));
                prop_assert!(closes(text[pair.inner.end..].chars().next().unwrap()).is_some());
                for other in &found.pairs[n + 1..] {
                    prop_assert!(other.outer.start > pair.outer.start);
                    prop_assert!(other.outer.end <= pair.inner.end || other.outer.start >= pair.outer.end);
                }
            }
            let marks = text.chars().filter(|c| is_mark(*c)).count();
            prop_assert_eq!(marks, 2 * found.pairs.len() + found.unclosed.len() + found.unopened.len());
            for (at, _) in text.char_indices() {
                let counted = found.pairs.iter().any(|p| p.inner.contains(&at));
                prop_assert_eq!(found.enclose(at), counted);
                prop_assert_eq!(found.around(at).is_some(), counted);
            }
        }
    }
}
