use serde::Serialize;

use super::home::{DocumentView, document_view};
use super::{Section, grouped};
use crate::atlas::{AgencyEntry, Duty, Mention};
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
    /// The policies it issued.
    issued: Vec<DocumentView>,
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
        those
            .map(|a| {
                (
                    Link::new(links::agency(&a.id), &a.name),
                    a.mentions.len() + a.issued.len(),
                )
            })
            .collect()
    };
    let mut pages = vec![Page::new(
        "agencies/",
        "agencies.html",
        &AgencyList {
            kinds: list(true),
            others: list(false),
        },
    )];
    pages.extend(agencies.iter().map(|a| page(site, a)));
    pages
}

fn page(site: &Site<'_>, entry: &AgencyEntry) -> Page {
    let roles = Role::ALL.into_iter().map(|role| {
        let own = entry.mentions.iter().filter(|m| m.role == role);
        let rows = own.map(|m| (site.city_link(m.duty.policy()), row(site, m)));
        RoleView {
            role: role.id(),
            cities: grouped(rows),
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
    let view = AgencyPage {
        name: &entry.name,
        is_kind: entry.is_kind,
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
}

/// A measure links to its page; a row of a list to its place in the text.
fn row<'a>(site: &Site<'a>, mention: &'a Mention) -> Row<'a> {
    let source = site.line_href(mention.duty.policy(), mention.line);
    let (link, figures) = match mention.duty {
        Duty::Measure(place) => (
            site.measure_link(place),
            site.atlas.measure(place).figures.len(),
        ),
        Duty::Task(place) => {
            let policy = &site.atlas.policies[place.policy];
            let task = &policy.tasks[place.item];
            let inside = |f: &&crate::model::Figure| {
                f.measure.is_none() && task.lines.contains(f.lines.first)
            };
            (
                Link::new(source.clone(), &task.text),
                policy.figures.iter().filter(inside).count(),
            )
        }
    };
    Row {
        link,
        name: &mention.name,
        source,
        line: mention.line,
        figures,
    }
}
