use serde::Serialize;

use super::home::{DocumentView, document_view};
use super::list_filter::{FilterChoices, FilterEntry, Tag, attributes, filters, put_in_order};
use super::long_list::{MEASURES, search};
use super::measure;
use super::place_sections::{
    AssignedBody, ListedDuty, NamedPlace, PlaceDuties, PlaceSection, Shares,
};
use crate::atlas::{AgencyEntry, Duty, Mention};
use crate::model::Role;
use crate::site::Site;
use crate::site::links::{self, Link};
use crate::site::page::Page;

/// Names and documents of a body that its page shows at once; the others are folded.
const NAMES: usize = 12;
const ISSUED: usize = 8;

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
    more_names: Vec<&'a str>,
    roles: Vec<RoleView>,
    measures: usize,
    /// The policies it issued.
    issued: Vec<DocumentView>,
    more_issued: Vec<DocumentView>,
}

#[derive(Serialize)]
struct RoleView {
    role: &'static str,
    places: Vec<PlaceSection>,
    others: Vec<NamedPlace>,
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

/// What a body has to do, by role and then by place.
fn by_role_and_place<'a>(
    site: &'a Site<'_>,
    entry: &'a AgencyEntry,
) -> Vec<(Role, PlaceDuties<'a>)> {
    let about = ("agency", Some(entry.id.as_str()));
    let key = |mention: &Mention| {
        let city = site.atlas.city_index(mention.duty.policy());
        (mention.role, city, mention.duty.policy())
    };
    let mut mentions: Vec<&Mention> = entry.mentions.iter().collect();
    mentions.sort_by_key(|mention| key(mention));
    let place = |mention: &Mention| {
        let (role, city, _) = key(mention);
        (role, city)
    };
    let by_place = mentions.chunk_by(|a, b| place(a) == place(b));
    let sections = by_place.map(|own| {
        let city = site.atlas.city_of(own[0].duty.policy()).searched();
        let duties = own.iter().map(|mention| listed(site, mention));
        let place = PlaceDuties {
            duties: duties.collect(),
            under: own[0].role.id(),
            search: vec![MEASURES, about, ("city", city)],
        };
        (own[0].role, place)
    });
    sections.collect()
}

fn listed<'a>(site: &'a Site<'_>, mention: &Mention) -> ListedDuty<'a> {
    let source = site.line_href(mention.duty.policy(), mention.line);
    ListedDuty {
        duty: mention.duty,
        assigned: Some(AssignedBody {
            name: mention.name.clone(),
            source: Link::new(source, mention.line.to_string()),
        }),
        tags: mention_tags(site, mention),
    }
}

/// The page of one.
pub fn page(site: &Site<'_>, entry: &AgencyEntry) -> Page {
    let (of_role, places): (Vec<Role>, Vec<PlaceDuties<'_>>) =
        by_role_and_place(site, entry).into_iter().unzip();
    let shares = Shares::of(site, &places);
    let whole = shares.is_whole();
    let tags = shares.tags(&places);
    let roles = Role::ALL.into_iter().filter_map(|role| {
        let first = of_role.iter().position(|own| *own == role)?;
        let count = of_role.iter().filter(|own| **own == role).count();
        let own = &places[first..first + count];
        let (places, others) = shares.sections(site, first, own);
        Some(RoleView {
            role: role.id(),
            places,
            others,
        })
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
    let more_names = names.split_off(names.len().min(NAMES));
    let mut issued: Vec<DocumentView> = entry
        .issued
        .iter()
        .map(|(policy, _)| document_view(site, *policy))
        .collect();
    let more_issued = issued.split_off(issued.len().min(ISSUED));
    let view = AgencyPage {
        name: &entry.name,
        is_kind: entry.is_kind,
        filters: filters(&["city", "role", "topic", "year"], &tags),
        search: match whole {
            true => String::new(),
            false => search(&[MEASURES, ("agency", Some(entry.id.as_str()))]),
        },
        names,
        more_names,
        roles: roles.collect(),
        measures: duties.len(),
        issued,
        more_issued,
    };
    Page::new(links::agency(&entry.id), "agency.html", &view).with_linked(linked)
}
