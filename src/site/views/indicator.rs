use serde::Serialize;

use super::{Section, grouped};
use crate::atlas::IndicatorEntry;
use crate::model::Change;
use crate::site::Site;
use crate::site::chart::{Chart, chart};
use crate::site::links::{self, Link};
use crate::site::page::Page;
use crate::site::show::{FigureView, number};

#[derive(Serialize)]
struct IndicatorPage<'a> {
    name: &'a str,
    topics: Vec<Link>,
    groups: Vec<GroupView>,
    figures: usize,
}

#[derive(Serialize)]
struct GroupView {
    unit: String,
    /// `increase`, `decrease`, or empty for levels.
    change: &'static str,
    /// What is counted, where it is not the whole.
    scope: String,
    chart: Option<Chart>,
    rows: Vec<Row>,
}

#[derive(Serialize)]
struct Row {
    figure: FigureView,
    /// The value in the unit of the group, where that is not the figure's own.
    normalized: String,
    /// Whether another figure says otherwise of the same city and year.
    disputed: bool,
}

#[derive(Serialize)]
struct IndicatorList {
    topics: Vec<Section<(Link, usize)>>,
}

/// The pages of all indicators and their list.
pub fn pages(site: &Site<'_>) -> Vec<Page> {
    let indicators = &site.atlas.indicators;
    let list = indicators.iter().map(|i| {
        let topic = i.topics.first().map_or_else(Link::default, |t| {
            let top = site
                .vocabulary
                .topics
                .get(t)
                .and_then(|t| t.parent.as_deref())
                .unwrap_or(t);
            site.topic_link(top)
        });
        (
            topic,
            (
                Link::new(links::indicator(&i.id), &i.name),
                i.points().count(),
            ),
        )
    });
    let mut pages = vec![Page::new(
        "indicators/",
        "indicators.html",
        &IndicatorList {
            topics: grouped(list),
        },
    )];
    pages.extend(indicators.iter().map(|i| page(site, i)));
    pages
}

fn page(site: &Site<'_>, entry: &IndicatorEntry) -> Page {
    let groups = entry.series.iter().map(|group| {
        let unit = group.unit.clone().unwrap_or_default();
        let rows = group.points.iter().enumerate().map(|(n, point)| {
            let figure = site.figure(point.figure);
            let own = point.value == site.atlas.figure(point.figure).value;
            let normalized = point
                .value
                .filter(|_| !own)
                .map_or(String::new(), |v| format!("{} {unit}", number(v)));
            let disputed = group.contradictions.iter().any(|(a, b)| *a == n || *b == n);
            Row {
                figure,
                normalized,
                disputed,
            }
        });
        GroupView {
            change: match group.change {
                Some(Change::Increase) => "increase",
                Some(Change::Decrease) => "decrease",
                None => "",
            },
            scope: group.scope.join("、"),
            chart: chart(site, group),
            rows: rows.collect(),
            unit,
        }
    });
    let view = IndicatorPage {
        name: &entry.name,
        // The vocabulary is checked: every topic named there exists, but it may have no measure.
        topics: entry
            .topics
            .iter()
            .filter(|t| site.atlas.topics.iter().any(|e| &e.id == *t))
            .map(|t| site.topic_link(t))
            .collect(),
        groups: groups.collect(),
        figures: entry.points().count(),
    };
    Page::new(links::indicator(&entry.id), "indicator.html", &view)
}
