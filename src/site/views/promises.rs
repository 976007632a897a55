//! What a place promises first, for its card and for the home page: targets that are still to come, what it
//! promises in words, and what is due this year and next.

use std::cmp::Reverse;
use std::collections::BTreeSet;

use serde::Serialize;

use super::long_list::search;
use super::standings::{Rivals, TargetRank};
use crate::atlas::{City, Place, Pledge, TopicEntry};
use crate::model::{Figure, FigureKind};
use crate::site::Site;
use crate::site::figure_view::FigureView;
use crate::site::links::Link;

/// Promises on the card of a place, of numbers and of words each.
const CARD: usize = 8;
/// Sentences on the home page.
const SENTENCES: usize = 5;
/// Of these the ones that tell who has the highest number.
const HIGHEST: usize = 3;
/// Rows of a year of what is due.
const DUE: usize = 6;

/// A target with how it stands among those of other places.
#[derive(Clone, Serialize)]
pub struct PromiseView {
    figure: FigureView,
    /// The year by which it is to be reached.
    due: i16,
    /// Whether that year is over on the day of the build.
    is_past: bool,
    rank: Option<TargetRank>,
}

/// A promise in words.
#[derive(Clone, Serialize)]
pub struct PledgeView {
    name: String,
    year: i16,
    is_past: bool,
    /// The words, linked to their paragraph.
    quote: Link,
    document: Link,
    city: Link,
}

/// What is due in a year.
#[derive(Serialize)]
pub struct DueYear {
    year: i16,
    count: usize,
    rows: Vec<PromiseView>,
    /// The search for all.
    search: String,
}

/// The year by which a target is to be reached: its own, else the last of its plan.
pub fn due(figure: &Figure) -> Option<i16> {
    let due = figure.year.or(figure.horizon);
    due.filter(|_| figure.kind == FigureKind::Target)
}

/// The targets of a place that its card begins with: those to come before those of past years, what the
/// site names as headlines before other indicators, chapters of aims before single measures; each
/// indicator once.
pub fn first_promises(site: &Site<'_>, n: usize) -> Vec<Place> {
    let city = &site.atlas.cities[n];
    let mut places: Vec<Place> = targets(site, city).collect();
    places.sort_by_key(|&place| {
        let figure = site.atlas.figure(place);
        let year = due(figure).unwrap_or_default();
        let is_past = year < site.today.year();
        // Of past years the latest, of those to come the next.
        let distance = (year - site.today.year()).abs();
        (is_past, order(site, place), distance, place)
    });
    let mut told = BTreeSet::new();
    places.retain(|&place| {
        let figure = site.atlas.figure(place);
        told.insert(
            figure
                .indicator
                .clone()
                .unwrap_or_else(|| figure.name.clone()),
        )
    });
    places.truncate(CARD);
    places
}

/// What tells most first: indicators that the site names, known indicators, chapters of aims.
pub fn order(site: &Site<'_>, place: Place) -> (usize, bool, bool) {
    let figure = site.atlas.figure(place);
    let headlines = &site.settings.headline_indicators;
    let id = figure.indicator.as_ref();
    let headline = id.and_then(|id| headlines.iter().position(|own| own == id));
    (
        headline.unwrap_or(headlines.len()),
        id.is_none(),
        figure.measure.is_some(),
    )
}

/// The targets of a place that have a number and a year.
pub fn targets<'a>(site: &'a Site<'_>, city: &'a City) -> impl Iterator<Item = Place> + 'a {
    city.policies.iter().flat_map(|&policy| {
        let figures = site.atlas.policies[policy].figures.iter().enumerate();
        let own = figures.filter(|(_, figure)| figure.value.is_some() && due(figure).is_some());
        own.map(move |(item, _)| Place { policy, item })
    })
}

/// A target as cards show it.
pub fn promise(site: &Site<'_>, rivals: &Rivals, place: Place) -> PromiseView {
    let due = due(site.atlas.figure(place)).unwrap_or_default();
    let city = site.atlas.city_index(place.policy);
    PromiseView {
        figure: site.figure(place),
        due,
        is_past: due < site.today.year(),
        rank: rivals.rank(site, city, place),
    }
}

/// What a place promises in words, what is to come first; each kind once, by its latest year.
pub fn pledges(site: &Site<'_>, city: &City) -> Vec<PledgeView> {
    let of_city = |pledge: &&Pledge| city.policies.contains(&pledge.policy);
    let mut own: Vec<&Pledge> = site.atlas.pledges.iter().filter(of_city).collect();
    own.sort_by_key(|pledge| (pledge.year < site.today.year(), Reverse(pledge.year)));
    let mut told = BTreeSet::new();
    own.retain(|pledge| told.insert(pledge.id.as_str()));
    own.truncate(CARD);
    own.into_iter()
        .map(|pledge| pledge_view(site, pledge))
        .collect()
}

fn pledge_view(site: &Site<'_>, pledge: &Pledge) -> PledgeView {
    let href = site.quote_href(pledge.policy, pledge.lines, &pledge.quote);
    PledgeView {
        name: pledge.name.clone(),
        year: pledge.year,
        is_past: pledge.year < site.today.year(),
        quote: Link::new(href, &pledge.quote),
        document: site.document_link(pledge.policy),
        city: site.city_link(pledge.policy),
    }
}

/// What the home page tells of some places, one sentence each.
#[derive(Serialize)]
pub struct Sentences {
    promises: Vec<PromiseView>,
    pledges: Vec<PledgeView>,
}

