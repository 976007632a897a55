//! Measures of several places that do the same, side by side, with the words that they share.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use serde::Serialize;

use super::compared_figures::{TablePlace, gap_of, place};
use super::long_list::{MEASURES, Rest, share_of};
use super::pair::{SharedText, pieces};
use crate::atlas::{AlignmentRow, Place, TopicEntry};
use crate::site::Site;
use crate::site::figure_view::FigureView;
use crate::site::links::Link;
use crate::site::measure_summary::tells_most;
use crate::text::{Beginning, best_matching_sentence};

/// Rows with their sentences, sentences in all of them, and further rows by their titles, folded.
const ROWS: usize = 12;
const CELLS: usize = 60;
const TITLED_ROWS: usize = 30;
const TITLES: usize = 120;
/// Measures that no other place has the like of: titles in all.
const SINGLE: usize = 60;
/// Places of a site whose silence each row tells.
const GAPS: usize = 8;
/// Characters of a sentence and figures of a cell.
const SENTENCE: usize = 80;
const FIGURES: usize = 2;
/// Shared words in the heading of a row, and the fewest characters of one: shorter ones are often
/// pieces of words.
const TERMS: usize = 3;
/// Shared words that are marked: the later ones are those of any text (以上, 达到).
const MARKED: usize = 8;
const LEAST_TERM: usize = 4;

/// Aligned measures.
#[derive(Serialize)]
pub struct AlignedRowView {
    heading: String,
    places: usize,
    cells: Vec<SentenceCell>,
    /// Places that are in the data only.
    more: usize,
}

/// What a place does, or why nothing is shown.
#[derive(Serialize)]
struct SentenceCell {
    place: TablePlace,
    /// The measure that says most of what the row shares.
    measure: Option<SharedSentence>,
    /// Its other measures in this row.
    rest: Option<Rest>,
    /// As in the table of figures; empty where there is a measure.
    gap: &'static str,
}

/// The sentence of a measure that says most of the shared words.
#[derive(Serialize)]
struct SharedSentence {
    link: Link,
    pieces: Vec<SharedText>,
    is_cut: bool,
    figures: Vec<FigureView>,
}

/// A row of which only the titles are told.
#[derive(Serialize)]
pub struct TitledRow {
    heading: String,
    measures: Vec<(TablePlace, Link)>,
    more: usize,
}

/// What only one place does.
#[derive(Serialize)]
pub struct SinglePlace {
    place: TablePlace,
    measures: Vec<Link>,
    rest: Option<Rest>,
}

/// Measures by their places.
type ByPlace = BTreeMap<usize, Vec<Place>>;

fn by_place(site: &Site<'_>, measures: impl IntoIterator<Item = Place>) -> ByPlace {
    let mut own = ByPlace::new();
    for measure in measures {
        let city = site.atlas.city_index(measure.policy);
        own.entry(city).or_default().push(measure);
    }
    own
}

/// The rows of a page with sentences.
pub fn rows(site: &Site<'_>, topic: &TopicEntry, rows: &[AlignmentRow]) -> Vec<AlignedRowView> {
    let shown = rows.iter().take(ROWS);
    let own: Vec<ByPlace> = shown
        .map(|row| by_place(site, row.measures.iter().copied()))
        .collect();
    let most = share_of(CELLS, own.iter().map(BTreeMap::len));
    let view = |(row, own): (&AlignmentRow, &ByPlace)| {
        // Those that say most of the shared words.
        let mut filled: Vec<(&usize, &Vec<Place>)> = own.iter().collect();
        let terms = words(row);
        let said = |measures: &[Place]| measures.iter().map(|m| said(site, &terms, *m)).max();
        filled.sort_by_key(|(_, measures)| Reverse(said(measures)));
        filled.truncate(most);
        filled.sort_by_key(|(city, _)| **city);
        let filled = filled.into_iter();
        let mut cells: Vec<(usize, SentenceCell)> = filled
            .map(|(&city, measures)| (city, cell(site, topic, row, measures)))
            .collect();
        // Where there are few places, each row tells of all of them.
        if site.atlas.cities.len() <= GAPS {
            let all = 0..site.atlas.cities.len();
            let silent = all.filter(|city| !own.contains_key(city));
            cells.extend(silent.map(|city| (city, gap(site, topic, city))));
            cells.sort_by_key(|(city, _)| *city);
        }
        AlignedRowView {
            heading: heading(site, row),
            places: own.len(),
            cells: cells.into_iter().map(|(_, cell)| cell).collect(),
            more: own.len().saturating_sub(most),
        }
    };
    rows.iter().zip(&own).map(view).collect()
}

/// How many of these words the text of a measure says.
fn said(site: &Site<'_>, terms: &[&str], measure: Place) -> usize {
    let text = &site.atlas.measure(measure).text;
    terms.iter().filter(|term| text.contains(**term)).count()
}

