//! What a document's page shows of the documents that it names and that name it.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::atlas::{ReferenceAt, ReferenceStep, ReferenceTarget, neighbours};
use crate::model::{Reference, Relation};
use crate::site::Site;
use crate::site::links::Link;

/// Documents that name one, shown on its page at most; the table of the data has them all.
const NAMING: usize = 20;
/// Documents of one level in the picture of what stands around one.
const AROUND: usize = 30;
/// References that make such a picture worth its place.
const FEWEST: usize = 2;

/// References of a document and to it.
#[derive(Serialize)]
pub struct ReferencesView<'a> {
    /// What it names, by relation.
    named: Vec<NamedGroup<'a>>,
    /// What names it.
    naming: Vec<NamingView<'a>>,
    /// How many more name it.
    more_naming: usize,
    /// Documents within two references, by level.
    around: Vec<LevelView>,
}

/// The documents that one names for one reason.
#[derive(Serialize)]
struct NamedGroup<'a> {
    /// `based_on`, `repeals`, `forwards`, `mentions`.
    relation: &'static str,
    documents: Vec<NamedView<'a>>,
}

/// A document that another names.
#[derive(Serialize)]
struct NamedView<'a> {
    title: &'a str,
    document_number: &'a str,
    /// Its page; empty where the site does not have it.
    href: String,
    line: usize,
    /// The anchor of that line on the page.
    anchor: String,
}

/// A document that names another.
#[derive(Serialize)]
struct NamingView<'a> {
    city: Link,
    document: Link,
    places: Vec<NamingPlace<'a>>,
}

/// A sentence that names a document.
#[derive(Serialize)]
struct NamingPlace<'a> {
    relation: &'static str,
    href: String,
    line: usize,
    quote: &'a str,
}

/// The documents of one level around another.
#[derive(Serialize)]
struct LevelView {
    /// `nation`, `province`, `city`, `county`; empty where no region is known.
    level: &'static str,
    documents: Vec<AroundView>,
    /// How many more there are.
    more: usize,
}

/// A document within two references of another.
#[derive(Serialize)]
struct AroundView {
    /// The document; that of the page itself has no address.
    document: Link,
    steps: Vec<StepView>,
}

/// How it is connected.
#[derive(Serialize)]
struct StepView {
    relation: &'static str,
    /// Whether it is the one that names the other.
    names: bool,
    /// The title of the other; empty for that of the page.
    other: String,
}

/// The references of a document and to it.
pub fn view<'a>(site: &'a Site<'_>, policy: usize) -> ReferencesView<'a> {
    let mut naming = naming(site, policy);
    let more_naming = naming.len().saturating_sub(NAMING);
    naming.truncate(NAMING);
    ReferencesView {
        named: named(site, policy),
        naming,
        more_naming,
        around: around(site, policy),
    }
}

fn named<'a>(site: &'a Site<'_>, policy: usize) -> Vec<NamedGroup<'a>> {
    let references = &site.atlas.policies[policy].references;
    let targets = &site.atlas.references.targets[policy];
    let own = |relation: Relation| {
        let own = references.iter().zip(targets);
        let own = own.filter(move |(reference, target)| {
            reference.relation == relation && **target != ReferenceTarget::Own
        });
        own.map(|(reference, target)| NamedView {
            title: &reference.title,
            document_number: reference.document_number.as_deref().unwrap_or_default(),
            href: match target {
                ReferenceTarget::Held(held) => site.document_link(*held).href().to_owned(),
                _ => String::new(),
            },
            line: reference.lines.first,
            anchor: anchor(site, policy, reference),
        })
    };
    let groups = Relation::ALL.map(|relation| NamedGroup {
        relation: relation.id(),
        documents: own(relation).collect(),
    });
    let groups = groups.into_iter();
    groups.filter(|group| !group.documents.is_empty()).collect()
}

/// The anchor of the passage that names a document.
fn anchor(site: &Site<'_>, policy: usize, reference: &Reference) -> String {
    let href = site.quote_href(policy, reference.lines, &reference.title);
    let anchor = href.split_once('#').map(|(_, anchor)| anchor.to_owned());
    anchor.unwrap_or_default()
}

fn naming<'a>(site: &'a Site<'_>, policy: usize) -> Vec<NamingView<'a>> {
    let mut by_document: BTreeMap<usize, Vec<NamingPlace<'a>>> = BTreeMap::new();
    for at in &site.atlas.references.cited_by[policy] {
        let reference = site.atlas.reference(*at);
        let places = by_document.entry(at.policy).or_default();
        places.push(NamingPlace {
            relation: reference.relation.id(),
            href: site.quote_href(at.policy, reference.lines, &reference.title),
            line: reference.lines.first,
            quote: &reference.quote,
        });
    }
    let naming = by_document.into_iter().map(|(other, places)| NamingView {
        city: site.city_link(other),
        document: site.document_link(other),
        places,
    });
    naming.collect()
}

/// Documents within two references, the page's own among them, from the nation down; none where few are connected.
fn around(site: &Site<'_>, policy: usize) -> Vec<LevelView> {
    let found = neighbours(&site.atlas.references, policy);
    if found.iter().map(|own| own.steps.len()).sum::<usize>() < FEWEST {
        return Vec::new();
    }
    let levels = ["nation", "province", "city", "county", ""];
    let of_level = |level: &'static str| {
        let mut documents: Vec<AroundView> = Vec::new();
        if site.level_of(policy) == level {
            documents.push(AroundView {
                document: Link::new("", site.document_link(policy).text()),
                steps: Vec::new(),
            });
        }
        let own = found
            .iter()
            .filter(|own| site.level_of(own.policy) == level);
        documents.extend(own.map(|own| {
            AroundView {
                document: site.document_link(own.policy),
                steps: own
                    .steps
                    .iter()
                    .map(|step| step_view(site, *step))
                    .collect(),
            }
        }));
        let more = documents.len().saturating_sub(AROUND);
        documents.truncate(AROUND);
        LevelView {
            level,
            documents,
            more,
        }
    };
    let levels = levels.into_iter().map(of_level);
    levels.filter(|level| !level.documents.is_empty()).collect()
}

fn step_view(site: &Site<'_>, step: ReferenceStep) -> StepView {
    let relation = |at| site.atlas.reference(at).relation.id();
    let title = |policy| site.document_link(policy).text().to_owned();
    let named_by = |at: ReferenceAt| match site.atlas.references.targets[at.policy][at.item] {
        ReferenceTarget::Held(held) => title(held),
        _ => String::new(),
    };
    let (at, names, other) = match step {
        ReferenceStep::Named(at) => (at, false, String::new()),
        ReferenceStep::Names(at) => (at, true, String::new()),
        ReferenceStep::NamedVia(at) => (at, false, title(at.policy)),
        ReferenceStep::NamesVia(at) => (at, true, named_by(at)),
    };
    StepView {
        relation: relation(at),
        names,
        other,
    }
}
