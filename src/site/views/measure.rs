use serde::Serialize;

use super::document::StatusView;
use super::list_filter::{Attributes, FilterChoices, Tag, attributes, filters, put_in_order};
use super::long_list::LISTED;
use super::pair;
use crate::atlas::{Match, Place, SHOWN};
use crate::model::{Agency, Measure, MeasureRole, Role};
use crate::site::Site;
use crate::site::cite::Citation;
use crate::site::figure_view::FigureView;
use crate::site::links::{self, Link};
use crate::site::marked_text::TextSegment;
use crate::site::original_page::OriginalPage;
use crate::site::page::{Card, Page};
use crate::text::first_sentence;

#[derive(Serialize)]
struct MeasurePage<'a> {
    id: &'a str,
    /// The first words of its text.
    quote: String,
    title: &'a str,
    number: &'a str,
    role: &'static str,
    corrected: bool,
    /// Why it is of a document of an earlier build; empty where it is not.
    not_updated: &'a str,
    city: Link,
    document: Link,
    document_number: &'a str,
    /// Whether the document holds, and why.
    status: StatusView,
    section: &'a [String],
    /// Where it stands in the full text.
    source: Link,
    file: &'a str,
    first: usize,
    last: usize,
    /// Where it stands in the original; none where that is not known.
    original: Option<OriginalPage>,
    paragraphs: Vec<Vec<TextSegment>>,
    agencies: Vec<Roles>,
    agency_note: &'a str,
    figures: Vec<FigureView>,
    tasks: Vec<TaskView<'a>>,
    topics: Vec<TopicEvidence<'a>>,
    comparable: Vec<ComparableGroup<'a>>,
    cite: Citation,
    version: String,
    previous: Option<Link>,
    next: Option<Link>,
}

#[derive(Serialize)]
struct Roles {
    role: &'static str,
    bodies: Vec<BodyLink>,
}

#[derive(Serialize)]
struct BodyLink {
    link: Link,
    /// The paragraph or row that assigns it; told of the last of several of one line.
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
struct TopicEvidence<'a> {
    link: Link,
    evidence: Vec<&'a str>,
}

/// Measures that are comparable, of other cities or of other documents of its own.
#[derive(Serialize)]
struct ComparableGroup<'a> {
    own_city: bool,
    matches: Vec<Comparable<'a>>,
}

#[derive(Serialize)]
struct Comparable<'a> {
    link: Link,
    city: &'a str,
    /// How much alike they are: `very`, `close` or `some`.
    score: &'static str,
    /// Its sentence that is most like one of the measure.
    sentence: &'a str,
    /// Whether the sentence goes on.
    is_cut: bool,
    /// Both side by side; empty where they have no such page.
    pair: String,
}

#[derive(Serialize)]
struct MeasureList {
    filters: Vec<FilterChoices>,
    documents: Vec<DocumentRows>,
    /// Where they are too many to be listed, their documents by province.
    folded: Vec<(String, Vec<DocumentRows>)>,
    measures: usize,
}

/// A document and its measures, or their number.
#[derive(Serialize)]
struct DocumentRows {
    link: Link,
    city: Link,
    measures: usize,
    rows: Vec<MeasureRow>,
}

#[derive(Serialize)]
struct MeasureRow {
    link: Link,
    number: String,
    topics: Vec<Link>,
    leads: Vec<String>,
    attributes: Attributes,
}

/// The list of all measures; where they are too many, of their documents: the search finds single ones.
pub fn list(site: &Site<'_>) -> Page {
    let policies = &site.atlas.policies;
    let measures: usize = policies.iter().map(|p| p.measures.len()).sum();
    let mut tags = Vec::new();
    let order = super::document::in_order(site);
    let mut rows = |policy: usize, shown: usize| DocumentRows {
        link: site.document_link(policy),
        city: site.city_link(policy),
        measures: policies[policy].measures.len(),
        rows: (0..shown)
            .map(|item| row(site, Place { policy, item }, &mut tags))
            .collect(),
    };
    let (mut documents, mut folded) = (Vec::new(), Vec::new());
    if measures > LISTED {
        for (name, own) in super::document::by_province(site, &order) {
            folded.push((
                name,
                own.into_iter().map(|policy| rows(policy, 0)).collect(),
            ));
        }
    } else {
        let all = order.into_iter();
        documents.extend(all.map(|policy| rows(policy, policies[policy].measures.len())));
    }
    let view = MeasureList {
        filters: filters(&["city", "topic", "agency", "kind", "year"], &tags),
        documents,
        folded,
        measures,
    };
    Page::new("measures/", "measures.html", &view).with_linked(site.list_linked("measures/"))
}

