use std::collections::BTreeMap;

use serde::Serialize;

use super::home::{DocumentView, document_tags, document_view};
use super::list_filter::{FilterChoices, Tag, filters};
use super::references::{self, ReferencesView};
use crate::atlas::{self, Match, Place};
use crate::model::{
    Anchor, Block, Correction, Lines, Policy, RepealedBy, StatusReason, Table, TextDoubt, Warning,
};
use crate::site::cite::Citation;
use crate::site::document_markdown;
use crate::site::links::{self, Link};
use crate::site::marked_text::TextSegment;
use crate::site::page::{Card, Page, SideFile};
use crate::site::version;
use crate::site::{Site, web_address};

/// Of each measure so many comparable ones are named beside the text.
const ELSEWHERE: usize = 3;

#[derive(Serialize)]
struct DocumentPage<'a> {
    title: &'a str,
    city: Link,
    id: &'a str,
    kind: &'a str,
    document_number: &'a str,
    issuing_bodies: &'a [String],
    issued_on: String,
    published_on: String,
    effective_on: String,
    /// Its last day, where the text names it or how long it holds.
    valid_until: String,
    status: StatusView,
    period: String,
    file: &'a str,
    sha256: &'a str,
    encoding: &'a str,
    url: &'a str,
    /// Why it may be no whole text; none where it looks like one.
    forced: Option<TextDoubt>,
    measures: usize,
    figures: usize,
    contents: Vec<OutlineEntry>,
    blocks: Vec<BlockView<'a>>,
    references: ReferencesView<'a>,
    warnings: &'a [Warning],
    corrections: &'a [Correction],
    /// Why it is the document of an earlier build; empty where it is not.
    not_updated: &'a str,
    cite: Citation,
    version: String,
    previous: Option<Link>,
    next: Option<Link>,
}

/// Whether a document holds on the day of the build, and why.
#[derive(Serialize)]
pub struct StatusView {
    /// `in_force`, `not_yet`, `expired`, `repealed`, `period_over`, `unknown`.
    status: &'static str,
    /// `marked`, `repealed_by`, `begins`, `ends`, `period`, `none`.
    reason: &'static str,
    /// The day on which it begins or ends, the last year of a plan; else empty.
    day: String,
    /// First line that says so.
    line: Option<usize>,
    /// The document that repeals it.
    by: Option<Link>,
    /// The passage of that document.
    by_href: String,
}

impl StatusView {
    /// The view of a document's status.
    pub fn of(site: &Site<'_>, policy: &Policy) -> Self {
        let status = policy.status_on(site.today);
        let by = policy.repealed_by.as_ref();
        let by = by.filter(|_| status.reason == StatusReason::RepealedBy);
        let own = |by: &RepealedBy| {
            let policies = &site.atlas.policies;
            policies.binary_search_by(|p| p.id.cmp(&by.document)).ok()
        };
        let by = by.and_then(|by| Some((own(by)?, by.lines)));
        Self {
            by: by.map(|(other, _)| site.document_link(other)),
            by_href: by.map_or(String::new(), |(other, lines)| {
                site.line_href(other, lines.first)
            }),
            status: status.status.id(),
            reason: status.reason.id(),
            day: match status.reason {
                // Plans are made for years.
                StatusReason::Period => shown(status.day.map(|day| day.year())),
                _ => shown(status.day),
            },
            line: match by {
                Some((_, lines)) => Some(lines.first),
                None => status.lines.map(|lines| lines.first),
            },
        }
    }
}

/// A comparable measure of another document.
#[derive(Serialize)]
struct Elsewhere {
    city: String,
    link: Link,
}

#[derive(Serialize)]
struct OutlineEntry {
    level: u8,
    text: String,
    anchor: Anchor,
}

#[derive(Serialize)]
struct BlockView<'a> {
    kind: &'static str,
    anchor: Anchor,
    first: usize,
    last: usize,
    /// From 2, since the page's own title is 1.
    level: u8,
    text: String,
    segments: Vec<TextSegment>,
    /// The page of the measure that a heading opens.
    measure: Option<Link>,
    table: Option<&'a Table>,
    /// Those of its rows.
    rows: Vec<Anchor>,
    /// What other places do, at the end of a measure.
    elsewhere: Vec<Elsewhere>,
}

