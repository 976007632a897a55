//! Measures by place and document, on the pages of topics and bodies: the rows that tell most, then titles,
//! then where the others are found.

use std::cmp::Reverse;

use serde::Serialize;

use super::list_filter::{Attributes, Tag, attributes};
use super::long_list::{Rest, SearchFilter, share_of};
use crate::atlas::{Duty, Place};
use crate::site::Site;
use crate::site::links::Link;
use crate::site::measure_summary::MeasureSummary;
use crate::text::first_sentence;

/// Places on one page, rows that say what a measure does, and further titles, folded: some ten screens and
/// 100 KB. The others are searched for.
const PLACES: usize = 18;
const ROWS: usize = 48;
const TITLES: usize = 160;
/// Of a place among several so many rows at least: columns of one length are read side by side.
const LEAST_ROWS: usize = 4;
/// Characters of a title that is a row of a task list.
const TITLE: usize = 40;

/// What a body or topic has in a place.
pub struct PlaceDuties<'a> {
    /// Its measures and rows, those of a document together.
    pub duties: Vec<ListedDuty<'a>>,
    /// What its place on the page is called besides: the role, where it may stand under several.
    pub under: &'static str,
    /// The search that finds them.
    pub search: Vec<SearchFilter<'a>>,
}

/// A measure or row of a task list, and what it is filed under.
pub struct ListedDuty<'a> {
    /// Which one.
    pub duty: Duty,
    /// Who has to do it, as written; on the pages of bodies.
    pub assigned: Option<AssignedBody>,
    /// For the filters of the page.
    pub tags: Vec<Tag<'a>>,
}

/// A body as a text names it.
#[derive(Clone, Debug, Serialize)]
pub struct AssignedBody {
    /// The name; empty where the row tells it already.
    pub name: String,
    /// Where it stands.
    pub source: Link,
}

/// What a page lists of a place.
#[derive(Serialize)]
pub struct PlaceSection {
    head: Link,
    /// Its place on the page.
    id: String,
    count: usize,
    documents: Vec<RowsOfDocument>,
    /// Further ones by their titles.
    titles: Vec<TitleRow>,
    rest: Option<Rest>,
}

/// The rows of a document.
#[derive(Serialize)]
struct RowsOfDocument {
    document: Link,
    rows: Vec<DutyRowView>,
}

#[derive(Serialize)]
struct DutyRowView {
    summary: MeasureSummary,
    assigned: Option<AssignedBody>,
    attributes: Attributes,
}

#[derive(Serialize)]
struct TitleRow {
    link: Link,
    attributes: Attributes,
}

/// A place that a page only names, with the search for what it has.
#[derive(Serialize)]
pub struct NamedPlace {
    city: Link,
    id: String,
    count: usize,
    search: String,
}

/// How much of some lists one page shows.
pub struct Shares {
    /// Whether each place is shown, or named only.
    shown: Vec<bool>,
    rows: usize,
    titles: usize,
}

