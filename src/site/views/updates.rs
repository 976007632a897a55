use std::collections::BTreeSet;

use rustc_hash::FxHashMap;
use serde::Serialize;
use sha2::{Digest, Sha256};

use super::PageTask;
use crate::content::{ChangeCounts, Changed, Day, Detail, DocumentChange, Gone};
use crate::site::Site;
use crate::site::links::{self, Link};
use crate::site::page::Page;

/// Address of the page of updates.
pub const ADDRESS: &str = "updates/";

/// Entries of a feed: those who read feeds come by more often than this many change.
const FEED: usize = 40;
/// Those of the feed of a topic, an indicator or a body.
const FEED_OF_SUBJECT: usize = 20;

#[derive(Serialize)]
struct UpdatesPage<'a> {
    days: Vec<DayView<'a>>,
}

/// What changed on a day.
#[derive(Serialize)]
pub struct DayView<'a> {
    date: String,
    documents: Vec<ChangeView<'a>>,
}

/// A document that changed.
#[derive(Serialize)]
pub struct ChangeView<'a> {
    /// `added`, `changed`, `renamed` or `removed`.
    what: Changed,
    /// Its page, or that of its end.
    link: Link,
    city: Link,
    measures: Option<ChangeCounts>,
    figures: Option<ChangeCounts>,
    details: &'a [Detail],
    corrections: &'a [String],
}

#[derive(Serialize)]
struct FeedPage<'a> {
    /// The city, or nothing for the whole site.
    name: String,
    /// Its own id, which never changes.
    id: String,
    updated: String,
    /// Address of what it is about, below the site's root.
    about: String,
    entries: Vec<FeedEntry<'a>>,
}

#[derive(Serialize)]
struct FeedEntry<'a> {
    id: String,
    date: String,
    change: ChangeView<'a>,
}

#[derive(Serialize)]
struct GonePage<'a> {
    title: &'a str,
    since: String,
    /// Where it is now.
    to: Option<Link>,
    /// The document or list it stood in.
    near: Option<Link>,
    /// `documents`, `measures`, …
    kind: &'a str,
}

/// The page of updates, the feeds, and the pages of records that are gone. `live` are the addresses
/// of all other pages.
pub fn tasks<'a>(site: &'a Site<'a>, live: &'a BTreeSet<String>) -> Vec<PageTask<'a>> {
    let mut tasks = vec![super::task(move || {
        let days = site.history.days.iter();
        let view = UpdatesPage {
            days: days.map(|day| day_view(site, day)).collect(),
        };
        let all = all_changes(site);
        vec![
            Page::new(ADDRESS, "updates.html", &view)
                .with_json(site.history)
                .with_linked(site.list_linked(ADDRESS)),
            feed(site, "atom.xml", String::new(), ADDRESS, all),
        ]
    })];
    let by_city = changes_by_city(site);
    for (city, changes) in site.atlas.cities.iter().zip(by_city) {
        tasks.push(super::task(move || {
            let about = links::city(&city.slug);
            let path = format!("{about}atom.xml");
            let name = site.city_name(city).to_owned();
            vec![feed(site, &path, name, &about, changes.into_iter())]
        }));
    }
    for subject in feed_subjects(site) {
        tasks.push(super::task(move || {
            let path = format!("{}atom.xml", subject.about);
            let changes = subject.changes.into_iter();
            vec![feed(site, &path, subject.name, &subject.about, changes)]
        }));
    }
    let gone = site.history.gone.iter();
    for gone in gone.filter(|g| !live.contains(&g.address)) {
        tasks.push(super::task(move || vec![gone_page(site, gone, live)]));
    }
    tasks
}

/// A change and its day.
type Dated<'a> = (&'a Day, &'a DocumentChange);

/// All changes, the latest first.
fn all_changes<'a>(site: &Site<'a>) -> impl Iterator<Item = Dated<'a>> {
    let days = site.history.days.iter();
    days.flat_map(|day| day.documents.iter().map(move |change| (day, change)))
}

/// What a topic, an indicator or a body is called, its address, and the changes of documents that have it.
struct FeedSubject<'a> {
    name: String,
    about: String,
    changes: Vec<Dated<'a>>,
}