fn row<'a>(site: &'a Site<'_>, place: Place, all: &mut Vec<Vec<Tag<'a>>>) -> MeasureRow {
    let measure = site.atlas.measure(place);
    let leads = measure
        .agencies
        .iter()
        .filter(|a| a.role != Role::Participant)
        .map(|a| a.name.clone());
    let tags = tags(site, place);
    let row = MeasureRow {
        link: site.measure_link(place),
        number: measure.number.clone().unwrap_or_default(),
        topics: measure
            .topics
            .iter()
            .take(2)
            .map(|t| site.topic_link(t))
            .collect(),
        leads: leads.take(3).collect(),
        attributes: attributes(&tags),
    };
    all.push(tags);
    row
}

/// What a measure is filed under in lists.
pub fn tags<'a>(site: &'a Site<'_>, place: Place) -> Vec<Tag<'a>> {
    let measure = site.atlas.measure(place);
    let city = site.atlas.city_of(place.policy);
    let mut tags = vec![
        Tag::new("city", &city.slug, site.city_name(city), links::city),
        Tag::plain("kind", role_id(measure), ""),
    ];
    for id in &measure.topics {
        let topic = site.vocabulary.topics.get(id);
        let parent = topic.and_then(|t| t.parent.as_deref());
        for id in parent.into_iter().chain([id.as_str()]) {
            let name = site.topic_name(id);
            tags.push(Tag::new("topic", id, name, links::topic));
        }
    }
    for body in &measure.agencies {
        let kind = site.vocabulary.agencies.get(&body.agency);
        let name = kind.map_or(&body.name, |k| &k.name);
        tags.push(Tag::new("agency", &body.agency, name, links::agency));
        tags.push(Tag::plain("role", body.role.id(), ""));
    }
    let years = site.figures_of(place).into_iter().filter_map(|f| f.year);
    tags.extend(years.map(Tag::year));
    put_in_order(&mut tags);
    tags
}

fn role_id(measure: &Measure) -> &'static str {
    match measure.role {
        MeasureRole::Safeguard => "safeguard",
        MeasureRole::Action => "action",
    }
}

fn roles(site: &Site<'_>, policy: usize, agencies: &[Agency]) -> Vec<Roles> {
    let of = |role: Role| {
        let bodies = agencies
            .iter()
            .filter(|a| a.role == role)
            .map(|a| BodyLink {
                link: site.body_link(a),
                source: site.line_href(policy, a.lines.first),
                line: a.lines.first,
                corrected: a.corrected,
            });
        let mut bodies: Vec<BodyLink> = bodies.collect();
        for n in 1..bodies.len() {
            if bodies[n - 1].line == bodies[n].line {
                bodies[n - 1].source.clear();
            }
        }
        Roles {
            role: role.id(),
            bodies,
        }
    };
    Role::ALL
        .into_iter()
        .map(of)
        .filter(|r| !r.bodies.is_empty())
        .collect()
}

/// Its best matches, as far as they are shown.
fn matches<'a>(site: &'a Site<'_>, place: Place) -> impl Iterator<Item = &'a Match> {
    site.atlas.comparable.useful(place).take(SHOWN)
}

/// A match with what speaks for it.
fn comparable<'a>(site: &'a Site<'_>, place: Place, m: &'a Match) -> Comparable<'a> {
    let atlas = site.atlas;
    let measure = atlas.measure(place);
    let reasons = atlas.reasons(place, m);
    let (_, theirs) = reasons.sentences.unwrap_or_default();
    let sentence = first_sentence(theirs, SENTENCE);
    Comparable {
        link: site.measure_link(m.measure),
        city: site.city_named(m.measure.policy),
        score: pair::closeness(m.score),
        sentence: sentence.text,
        is_cut: sentence.is_cut,
        pair: match pair::has_page(atlas, place, m.measure) {
            true => pair::path(&measure.id, &atlas.measure(m.measure).id),
            false => String::new(),
        },
    }
}

