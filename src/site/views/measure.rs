use rayon::prelude::*;
use serde::Serialize;

use super::{Section, compare, grouped};
use crate::atlas::Place;
use crate::model::{Measure, MeasureRole, Role};
use crate::site::Site;
use crate::site::links::{self, Link};
use crate::site::marks::{Segment, segments};
use crate::site::page::Page;
use crate::site::show::FigureView;

#[derive(Serialize)]
struct MeasurePage<'a> {
    title: &'a str,
    number: &'a str,
    role: &'static str,
    corrected: bool,
    city: Link,
    document: Link,
    document_number: &'a str,
    section: &'a [String],
    /// Where it stands in the full text.
    source: Link,
    file: &'a str,
    first: usize,
    last: usize,
    paragraphs: Vec<Vec<Segment>>,
    agencies: Vec<Roles>,
    agency_note: &'a str,
    figures: Vec<FigureView>,
    tasks: Vec<TaskView<'a>>,
    topics: Vec<TopicView>,
    comparable: Vec<Comparable>,
    previous: Option<Link>,
    next: Option<Link>,
}

#[derive(Serialize)]
struct Roles {
    role: &'static str,
    bodies: Vec<Body>,
}

#[derive(Serialize)]
struct Body {
    link: Link,
    /// The paragraph or row that assigns it.
    source: String,
    line: usize,
    corrected: bool,
}

#[derive(Serialize)]
struct TaskView<'a> {
    number: &'a str,
    text: &'a str,
    agencies: Vec<Roles>,
    note: &'a str,
    source: String,
    line: usize,
}

/// A topic with the words that speak for it.
#[derive(Serialize)]
struct TopicView {
    link: Link,
    evidence: Vec<String>,
}

#[derive(Serialize)]
struct Comparable {
    link: Link,
    city: Link,
    document: Link,
    /// Per cent.
    score: u32,
    terms: Vec<String>,
    topics: Vec<Link>,
    indicators: Vec<Link>,
    agencies: Vec<Link>,
    /// The sentences of both that are most alike.
    own: String,
    theirs: String,
    /// Both side by side; empty where they have no such page.
    pair: String,
}

#[derive(Serialize)]
struct MeasureList {
    documents: Vec<Section<Row>>,
}

#[derive(Serialize)]
struct Row {
    link: Link,
    number: String,
    topics: Vec<Link>,
    leads: Vec<String>,
}

/// The pages of a document's measures.
pub fn pages(site: &Site<'_>, policy: usize) -> Vec<Page> {
    let measures = site.atlas.policies[policy].measures.len();
    let places = (0..measures).into_par_iter();
    places
        .map(|item| page(site, Place { policy, item }))
        .collect()
}

/// The list of all measures.
pub fn list(site: &Site<'_>) -> Page {
    let mut rows = Vec::new();
    for (policy, p) in site.atlas.policies.iter().enumerate() {
        for (item, measure) in p.measures.iter().enumerate() {
            let place = Place { policy, item };
            let leads = measure
                .agencies
                .iter()
                .filter(|a| a.role != Role::Participant)
                .map(|a| a.name.clone());
            let row = Row {
                link: site.measure_link(place),
                number: measure.number.clone().unwrap_or_default(),
                topics: measure
                    .topics
                    .iter()
                    .take(2)
                    .map(|t| site.topic_link(t))
                    .collect(),
                leads: leads.take(3).collect(),
            };
            rows.push((site.document_link(policy), row));
        }
    }
    Page::new(
        "measures/",
        "measures.html",
        &MeasureList {
            documents: grouped(rows),
        },
    )
}

fn roles(site: &Site<'_>, policy: usize, agencies: &[crate::model::Agency]) -> Vec<Roles> {
    let of = |role: Role| {
        let bodies = agencies.iter().filter(|a| a.role == role).map(|a| Body {
            link: Link::new(links::agency(&a.agency), &a.name),
            source: site.line_href(policy, a.lines.first),
            line: a.lines.first,
            corrected: a.corrected,
        });
        Roles {
            role: role.id(),
            bodies: bodies.collect(),
        }
    };
    Role::ALL
        .into_iter()
        .map(of)
        .filter(|r| !r.bodies.is_empty())
        .collect()
}

