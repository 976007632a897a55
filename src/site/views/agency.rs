use serde::Serialize;

use super::{Section, grouped};
use crate::atlas::{AgencyEntry, Mention};
use crate::model::Role;
use crate::site::Site;
use crate::site::links::{self, Link};
use crate::site::page::Page;

#[derive(Serialize)]
struct AgencyPage<'a> {
    name: &'a str,
    is_kind: bool,
    /// The names it has in the texts.
    names: Vec<&'a str>,
    roles: Vec<RoleView<'a>>,
    measures: usize,
}

#[derive(Serialize)]
struct RoleView<'a> {
    role: &'static str,
    cities: Vec<Section<Row<'a>>>,
}

#[derive(Serialize)]
struct Row<'a> {
    link: Link,
    name: &'a str,
    source: String,
    line: usize,
    figures: usize,
}

#[derive(Serialize)]
struct AgencyList {
    kinds: Vec<(Link, usize)>,
    others: Vec<(Link, usize)>,
}

/// The pages of all bodies and their list.
pub fn pages(site: &Site<'_>) -> Vec<Page> {
    let agencies = &site.atlas.agencies;
    let list = |is_kind: bool| {
        let those = agencies.iter().filter(|a| a.is_kind == is_kind);
        those.map(|a| (Link::new(links::agency(&a.id), &a.name), a.mentions.len())).collect()
    };
    let mut pages = vec![Page::new("agencies/", "agencies.html", &AgencyList { kinds: list(true), others: list(false) })];
    pages.extend(agencies.iter().map(|a| page(site, a)));
    pages
}

fn page(site: &Site<'_>, entry: &AgencyEntry) -> Page {
    let row = |m: &'_ Mention| Row {
        link: site.measure_link(m.measure),
        name: "",
        source: site.line_href(m.measure.policy, m.line),
        line: m.line,
        figures: site.atlas.measure(m.measure).figures.len(),
    };
    let roles = Role::ALL.into_iter().map(|role| {
        let own = entry.mentions.iter().filter(|m| m.role == role);
        RoleView { role: role.id(), cities: grouped(own.map(|m| (site.city_link(m.measure.policy), Row { name: &m.name, ..row(m) }))) }
    });
    let mut names: Vec<&str> = entry.mentions.iter().map(|m| m.name.as_str()).collect();
    names.sort_unstable();
    names.dedup();
    let mut measures: Vec<_> = entry.mentions.iter().map(|m| m.measure).collect();
    measures.sort();
    measures.dedup();
    let view = AgencyPage {
        name: &entry.name,
        is_kind: entry.is_kind,
        names,
        roles: roles.filter(|r| !r.cities.is_empty()).collect(),
        measures: measures.len(),
    };
    Page::new(links::agency(&entry.id), "agency.html", &view)
}
