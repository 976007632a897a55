//! Links that lead nowhere, told where somebody wrote them.

use std::collections::{BTreeMap, BTreeSet};

use super::address::{self, LinkTarget};
use super::collected_links::{CollectedLink, Gathered, TemplatePlace, base_of};
use crate::model::Diagnostic;
use crate::search::{self, RecordKind};
use crate::site::Site;
use crate::site::markdown_pages::{self, MarkdownPage};
use crate::site::theme::{Theme, place_in};

/// Why a link is no good.
struct Fault {
    code: &'static str,
    message: String,
    help: String,
}

/// What is wrong with a link that is written as `address`, if anything is.
fn fault(address: &str, target: &LinkTarget, found: &Gathered) -> Option<Fault> {
    let fault = |code, message: String, help: &str| {
        let help = help.to_owned();
        Some(Fault {
            code,
            message,
            help,
        })
    };
    match target {
        LinkTarget::Elsewhere => None,
        LinkTarget::Unsafe => fault(
            "link-unsafe",
            format!("`{address}` is code for the reader's browser, no address"),
            "take it out, or write the address of a page",
        ),
        LinkTarget::Malformed(reason) => fault(
            "link-malformed",
            format!("`{address}` is no address: {reason}"),
            "write it out, such as https://example.org/, or from the page on, such as ../cities/",
        ),
        LinkTarget::Site { path, .. } if !found.has(path) => match found.has(&format!("{path}/")) {
            true => fault(
                "link-dead",
                format!("`{address}` lacks the / at its end"),
                "add it: not every host leads on from the one to the other",
            ),
            false => fault(
                "link-dead",
                format!("`{address}` leads to {path}, which is no page or file of the site"),
                "write the address of one that is there; one of the web begins with https://",
            ),
        },
        LinkTarget::Site { path, anchor } if !found.has_anchor(path, anchor) => fault(
            "link-dead",
            format!("`{address}` leads to a place that is not on its page: {anchor}"),
            "write one that is there; a heading of a page in content/pages/ has the one that is given behind it: `## 数据 {#data}`",
        ),
        LinkTarget::Site { .. } => None,
    }
}

/// Links of the pages that people wrote.
pub fn written(site: &Site<'_>, pages: &[MarkdownPage], found: &Gathered) -> Vec<Diagnostic> {
    let base = base_of(site);
    let links = pages
        .iter()
        .flat_map(|page| page.links.iter().map(move |link| (page, link)));
    let told = links.filter_map(|(page, link)| {
        let from_here = markdown_pages::from_root(&link.address);
        let address = from_here.as_deref().unwrap_or(&link.address);
        let target = address::resolve(address, &format!("{}/", page.slug), base.as_ref());
        let fault = fault(&link.address, &target, found)?;
        let problem = Diagnostic::warning(fault.code, &page.file, fault.message);
        Some(
            problem
                .on(link.line, Some(link.column), Some(&link.shown))
                .help(fault.help),
        )
    });
    told.collect()
}

/// Links of the pages that templates make. What a template spells out is told there; what comes of
/// values is told once for each template, and not of pages that are `doubtful`.
pub fn built(theme: &Theme, found: &Gathered, doubtful: &BTreeSet<String>) -> Vec<Diagnostic> {
    let mut spelt: BTreeMap<(String, usize, usize), Diagnostic> = BTreeMap::new();
    let mut others: BTreeMap<(&str, &str), (Diagnostic, usize)> = BTreeMap::new();
    for (CollectedLink { template, target }, TemplatePlace { page, address }) in &found.links {
        let Some(fault) = fault(address, target, found) else {
            continue;
        };
        match spelt_out(theme, template, address) {
            Some((file, line, column)) => {
                let source = theme.sources().get(&file).map_or("", String::as_str);
                let problem = Diagnostic::warning(fault.code, theme.file_of(&file), fault.message)
                    .at(line, Some(column), source)
                    .help(fault.help);
                spelt.entry((file, line, column)).or_insert(problem);
            }
            None if doubtful.contains(page) => {}
            None => {
                let problem = Diagnostic::warning(
                    fault.code,
                    theme.file_of(template),
                    format!("on {page}index.html, {}", fault.message),
                );
                let of_template = others.entry((template, fault.code));
                of_template.or_insert((problem.help(fault.help), 0)).1 += 1;
            }
        }
    }
    let others = others.into_values().map(counted);
    spelt.into_values().chain(others).collect()
}

/// Addresses that a search leads to, told once for each kind of record, and not of pages that are
/// `doubtful`.
pub fn searched(
    site: &Site<'_>,
    theme: &Theme,
    found: &Gathered,
    doubtful: &BTreeSet<String>,
) -> Vec<Diagnostic> {
    let mut faults: BTreeMap<RecordKind, (Diagnostic, usize)> = BTreeMap::new();
    for record in search::records(site.atlas, site.vocabulary, site.phrases) {
        let target = address::resolve(&record.url, "", None);
        if matches!(&target, LinkTarget::Site { path, .. } if doubtful.contains(path)) {
            continue;
        }
        let Some(fault) = fault(&record.url, &target, found) else {
            continue;
        };
        let template = match record.kind {
            RecordKind::Measure => "measure.html",
            RecordKind::Agency => "agency.html",
            RecordKind::Figure | RecordKind::Paragraph | RecordKind::Document => "document.html",
        };
        let told = || {
            let message = format!("of the search, {}", fault.message);
            let help =
                "every element of a document's page has the id that `b.anchor` or `b.rows` gives";
            Diagnostic::warning(fault.code, theme.file_of(template), message).help(help)
        };
        faults.entry(record.kind).or_insert_with(|| (told(), 0)).1 += 1;
    }
    faults.into_values().map(counted).collect()
}

/// A mistake that was found so many times.
fn counted((mut problem, count): (Diagnostic, usize)) -> Diagnostic {
    if count > 1 {
        let more = format!(", and {} more like it", count - 1);
        problem.message.push_str(&more);
    }
    problem
}

/// The template, line and column where the end of an address stands as it is: in the template of its
/// page or one that this is made of.
fn spelt_out(theme: &Theme, template: &str, address: &str) -> Option<(String, usize, usize)> {
    let mut tail = address;
    while let Some(rest) = tail.strip_prefix("../").or_else(|| tail.strip_prefix("./")) {
        tail = rest;
    }
    if tail.is_empty() {
        return None;
    }
    let escaped = tail.replace('&', "&amp;");
    let own = theme.sources().get_key_value(template);
    let mut all = own.into_iter().chain(theme.sources());
    all.find_map(|(name, source)| {
        let found = [tail, &escaped].into_iter().find_map(|tail| {
            let mut places = source.match_indices(tail);
            places.find(|(at, _)| {
                let (before, after) = (&source[..*at], &source[at + tail.len()..]);
                let begins = ["}}", "\"", "'", "=", "./"]
                    .iter()
                    .any(|end| before.ends_with(end));
                begins && after.starts_with(['"', '\'', ' ', '>', '{'])
            })
        });
        let (line, column) = place_in(source, found?.0);
        Some((name.clone(), line, column))
    })
}
