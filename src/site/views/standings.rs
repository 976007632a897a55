//! A city's targets beside those of other cities.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use crate::atlas::Place;
use crate::model::FigureKind;
use crate::site::Site;
use crate::site::figure_view::FigureView;
use crate::site::links::{self, Link};

/// Indicators set against those of other cities.
const STANDINGS: usize = 12;
/// Other cities that are shown beside a target; the page of the indicator has all.
const OTHERS: usize = 12;

/// A target of a city with those of others for the same year, in the same unit and scope.
#[derive(Serialize)]
pub struct Standings {
    indicator: Link,
    unit: String,
    year: i16,
    own: FigureView,
    others: Vec<FigureView>,
    /// How many more cities have one.
    more: usize,
}

/// The targets of all cities, gathered once: what each of them would have to look through grows with
/// the number of cities.
pub struct Rivals {
    /// Targets that may stand beside each other.
    groups: Vec<TargetGroup>,
    /// For each city its targets, by indicator.
    own: Vec<Vec<CityTarget>>,
}

/// The first target of each city in one series and year.
struct TargetGroup {
    /// The series: indices of its indicator and in there.
    series: (usize, usize),
    year: i16,
    firsts: Vec<(usize, Place)>,
}

/// A target of a city and the group it stands in.
struct CityTarget {
    figure: Place,
    group: usize,
}

impl Rivals {
    /// Gathers them; of those who count only a part of a city none.
    pub fn of(site: &Site<'_>) -> Self {
        let atlas = site.atlas;
        let mut groups: Vec<TargetGroup> = Vec::new();
        let mut own: Vec<Vec<CityTarget>> = atlas.cities.iter().map(|_| Vec::new()).collect();
        for (entry, indicator) in atlas.indicators.iter().enumerate() {
            let whole = indicator.series.iter().enumerate();
            for (n, series) in whole.filter(|(_, series)| series.scope.is_empty()) {
                let mut of_year: BTreeMap<i16, usize> = BTreeMap::new();
                let mut seen: BTreeSet<(usize, usize)> = BTreeSet::new();
                for point in series.points.iter().filter(|point| point.value.is_some()) {
                    let figure = atlas.figure(point.figure);
                    let Some(year) = figure.year.filter(|_| figure.kind == FigureKind::Target)
                    else {
                        continue;
                    };
                    let group = *of_year.entry(year).or_insert_with(|| {
                        groups.push(TargetGroup {
                            series: (entry, n),
                            year,
                            firsts: Vec::new(),
                        });
                        groups.len() - 1
                    });
                    let city = atlas.city_index(point.figure.policy);
                    own[city].push(CityTarget {
                        figure: point.figure,
                        group,
                    });
                    if seen.insert((group, city)) {
                        groups[group].firsts.push((city, point.figure));
                    }
                }
            }
        }
        Self { groups, own }
    }

    /// How a city's targets stand to those of others: of each indicator the one that most others
    /// have, first the indicators that the site names as headlines.
    pub fn standings(&self, site: &Site<'_>, city: usize) -> Vec<Standings> {
        let chosen = self.chosen(site, city).into_iter();
        chosen.map(|own| self.standing(site, city, own)).collect()
    }

    /// The targets that are shown.
    fn chosen(&self, site: &Site<'_>, city: usize) -> Vec<&CityTarget> {
        let entry_of = |own: &CityTarget| self.groups[own.group].series.0;
        let rivals = |own: &CityTarget| self.groups[own.group].firsts.len() - 1;
        let headlines = &site.settings.headline_indicators;
        let mut all: Vec<(usize, &CityTarget)> = Vec::new();
        for of_entry in self.own[city].chunk_by(|a, b| entry_of(a) == entry_of(b)) {
            // Of those that as many have the first.
            let best = of_entry.iter().rev().max_by_key(|own| rivals(own));
            if let Some(best) = best.filter(|best| rivals(best) > 0) {
                let id = &site.atlas.indicators[entry_of(best)].id;
                let place = headlines.iter().position(|h| h == id);
                all.push((place.unwrap_or(headlines.len()), best));
            }
        }
        all.sort_by_key(|(place, own)| (*place, std::cmp::Reverse(rivals(own))));
        all.truncate(STANDINGS);
        all.into_iter().map(|(_, own)| own).collect()
    }

    fn standing(&self, site: &Site<'_>, city: usize, own: &CityTarget) -> Standings {
        let group = &self.groups[own.group];
        let entry = &site.atlas.indicators[group.series.0];
        let others = || group.firsts.iter().filter(|(other, _)| *other != city);
        Standings {
            indicator: Link::new(links::indicator(&entry.id), &entry.name),
            unit: entry.series[group.series.1]
                .unit
                .clone()
                .unwrap_or_default(),
            year: group.year,
            own: site.figure(own.figure),
            others: others()
                .take(OTHERS)
                .map(|(_, figure)| site.figure(*figure))
                .collect(),
            more: others().count().saturating_sub(OTHERS),
        }
    }
}