#[derive(Serialize)]
struct DocumentList {
    filters: Vec<FilterChoices>,
    count: usize,
    /// All under no name where they are few; else by province, folded.
    groups: Vec<(String, Vec<DocumentView>)>,
}

/// More documents than these are folded by province.
pub const OPEN: usize = 40;

/// The list of all documents.
pub fn list(site: &Site<'_>) -> Page {
    let order = in_order(site);
    let tags: Vec<Vec<Tag<'_>>> = order.iter().map(|&p| document_tags(site, p)).collect();
    let list = DocumentList {
        filters: filters(&["city", "kind", "year"], &tags),
        count: order.len(),
        groups: by_province(site, &order)
            .into_iter()
            .map(|(name, own)| {
                let views = own.into_iter().map(|policy| document_view(site, policy));
                (name, views.collect())
            })
            .collect(),
    };
    Page::new("documents/", "documents.html", &list).with_linked(site.list_linked("documents/"))
}

/// Documents by the name of their province, those of the nation and of no place by their own; all under no
/// name where they are few.
pub fn by_province(site: &Site<'_>, order: &[usize]) -> Vec<(String, Vec<usize>)> {
    if order.len() <= OPEN {
        return vec![(String::new(), order.to_vec())];
    }
    let provinces = atlas::provinces(&site.atlas.cities, &site.vocabulary.regions);
    let of_place = provinces.iter().flat_map(|province| {
        let named = province.places.iter().map(move |&place| (place, province));
        named.map(|(place, province)| (place, &*province.name))
    });
    let of_place: BTreeMap<usize, &str> = of_place.collect();
    let mut groups: Vec<(String, Vec<usize>)> = Vec::new();
    for &policy in order {
        let place = site.atlas.city_index(policy);
        let province = of_place
            .get(&place)
            .copied()
            .filter(|name| !name.is_empty());
        let name = province.unwrap_or_else(|| site.city_named(policy));
        match groups.last_mut().filter(|(last, _)| last == name) {
            Some((_, own)) => own.push(policy),
            None => groups.push((name.to_owned(), vec![policy])),
        }
    }
    groups
}

/// Documents as lists have them: by city, there by date.
pub fn in_order(site: &Site<'_>) -> Vec<usize> {
    let cities = site.atlas.cities.iter();
    cities.flat_map(|city| city.policies.clone()).collect()
}

/// A date as a page shows it; empty where none is known.
fn shown(date: Option<impl ToString>) -> String {
    date.map_or(String::new(), |d| d.to_string())
}

/// The page of a document.
pub fn page(site: &Site<'_>, n: usize) -> Page {
    let policy = &site.atlas.policies[n];
    let blocks = blocks(site, n);
    let headings = policy
        .blocks
        .iter()
        .zip(&blocks)
        .filter_map(|(block, view)| match block {
            Block::Heading { level, .. } => Some(OutlineEntry {
                level: *level,
                text: view.text.clone(),
                anchor: view.anchor,
            }),
            _ => None,
        });
    let period = match (policy.period.from, policy.period.to) {
        (Some(from), Some(to)) => format!("{from}–{to}"),
        _ => String::new(),
    };
    let (previous, next) = site.atlas.beside(n);
    let beside = |policy: usize| site.document_link(policy);
    let view = DocumentPage {
        title: &policy.title,
        city: site.city_link(n),
        id: &policy.id,
        kind: policy.kind.as_deref().unwrap_or_default(),
        document_number: policy.document_number.as_deref().unwrap_or_default(),
        issuing_bodies: &policy.issuing_bodies,
        issued_on: shown(policy.issued_on),
        published_on: shown(policy.published_on),
        effective_on: shown(policy.effective_on),
        valid_until: shown(policy.last_day()),
        status: StatusView::of(site, policy),
        period,
        file: &policy.source.file,
        sha256: &policy.source.sha256,
        encoding: &policy.source.encoding,
        forced: policy.source.forced,
        url: web_address(policy.source.url.as_deref()),
        measures: policy.measures.len(),
        figures: policy.figures.len(),
        contents: headings.collect(),
        references: references::view(site, n),
        blocks,
        warnings: &policy.warnings,
        corrections: &policy.corrections,
        not_updated: policy.not_updated.as_deref().unwrap_or_default(),
        cite: site.cite_document(n),
        version: version(policy),
        previous: previous.map(beside),
        next: next.map(beside),
    };
    Page::new(links::document(&policy.id), "document.html", &view)
        .with_json(&site.document_file(n))
        .with_linked(site.document_linked(n))
        .with_card(Card::Own("card/document.svg"))
        .with_file(
            document_markdown::FILE,
            SideFile::Bytes(document_markdown::of_document(site, n)),
        )
}

