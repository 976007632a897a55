use serde::Serialize;

use super::{Section, grouped};
use crate::atlas::IndicatorEntry;
use crate::model::Change;
use crate::site::Site;
use crate::site::chart::{Chart, chart, groups};
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
    chart: Option<Chart>,
    rows: Vec<Row>,
}

#[derive(Serialize)]
struct Row {
    figure: FigureView,
    /// The value in the unit of the group, where that is not the figure's own.
    normalized: String,
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
            (Link::new(links::indicator(&i.id), &i.name), i.points.len()),
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
    let groups = groups(site, entry).into_iter().map(|group| {
        let rows = group.points.iter().map(|point| {
            let figure = site.figure(point.figure);
            let own = point.unit.as_deref() == Some(figure.unit.as_str());
            let normalized = point
                .value
                .filter(|_| !own)
                .map_or(String::new(), |v| format!("{} {}", number(v), group.unit));
            Row { figure, normalized }
        });
        GroupView {
            change: match group.change {
                Some(Change::Increase) => "increase",
                Some(Change::Decrease) => "decrease",
                None => "",
            },
            chart: chart(site, &group),
            rows: rows.collect(),
            unit: group.unit,
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
        figures: entry.points.len(),
    };
    Page::new(links::indicator(&entry.id), "indicator.html", &view)
}
