use serde::Serialize;

use super::home::{DocumentView, document_view};
use super::list_filter::{
    Attributes, FilterChoices, FilterEntry, Tag, attributes, filters, put_in_order,
};
use super::long_list::{MEASURES, Rest, search, share};
use super::measure;
use crate::atlas::{AgencyEntry, Duty, Mention};
use crate::model::Role;
use crate::site::Site;
use crate::site::links::{self, Link};
use crate::site::page::Page;

#[derive(Serialize)]
struct AgencyPage<'a> {
    name: &'a str,
    is_kind: bool,
    /// None where not all it has to do is listed.
    filters: Vec<FilterChoices>,
    /// The search for all its measures, where not all it has to do is listed.
    search: String,
    /// The names it has in the texts.
    names: Vec<&'a str>,
    roles: Vec<RoleView<'a>>,
    measures: usize,
    /// The policies it issued.
    issued: Vec<DocumentView>,
}

#[derive(Serialize)]
struct RoleView<'a> {
    role: &'static str,
    cities: Vec<CityDuties<'a>>,
}

/// What it has to do in a city.
#[derive(Serialize)]
struct CityDuties<'a> {
    head: Link,
    items: Vec<AgencyRow<'a>>,
    rest: Option<Rest>,
}

#[derive(Serialize)]
struct AgencyRow<'a> {
    link: Link,
    name: &'a str,
    source: String,
    line: usize,
    figures: usize,
    attributes: Attributes,
}

#[derive(Serialize)]
struct AgencyList {
    filters: Vec<FilterChoices>,
    kinds: Vec<FilterEntry>,
    others: Vec<FilterEntry>,
}

/// The list of all bodies.
pub fn list(site: &Site<'_>) -> Page {
    let agencies = &site.atlas.agencies;
    let tags: Vec<Vec<Tag<'_>>> = agencies.iter().map(|a| tags_of(site, a)).collect();
    let list = |is_kind: bool| {
        let all = agencies.iter().zip(&tags);
        let those = all.filter(|(a, _)| a.is_kind == is_kind);
        those
            .map(|(a, tags)| FilterEntry {
                link: Link::new(links::agency(&a.id), &a.name),
                count: a.mentions.len() + a.issued.len(),
                attributes: attributes(tags),
            })
            .collect()
    };
    Page::new(
        "agencies/",
        "agencies.html",
        &AgencyList {
            filters: filters(&["city", "role"], &tags),
            kinds: list(true),
            others: list(false),
        },
    )
    .with_json(&site.agency_refs())
    .with_linked(site.list_linked("agencies/"))
}

/// The cities a body has something to do in, and its roles.
fn tags_of<'a>(site: &'a Site<'_>, entry: &AgencyEntry) -> Vec<Tag<'a>> {
    let issued = entry.issued.iter().map(|(policy, _)| *policy);
    let policies = entry.mentions.iter().map(|m| m.duty.policy()).chain(issued);
    let mut tags: Vec<Tag<'_>> = policies
        .map(|policy| {
            let city = site.atlas.city_of(policy);
            let name = site.city_name(city);
            Tag::new("city", &city.slug, name, links::city)
        })
        .collect();
    let roles = entry.mentions.iter().map(|m| m.role.id());
    tags.extend(roles.map(|role| Tag::plain("role", role, "")));
    put_in_order(&mut tags);
    tags
}

/// The tags of a mention.
fn mention_tags<'a>(site: &'a Site<'_>, mention: &Mention) -> Vec<Tag<'a>> {
    let mut tags = match mention.duty {
        Duty::Measure(place) => measure::tags(site, place),
        Duty::Task(place) => {
            let city = site.atlas.city_of(place.policy);
            let name = site.city_name(city);
            vec![Tag::new("city", &city.slug, name, links::city)]
        }
    };
    tags.retain(|t| matches!(t.key, "city" | "topic" | "year"));
    tags.push(Tag::plain("role", mention.role.id(), ""));
    tags
}

