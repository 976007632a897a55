use std::collections::BTreeMap;
use std::collections::hash_map::Entry;

use rustc_hash::FxHashMap;
use serde::Serialize;

use super::home::{DocumentView, document_view};
use super::long_list::{MEASURES, Rest, share_of};
use super::places::PlaceView;
use super::promises::{self, PledgeView, PromiseView};
use super::standings::{Rivals, Standings};
use crate::atlas::{self, AgencyEntry, City, Duty, Place, Relatives, TopicEntry};
use crate::model::{FigureKind, Role};
use crate::site::Site;
use crate::site::figure_view::FigureView;
use crate::site::links::{self, Link};
use crate::site::page::{Card, Page};

/// Rows of each of its lists: a card is no register, and the search has all.
const ROWS: usize = 150;
/// Bodies whose measures are listed; the others are named.
const LISTED: usize = 12;

#[derive(Serialize)]
struct CityPage {
    name: String,
    code: String,
    slug: String,
    /// The places above it but the nation, the highest first.
    crumbs: Vec<Link>,
    documents: Vec<DocumentView>,
    /// Where to look besides: `above`, `below`, `beside`.
    relatives: Vec<(&'static str, Vec<PlaceView>)>,
    /// What it promises first, in numbers and in words.
    promises: Vec<PromiseView>,
    pledges: Vec<PledgeView>,
    /// Targets by year, those without a year last.
    goals: Vec<Goals>,
    /// Those of years that are over on the day of the build.
    past_goals: Vec<Goals>,
    past_count: usize,
    /// How its targets stand to those of others.
    standings: Vec<Standings>,
    /// Measures by topic.
    topics: Vec<TopicView>,
    /// The bodies that lead or answer for most.
    bodies: Vec<BodyView>,
    /// The others.
    more_bodies: Vec<BodyView>,
}

#[derive(Serialize)]
struct Goals {
    year: Option<i16>,
    /// Whether the year, or the period of a plan that names none, is over on the day of the build.
    is_past: bool,
    count: usize,
    figures: Vec<Goal>,
    rest: Option<Rest>,
}

/// The measures of a topic.
#[derive(Serialize)]
struct TopicView {
    head: Link,
    count: usize,
    items: Vec<Link>,
    rest: Option<Rest>,
}

/// A target, with the other places of the texts that say the same.
#[derive(Serialize)]
struct Goal {
    #[serde(flatten)]
    figure: FigureView,
    also: Vec<Link>,
}

#[derive(Serialize)]
struct BodyView {
    link: Link,
    /// Its names in the city's texts.
    names: Vec<String>,
    count: usize,
    /// None of a body that is only named.
    duties: Vec<DutyView>,
    rest: Option<Rest>,
}

#[derive(Serialize)]
struct DutyView {
    link: Link,
    role: &'static str,
}

/// The page of one.
pub fn page(site: &Site<'_>, n: usize, rivals: &Rivals) -> Page {
    let city = &site.atlas.cities[n];
    let relatives = atlas::relatives(n, &site.atlas.cities, &site.vocabulary.regions);
    let mut goals = goals(site, city);
    cut(&mut goals, city);
    let (past_goals, goals) = goals.into_iter().partition(|own| own.is_past);
    let mut bodies = bodies(site, city);
    let more_bodies = bodies.split_off(bodies.len().min(LISTED));
    let most = share_of(ROWS, bodies.iter().map(|own| own.duties.len()));
    let body = |most| move |own| body_view(site, city, own, most);
    let view = CityPage {
        name: site.city_name(city).to_owned(),
        code: city
            .region
            .as_ref()
            .map_or(String::new(), |r| r.code.clone()),
        slug: city.slug.clone(),
        crumbs: crumbs(site, &relatives),
        relatives: relative_views(site, &relatives),
        documents: city
            .policies
            .iter()
            .map(|&p| document_view(site, p))
            .collect(),
        promises: promises::first_promises(site, n)
            .into_iter()
            .map(|place| promises::promise(site, rivals, place))
            .collect(),
        pledges: promises::pledges(site, city),
        goals,
        past_count: past_goals.iter().map(|own: &Goals| own.count).sum(),
        past_goals,
        standings: rivals.standings(site, n),
        topics: topics(site, city),
        bodies: bodies.into_iter().map(body(most)).collect(),
        more_bodies: more_bodies.into_iter().map(body(0)).collect(),
    };
    Page::new(links::city(&city.slug), "city.html", &view)
        .with_linked(site.city_linked(city))
        .with_card(Card::Own("card/place.svg"))
}

/// Links to the places above but the nation, the highest first.
fn crumbs(site: &Site<'_>, relatives: &Relatives) -> Vec<Link> {
    let nation = site
        .vocabulary
        .regions
        .nation()
        .map(|nation| &nation.region);
    let above = relatives.above.iter().map(|&n| &site.atlas.cities[n]);
    above
        .filter(|city| city.region.as_ref() != nation)
        .map(|city| Link::new(links::city(&city.slug), site.city_name(city)))
        .collect()
}

fn relative_views(site: &Site<'_>, relatives: &Relatives) -> Vec<(&'static str, Vec<PlaceView>)> {
    let Relatives {
        above,
        below,
        beside,
    } = relatives;
    let views = |places: &[usize]| places.iter().map(|&n| PlaceView::of(site, n)).collect();
    [("above", above), ("below", below), ("beside", beside)]
        .into_iter()
        .filter(|(_, places)| !places.is_empty())
        .map(|(which, places)| (which, views(places)))
        .collect()
}

/// Targets by year; those of a year in the order of the card.
fn goals(site: &Site<'_>, city: &City) -> Vec<Goals> {
    let atlas = site.atlas;
    let mut by_year: BTreeMap<(bool, i16, bool), Vec<Place>> = BTreeMap::new();
    for &policy in &city.policies {
        for (item, figure) in atlas.policies[policy].figures.iter().enumerate() {
            if figure.kind == FigureKind::Target {
                let due = figure.year.or(figure.horizon);
                let is_past = due.is_some_and(|year| year < site.today.year());
                by_year
                    .entry((figure.year.is_none(), figure.year.unwrap_or(0), is_past))
                    .or_default()
                    .push(Place { policy, item });
            }
        }
    }
    let years = by_year.into_iter().map(|((_, year, is_past), mut places)| {
        places.sort_by_key(|&place| {
            let is_worded = atlas.figure(place).value.is_none();
            (is_worded, promises::order(site, place), place)
        });
        let figures = told_once(places.into_iter().map(|p| site.figure(p)));
        Goals {
            year: (year != 0).then_some(year),
            is_past,
            count: figures.len(),
            figures,
            rest: None,
        }
    });
    years.collect()
}

/// Leaves the first of each year, where all are too many for a page.
fn cut(goals: &mut [Goals], city: &City) {
    let most = share_of(ROWS, goals.iter().map(|year| year.count));
    for own in goals {
        let year = own.year.map(|year| year.to_string());
        let filters = [
            ("kind", Some("figure")),
            ("city", city.searched()),
            ("year", year.as_deref()),
        ];
        own.rest = Rest::of(own.count, most, &filters);
        own.figures.truncate(most);
    }
}

/// Targets that the texts state several times, once each: those of one indicator, or of one name, with
/// the same number, unit, bound and direction.
fn told_once(figures: impl Iterator<Item = FigureView>) -> Vec<Goal> {
    let mut goals: Vec<Goal> = Vec::new();
    let mut places = FxHashMap::default();
    for figure in figures {
        let subject = match &figure.indicator {
            Some(link) => link.href(),
            None => &figure.name,
        };
        let said = (subject.to_owned(), figure.said.amount.clone());
        match places.entry(said) {
            Entry::Occupied(same) => {
                let goal: &mut Goal = &mut goals[*same.get()];
                goal.also.push(figure.quote);
            }
            Entry::Vacant(new) => {
                new.insert(goals.len());
                goals.push(Goal {
                    figure,
                    also: Vec::new(),
                });
            }
        }
    }
    goals
}

/// What a list in the order of the policies has of a city's.
fn of_city<'a, T>(
    list: &'a [T],
    city: &City,
    policy_of: impl Fn(&T) -> usize + Copy,
) -> Vec<&'a T> {
    let mut policies = city.policies.clone();
    policies.sort_unstable();
    let own = policies.into_iter().flat_map(move |policy| {
        let from = list.partition_point(|item| policy_of(item) < policy);
        list[from..]
            .iter()
            .take_while(move |item| policy_of(item) == policy)
    });
    own.collect()
}

