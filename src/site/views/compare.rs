use std::collections::{BTreeMap, BTreeSet};

use rayon::prelude::*;
use serde::Serialize;

use crate::atlas::{Atlas, IndicatorEntry, Match, Place, Row, TopicEntry};
use crate::site::Site;
use crate::site::linked;
use crate::site::links::{self, Link};
use crate::site::page::{Page, Sketch};
use crate::site::show::FigureView;

/// Of each measure so many matches have a page that sets both texts side by side; on a site of many
/// measures none, since such pages would be more than all others together. The measure's own page
/// still shows the sentences of both that are most alike.
const SIDE_BY_SIDE: usize = 3;
const MANY: usize = 2_000;
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
    /// Rows that are in the data only.
    more: usize,
    /// Measures that no other city has the like of.
    single: Vec<Cell>,
    indicators: Vec<Link>,
}

#[derive(Serialize)]
struct RowView {
    heading: String,
    cities: usize,
    cells: Vec<Cell>,
    /// Cities that are not shown: those that say nothing, and those without a text.
    silent: usize,
    no_text: usize,
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

/// Cities in a row that are all shown, and rows on a page.
pub const COLUMNS: usize = 12;
const ROWS: usize = 60;

/// Whether two measures have a page of their own: one is among the first matches of the other.
pub fn has_pair(atlas: &Atlas, a: Place, b: Place) -> bool {
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
    let mut first = atlas.comparable.of(of).iter().take(side_by_side(atlas));
    first.any(|m| m.measure == measure)
}

/// The rows of a topic, by its index in the atlas; those of topics without measures are left out.
pub type Aligned = Vec<(usize, Vec<Row>)>;

/// The rows of all topics.
pub fn aligned(site: &Site<'_>) -> Aligned {
    let topics = site.atlas.topics.par_iter().enumerate();
    topics
        .filter(|(_, topic)| !topic.measures.is_empty())
        .map(|(n, topic)| (n, site.atlas.align(topic)))
        .collect()
}

/// The list of comparisons.
pub fn list(site: &Site<'_>, aligned: &Aligned) -> Page {
    let atlas = site.atlas;
    let lines = aligned.iter().map(|(n, rows)| {
        let topic = &atlas.topics[*n];
        let measures = topic.measures.iter();
        let cities: BTreeSet<usize> = measures.map(|m| atlas.city_index(m.policy)).collect();
        TopicLine {
            link: Link::new(links::compare(&topic.id), &topic.name),
            finer: topic.parent.is_some(),
            cities: cities.len(),
            rows: rows.len(),
        }
    });
    let view = CompareList {
        topics: lines.collect(),
    };
    Page::new("compare/", "compare.html", &view)
        .with_json(&site.topic_refs())
        .with_linked(site.list_linked("compare/"))
}

/// The pages of a document's measures beside their closest matches; a pair that two documents have
/// is the one's whose measure has the lesser id.
pub fn pairs(site: &Site<'_>, policy: usize) -> Vec<Page> {
    let atlas = site.atlas;
    let mut pages = Vec::new();
    for (item, measure) in atlas.policies[policy].measures.iter().enumerate() {
        let place = Place { policy, item };
        let matches = atlas.comparable.of(place).iter().take(side_by_side(atlas));
        for (rank, found) in matches.enumerate() {
            let other = atlas.measure(found.measure);
            if measure.id < other.id || !is_close(atlas, found.measure, place) {
                let path = pair_path(&measure.id, &other.id);
                pages.push(pair(site, path, place, rank + 1, found));
            }
        }
    }
    pages
}

/// What the comparison of a topic is made of.
pub fn sketch(site: &Site<'_>, topic: &TopicEntry, rows: &[Row]) -> Sketch {
    let mut parts = site.topic_parts(topic);
    parts.number(rows.len() as u64);
    for row in rows {
        site.add_measures(&row.measures, &mut parts);
        parts.number(row.terms.len() as u64);
        for term in &row.terms {
            parts.text(term);
        }
    }
    let speaks = speaks(site, topic);
    parts.number(speaks.len() as u64);
    for city in speaks {
        parts.number(city as u64);
    }
    for indicator in indicators(site, topic) {
        parts.text(&indicator.id);
    }
    Sketch::new(links::compare(&topic.id), "compare_topic.html", parts.end())
}

/// The cities that say anything of the subject: one whose texts say nothing of it at all holds no text
/// of the kind.
fn speaks(site: &Site<'_>, topic: &TopicEntry) -> BTreeSet<usize> {
    let subject = topic.parent.as_deref().unwrap_or(&topic.id);
    let topics = site.atlas.topics.iter();
    topics
        .filter(|t| t.id == subject || t.parent.as_deref() == Some(subject))
        .flat_map(|t| &t.measures)
        .map(|m| site.atlas.city_index(m.policy))
        .collect()
}

/// The indicators of a topic.
fn indicators<'a>(
    site: &'a Site<'_>,
    topic: &TopicEntry,
) -> impl Iterator<Item = &'a IndicatorEntry> {
    let indicators = site.atlas.indicators.iter();
    indicators.filter(|i| i.topics.contains(&topic.id))
}

