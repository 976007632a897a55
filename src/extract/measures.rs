//! Selects the sections that are measures (举措): the smallest units with a heading that require an action.

use std::sync::LazyLock;

use regex::Regex;

use super::assignments;
use super::section_kind::{SectionKind, kind_of};
use crate::outline::{Body, Rank, Section};
use crate::pattern::regex;
use crate::text::Line;
use crate::vocabulary::Vocabulary;

/// The role of a section in the list of measures.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// A measure with all its content.
    Measure,
    /// A section with measures below it.
    Holder,
    /// Neither.
    Other,
}

/// Minimum length of text, in characters, that makes an item of a minor style a measure.
const MINOR_TEXT: usize = 15;

/// Matches headings of articles about the text itself: purpose, definitions, interpretation, validity,
/// relation to other policies (「从高不重复」); also of formulas and pictures.
static OF_THE_TEXT: LazyLock<Regex> = LazyLock::new(|| {
    regex(
        r"^(?:为[^。]*制定本|(?:本|该)[\p{Han}（）()]{2,12}(?:适用于|所称|中下列用语|中的|由[^。]{2,40}负责解释|自[^。]{2,30}(?:施行|实施|执行|起)|有效期|未尽事宜|印发之日)|[^。]{0,12}所称[^。]*(?:是指|系指)|[^。，；]{2,24}(?:是指|系指)|[^。，]{2,30}(?:参照|依照)本[^。，]{2,10}执行。?$|[^。]{0,60}(?:见|如)(?:下?图|下?表|附件) ?\d{0,2}(?:所示)?。?$|[^。]{0,120}同一(?:项目|事项|企业)[^。]{0,100}(?:[从就]高不重复|就高不就低|不重复享受)|[^。]{0,100}应在本[\p{Han}]{1,6}有效期内|[^。]{4,60}(?:之和|之差|之积|之比|乘积|比值)即?为[^。]{2,30}。?$)",
    )
});

/// Returns the role of a section; `above` is the kind of the section around it.
pub fn part_of(section: &Section, above: SectionKind, vocabulary: &Vocabulary) -> Part {
    let kind = kind_of(section, above, &vocabulary.sections);
    if !kind.holds_measures() || is_of_the_text(section) || section.title.is_empty() {
        return Part::Other;
    }
    if holds_measures(section, kind, vocabulary) {
        return Part::Holder;
    }
    // Apart from items with headings, the content of a box only adds to the text around it.
    if section.is_aside() {
        return Part::Other;
    }
    let framed = |child: &Section| !kind_of(child, kind, &vocabulary.sections).holds_measures();
    let own_text = section
        .body
        .iter()
        .filter_map(Body::paragraph)
        .any(|p| !is_note(&p.text));
    let has_text = own_text || section.below().any(|child| !framed(child));
    if has_text && section.rank.is_some() {
        Part::Measure
    } else {
        Part::Other
    }
}

/// Matches the definition of a heading: 「1.技术设备费用」, then 「指项目实施单位购置用于…的设备的费用。」.
static DEFINITION: LazyLock<Regex> =
    LazyLock::new(|| regex(r"^(?:是指|系指|指[^导定引标派挥出示明令向数南])"));

/// Whether a section is about the text itself or defines its terms.
pub fn is_of_the_text(section: &Section) -> bool {
    let first = section.body.iter().find_map(Body::paragraph);
    if section.headed && first.is_some_and(|line| DEFINITION.is_match(&line.text)) {
        return true;
    }
    let article = section.rank == Some(Rank::Article) || !section.headed;
    let only = section.body.len() == 1 && section.children.is_empty();
    (article || only) && first.is_some_and(|line| OF_THE_TEXT.is_match(&line.text))
}

