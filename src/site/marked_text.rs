//! Figures and bodies marked in running text.

use rustc_hash::FxHashMap;
use serde::Serialize;

use super::Site;
use super::figure_view::FigureView;
use super::links;
use crate::atlas::Place;
use crate::model::{Block, Lines, Measure, Role};

/// A stretch of a paragraph; the template makes a link of one that has an address.
#[derive(Clone, Debug, Serialize)]
pub struct TextSegment {
    /// The words.
    pub text: String,
    /// Where it leads, below the site's root; empty for plain words.
    pub href: String,
    /// `figure`, `agency` or empty.
    pub kind: &'static str,
    /// What was read here, for a figure.
    pub figure: Option<FigureView>,
    /// Id of what the body has to do here, for a body.
    pub role: &'static str,
}

/// Part of a text that is marked.
struct Mark {
    start: usize,
    end: usize,
    href: String,
    figure: Option<FigureView>,
    role: &'static str,
}

impl Site<'_> {
    /// Cuts a paragraph of a policy into plain words, figures (linked to their indicator, measure or
    /// paragraph) and bodies (linked to their page). Longer marks go first; none overlap.
    pub fn segments(&self, text: &str, lines: Lines, policy: usize) -> Vec<TextSegment> {
        self.marked(text, [lines; 2], policy)
    }

    /// The same of each paragraph of a measure: the figures that stand there, and all its bodies.
    pub fn paragraphs(&self, place: Place) -> Vec<Vec<TextSegment>> {
        let policy = &self.atlas.policies[place.policy];
        let measure = &policy.measures[place.item];
        let mut stand: FxHashMap<&str, Lines> = FxHashMap::default();
        let blocks = self
            .stands
            .blocks_on(self.atlas, place.policy, measure.lines);
        for block in blocks.into_iter().map(|block| &policy.blocks[block]) {
            if let Block::Paragraph { text, lines, .. } = block {
                let same = stand.entry(text).or_insert(*lines);
                *same = same.join(*lines);
            }
        }
        let lines = |paragraph| stand.get(paragraph).copied().unwrap_or(measure.lines);
        let paragraphs = measure.text.lines();
        paragraphs
            .map(|text| self.marked(text, [lines(text), measure.lines], place.policy))
            .collect()
    }

    /// With the figures on some lines, and the bodies on others.
    fn marked(
        &self,
        text: &str,
        [of_figures, of_bodies]: [Lines; 2],
        policy: usize,
    ) -> Vec<TextSegment> {
        let p = &self.atlas.policies[policy];
        let mut marks: Vec<Mark> = Vec::new();
        let mut from = 0;
        for item in self.stands.figures_on(self.atlas, policy, of_figures) {
            let figure = &p.figures[item];
            if figure.quote.is_empty() {
                continue;
            }
            // They come in the order of the text, in which the same words may stand again.
            let next = text[from..].find(&figure.quote).map(|at| from + at);
            if let Some(at) = next.or_else(|| text.find(&figure.quote)) {
                from = at;
                let view = self.figure(Place { policy, item });
                let leads = view.indicator.as_ref().or(view.measure.as_ref());
                marks.push(Mark {
                    start: at,
                    end: at + figure.quote.len(),
                    href: leads.unwrap_or(&view.quote).href().to_owned(),
                    figure: Some(view),
                    role: "",
                });
            }
        }
        for item in self.stands.measures_on(self.atlas, policy, of_bodies) {
            marks.extend(bodies(&p.measures[item], text, of_bodies));
        }
        marks.sort_by_key(|mark| (mark.start, std::cmp::Reverse(mark.end)));
        cut(text, marks)
    }
}

fn cut(text: &str, marks: Vec<Mark>) -> Vec<TextSegment> {
    let mut segments = Vec::new();
    let mut done = 0;
    for mark in marks {
        if mark.start < done {
            continue;
        }
        if mark.start > done {
            segments.push(plain(&text[done..mark.start]));
        }
        segments.push(TextSegment {
            text: text[mark.start..mark.end].to_owned(),
            href: mark.href,
            kind: if mark.figure.is_some() {
                "figure"
            } else {
                "agency"
            },
            figure: mark.figure,
            role: mark.role,
        });
        done = mark.end;
    }
    if done < text.len() {
        segments.push(plain(&text[done..]));
    }
    segments
}

fn plain(text: &str) -> TextSegment {
    TextSegment {
        text: text.to_owned(),
        href: String::new(),
        kind: "",
        figure: None,
        role: "",
    }
}

fn bodies(measure: &Measure, text: &str, lines: Lines) -> Vec<Mark> {
    let here = measure
        .agencies
        .iter()
        .filter(|a| lines.contains(a.lines.first));
    here.flat_map(|agency| {
        let role: Role = agency.role;
        text.match_indices(agency.name.as_str())
            .map(move |(at, name)| Mark {
                start: at,
                end: at + name.len(),
                href: links::agency(&agency.agency),
                figure: None,
                role: role.id(),
            })
            .collect::<Vec<_>>()
    })
    .collect()
}
