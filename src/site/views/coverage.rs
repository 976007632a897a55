//! What each city says of a topic, as pages tell it: 专门举措 · 任务 · 数字 · 文中提到, or nothing.

use std::cmp::Reverse;

use serde::Serialize;

use crate::atlas::{Place, TopicCoverage, TopicEntry};
use crate::site::Site;
use crate::site::figure_view::FigureView;
use crate::site::links::{self, Link};
use crate::site::measure_summary::tells_most;

/// What a city says of a topic.
#[derive(Clone, Debug, Serialize)]
pub struct StandingView {
    /// The city.
    pub city: Link,
    /// Its place on the page of the topic.
    pub id: String,
    /// `told`, `silent`: a text on the subject was read, no word of the topic stands there; `no_text`: no
    /// word of the subject stands in any text of the city.
    pub state: &'static str,
    /// How many measures, rows of task lists, figures and paragraphs there are.
    pub measures: usize,
    tasks: usize,
    figures: usize,
    mentions: usize,
    /// The first of each, linked to the text.
    rows: Vec<Link>,
    numbers: Vec<FigureView>,
    passages: Vec<Link>,
}

/// So many rows and figures are shown of a topic and city.
const SHOWN: usize = 3;

/// Places whose statements a page lists whole; of more it lists only those without a measure.
const WHOLE: usize = 12;

/// What the places of a site say of a topic, as its page lists it.
#[derive(Serialize)]
pub struct Coverage {
    /// Places with what they say.
    told: Vec<StandingView>,
    /// Further places that say something, named only.
    more: Vec<NamedStanding>,
    /// Places whose texts say nothing of it, and those without a text on its subject.
    silent: Vec<NamedStanding>,
    no_text: Vec<NamedStanding>,
}

/// A place of which one thing is said.
#[derive(Serialize)]
struct NamedStanding {
    city: Link,
    id: String,
}

impl Coverage {
    /// That of a topic. On a site of many places those with measures stand among the measures.
    pub fn of(site: &Site<'_>, topic: &TopicEntry) -> Self {
        let mut told = standings(site, topic);
        let named = |standing: StandingView| NamedStanding {
            city: standing.city,
            id: standing.id,
        };
        if told.len() <= WHOLE {
            let (more, silent, no_text) = Default::default();
            return Self {
                told,
                more,
                silent,
                no_text,
            };
        }
        told.retain(|standing| standing.measures == 0);
        let mut of_state = |state: &str| {
            let of_state = told.extract_if(.., |standing| standing.state == state);
            of_state.map(named).collect()
        };
        let (silent, no_text) = (of_state("silent"), of_state("no_text"));
        told.sort_by_key(|standing| Reverse(standing.weight()));
        let more = told.split_off(told.len().min(WHOLE));
        Self {
            told,
            more: more.into_iter().map(named).collect(),
            silent,
            no_text,
        }
    }
}

impl StandingView {
    /// How much is said: numbers and tasks before mentions.
    fn weight(&self) -> (usize, usize) {
        (self.figures + self.tasks, self.mentions)
    }
}

/// What all cities say of a topic, in the order of the cities.
pub fn standings(site: &Site<'_>, topic: &TopicEntry) -> Vec<StandingView> {
    let all = topic.standings.iter().enumerate();
    all.map(|(city, standing)| view(site, city, standing))
        .collect()
}

/// What a page may say of a city that has no measure.
pub fn state(standing: &TopicCoverage) -> &'static str {
    match (standing.is_covered(), standing.subject) {
        (true, _) => "told",
        (false, true) => "silent",
        (false, false) => "no_text",
    }
}

fn view(site: &Site<'_>, city: usize, standing: &TopicCoverage) -> StandingView {
    let city = &site.atlas.cities[city];
    let href = links::city(&city.slug);
    let spots = |spots: &[crate::atlas::Spot]| -> Vec<Link> {
        let links = spots.iter().map(|spot| {
            let line = spot.line.to_string();
            Link::new(site.line_href(spot.policy, spot.line), line)
        });
        links.collect()
    };
    let mut figures = standing.figures.clone();
    figures.sort_by_key(|&place| tells_most(site.atlas.figure(place)));
    let figures = figures.into_iter().take(SHOWN);
    let numbers = figures.map(|place: Place| site.figure(place)).collect();
    StandingView {
        id: href.replace('/', "-"),
        city: Link::new(href, site.city_name(city)),
        state: state(standing),
        measures: standing.measures,
        tasks: standing.tasks.len(),
        figures: standing.figures.len(),
        mentions: standing.mentions,
        rows: spots(&standing.tasks[..standing.tasks.len().min(SHOWN)]),
        numbers,
        passages: spots(&standing.passages),
    }
}
