use std::collections::BTreeMap;

use serde::Serialize;

use super::home::{DocumentView, document_view};
use super::{Section, grouped};
use crate::atlas::{City, Duty, Place};
use crate::model::FigureKind;
use crate::site::Site;
use crate::site::links::{self, Link};
use crate::site::page::Page;
use crate::site::show::FigureView;

#[derive(Serialize)]
struct CityPage {
    name: String,
    code: String,
    documents: Vec<DocumentView>,
    /// Targets by year, those without a year last.
    goals: Vec<Goals>,
    /// Measures by topic.
    topics: Vec<Section<Link>>,
    /// The bodies that lead or answer for most.
    agencies: Vec<Busy>,
}

#[derive(Serialize)]
struct Goals {
    year: Option<i16>,
    figures: Vec<FigureView>,
}

#[derive(Serialize)]
struct Busy {
    link: Link,
    measures: usize,
}

#[derive(Serialize)]
struct CityList {
    cities: Vec<(Link, usize, usize)>,
}

/// The pages of all cities and their list.
pub fn pages(site: &Site<'_>) -> Vec<Page> {
    let cities = &site.atlas.cities;
    let list = cities.iter().map(|c| {
        let measures = c
            .policies
            .iter()
            .map(|&p| site.atlas.policies[p].measures.len())
            .sum();
        (
            Link::new(links::city(&c.slug), site.city_name(c)),
            c.policies.len(),
            measures,
        )
    });
    let mut pages = vec![Page::new(
        "cities/",
        "cities.html",
        &CityList {
            cities: list.collect(),
        },
    )];
    pages.extend(cities.iter().map(|city| page(site, city)));
    pages
}

fn page(site: &Site<'_>, city: &City) -> Page {
    let atlas = site.atlas;
    let mut by_year: BTreeMap<(bool, i16), Vec<Place>> = BTreeMap::new();
    for &policy in &city.policies {
        for (item, figure) in atlas.policies[policy].figures.iter().enumerate() {
            if figure.kind == FigureKind::Target {
                by_year
                    .entry((figure.year.is_none(), figure.year.unwrap_or(0)))
                    .or_default()
                    .push(Place { policy, item });
            }
        }
    }
    let goals = by_year.into_iter().map(|((_, year), mut places)| {
        // What a chapter of aims states comes before what a single measure adds.
        places.sort_by_key(|p| (atlas.figure(*p).measure.is_some(), *p));
        Goals {
            year: (year != 0).then_some(year),
            figures: places.into_iter().map(|p| site.figure(p)).collect(),
        }
    });
    let topics = atlas
        .topics
        .iter()
        .filter(|t| t.parent.is_none())
        .flat_map(|t| {
            let own = t
                .measures
                .iter()
                .filter(|m| city.policies.contains(&m.policy));
            own.map(|m| {
                (
                    Link::new(links::topic(&t.id), &t.name),
                    site.measure_link(*m),
                )
            })
            .collect::<Vec<_>>()
        });
    let mut busy: Vec<Busy> = atlas
        .agencies
        .iter()
        .map(|a| {
            let here = a
                .mentions
                .iter()
                .filter(|m| city.policies.contains(&m.duty.policy()));
            let mut own: Vec<Duty> = here.map(|m| m.duty).collect();
            own.sort();
            own.dedup();
            Busy {
                link: Link::new(links::agency(&a.id), &a.name),
                measures: own.len(),
            }
        })
        .filter(|b| b.measures > 0)
        .collect();
    busy.sort_by_key(|b| std::cmp::Reverse(b.measures));
    let view = CityPage {
        name: site.city_name(city),
        code: city
            .region
            .as_ref()
            .map_or(String::new(), |r| r.code.clone()),
        documents: city
            .policies
            .iter()
            .map(|&p| document_view(site, p))
            .collect(),
        goals: goals.collect(),
        topics: grouped(topics),
        agencies: busy,
    };
    Page::new(links::city(&city.slug), "city.html", &view)
}
