use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;
use std::sync::Arc;

use super::layout::Layout;
use super::progress::Progress;
use super::report::Reporter;
use super::{End, Stop, build, has_errors, inputs, seeds, strays, terminal, updates};
use crate::atlas::Atlas;
use crate::cli;
use crate::content::{self, Corrections, History};
use crate::model::{Diagnostic, Policy, Severity};
use crate::observe::Nobody;
use crate::site;
use crate::vocabulary::{Salvaged, Vocabulary};

/// How many unmatched names are listed of each sort.
const LISTED: usize = 20;

/// Goes on after each mistake, with what can be read beside it, so that one run tells all of them;
/// writes nothing.
pub fn run(layout: &Layout, arguments: &cli::Check, reporter: &Reporter) -> Result<End, Stop> {
    let mut told: Vec<Diagnostic> = Vec::new();
    let (settings, wrong) = inputs::salvaged_settings(layout);
    told.extend(wrong);
    told.extend(strays::find(layout));
    let (sources, wrong) = inputs::salvaged_sources(layout);
    told.extend(wrong);
    let Salvaged {
        vocabulary,
        problems,
        lost,
    } = Vocabulary::salvage(&layout.vocabulary());
    told.extend(problems);
    let (sources, vocabulary) = (Arc::new(sources), Arc::new(vocabulary));
    // Without a list a text can still be seen to be no text; all else would be guesses.
    let lists_are_read = !lost;
    let (found, about_seeds) = seeds::find(layout);
    told.extend(about_seeds);
    let known = lists_are_read.then_some(&*vocabulary);
    told.extend(inputs::unmatched_sources(
        layout,
        &sources,
        &found.names,
        known,
    ));
    told.extend(inputs::stale_sources(layout, &sources));
    if let (Some(settings), Some(vocabulary)) = (&settings, known) {
        told.extend(inputs::unknown_headlines(layout, settings, vocabulary));
    }
    let mut reading = seeds::read(&found, &sources, &vocabulary, None, &Nobody);
    told.append(&mut reading.errors);
    if lists_are_read {
        told.extend(seeds::correct(layout, &mut reading, &vocabulary));
    } else {
        told.extend(Corrections::read(&layout.corrections()).1);
    }
    let mut unmatched = String::new();
    if lists_are_read {
        told.extend(reading.warnings);
        unmatched = names(&reading.policies, &vocabulary);
        let none = BTreeSet::new();
        match content::plan(&layout.documents(), &reading.policies, &none, None) {
            Ok(plan) => told.extend(plan.warnings),
            Err(wrong) => told.extend(wrong),
        }
    }
    let contents = build::contents(&reading.policies, &vocabulary);
    let history = updates::read(layout).map(|(history, _)| history);
    let history = history.unwrap_or_else(|wrong| {
        told.push(wrong);
        History::default()
    });
    if let Some(settings) = settings {
        let _progress = Progress::new("rendering", 1);
        let atlas = Atlas::link(reading.policies, &vocabulary);
        told.extend(site::check(&site::Input {
            atlas: &atlas,
            vocabulary: &vocabulary,
            yaml: &content::Plan::default(),
            settings: &settings,
            history: &history,
            theme: &layout.theme(&settings.theme),
            pages: &layout.pages(),
        }));
    }

    reporter.tell(&told);
    let errors = told
        .iter()
        .filter(|d| d.severity == Severity::Error)
        .count();
    let warnings = told.len() - errors;
    reporter.sum_up(&format!(
        "{unmatched}{contents}\n{}, {}\n",
        terminal::count(errors, "error", "errors"),
        terminal::count(warnings, "warning", "warnings"),
    ));
    let problems = has_errors(&told) || (arguments.strict && warnings > 0);
    Ok(if problems { End::Problems } else { End::Fine })
}

/// Names that no list knows, the most frequent first: what a maintainer may want to add.
fn names(policies: &[Policy], vocabulary: &Vocabulary) -> String {
    let indicators = policies
        .iter()
        .flat_map(|policy| &policy.figures)
        .filter(|figure| figure.indicator.is_none() && !figure.name.is_empty())
        .map(|figure| figure.name.as_str());
    let agencies = policies
        .iter()
        .flat_map(|policy| &policy.measures)
        .flat_map(|measure| {
            measure
                .agencies
                .iter()
                .chain(measure.tasks.iter().flat_map(|task| &task.agencies))
        })
        .filter(|agency| vocabulary.agencies.get(&agency.agency).is_none())
        .map(|agency| agency.name.as_str());
    let mut text = String::new();
    list(
        &mut text,
        "Figures under no indicator of content/vocabulary/indicators.yaml",
        indicators,
    );
    list(
        &mut text,
        "Bodies of no kind in content/vocabulary/agencies.yaml",
        agencies,
    );
    text
}

fn list<'a>(text: &mut String, head: &str, names: impl Iterator<Item = &'a str>) {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for name in names {
        *counts.entry(name).or_default() += 1;
    }
    if counts.is_empty() {
        return;
    }
    let kinds = counts.len();
    let mut counts: Vec<_> = counts.into_iter().collect();
    counts.sort_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(b.0)));
    let _ = writeln!(text, "{head} ({kinds}):");
    for (name, count) in counts.iter().take(LISTED) {
        let _ = writeln!(text, "{count:6}  {name}");
    }
    if kinds > LISTED {
        let _ = writeln!(text, "        … and {} more", kinds - LISTED);
    }
    text.push('\n');
}
