//! Figures and bodies marked in running text.

use serde::Serialize;

use crate::model::{Figure, Measure, Policy};
use crate::vocabulary::Vocabulary;

use super::links;

/// A stretch of a paragraph; the template makes a link of one that has an address.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Segment {
    /// The words.
    pub text: String,
    /// Where it leads, below the site's root; empty for plain words.
    pub href: String,
    /// `figure`, `agency` or empty.
    pub kind: &'static str,
}

/// Cuts a paragraph into plain words, figures (linked to indicator or measure) and bodies (linked
/// to their page). Longer marks go first; none overlap.
pub fn segments(
    text: &str,
    lines: crate::model::Lines,
    policy: &Policy,
    vocabulary: &Vocabulary,
) -> Vec<Segment> {
    let mut marks: Vec<(usize, usize, String, &'static str)> = Vec::new();
    for figure in policy
        .figures
        .iter()
        .filter(|f| lines.contains(f.lines.first))
    {
        if let Some(at) = text
            .find(&figure.quote)
            .filter(|_| !figure.quote.is_empty())
        {
            marks.push((
                at,
                at + figure.quote.len(),
                figure_href(figure, policy, vocabulary),
                "figure",
            ));
        }
    }
    for measure in policy
        .measures
        .iter()
        .filter(|m| m.lines.first <= lines.last && lines.first <= m.lines.last)
    {
        marks.extend(agency_marks(measure, text, lines));
    }
    marks.sort_by_key(|(start, end, _, _)| (*start, std::cmp::Reverse(*end)));
    let mut segments = Vec::new();
    let mut done = 0;
    for (start, end, href, kind) in marks {
        if start < done || href.is_empty() {
            continue;
        }
        if start > done {
            segments.push(plain(&text[done..start]));
        }
        segments.push(Segment {
            text: text[start..end].to_owned(),
            href,
            kind,
        });
        done = end;
    }
    if done < text.len() {
        segments.push(plain(&text[done..]));
    }
    segments
}

fn plain(text: &str) -> Segment {
    Segment {
        text: text.to_owned(),
        href: String::new(),
        kind: "",
    }
}

fn figure_href(figure: &Figure, policy: &Policy, vocabulary: &Vocabulary) -> String {
    let indicator = figure
        .indicator
        .as_ref()
        .and_then(|id| vocabulary.indicators.get(id));
    let measure = figure
        .measure
        .as_ref()
        .and_then(|id| policy.measures.iter().find(|m| &m.id == id));
    indicator
        .map(|i| links::indicator(&i.id))
        .or_else(|| measure.map(|m| links::measure(&m.id)))
        .unwrap_or_default()
}

fn agency_marks(
    measure: &Measure,
    text: &str,
    lines: crate::model::Lines,
) -> Vec<(usize, usize, String, &'static str)> {
    let mut marks = Vec::new();
    for agency in measure
        .agencies
        .iter()
        .filter(|a| lines.contains(a.lines.first))
    {
        for (at, _) in text.match_indices(agency.name.as_str()) {
            marks.push((
                at,
                at + agency.name.len(),
                links::agency(&agency.agency),
                "agency",
            ));
        }
    }
    marks
}