/// All topics, indicators and bodies with their latest changes.
fn feed_subjects<'a>(site: &Site<'a>) -> Vec<FeedSubject<'a>> {
    let atlas = site.atlas;
    let mut by_id: FxHashMap<&str, Vec<Dated<'a>>> = FxHashMap::default();
    for (day, change) in all_changes(site) {
        by_id.entry(&change.id).or_default().push((day, change));
    }
    let subject = |name: &str, about: String, policies: BTreeSet<usize>| {
        let own = policies.into_iter();
        let own = own.filter_map(|policy| by_id.get(atlas.policies[policy].id.as_str()));
        let mut changes: Vec<Dated<'a>> = own.flatten().copied().collect();
        changes.sort_by_key(|(day, _)| std::cmp::Reverse(day.date));
        changes.truncate(FEED_OF_SUBJECT);
        let name = name.to_owned();
        FeedSubject {
            name,
            about,
            changes,
        }
    };
    let topics = atlas.topics.iter().map(|topic| {
        let measures = topic.measures.iter().map(|place| place.policy);
        let said = topic.standings.iter().flat_map(|own| {
            let tasks = own.tasks.iter().map(|spot| spot.policy);
            tasks.chain(own.figures.iter().map(|place| place.policy))
        });
        let policies = measures.chain(said).collect();
        subject(&topic.name, links::topic(&topic.id), policies)
    });
    let indicators = atlas.indicators.iter().map(|indicator| {
        let policies = indicator.points().map(|point| point.figure.policy);
        let about = links::indicator(&indicator.id);
        subject(&indicator.name, about, policies.collect())
    });
    let bodies = atlas.agencies.iter().map(|body| {
        let mentions = body.mentions.iter().map(|mention| mention.duty.policy());
        let issued = body.issued.iter().map(|(policy, _)| *policy);
        let policies = mentions.chain(issued).collect();
        subject(&body.name, links::agency(&body.id), policies)
    });
    topics.chain(indicators).chain(bodies).collect()
}

/// For each city the latest changes of its documents, and of those that were its own.
fn changes_by_city<'a>(site: &Site<'a>) -> Vec<Vec<Dated<'a>>> {
    let atlas = site.atlas;
    let policies = atlas.policies.iter().enumerate();
    let by_id: FxHashMap<&str, usize> = policies
        .map(|(n, policy)| (policy.id.as_str(), atlas.city_index(n)))
        .collect();
    let by_code = cities_by_code(site);
    let mut found: Vec<Vec<Dated<'_>>> = atlas.cities.iter().map(|_| Vec::new()).collect();
    for (day, change) in all_changes(site) {
        let now = by_id.get(change.id.as_str());
        let then = change.region.as_deref().and_then(|code| by_code.get(code));
        for city in now
            .into_iter()
            .chain(then.filter(|then| Some(*then) != now))
        {
            if found[*city].len() < FEED {
                found[*city].push((day, change));
            }
        }
    }
    found
}

fn cities_by_code<'a>(site: &Site<'a>) -> FxHashMap<&'a str, usize> {
    let cities = site.atlas.cities.iter().enumerate();
    cities
        .filter_map(|(n, city)| Some((city.region.as_ref()?.code.as_str(), n)))
        .collect()
}

/// The latest changes that are news to a reader, for the home page.
pub fn latest<'a>(site: &Site<'a>, most: usize) -> Vec<DayView<'a>> {
    let mut left = most;
    let mut days = Vec::new();
    for day in &site.history.days {
        let news = day.documents.iter().filter(|change| change.is_news());
        let documents: Vec<ChangeView<'_>> = news
            .take(left)
            .map(|change| change_view(site, change))
            .collect();
        left -= documents.len();
        if !documents.is_empty() {
            let date = day.date.to_string();
            days.push(DayView { date, documents });
        }
    }
    days
}

fn day_view<'a>(site: &Site<'a>, day: &'a Day) -> DayView<'a> {
    DayView {
        date: day.date.to_string(),
        documents: day
            .documents
            .iter()
            .map(|change| change_view(site, change))
            .collect(),
    }
}

