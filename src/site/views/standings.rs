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
    rank: Option<TargetRank>,
    others: Vec<FigureView>,
    /// How many more cities have one.
    more: usize,
}

/// How a target stands among those of all cities for the same year.
#[derive(Clone, Debug, Serialize)]
pub struct TargetRank {
    /// 1 for the highest number, 2 for the next.
    from_top: usize,
    /// 1 for the lowest number.
    from_bottom: usize,
    /// How many cities have one, this one among them.
    of: usize,
    /// Whether another has the same number.
    is_tied: bool,
    /// Where all stand between the lowest and the highest, of 0 to 100, and where this one does.
    dots: Vec<f64>,
    own: f64,
    /// What the lowest and the highest say.
    ends: [String; 2],
}

/// A city, its target and the number of it.
pub type CityNumber = (usize, Place, f64);

impl TargetRank {
    /// How many cities have one.
    pub fn of(&self) -> usize {
        self.of
    }

    /// Whether no other of several cities has so high a number.
    pub fn is_highest(&self) -> bool {
        self.of > 2 && self.from_top == 1 && !self.is_tied
    }
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
    firsts: Vec<CityFirst>,
}

/// The first target of a city, with its number in the unit of the series.
struct CityFirst {
    city: usize,
    figure: Place,
    number: f64,
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
                for point in &series.points {
                    let figure = atlas.figure(point.figure);
                    let Some(value) = point.value else {
                        continue;
                    };
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
                        groups[group].firsts.push(CityFirst {
                            city,
                            figure: point.figure,
                            number: value.upper(),
                        });
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

    /// How a target of a city stands; `None` where no other city has one for the year, or where it is
    /// not the one that stands for its city.
    pub fn rank(&self, site: &Site<'_>, city: usize, figure: Place) -> Option<TargetRank> {
        let own = self.own[city].iter().find(|own| own.figure == figure)?;
        rank(site, &self.groups[own.group].firsts, figure)
    }

    /// Of the years and series of an indicator the one that most cities have a target for, if it is
    /// several: the year, and of each city its target and number.
    pub fn widest(&self, entry: usize) -> Option<(i16, Vec<CityNumber>)> {
        let own = self.groups.iter().filter(|group| group.series.0 == entry);
        let widest = own.max_by_key(|group| (group.firsts.len(), group.year))?;
        let firsts = widest.firsts.iter();
        let values = firsts.map(|first| (first.city, first.figure, first.number));
        Some((widest.year, values.collect()))
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
        let others = || group.firsts.iter().filter(|other| other.city != city);
        Standings {
            indicator: Link::new(links::indicator(&entry.id), &entry.name),
            unit: entry.series[group.series.1]
                .unit
                .clone()
                .unwrap_or_default(),
            year: group.year,
            own: site.figure(own.figure),
            rank: rank(site, &group.firsts, own.figure),
            others: others()
                .take(OTHERS)
                .map(|other| site.figure(other.figure))
                .collect(),
            more: others().count().saturating_sub(OTHERS),
        }
    }
}

/// How a target stands among the first ones of all cities.
fn rank(site: &Site<'_>, firsts: &[CityFirst], figure: Place) -> Option<TargetRank> {
    let own = firsts.iter().find(|first| first.figure == figure)?;
    if firsts.len() < 2 {
        return None;
    }
    let by_number = |a: &&CityFirst, b: &&CityFirst| a.number.total_cmp(&b.number);
    let lowest = firsts.iter().min_by(by_number)?;
    let highest = firsts.iter().max_by(by_number)?;
    let (from, to) = (lowest.number, highest.number);
    // All in the middle where all say the same.
    let place = |number: f64| match to > from {
        true => ((number - from) / (to - from) * 1000.0).round() / 10.0,
        false => 50.0,
    };
    let mut dots: Vec<f64> = firsts.iter().map(|first| place(first.number)).collect();
    dots.sort_by(f64::total_cmp);
    dots.dedup();
    let count = |of: &dyn Fn(f64) -> bool| firsts.iter().filter(|f| of(f.number)).count();
    let said = |first: &CityFirst| {
        let amount = site.phrases.of(site.atlas.figure(first.figure)).amount;
        let city = site.atlas.city_of(first.figure.policy);
        format!("{} {amount}", site.city_name(city))
    };
    Some(TargetRank {
        from_top: 1 + count(&|number| number > own.number),
        from_bottom: 1 + count(&|number| number < own.number),
        of: firsts.len(),
        is_tied: count(&|number| number == own.number) > 1,
        own: place(own.number),
        dots,
        ends: [said(lowest), said(highest)],
    })
}