fn topics(site: &Site<'_>, city: &City) -> Vec<TopicView> {
    let tops = site.atlas.topics.iter().filter(|t| t.parent.is_none());
    let own = tops.map(|t| (t, of_city(&t.measures, city, |m| m.policy)));
    let own: Vec<(&TopicEntry, Vec<&Place>)> = own.filter(|(_, own)| !own.is_empty()).collect();
    let most = share_of(ROWS, own.iter().map(|(_, own)| own.len()));
    let views = own.iter().map(|(topic, own)| TopicView {
        head: site.topic_link(&topic.id),
        count: own.len(),
        items: own
            .iter()
            .take(most)
            .map(|m| site.measure_link(**m))
            .collect(),
        rest: Rest::of(
            own.len(),
            most,
            &[
                MEASURES,
                ("topic", Some(&topic.id)),
                ("city", city.searched()),
            ],
        ),
    });
    views.collect()
}

/// What a body has to do in a city.
struct CityBody<'a> {
    entry: &'a AgencyEntry,
    /// Its names in the city's texts.
    names: Vec<String>,
    /// Each with the line that says so; what it answers for first.
    duties: Vec<(Role, Duty, usize)>,
    /// How many it answers for.
    answers: usize,
}

/// Who has to do what in the city, the busiest first; those that only take part come last.
fn bodies<'a>(site: &'a Site<'_>, city: &City) -> Vec<CityBody<'a>> {
    let entries = site.atlas.agencies.iter();
    let mut bodies: Vec<CityBody<'_>> = entries.filter_map(|entry| body(city, entry)).collect();
    bodies.sort_by_key(|own| std::cmp::Reverse((own.answers, own.duties.len())));
    bodies
}