impl Shares {
    /// The shares of these places: of too many those with the most that have numbers or a lead are shown.
    pub fn of(site: &Site<'_>, places: &[PlaceDuties<'_>]) -> Self {
        let told = |place: &PlaceDuties<'_>| {
            let telling = place.duties.iter().filter(|d| site.told(d.duty) > 0);
            (telling.count(), place.duties.len())
        };
        let mut order: Vec<usize> = (0..places.len()).collect();
        if places.len() > PLACES {
            order.sort_by_key(|&n| Reverse(told(&places[n])));
        }
        let mut shown = vec![false; places.len()];
        order.iter().take(PLACES).for_each(|&n| shown[n] = true);
        let counts = || {
            let all = places.iter().zip(&shown).filter(|(_, shown)| **shown);
            all.map(|(place, _)| place.duties.len())
        };
        let even = (ROWS / counts().count().max(1)).max(LEAST_ROWS);
        let rows = share_of(ROWS, counts()).min(even);
        let titles = share_of(TITLES, counts().map(|count| count.saturating_sub(rows)));
        Self {
            rows,
            titles,
            shown,
        }
    }

    /// Whether everything stands on the page, so that filters leave nothing out.
    pub fn is_whole(&self) -> bool {
        self.titles == usize::MAX && self.shown.iter().all(|shown| *shown)
    }

    /// What the rows of these places are filed under; none where not all are shown: only a whole list is
    /// filtered.
    pub fn tags<'p>(&self, places: &'p [PlaceDuties<'p>]) -> Vec<&'p [Tag<'p>]> {
        let whole = places.iter().filter(|_| self.is_whole());
        whole
            .flat_map(|place| place.duties.iter().map(|duty| &duty.tags[..]))
            .collect()
    }

    /// The sections of the places that are shown, and the names of the others; `places` has the same as
    /// [`Shares::of`], or a part of it that begins at `first`.
    pub fn sections(
        &self,
        site: &Site<'_>,
        first: usize,
        places: &[PlaceDuties<'_>],
    ) -> (Vec<PlaceSection>, Vec<NamedPlace>) {
        let (mut sections, mut named) = (Vec::new(), Vec::new());
        for (place, shown) in places.iter().zip(&self.shown[first..]) {
            let Some(duty) = place.duties.first() else {
                continue;
            };
            let city = site.city_link(duty.duty.policy());
            let count = place.duties.len();
            match shown {
                true => sections.push(self.section(site, place, city)),
                false => {
                    let id = place_id(place.under, &city);
                    // Documents without a place stand apart; they are named as one.
                    match named
                        .iter_mut()
                        .find(|other: &&mut NamedPlace| other.id == id)
                    {
                        Some(other) => other.count += count,
                        None => named.push(NamedPlace {
                            id,
                            city,
                            count,
                            search: super::long_list::search(&place.search),
                        }),
                    }
                }
            }
        }
        (sections, named)
    }

    fn section(&self, site: &Site<'_>, place: &PlaceDuties<'_>, city: Link) -> PlaceSection {
        let duties = &place.duties;
        let mut order: Vec<usize> = (0..duties.len()).collect();
        order.sort_by_key(|&n| Reverse(site.told(duties[n].duty)));
        let mut best: Vec<usize> = order.iter().take(self.rows).copied().collect();
        best.sort_unstable();
        let mut others: Vec<usize> = order.into_iter().skip(self.rows).collect();
        others.sort_unstable();
        let policy = |n: &usize| duties[*n].duty.policy();
        let by_document = best.chunk_by(|a, b| policy(a) == policy(b));
        let documents = by_document.map(|own| RowsOfDocument {
            document: site.short_document_link(policy(&own[0])),
            rows: own.iter().map(|&n| row(site, &duties[n])).collect(),
        });
        let titles = others.iter().take(self.titles).map(|&n| TitleRow {
            link: title(site, duties[n].duty),
            attributes: attributes(&duties[n].tags),
        });
        let shown = self.rows.saturating_add(self.titles);
        PlaceSection {
            id: place_id(place.under, &city),
            head: city,
            count: duties.len(),
            documents: documents.collect(),
            titles: titles.collect(),
            rest: Rest::of(duties.len(), shown, &place.search),
        }
    }
}

/// The place of a city on the page.
fn place_id(under: &str, city: &Link) -> String {
    format!("{under}{}", city.href().replace('/', "-"))
}

fn row(site: &Site<'_>, listed: &ListedDuty<'_>) -> DutyRowView {
    let summary = match listed.duty {
        Duty::Measure(place) => site.measure_summary(place),
        Duty::Task(place) => site.task_summary(place),
    };
    // The name is told once.
    let mut assigned = listed.assigned.clone();
    if let Some(own) = &mut assigned
        && summary.bodies.iter().any(|body| body.text() == own.name)
    {
        own.name.clear();
    }
    DutyRowView {
        summary,
        assigned,
        attributes: attributes(&listed.tags),
    }
}

fn title(site: &Site<'_>, duty: Duty) -> Link {
    match duty {
        Duty::Measure(place) => site.measure_link(place),
        Duty::Task(place) => {
            let Place { policy, item } = place;
            let task = &site.atlas.policies[policy].tasks[item];
            let href = site.line_href(policy, task.lines.first);
            Link::new(href, first_sentence(&task.text, TITLE).text)
        }
    }
}