/// The comparison of a topic.
pub fn page(site: &Site<'_>, topic: &TopicEntry, rows: &[Row], sketch: Sketch) -> Page {
    let atlas = site.atlas;
    let speaks = speaks(site, topic);
    let aligned: BTreeSet<Place> = rows.iter().flat_map(|r| r.measures.clone()).collect();
    let alone = topic.measures.iter().copied();
    let alone: Vec<Place> = alone.filter(|m| !aligned.contains(m)).collect();
    let views: Vec<RowView> = rows
        .iter()
        .take(ROWS)
        .map(|row| {
            let (cells, silent, no_text) = cells(site, &row.measures, &speaks);
            RowView {
                heading: heading(site, row),
                cities: cells.iter().filter(|c| c.gap.is_empty()).count(),
                cells,
                silent,
                no_text,
            }
        })
        .collect();
    let (mut single, _, _) = cells(site, &alone, &speaks);
    single.retain(|cell| cell.gap.is_empty());
    let view = ComparePage {
        name: &topic.name,
        topic: site.topic_link(&topic.id),
        cities: atlas
            .cities
            .iter()
            .map(|c| Link::new(links::city(&c.slug), site.city_name(c)))
            .collect(),
        rows: views,
        more: rows.len().saturating_sub(ROWS),
        single,
        indicators: indicators(site, topic)
            .map(|i| Link::new(links::indicator(&i.id), &i.name))
            .collect(),
    };
    let linked = site.list_linked(&sketch.path);
    Page::of(sketch, &view)
        .with_json(&site.compare_file(topic, rows))
        .with_linked(linked)
}

/// What each city does of some measures; where there are more cities than a row can show, those that
/// do nothing are counted only: the silent ones, and those without a text.
fn cells(
    site: &Site<'_>,
    measures: &[Place],
    speaks: &BTreeSet<usize>,
) -> (Vec<Cell>, usize, usize) {
    let atlas = site.atlas;
    let mut own: BTreeMap<usize, Vec<Place>> = BTreeMap::new();
    for &measure in measures {
        let city = atlas.city_index(measure.policy);
        own.entry(city).or_default().push(measure);
    }
    let counted = atlas.cities.len() > COLUMNS;
    let (mut silent, mut no_text) = (0, 0);
    let mut cells = Vec::new();
    for (n, city) in atlas.cities.iter().enumerate() {
        let gap = match (own.contains_key(&n), speaks.contains(&n)) {
            (true, _) => "",
            (false, true) => "silent",
            (false, false) => "no_text",
        };
        if counted && !gap.is_empty() {
            silent += usize::from(gap == "silent");
            no_text += usize::from(gap == "no_text");
            continue;
        }
        let measures = own.get(&n).into_iter().flatten();
        cells.push(Cell {
            city: Link::new(links::city(&city.slug), site.city_name(city)),
            gap,
            measures: measures.map(|&m| measure_view(site, m)).collect(),
        });
    }
    (cells, silent, no_text)
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
    let reasons = site.atlas.reasons(place, found);
    let terms: Vec<String> = reasons.terms.iter().map(|&term| term.to_owned()).collect();
    let side = |place: Place, sentence: &str| {
        let measure = site.atlas.measure(place);
        Side {
            link: site.measure_link(place),
            city: site.city_link(place.policy),
            document: site.document_link(place.policy),
            paragraphs: measure.text.lines().map(|p| pieces(p, &terms)).collect(),
            sentence: sentence.to_owned(),
            figures: figures(site, place),
        }
    };
    let (own, theirs) = reasons.sentences.unwrap_or_default();
    let mut sides = vec![side(place, own), side(found.measure, theirs)];
    // The address is the same from both sides, and so is the page.
    sides.sort_by(|a, b| a.link.href.cmp(&b.link.href));
    let indicators = reasons.indicators.iter();
    let agencies = reasons.agencies.iter();
    let view = PairPage {
        sides,
        score: percent(found.score),
        terms: terms.clone(),
        topics: reasons.topics.iter().map(|t| site.topic_link(t)).collect(),
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
        .with_json(&linked::row_of(site, place, rank, found))
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