fn page(site: &Site<'_>, place: Place) -> Page {
    let atlas = site.atlas;
    let policy = &atlas.policies[place.policy];
    let measure = atlas.measure(place);
    let figures = policy
        .figures
        .iter()
        .enumerate()
        .filter(|(_, f)| f.measure.as_deref() == Some(&measure.id));
    let beside = |item: Option<usize>| {
        item.filter(|&n| n < policy.measures.len())
            .map(|item| site.measure_link(Place { item, ..place }))
    };
    let comparable = atlas
        .comparable
        .get(&measure.id)
        .into_iter()
        .flatten()
        .take(crate::atlas::SHOWN)
        .map(|m| Comparable {
            link: site.measure_link(m.measure),
            city: site.city_link(m.measure.policy),
            document: site.document_link(m.measure.policy),
            score: compare::percent(m.score),
            own: m
                .reasons
                .sentences
                .as_ref()
                .map_or(String::new(), |s| s.0.clone()),
            theirs: m
                .reasons
                .sentences
                .as_ref()
                .map_or(String::new(), |s| s.1.clone()),
            pair: match compare::has_pair(atlas, place, m.measure) {
                true => compare::pair_path(&measure.id, &atlas.measure(m.measure).id),
                false => String::new(),
            },
            indicators: m
                .reasons
                .indicators
                .iter()
                .filter_map(|id| site.vocabulary.indicators.get(id))
                .map(|i| Link::new(links::indicator(&i.id), &i.name))
                .collect(),
            terms: m.reasons.terms.clone(),
            topics: m
                .reasons
                .topics
                .iter()
                .map(|t| site.topic_link(t))
                .collect(),
            agencies: m
                .reasons
                .agencies
                .iter()
                .filter_map(|id| site.vocabulary.agencies.get(id))
                .map(|k| Link::new(links::agency(&k.id), &k.name))
                .collect(),
        });
    let tasks = measure.tasks.iter().map(|t| TaskView {
        number: t.number.as_deref().unwrap_or_default(),
        text: &t.text,
        agencies: roles(site, place.policy, &t.agencies),
        note: t.agency_note.as_deref().unwrap_or_default(),
        source: site.line_href(place.policy, t.lines.first),
        line: t.lines.first,
    });
    let view = MeasurePage {
        title: &measure.title,
        number: measure.number.as_deref().unwrap_or_default(),
        role: if measure.role == MeasureRole::Safeguard {
            "safeguard"
        } else {
            "action"
        },
        corrected: measure.corrected,
        city: site.city_link(place.policy),
        document: site.document_link(place.policy),
        document_number: policy.document_number.as_deref().unwrap_or_default(),
        section: &measure.section,
        source: Link::new(
            site.line_href(place.policy, measure.lines.first),
            String::new(),
        ),
        file: &policy.source.file,
        first: measure.lines.first,
        last: measure.lines.last,
        paragraphs: measure
            .text
            .lines()
            .map(|p| segments(p, measure.lines, policy, site.vocabulary))
            .collect(),
        agencies: roles(site, place.policy, &measure.agencies),
        agency_note: measure.agency_note.as_deref().unwrap_or_default(),
        figures: figures
            .map(|(item, _)| site.figure(Place { item, ..place }))
            .collect(),
        tasks: tasks.collect(),
        topics: topics(site, measure),
        comparable: comparable.collect(),
        previous: beside(place.item.checked_sub(1)),
        next: beside(Some(place.item + 1)),
    };
    Page::new(links::measure(&measure.id), "measure.html", &view)
}

/// Words told for a topic.
const EVIDENCE: usize = 4;

/// The topics of a measure, each with the words of title and text that it was found by; one that a
/// correction gave it has none.
fn topics(site: &Site<'_>, measure: &Measure) -> Vec<TopicView> {
    let found = site.vocabulary.topics.assign(&measure.title, &measure.text);
    let evidence = |id: &str| {
        let words = found.iter().find(|m| m.id == id).map(|m| &m.evidence);
        let mut words: Vec<String> = words
            .into_iter()
            .flatten()
            .take(EVIDENCE)
            .cloned()
            .collect();
        words.dedup();
        words
    };
    let view = |id: &String| TopicView {
        link: site.topic_link(id),
        evidence: evidence(id),
    };
    measure.topics.iter().map(view).collect()
}