/// The page of one.
pub fn page(site: &Site<'_>, entry: &AgencyEntry) -> Page {
    let mentions = &entry.mentions;
    let place = |n: usize| {
        (
            mentions[n].role,
            site.atlas.city_index(mentions[n].duty.policy()),
        )
    };
    let mut in_order: Vec<usize> = (0..mentions.len()).collect();
    in_order.sort_by_key(|&n| place(n));
    let by_city = in_order.chunk_by(|&a, &b| place(a) == place(b));
    let by_city: Vec<&[usize]> = by_city.collect();
    let most = share(by_city.iter().map(|own| own.len()));
    // Only a whole list is filtered.
    let whole = most == usize::MAX;
    let tagged = mentions.iter().filter(|_| whole);
    let tags: Vec<Vec<Tag<'_>>> = tagged.map(|m| mention_tags(site, m)).collect();
    let about = ("agency", Some(entry.id.as_str()));
    let roles = Role::ALL.into_iter().map(|role| {
        let own = by_city.iter().filter(|own| mentions[own[0]].role == role);
        let cities = own.map(|own| {
            let policy = mentions[own[0]].duty.policy();
            let shown = own.iter().take(most);
            let none: &[Tag<'_>] = &[];
            let rows = shown.map(|&n| row(site, &mentions[n], tags.get(n).map_or(none, |own| own)));
            let filters = [
                MEASURES,
                about,
                ("city", site.atlas.city_of(policy).searched()),
            ];
            CityDuties {
                head: site.city_link(policy),
                items: rows.collect(),
                rest: Rest::of(own.len(), most, &filters),
            }
        });
        RoleView {
            role: role.id(),
            cities: cities.collect(),
        }
    });
    let written = entry
        .mentions
        .iter()
        .map(|m| &m.name)
        .chain(entry.issued.iter().map(|(_, name)| name));
    let mut names: Vec<&str> = written.map(String::as_str).collect();
    names.sort_unstable();
    names.dedup();
    let mut duties: Vec<Duty> = entry.mentions.iter().map(|m| m.duty).collect();
    duties.sort();
    duties.dedup();
    let linked = site.agency_linked(entry, &names);
    let view = AgencyPage {
        name: &entry.name,
        is_kind: entry.is_kind,
        filters: filters(&["city", "role", "topic", "year"], &tags),
        search: match whole {
            true => String::new(),
            false => search(&[MEASURES, about]),
        },
        names,
        roles: roles.filter(|r| !r.cities.is_empty()).collect(),
        measures: duties.len(),
        issued: entry
            .issued
            .iter()
            .map(|(policy, _)| document_view(site, *policy))
            .collect(),
    };
    Page::new(links::agency(&entry.id), "agency.html", &view)
        .with_json(&site.agency_file(entry))
        .with_linked(linked)
}

/// A measure links to its page; a row of a list to its place in the text.
fn row<'a>(site: &Site<'_>, mention: &'a Mention, tags: &[Tag<'_>]) -> AgencyRow<'a> {
    let source = site.line_href(mention.duty.policy(), mention.line);
    let (link, figures) = match mention.duty {
        Duty::Measure(place) => (
            site.measure_link(place),
            site.atlas.measure(place).figures.len(),
        ),
        Duty::Task(place) => {
            let policy = &site.atlas.policies[place.policy];
            let task = &policy.tasks[place.item];
            let figures = site
                .stands
                .figures_on(site.atlas, place.policy, task.lines)
                .into_iter();
            (
                Link::new(source.clone(), &task.text),
                figures
                    .filter(|&item| policy.figures[item].measure.is_none())
                    .count(),
            )
        }
    };
    AgencyRow {
        link,
        name: &mention.name,
        source,
        line: mention.line,
        figures,
        attributes: attributes(tags),
    }
}
