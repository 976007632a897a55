use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use crate::atlas::{Atlas, Match, Place, Row, TopicEntry};
use crate::site::Site;
use crate::site::linked;
use crate::site::links::{self, Link};
use crate::site::page::Page;
use crate::site::show::FigureView;

/// Of each measure so many matches have a page that sets both texts side by side.
const SIDE_BY_SIDE: usize = 3;
/// Shared words in the heading of a row, and the fewest characters of one: shorter ones are often
/// pieces of words.
const TERMS: usize = 3;
const LEAST_TERM: usize = 4;

#[derive(Serialize)]
struct CompareList {
    topics: Vec<TopicLine>,
}

#[derive(Serialize)]
struct TopicLine {
    link: Link,
    finer: bool,
    cities: usize,
    rows: usize,
}

#[derive(Serialize)]
struct ComparePage<'a> {
    name: &'a str,
    topic: Link,
    cities: Vec<Link>,
    rows: Vec<RowView>,
    /// Measures that no other city has the like of.
    single: Vec<Cell>,
    indicators: Vec<Link>,
}

#[derive(Serialize)]
struct RowView {
    heading: String,
    cities: usize,
    cells: Vec<Cell>,
}

/// What one city does, or why nothing is shown.
#[derive(Serialize)]
struct Cell {
    city: Link,
    measures: Vec<MeasureView>,
    /// `silent`: a text on the subject was read, nothing found; `no_text`: no such text is held.
    gap: &'static str,
}

#[derive(Serialize)]
struct MeasureView {
    link: Link,
    document: Link,
    figures: Vec<FigureView>,
}

#[derive(Serialize)]
struct PairPage {
    sides: Vec<Side>,
    score: u32,
    terms: Vec<String>,
    topics: Vec<Link>,
    indicators: Vec<Link>,
    agencies: Vec<Link>,
}

#[derive(Serialize)]
struct Side {
    link: Link,
    city: Link,
    document: Link,
    paragraphs: Vec<Vec<Piece>>,
    sentence: String,
    figures: Vec<FigureView>,
}

/// A stretch of text, shared with the other side or not.
#[derive(Debug, PartialEq, Eq, Serialize)]
pub struct Piece {
    text: String,
    shared: bool,
}

/// The page that sets two measures side by side; the same whichever comes first.
pub fn pair_path(a: &str, b: &str) -> String {
    let (first, second) = if a < b { (a, b) } else { (b, a) };
    format!("compare/measures/{first}/{second}/")
}

/// Whether two measures have a page of their own: one is among the first matches of the other.
pub fn has_pair(atlas: &Atlas, a: Place, b: Place) -> bool {
    is_close(atlas, a, b) || is_close(atlas, b, a)
}

/// Whether a measure is among the first matches of another.
fn is_close(atlas: &Atlas, of: Place, measure: Place) -> bool {
    let matches = atlas.comparable.get(&atlas.measure(of).id);
    let mut first = matches.into_iter().flatten().take(SIDE_BY_SIDE);
    first.any(|m| m.measure == measure)
}

/// The list of comparisons and one for each topic.
pub fn pages(site: &Site<'_>) -> Vec<Page> {
    let mut pages = Vec::new();
    let mut list = Vec::new();
    for topic in site.atlas.topics.iter().filter(|t| !t.measures.is_empty()) {
        let (page, line) = topic_page(site, topic);
        pages.push(page);
        list.push(line);
    }
    pages.push(
        Page::new("compare/", "compare.html", &CompareList { topics: list })
            .with_json(&site.topic_refs())
            .with_linked(site.list_linked("compare/")),
    );
    pages
}

/// The pages of a document's measures beside their closest matches; a pair that two documents have
/// is the one's whose measure has the lesser id.
pub fn pairs(site: &Site<'_>, policy: usize) -> Vec<Page> {
    let atlas = site.atlas;
    let mut pages = Vec::new();
    for (item, measure) in atlas.policies[policy].measures.iter().enumerate() {
        let place = Place { policy, item };
        let matches = atlas.comparable.get(&measure.id).into_iter().flatten();
        for (rank, found) in matches.take(SIDE_BY_SIDE).enumerate() {
            let other = atlas.measure(found.measure);
            if measure.id < other.id || !is_close(atlas, found.measure, place) {
                let path = pair_path(&measure.id, &other.id);
                pages.push(pair(site, path, place, rank + 1, found));
            }
        }
    }
    pages
}