fn change_view<'a>(site: &Site<'a>, change: &'a DocumentChange) -> ChangeView<'a> {
    let region = change.region.as_deref();
    let city = site.atlas.cities.iter().find(|city| {
        let code = city.region.as_ref().map(|r| r.code.as_str());
        code.is_some() && code == region
    });
    ChangeView {
        what: change.what,
        link: Link::new(links::document(&change.id), &change.title),
        city: city.map_or_else(Link::default, |city| {
            Link::new(links::city(&city.slug), site.city_name(city))
        }),
        measures: counts(change.measures),
        figures: counts(change.figures),
        details: &change.details,
        corrections: &change.corrections,
    }
}

/// Nothing where there is nothing to count.
fn counts(counts: ChangeCounts) -> Option<ChangeCounts> {
    (counts != ChangeCounts::default()).then_some(counts)
}

fn feed<'a>(
    site: &Site<'a>,
    path: &str,
    name: String,
    about: &str,
    changes: impl Iterator<Item = Dated<'a>>,
) -> Page {
    let entries = changes.map(|(day, change)| FeedEntry {
        id: urn(&[&site.settings.title, &day.date.to_string(), &change.id]),
        date: day.date.to_string(),
        change: change_view(site, change),
    });
    let entries: Vec<FeedEntry<'_>> = entries.take(FEED).collect();
    let view = FeedPage {
        id: urn(&[&site.settings.title, path]),
        // A feed without entries has to say a time as well; no clock shows.
        updated: entries
            .first()
            .map_or_else(|| "1970-01-01".to_owned(), |e| e.date.clone()),
        about: about.to_owned(),
        name,
        entries,
    };
    Page::new(path, "atom.xml", &view)
}

/// An id that is the same in every build, wherever the site stands: a UUID of version 8 made of a
/// fingerprint (RFC 9562).
pub fn urn(parts: &[&str]) -> String {
    let mut all = Sha256::new();
    for part in parts {
        all.update((part.len() as u64).to_le_bytes());
        all.update(part);
    }
    let mut bytes = all.finalize();
    bytes[6] = 0x80 | (bytes[6] & 0x0f);
    bytes[8] = 0x80 | (bytes[8] & 0x3f);
    let hex: String = bytes[..16].iter().map(|b| format!("{b:02x}")).collect();
    format!(
        "urn:uuid:{}-{}-{}-{}-{}",
        &hex[..8],
        &hex[8..12],
        &hex[12..16],
        &hex[16..20],
        &hex[20..]
    )
}

/// The title of a document that is there, or of one that is gone as well. Both lists are sorted.
fn document_title<'a>(site: &Site<'a>, id: &str, path: &str) -> Option<&'a str> {
    let (policies, gone) = (&site.atlas.policies, &site.history.gone);
    let there = policies.binary_search_by(|p| p.id.as_str().cmp(id));
    let former = || gone.binary_search_by(|g| g.address.as_str().cmp(path));
    match there {
        Ok(n) => Some(&policies[n].title),
        Err(_) => Some(&gone[former().ok()?].title),
    }
}

fn gone_page(site: &Site<'_>, gone: &Gone, live: &BTreeSet<String>) -> Page {
    let mut parts = gone.address.split('/');
    let kind = parts.next().unwrap_or_default();
    let to = gone.to.as_ref().filter(|to| live.contains(*to));
    let near = parts.next().filter(|_| kind == "measures");
    let near = near.and_then(|id| {
        let path = links::document(id);
        Some(Link::new(&path, document_title(site, id, &path)?))
    });
    let view = GonePage {
        title: &gone.title,
        since: gone.since.to_string(),
        to: to.map(|to| Link::new(to, &gone.title)),
        near,
        kind,
    };
    Page::new(&gone.address, "gone.html", &view)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_of_entries_are_uuids_that_stay() {
        let id = urn(&["策问", "2026-11-21", "a"]);
        assert_eq!(id.len(), "urn:uuid:".len() + 36);
        assert_eq!(&id["urn:uuid:".len() + 14..][..1], "8");
        assert_eq!(id, urn(&["策问", "2026-11-21", "a"]));
        assert_ne!(id, urn(&["策问", "2026-11-2", "1a"]));
    }
}