/// The best matches of a measure elsewhere.
fn elsewhere(site: &Site<'_>, measure: Place) -> Vec<Elsewhere> {
    let matches = matches(site, measure).map(|m| Elsewhere {
        city: site.city_named(m.measure.policy).to_owned(),
        link: site.measure_link(m.measure),
    });
    matches.collect()
}

fn matches<'a>(site: &'a Site<'_>, measure: Place) -> impl Iterator<Item = &'a Match> {
    site.atlas.comparable.useful(measure).take(ELSEWHERE)
}

/// The measure that a block belongs to.
fn measure_of(block: &Block) -> Option<&str> {
    match block {
        Block::Heading { measure, .. } | Block::Paragraph { measure, .. } => measure.as_deref(),
        _ => None,
    }
}

fn blocks<'a>(site: &'a Site<'_>, n: usize) -> Vec<BlockView<'a>> {
    let policy: &'a Policy = &site.atlas.policies[n];
    let last_of: BTreeMap<&str, usize> = policy
        .blocks
        .iter()
        .enumerate()
        .filter_map(|(at, block)| Some((measure_of(block)?, at)))
        .collect();
    let items = policy.measures.iter().zip(0..);
    let items: BTreeMap<&str, usize> = items.map(|(m, item)| (m.id.as_str(), item)).collect();
    let anchors = site.stands.anchors(site.atlas, n);
    let tables = policy.tables_by_id();
    let mut opened: Option<&str> = None;
    policy
        .blocks
        .iter()
        .enumerate()
        .map(|(at, block)| {
            let Lines { first, last } = block.lines();
            let mut view = BlockView {
                kind: "paragraph",
                anchor: anchors.of_block(at),
                first,
                last,
                level: 2,
                text: String::new(),
                segments: Vec::new(),
                measure: None,
                table: None,
                rows: Vec::new(),
                elsewhere: measure_of(block)
                    .filter(|m| last_of.get(m) == Some(&at))
                    .and_then(|m| items.get(m))
                    .map_or(Vec::new(), |&item| {
                        elsewhere(site, Place { policy: n, item })
                    }),
            };
            match block {
                Block::Title { text, .. } => {
                    view.kind = "title";
                    view.text.clone_from(text);
                }
                Block::Heading {
                    level,
                    number,
                    title,
                    measure,
                    ..
                } => {
                    view.kind = "heading";
                    view.level = (*level + 1).min(6);
                    view.text = format!("{}{title}", number.as_deref().unwrap_or_default());
                    // Only the heading that opens a measure leads to its page.
                    let opens = measure.as_deref().filter(|m| opened != Some(*m));
                    view.measure = opens.map(|id| Link::new(links::measure(id), String::new()));
                    opened = measure.as_deref();
                }
                Block::Paragraph { text, .. } => {
                    view.segments = site.segments(text, block.lines(), n)
                }
                Block::Table { table, .. } => {
                    view.kind = "table";
                    view.table = tables.get(table.as_str()).copied();
                    let rows = 0..view.table.map_or(0, |table| table.rows.len());
                    view.rows = rows.filter_map(|row| anchors.of_row(table, row)).collect();
                }
            }
            view
        })
        .collect()
}