fn topic_page(site: &Site<'_>, topic: &TopicEntry) -> (Page, TopicLine) {
    let atlas = site.atlas;
    let mut of_policy: BTreeMap<usize, usize> = BTreeMap::new();
    for (n, city) in atlas.cities.iter().enumerate() {
        of_policy.extend(city.policies.iter().map(|&policy| (policy, n)));
    }
    let city_of = |policy: usize| of_policy.get(&policy).copied().unwrap_or(0);
    let rows = atlas.align(topic, &city_of);
    // A city whose texts say nothing of the subject at all holds no text of the kind.
    let subject = topic.parent.as_deref().unwrap_or(&topic.id);
    let speaks: BTreeSet<usize> = atlas
        .topics
        .iter()
        .filter(|t| t.id == subject || t.parent.as_deref() == Some(subject))
        .flat_map(|t| t.measures.iter().map(|m| city_of(m.policy)))
        .collect();
    let cell = |n: usize, measures: &[Place]| {
        let city = &atlas.cities[n];
        let own = measures.iter().filter(|m| city_of(m.policy) == n);
        let measures: Vec<MeasureView> = own.map(|&m| measure_view(site, m)).collect();
        Cell {
            city: Link::new(links::city(&city.slug), site.city_name(city)),
            gap: match (measures.is_empty(), speaks.contains(&n)) {
                (false, _) => "",
                (true, true) => "silent",
                (true, false) => "no_text",
            },
            measures,
        }
    };
    let aligned: BTreeSet<Place> = rows.iter().flat_map(|r| r.measures.clone()).collect();
    let alone: Vec<Place> = topic
        .measures
        .iter()
        .copied()
        .filter(|m| !aligned.contains(m))
        .collect();
    let all = 0..atlas.cities.len();
    let views: Vec<RowView> = rows
        .iter()
        .map(|row| {
            let cells: Vec<Cell> = all.clone().map(|n| cell(n, &row.measures)).collect();
            RowView {
                heading: heading(site, row),
                cities: cells.iter().filter(|c| c.gap.is_empty()).count(),
                cells,
            }
        })
        .collect();
    let cities: BTreeSet<usize> = topic.measures.iter().map(|m| city_of(m.policy)).collect();
    let line = TopicLine {
        link: Link::new(links::compare(&topic.id), &topic.name),
        finer: topic.parent.is_some(),
        cities: cities.len(),
        rows: views.len(),
    };
    let view = ComparePage {
        name: &topic.name,
        topic: site.topic_link(&topic.id),
        cities: atlas
            .cities
            .iter()
            .map(|c| Link::new(links::city(&c.slug), site.city_name(c)))
            .collect(),
        rows: views,
        single: all
            .map(|n| cell(n, &alone))
            .filter(|cell| cell.gap.is_empty())
            .collect(),
        indicators: atlas
            .indicators
            .iter()
            .filter(|i| i.topics.contains(&topic.id))
            .map(|i| Link::new(links::indicator(&i.id), &i.name))
            .collect(),
    };
    let path = links::compare(&topic.id);
    let linked = site.list_linked(&path);
    let page = Page::new(path, "compare_topic.html", &view)
        .with_json(&site.compare_file(topic, &rows))
        .with_linked(linked);
    (page, line)
}

/// What the measures of a row share, else the title of the first.
fn heading(site: &Site<'_>, row: &Row) -> String {
    let long = |term: &&String| term.chars().count() >= LEAST_TERM;
    let terms: Vec<&str> = row
        .terms
        .iter()
        .filter(long)
        .take(TERMS)
        .map(String::as_str)
        .collect();
    match terms.as_slice() {
        [] => site.atlas.measure(row.measures[0]).title.clone(),
        terms => terms.join("、"),
    }
}

fn measure_view(site: &Site<'_>, place: Place) -> MeasureView {
    MeasureView {
        link: site.measure_link(place),
        document: site.document_link(place.policy),
        figures: figures(site, place),
    }
}

fn figures(site: &Site<'_>, place: Place) -> Vec<FigureView> {
    let policy = &site.atlas.policies[place.policy];
    let id = &policy.measures[place.item].id;
    let figures = policy.figures.iter().enumerate();
    figures
        .filter(|(_, figure)| figure.measure.as_ref() == Some(id))
        .map(|(item, _)| site.figure(Place { item, ..place }))
        .collect()
}

fn pair(site: &Site<'_>, path: String, place: Place, rank: usize, found: &Match) -> Page {
    let terms = &found.reasons.terms;
    let side = |place: Place, sentence: &str| {
        let measure = site.atlas.measure(place);
        Side {
            link: site.measure_link(place),
            city: site.city_link(place.policy),
            document: site.document_link(place.policy),
            paragraphs: measure.text.lines().map(|p| pieces(p, terms)).collect(),
            sentence: sentence.to_owned(),
            figures: figures(site, place),
        }
    };
    let (own, theirs) = found
        .reasons
        .sentences
        .as_ref()
        .map_or(("", ""), |(a, b)| (a.as_str(), b.as_str()));
    let mut sides = vec![side(place, own), side(found.measure, theirs)];
    // The address is the same from both sides, and so is the page.
    sides.sort_by(|a, b| a.link.href.cmp(&b.link.href));
    let indicators = found.reasons.indicators.iter();
    let agencies = found.reasons.agencies.iter();
    let view = PairPage {
        sides,
        score: percent(found.score),
        terms: terms.clone(),
        topics: found
            .reasons
            .topics
            .iter()
            .map(|t| site.topic_link(t))
            .collect(),
        indicators: indicators
            .filter_map(|id| site.vocabulary.indicators.get(id))
            .map(|i| Link::new(links::indicator(&i.id), &i.name))
            .collect(),
        agencies: agencies
            .filter_map(|id| site.vocabulary.agencies.get(id))
            .map(|k| Link::new(links::agency(&k.id), &k.name))
            .collect(),
    };
    let linked = site.list_linked(&path);
    Page::new(path, "compare_pair.html", &view)
        .with_json(&linked::link(site, place, rank, found))
        .with_linked(linked)
}

/// A score as readers see it.
pub fn percent(score: f64) -> u32 {
    (score * 100.0).round() as u32
}

/// A paragraph with the shared words apart, the longest word at a place first.
pub fn pieces(text: &str, terms: &[String]) -> Vec<Piece> {
    let mut pieces: Vec<Piece> = Vec::new();
    let mut put = |text: &str, shared: bool| match pieces.last_mut() {
        Some(last) if last.shared == shared => last.text.push_str(text),
        _ => pieces.push(Piece {
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
        assert_eq!(pair_path("b/1", "a/2"), "compare/measures/a/2/b/1/");
        assert_eq!(pair_path("a/2", "b/1"), pair_path("b/1", "a/2"));
    }
}
