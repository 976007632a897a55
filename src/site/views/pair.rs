//! Two measures side by side, with what both say.

use serde::Serialize;

use crate::atlas::{Atlas, Match, Place};
use crate::site::Site;
use crate::site::figure_view::FigureView;
use crate::site::links::Link;
use crate::site::page::Page;

/// Of each measure so many matches have a page that sets both texts side by side; on a site of many
/// measures none, since such pages would be more than all others together. The measure's own page
/// still shows the sentences of both that are most alike.
const SIDE_BY_SIDE: usize = 3;
const MANY: usize = 2_000;
#[derive(Serialize)]
struct PairPage {
    sides: Vec<PairSide>,
    score: &'static str,
    terms: Vec<String>,
    topics: Vec<Link>,
    indicators: Vec<Link>,
    agencies: Vec<Link>,
}

#[derive(Serialize)]
struct PairSide {
    link: Link,
    city: Link,
    document: Link,
    paragraphs: Vec<Vec<SharedText>>,
    sentence: String,
    figures: Vec<FigureView>,
}

/// A stretch of text, shared with the other side or not.
#[derive(Debug, PartialEq, Eq, Serialize)]
pub struct SharedText {
    text: String,
    shared: bool,
}

/// The page that sets two measures side by side; the same whichever comes first.
pub fn path(a: &str, b: &str) -> String {
    let (first, second) = if a < b { (a, b) } else { (b, a) };
    format!("compare/measures/{first}/{second}/")
}

/// Whether two measures have a page of their own: one is among the first matches of the other.
pub fn has_page(atlas: &Atlas, a: Place, b: Place) -> bool {
    is_close(atlas, a, b) || is_close(atlas, b, a)
}

fn side_by_side(atlas: &Atlas) -> usize {
    if atlas.comparable.measures() > MANY {
        0
    } else {
        SIDE_BY_SIDE
    }
}

/// Whether a measure is among the first matches of another.
fn is_close(atlas: &Atlas, of: Place, measure: Place) -> bool {
    if side_by_side(atlas) == 0 {
        return false;
    }
    let mut first = atlas.comparable.useful(of).take(side_by_side(atlas));
    first.any(|m| m.measure == measure)
}

/// The pages of a document's measures beside their closest matches; a pair that two documents have
/// is the one's whose measure has the lesser id.
pub fn pages(site: &Site<'_>, policy: usize) -> Vec<Page> {
    let atlas = site.atlas;
    let mut pages = Vec::new();
    for (item, measure) in atlas.policies[policy].measures.iter().enumerate() {
        let place = Place { policy, item };
        let matches = atlas.comparable.useful(place).take(side_by_side(atlas));
        for found in matches {
            let other = atlas.measure(found.measure);
            if measure.id < other.id || !is_close(atlas, found.measure, place) {
                let path = path(&measure.id, &other.id);
                pages.push(page(site, path, place, found));
            }
        }
    }
    pages
}

fn page(site: &Site<'_>, path: String, place: Place, found: &Match) -> Page {
    let reasons = site.atlas.reasons(place, found);
    let terms: Vec<String> = reasons.terms.iter().map(|&term| term.to_owned()).collect();
    let side = |place: Place, sentence: &str| {
        let measure = site.atlas.measure(place);
        PairSide {
            link: site.measure_link(place),
            city: site.city_link(place.policy),
            document: site.document_link(place.policy),
            paragraphs: measure.text.lines().map(|p| pieces(p, &terms)).collect(),
            sentence: sentence.to_owned(),
            figures: site.figure_views(place),
        }
    };
    let (own, theirs) = reasons.sentences.unwrap_or_default();
    let mut sides = vec![side(place, own), side(found.measure, theirs)];
    // The address is the same from both sides, and so is the page.
    sides.sort_by(|a, b| a.link.href().cmp(b.link.href()));
    let indicators = reasons.indicators.iter();
    let agencies = reasons.agencies.iter();
    let view = PairPage {
        sides,
        score: closeness(found.score),
        terms: terms.clone(),
        topics: reasons.topics.iter().map(|t| site.topic_link(t)).collect(),
        indicators: indicators
            .filter_map(|id| site.indicator_link(id))
            .collect(),
        agencies: agencies.filter_map(|id| site.kind_link(id)).collect(),
    };
    let linked = site.list_linked(&path);
    Page::new(path, "compare_pair.html", &view).with_linked(linked)
}

/// A score as readers see it; the theme has words for it.
pub fn closeness(score: f64) -> &'static str {
    match score {
        0.7.. => "very",
        0.55.. => "close",
        _ => "some",
    }
}

/// A paragraph with the shared words apart, the longest word at a place first.
pub fn pieces(text: &str, terms: &[String]) -> Vec<SharedText> {
    let mut pieces: Vec<SharedText> = Vec::new();
    let mut put = |text: &str, shared: bool| match pieces.last_mut() {
        Some(last) if last.shared == shared => last.text.push_str(text),
        _ => pieces.push(SharedText {
            text: text.to_owned(),
            shared,
        }),
    };
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        let here = terms.iter().filter(|term| rest.starts_with(term.as_str()));
        let length = match here.map(String::len).max() {
            Some(length) if length > 0 => {
                put(&rest[..length], true);
                length
            }
            _ => {
                put(&rest[..c.len_utf8()], false);
                c.len_utf8()
            }
        };
        rest = &rest[length..];
    }
    pieces
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shared_words_stand_apart() {
        let terms = ["光伏".to_owned(), "整县光伏".to_owned()];
        let shown: Vec<(String, bool)> = pieces("推进整县光伏，新增光伏。", &terms)
            .into_iter()
            .map(|piece| (piece.text, piece.shared))
            .collect();
        assert_eq!(
            shown,
            [
                ("推进".to_owned(), false),
                ("整县光伏".to_owned(), true),
                ("，新增".to_owned(), false),
                ("光伏".to_owned(), true),
                ("。".to_owned(), false)
            ]
        );
    }

    #[test]
    fn a_pair_has_one_address() {
        assert_eq!(path("b/1", "a/2"), "compare/measures/a/2/b/1/");
        assert_eq!(path("a/2", "b/1"), path("b/1", "a/2"));
    }
}