fn cell(
    site: &Site<'_>,
    topic: &TopicEntry,
    row: &AlignmentRow,
    measures: &[Place],
) -> SentenceCell {
    let terms = words(row);
    let best = measures.iter().copied().reduce(|best, own| {
        match said(site, &terms, own) > said(site, &terms, best) {
            true => own,
            false => best,
        }
    });
    let first = measures[0].policy;
    let city = ("city", site.atlas.city_of(first).searched());
    SentenceCell {
        place: place(site, site.atlas.city_index(first)),
        measure: best.map(|best| sentence(site, best, &terms)),
        rest: Rest::of(
            measures.len(),
            1,
            &[MEASURES, ("topic", Some(topic.id.as_str())), city],
        ),
        gap: "",
    }
}

fn gap(site: &Site<'_>, topic: &TopicEntry, city: usize) -> SentenceCell {
    SentenceCell {
        place: place(site, city),
        measure: None,
        rest: None,
        gap: gap_of(topic, city),
    }
}

fn sentence(site: &Site<'_>, measure: Place, terms: &[&str]) -> SharedSentence {
    let text = &site.atlas.measure(measure).text;
    let telling = best_matching_sentence(text, terms, SENTENCE);
    let own = site.stands.figures(site.atlas, measure).iter();
    let mut figures: Vec<Place> = own.map(|&item| Place { item, ..measure }).collect();
    figures.sort_by_key(|&figure| tells_most(site.atlas.figure(figure)));
    let figures = figures.into_iter().take(FIGURES);
    let terms: Vec<String> = terms.iter().map(|&term| term.to_owned()).collect();
    SharedSentence {
        link: site.measure_link(measure),
        pieces: pieces(telling.text, &terms),
        is_cut: telling.is_cut,
        figures: figures.map(|figure| site.figure(figure)).collect(),
    }
}

/// The sentence of a measure that says most of what a row shares.
pub fn shared_sentence<'a>(
    site: &'a Site<'_>,
    row: &AlignmentRow,
    measure: Place,
) -> Beginning<'a> {
    let text = &site.atlas.measure(measure).text;
    best_matching_sentence(text, &words(row), SENTENCE)
}

/// The words that a row shares and that tell most, without pieces of one character.
fn words(row: &AlignmentRow) -> Vec<&str> {
    let terms = row.terms.iter().map(String::as_str);
    let terms = terms.filter(|term| term.chars().count() > 1);
    terms.take(MARKED).collect()
}

/// What the measures of a row share, else the title of the first.
pub fn heading(site: &Site<'_>, row: &AlignmentRow) -> String {
    let terms = row.terms.iter().map(String::as_str);
    let long = terms.filter(|term| term.chars().count() >= LEAST_TERM);
    let mut apart: Vec<&str> = Vec::new();
    for term in long {
        if !apart
            .iter()
            .any(|other| other.contains(term) || term.contains(other))
        {
            apart.push(term);
        }
    }
    apart.truncate(TERMS);
    match apart.as_slice() {
        [] => site.atlas.measure(row.measures[0]).title.clone(),
        terms => terms.join("、"),
    }
}

/// The rows after those with sentences, and how many are in the data only.
pub fn titled(site: &Site<'_>, rows: &[AlignmentRow]) -> (Vec<TitledRow>, usize) {
    let further = || rows.iter().skip(ROWS);
    let shown = further().take(TITLED_ROWS);
    let firsts = |row: &AlignmentRow| -> Vec<Place> {
        let own = by_place(site, row.measures.iter().copied());
        own.into_values().map(|measures| measures[0]).collect()
    };
    let own: Vec<Vec<Place>> = shown.clone().map(firsts).collect();
    let most = share_of(TITLES, own.iter().map(Vec::len));
    let view = |(row, own): (&AlignmentRow, &Vec<Place>)| {
        let titles = own.iter().take(most).map(|&measure| {
            let city = site.atlas.city_index(measure.policy);
            (place(site, city), site.measure_link(measure))
        });
        TitledRow {
            heading: heading(site, row),
            measures: titles.collect(),
            more: own.len().saturating_sub(most),
        }
    };
    let views = shown.zip(&own).map(view).collect();
    (views, further().count().saturating_sub(TITLED_ROWS))
}

/// Measures that no other place has the like of, by place, and how many places are not shown.
pub fn single(site: &Site<'_>, topic: &TopicEntry, alone: &[Place]) -> (Vec<SinglePlace>, usize) {
    let own = by_place(site, alone.iter().copied());
    let most = share_of(SINGLE, own.values().map(Vec::len));
    let view = |(&city, measures): (&usize, &Vec<Place>)| {
        let searched = ("city", site.atlas.cities[city].searched());
        let filters = [MEASURES, ("topic", Some(topic.id.as_str())), searched];
        let shown = measures.iter().take(most);
        SinglePlace {
            place: place(site, city),
            measures: shown.map(|&m| site.measure_link(m)).collect(),
            rest: Rest::of(measures.len(), most, &filters),
        }
    };
    let views = own.iter().take(SINGLE).map(view).collect();
    (views, own.len().saturating_sub(SINGLE))
}