/// The sentences of the home page: targets that are the highest of several places, a promise in words,
/// targets that someone answers for; each place and each indicator once.
pub fn sentences(site: &Site<'_>, rivals: &Rivals) -> Sentences {
    let cities = site.atlas.cities.iter().enumerate();
    let placed = cities.filter(|(_, city)| city.region.is_some());
    let mut candidates: Vec<(usize, PromiseView)> = placed
        .flat_map(|(n, _)| {
            first_promises(site, n)
                .into_iter()
                .map(move |place| (n, place))
        })
        .map(|(n, place)| (n, promise(site, rivals, place)))
        .collect();
    // Those to come first, then the most places, then as the cards have them.
    candidates.sort_by_key(|(_, own)| {
        (
            own.is_past,
            Reverse(own.rank.as_ref().map_or(0, TargetRank::of)),
        )
    });
    let mut chosen = ToldSubjects::default();
    let is_highest = |own: &PromiseView| own.rank.as_ref().is_some_and(TargetRank::is_highest);
    let mut promises = chosen.take(&candidates, HIGHEST, is_highest);
    let pledge = site.atlas.pledges.iter().find(|pledge| {
        let city = site.atlas.city_index(pledge.policy);
        pledge.year >= site.today.year() && chosen.cities.insert(city)
    });
    let left = SENTENCES - promises.len() - usize::from(pledge.is_some());
    let answered = |own: &PromiseView| !own.figure.bodies.is_empty() && !own.is_past;
    promises.extend(chosen.take(&candidates, left, answered));
    let left = SENTENCES.saturating_sub(promises.len() + usize::from(pledge.is_some()));
    promises.extend(chosen.take(&candidates, left, |_| true));
    Sentences {
        promises,
        pledges: pledge
            .map(|pledge| pledge_view(site, pledge))
            .into_iter()
            .collect(),
    }
}

/// Places and indicators that have been told.
#[derive(Default)]
struct ToldSubjects {
    cities: BTreeSet<usize>,
    subjects: BTreeSet<String>,
}

impl ToldSubjects {
    /// The first so many of a kind that tell of another place and another indicator.
    fn take(
        &mut self,
        candidates: &[(usize, PromiseView)],
        most: usize,
        is_wanted: impl Fn(&PromiseView) -> bool,
    ) -> Vec<PromiseView> {
        let mut taken = Vec::new();
        for (city, own) in candidates {
            let name = own
                .figure
                .indicator
                .as_ref()
                .map_or(&*own.figure.name, |i| i.text());
            if taken.len() == most {
                break;
            }
            let is_new = !self.cities.contains(city) && !self.subjects.contains(name);
            if is_new && is_wanted(own) {
                self.cities.insert(*city);
                self.subjects.insert(name.to_owned());
                taken.push(own.clone());
            }
        }
        taken
    }
}

/// What is due in the year of the build and in the next one; years without any are left out.
pub fn due_soon(site: &Site<'_>, rivals: &Rivals) -> Vec<DueYear> {
    let years = [site.today.year(), site.today.year() + 1];
    years
        .into_iter()
        .filter_map(|year| due_year(site, rivals, year))
        .collect()
}

fn due_year(site: &Site<'_>, rivals: &Rivals, year: i16) -> Option<DueYear> {
    let all = site
        .atlas
        .cities
        .iter()
        .flat_map(|city| targets(site, city));
    let mut places: Vec<Place> = all
        .filter(|&place| site.atlas.figure(place).year == Some(year))
        .collect();
    let count = places.len();
    places.sort_by_key(|&place| (order(site, place), place));
    // One of each place before the second of any.
    let mut told = BTreeSet::new();
    let (firsts, others): (Vec<Place>, Vec<Place>) = places
        .into_iter()
        .partition(|place| told.insert(site.atlas.city_index(place.policy)));
    let rows = firsts.into_iter().chain(others).take(DUE);
    let text = year.to_string();
    let filters = [("kind", Some("figure")), ("year", Some(text.as_str()))];
    (count > 0).then(|| DueYear {
        year,
        count,
        rows: rows.map(|place| promise(site, rivals, place)).collect(),
        search: search(&filters),
    })
}

/// The target that tells most of what places promise of a topic: one to come before those of past years,
/// in the order of cards; of several places that have it the one with the highest number.
pub fn of_topic(site: &Site<'_>, rivals: &Rivals, topic: &TopicEntry) -> Option<PromiseView> {
    let key = |place: Place| {
        let is_past = due(site.atlas.figure(place)).is_none_or(|due| due < site.today.year());
        (is_past, order(site, place))
    };
    let all = topic.standings.iter().flat_map(|own| &own.figures).copied();
    let wanted = all.filter(|&place| {
        let figure = site.atlas.figure(place);
        let is_placed = site.atlas.policies[place.policy].region.is_some();
        is_placed && figure.value.is_some() && due(figure).is_some()
    });
    let mut wanted: Vec<Place> = wanted.collect();
    wanted.sort_by_key(|&place| (key(place), place));
    let first = *wanted.first()?;
    let best = wanted
        .iter()
        .copied()
        .take_while(|&place| key(place) == key(first));
    let is_highest = |place: &Place| {
        let city = site.atlas.city_index(place.policy);
        let rank = rivals.rank(site, city, *place);
        rank.is_some_and(|rank| rank.is_highest())
    };
    let best = best.clone().find(is_highest).unwrap_or(first);
    Some(promise(site, rivals, best))
}