/// Whether the sections below are measures: most have a heading or name responsible bodies. The items of
/// a plain list belong to the measure around them.
fn holds_measures(section: &Section, kind: SectionKind, vocabulary: &Vocabulary) -> bool {
    let unframed = |child: &&Section| kind_of(child, kind, &vocabulary.sections).holds_measures();
    let below: Vec<&Section> = section.below().filter(unframed).collect();
    let leads = |line: &&Line| line.text.ends_with(['：', ':']);
    let led = match section.headed {
        true => section.rank >= Some(Rank::Arabic) && leads(&&section.heading),
        false => section
            .body
            .iter()
            .filter_map(Body::paragraph)
            .any(|line| leads(&line)),
    };
    // 「（三）对建设充电设施项目的」 names a case; the text below states the rules for it.
    let is_case = section.title.ends_with('的');
    if below.is_empty() || led || is_case {
        return false;
    }
    if below
        .iter()
        .any(|child| part_of(child, kind, vocabulary) == Part::Holder)
    {
        return true;
    }
    // Bodies named once, at the end of a list, are responsible for all of it.
    let headed = |child: &&Section| child.headed && !leads(&&child.heading);
    let listed =
        below.len() > 1 && section.rank >= Some(Rank::ParenHan) && !below.iter().any(headed);
    if listed {
        let mut assigned = below.iter().map(|child| is_assigned(child, vocabulary));
        if assigned.next_back() == Some(true) && !assigned.any(|one| one) {
            return false;
        }
    }
    let items = is_chapter_of_items(section);
    let own = below
        .iter()
        .filter(|child| is_independent_item(child, items, vocabulary))
        .count();
    own * 2 >= below.len() && own > 0
}

/// Whether a chapter consists of items only: 「一、主要任务」, then 「（一）完成造林3万亩。」. A list with a lead-in
/// (「应当符合下列条件：」) does not count.
fn is_chapter_of_items(section: &Section) -> bool {
    let chapter = matches!(
        section.rank,
        Some(Rank::Part | Rank::Chapter | Rank::Section | Rank::Han)
    );
    let leads = |line: &str| line.ends_with(['：', ':']);
    let mut own = section.body.iter().filter_map(Body::paragraph);
    chapter && section.headed && !own.any(|line| leads(&line.text))
}

/// Whether a section names responsible bodies.
fn is_assigned(section: &Section, vocabulary: &Vocabulary) -> bool {
    let mut paragraphs = section.paragraphs_outside_boxes().into_iter();
    paragraphs.any(|p| !assignments::in_paragraph(p, &vocabulary.agencies).is_empty())
}

/// Whether an item is a unit by itself; `items` is set if its chapter consists of items only.
fn is_independent_item(section: &Section, items: bool, vocabulary: &Vocabulary) -> bool {
    has_enough_text(section, items) || is_assigned(section, vocabulary)
}

/// Whether the words of an item make it a unit by itself, whether or not it names a body.
fn has_enough_text(section: &Section, items: bool) -> bool {
    let paragraphs = section.paragraphs_outside_boxes();
    let text: usize = paragraphs.iter().map(|p| p.text.chars().count()).sum();
    if !section.headed {
        let major = matches!(section.rank, Some(Rank::ParenHan | Rank::Han)) && items;
        let article = section.rank == Some(Rank::Article);
        let whole = paragraphs.iter().any(|p| p.text.ends_with('。'));
        return (article || major) && whole && text >= MINOR_TEXT;
    }
    let minor = matches!(section.rank, Some(Rank::ParenArabic | Rank::Circled));
    text > if minor { MINOR_TEXT } else { 0 } || section.below().next().is_some()
}

/// 「注：上表中未注明的，…」 belongs to a table, not to a heading.
fn is_note(text: &str) -> bool {
    text.starts_with("注：") || text.starts_with("注:") || text.starts_with("说明：")
}

/// The text of a measure: its paragraphs and, with their labels, those of the items below.
pub fn text_of(section: &Section) -> String {
    let mut paragraphs: Vec<String> = own_paragraphs(section).map(str::to_owned).collect();
    for child in section.below() {
        let below = text_of(child);
        if child.headed {
            let label = child.label();
            paragraphs.push(if below.is_empty() {
                label
            } else {
                format!("{label}。{below}")
            });
        } else {
            let number = child.number.as_ref().map_or("", |n| n.written.as_str());
            paragraphs.push(format!("{number}{below}"));
        }
    }
    paragraphs.join("\n")
}

fn own_paragraphs(section: &Section) -> impl Iterator<Item = &str> {
    section
        .body
        .iter()
        .filter_map(Body::paragraph)
        .map(|p| p.text.as_str())
}
