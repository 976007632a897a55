//! Deadlines as calendars (RFC 5545): for the whole site what each place has due in a year, for a place each
//! of its targets. Years that are over on the day of the build are left out.

use std::collections::BTreeMap;

use icalendar::{Calendar, Component, Event, Property};
use rayon::prelude::*;

use crate::atlas::{City, Place};
use crate::model::Diagnostic;
use crate::site::Files;
use crate::site::Site;
use crate::site::links;
use crate::site::views::promises;
use crate::site::views::urn;

/// The file of the site, and that of a place below its page.
const FILE: &str = "deadlines.ics";
/// Targets that an entry of the whole site's calendar names.
const NAMED: usize = 12;

/// Paths of all calendars.
pub fn paths(site: &Site<'_>) -> Vec<String> {
    let cities = site.atlas.cities.iter();
    let own = cities.map(|city| format!("{}{FILE}", links::city(&city.slug)));
    own.chain([FILE.to_owned()]).collect()
}

/// Writes the calendars.
pub fn write_all(site: &Site<'_>, out: &dyn Files) -> Result<(), Diagnostic> {
    let mut whole = calendar(site, &site.settings.title);
    for city in &site.atlas.cities {
        for (year, places) in by_year(site, city) {
            whole.push(year_event(site, city, year, &places));
        }
    }
    out.put(FILE, whole.to_string().as_bytes())?;
    site.atlas.cities.par_iter().try_for_each(|city| {
        let name = format!("{} · {}", site.city_name(city), site.settings.title);
        let mut own = calendar(site, &name);
        for (year, places) in by_year(site, city) {
            for place in places {
                own.push(target_event(site, year, place));
            }
        }
        let path = format!("{}{FILE}", links::city(&city.slug));
        out.put(&path, own.to_string().as_bytes())
    })
}

fn calendar(site: &Site<'_>, name: &str) -> Calendar {
    let mut calendar = Calendar::empty();
    calendar.append_property(("VERSION", "2.0"));
    calendar.append_property(("PRODID", "-//cewen//deadlines//"));
    calendar.name(name);
    let language = site.settings.language.as_str();
    calendar.append_property(("X-WR-LANGUAGE", language));
    calendar
}

/// The targets of a place that are still to be reached, by their year.
fn by_year(site: &Site<'_>, city: &City) -> BTreeMap<i16, Vec<Place>> {
    let mut by_year: BTreeMap<i16, Vec<Place>> = BTreeMap::new();
    for place in promises::targets(site, city) {
        let due = promises::due(site.atlas.figure(place));
        if let Some(year) = due.filter(|&year| year >= site.today.year()) {
            by_year.entry(year).or_default().push(place);
        }
    }
    by_year
}

/// What a place has due in a year.
fn year_event(site: &Site<'_>, city: &City, year: i16, places: &[Place]) -> Event {
    let name = site.city_name(city);
    let named = places.iter().take(NAMED);
    let lines: Vec<String> = named.map(|&place| said(site, place)).collect();
    let target = site.phrases.kind(crate::model::FigureKind::Target);
    let summary = format!("{name} {year} {target} ({})", places.len());
    let about = links::city(&city.slug);
    let key = format!("{about}{year}");
    event(site, year, (&key, &about), &summary, &lines.join("\n"))
}

/// A target.
fn target_event(site: &Site<'_>, year: i16, place: Place) -> Event {
    let figure = site.atlas.figure(place);
    let city = site.city_named(place.policy);
    let policy = &site.atlas.policies[place.policy];
    let summary = format!("{city} {}", said(site, place));
    let about = site.quote_href(place.policy, figure.lines, &figure.quote);
    let key = format!("{}#{}", policy.id, figure.id);
    let text = format!("{}\n{}", figure.quote, policy.title);
    event(site, year, (&key, &about), summary.trim(), &text)
}

fn said(site: &Site<'_>, place: Place) -> String {
    let figure = site.atlas.figure(place);
    let amount = site.phrases.of(figure).amount;
    format!("{} {amount}", figure.name)
}

/// An entry of the last day of a year; `key` tells it from all others, `about` is the address it is about.
fn event(
    site: &Site<'_>,
    year: i16,
    (key, about): (&str, &str),
    summary: &str,
    text: &str,
) -> Event {
    let mut event = Event::new();
    let stamp = site.today.strftime("%Y%m%dT000000Z").to_string();
    let mut start = Property::new("DTSTART", format!("{year}1231"));
    start.add_parameter("VALUE", "DATE");
    event
        .uid(&urn(&[&site.settings.title, key]))
        .add_property("DTSTAMP", stamp)
        .append_property(start)
        .summary(summary)
        .description(text);
    if let Some(base) = &site.settings.base_url {
        event.url(&format!("{}/{about}", base.trim_end_matches('/')));
    }
    event
}
