//! Which sections are measures (举措): the smallest headed units that tell someone to do something.

use super::assignments;
use super::section_kind::{SectionKind, section_kind};
use crate::outline::{Body, Rank, Section};
use crate::vocabulary::Agencies;

/// What a section is to the list of measures.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// A measure with all that stands below it.
    Measure,
    /// It holds measures.
    Holder,
    /// Neither.
    Other,
}

/// Least text, in characters, that an item of a minor style needs to be a measure of its own.
const MINOR_TEXT: usize = 15;

/// Tells what a section is; `above` is what the section around it holds.
pub fn part_of(section: &Section, above: SectionKind, agencies: &Agencies) -> Part {
    let kind = section_kind(&section.title, above);
    if matches!(kind, SectionKind::Frame | SectionKind::Past) {
        return Part::Other;
    }
    if holds_measures(section, kind, agencies) {
        return Part::Holder;
    }
    let framed = |child: &Section| {
        matches!(
            section_kind(&child.title, kind),
            SectionKind::Frame | SectionKind::Past
        )
    };
    let own_text = section
        .body
        .iter()
        .filter_map(Body::paragraph)
        .any(|p| !is_note(&p.text));
    let has_text = own_text || section.children.iter().any(|child| !framed(child));
    if has_text && section.rank.is_some() {
        Part::Measure
    } else {
        Part::Other
    }
}

/// Whether the sections below are measures: most of them have a heading of their own or say who
/// does them. Items of a mere list do not, and belong to the measure around them.
fn holds_measures(section: &Section, kind: SectionKind, agencies: &Agencies) -> bool {
    let framed = |child: &&Section| {
        matches!(
            section_kind(&child.title, kind),
            SectionKind::Frame | SectionKind::Past
        )
    };
    let below: Vec<&Section> = section.children.iter().filter(|c| !framed(c)).collect();
    if below.is_empty() {
        return false;
    }
    if below
        .iter()
        .any(|child| part_of(child, kind, agencies) == Part::Holder)
    {
        return true;
    }
    let own = below
        .iter()
        .filter(|child| stands_alone(child, agencies))
        .count();
    own * 2 >= below.len() && own > 0
}

/// Whether an item is a unit of its own.
fn stands_alone(section: &Section, agencies: &Agencies) -> bool {
    let text: usize = section
        .paragraphs()
        .iter()
        .map(|p| p.text.chars().count())
        .sum();
    let assigned = section
        .paragraphs()
        .iter()
        .any(|p| !assignments::in_paragraph(p, agencies).is_empty());
    if assigned {
        return true;
    }
    let minor = matches!(section.rank, Some(Rank::ParenArabic | Rank::Circled));
    section.headed && (text > if minor { MINOR_TEXT } else { 0 } || !section.children.is_empty())
}

/// 「注：上表中未注明的，…」 stands under a table, not under a heading.
fn is_note(text: &str) -> bool {
    text.starts_with("注：") || text.starts_with("注:") || text.starts_with("说明：")
}

/// The words of a measure: its own paragraphs and, with their labels, those of the items below.
pub fn text_of(section: &Section) -> String {
    let mut paragraphs: Vec<String> = own_paragraphs(section).map(str::to_owned).collect();
    for child in &section.children {
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