/// Comparable measures of other cities, then those of other documents of its own.
fn comparable_groups<'a>(site: &'a Site<'_>, place: Place) -> Vec<ComparableGroup<'a>> {
    let atlas = site.atlas;
    let (own, others): (Vec<&'a Match>, Vec<&'a Match>) =
        matches(site, place).partition(|m| atlas.of_one_city(place.policy, m.measure.policy));
    let group = |own_city, matches: Vec<&'a Match>| ComparableGroup {
        own_city,
        matches: matches
            .into_iter()
            .map(|m| comparable(site, place, m))
            .collect(),
    };
    // That no other city does the same is said; that no other document of its own does goes without
    // saying.
    let mut groups = vec![group(false, others)];
    if !own.is_empty() {
        groups.push(group(true, own));
    }
    groups
}

/// The page of one.
pub fn page(site: &Site<'_>, place: Place) -> Page {
    let atlas = site.atlas;
    let policy = &atlas.policies[place.policy];
    let measure = atlas.measure(place);
    // Measures of one document stand beside each other.
    let beside = |item: Option<usize>| {
        let link = site.measure_link(Place {
            item: item.filter(|&n| n < policy.measures.len())?,
            ..place
        });
        let own = link.href().trim_end_matches('/').rsplit('/').next()?;
        Some(Link::new(format!("../{own}/"), link.text()))
    };
    let tasks = measure.tasks.iter().map(|t| TaskView {
        number: t.number.as_deref().unwrap_or_default(),
        text: &t.text,
        agencies: roles(site, place.policy, &t.agencies),
        note: t.agency_note.as_deref().unwrap_or_default(),
        source: site.line_href(place.policy, t.lines.first),
        line: t.lines.first,
    });
    let view = MeasurePage {
        id: &measure.id,
        quote: measure.text.chars().take(QUOTED).collect(),
        title: &measure.title,
        number: measure.number.as_deref().unwrap_or_default(),
        role: role_id(measure),
        corrected: measure.corrected,
        not_updated: policy.not_updated.as_deref().unwrap_or_default(),
        city: site.city_link(place.policy),
        document: site.document_link(place.policy),
        document_number: policy.document_number.as_deref().unwrap_or_default(),
        status: StatusView::of(site, policy),
        section: &measure.section,
        source: Link::new(site.line_href(place.policy, measure.lines.first), ""),
        file: &policy.source.file,
        first: measure.lines.first,
        last: measure.lines.last,
        original: site.original_page(place.policy, measure.lines),
        paragraphs: site.paragraphs(place),
        agencies: roles(site, place.policy, &measure.agencies),
        agency_note: measure.agency_note.as_deref().unwrap_or_default(),
        figures: site.figure_views(place),
        tasks: tasks.collect(),
        topics: topics(site, measure),
        comparable: comparable_groups(site, place),
        cite: site.cite_measure(place.policy, place.item),
        version: site.measure_version(place),
        previous: beside(place.item.checked_sub(1)),
        next: beside(Some(place.item + 1)),
    };
    Page::new(links::measure(&measure.id), "measure.html", &view)
        .with_data_at(links::document_data(&policy.id))
        .with_linked(site.measure_linked(place))
        .with_card(Card::Of(links::document(&policy.id)))
}

/// Characters of the text that a report quotes.
const QUOTED: usize = 24;

/// Characters of the sentence of a comparable measure.
const SENTENCE: usize = 40;

/// Words told for a topic.
const EVIDENCE: usize = 4;

/// The topics of a measure, each with the words of title and text that it was found by; one that a
/// correction gave it has none.
fn topics<'a>(site: &'a Site<'_>, measure: &Measure) -> Vec<TopicEvidence<'a>> {
    let found = site.vocabulary.topics.assign(&measure.title, &measure.text);
    let evidence = |id: &str| {
        let words = found.iter().find(|m| m.id == id).map(|m| &m.evidence);
        let mut words: Vec<&str> = words
            .into_iter()
            .flatten()
            .take(EVIDENCE)
            .copied()
            .collect();
        words.dedup();
        words
    };
    let view = |id: &String| TopicEvidence {
        link: site.topic_link(id),
        evidence: evidence(id),
    };
    measure.topics.iter().map(view).collect()
}