fn body<'a>(city: &City, entry: &'a AgencyEntry) -> Option<CityBody<'a>> {
    let mentions = of_city(&entry.mentions, city, |m| m.duty.policy());
    let here = || mentions.iter();
    // A row of a list has no page of its own: it leads to its place in the text.
    let mut duties: Vec<(Role, Duty, usize)> = here().map(|m| (m.role, m.duty, m.line)).collect();
    duties.sort();
    duties.dedup_by_key(|(_, duty, _)| *duty);
    let answers = duties
        .iter()
        .filter(|(role, _, _)| *role != Role::Participant)
        .count();
    let mut names: Vec<&String> = here().map(|m| &m.name).collect();
    names.sort();
    names.dedup();
    let body = CityBody {
        entry,
        names: names.into_iter().cloned().collect(),
        duties,
        answers,
    };
    (!body.duties.is_empty()).then_some(body)
}

/// A body with so many of its duties at most.
fn body_view(site: &Site<'_>, city: &City, own: CityBody<'_>, most: usize) -> BodyView {
    let views = own
        .duties
        .iter()
        .take(most)
        .map(|(role, duty, line)| DutyView {
            link: match duty {
                Duty::Measure(place) => site.measure_link(*place),
                Duty::Task(place) => Link::new(
                    site.line_href(place.policy, *line),
                    &site.atlas.policies[place.policy].tasks[place.item].text,
                ),
            },
            role: role.id(),
        });
    let about = ("agency", Some(own.entry.id.as_str()));
    let count = own.duties.len();
    BodyView {
        link: Link::new(links::agency(&own.entry.id), &own.entry.name),
        duties: views.collect(),
        rest: Rest::of(count, most, &[MEASURES, about, ("city", city.searched())]),
        names: own.names,
        count,
    }
}
