use std::collections::BTreeMap;
use std::fmt::Write;

use super::layout::Layout;
use super::progress::Progress;
use super::report::Reporter;
use super::{End, Stop, build, has_errors, inputs, seeds, terminal, updates};
use crate::atlas::Atlas;
use crate::cli;
use crate::content::{self, History, Settings};
use crate::model::{Diagnostic, Policy, Severity};
use crate::observe::Nobody;
use crate::site;
use crate::vocabulary::Vocabulary;

/// How many unmatched names are listed of each sort.
const LISTED: usize = 20;

/// Goes on after each mistake, so that one run tells all of them; writes nothing.
pub fn run(layout: &Layout, arguments: &cli::Check, reporter: &Reporter) -> Result<End, Stop> {
    let mut told: Vec<Diagnostic> = Vec::new();
    let settings = inputs::settings(layout)
        .map_err(|wrong| told.extend(wrong))
        .ok();
    let sources = inputs::sources(layout)
        .map_err(|wrong| told.extend(wrong))
        .ok();
    let vocabulary = Vocabulary::load(&layout.vocabulary())
        .map_err(|wrong| told.extend(wrong))
        .ok();
    let (found, about_seeds) = seeds::find(layout);
    told.extend(about_seeds);
    if let Some(sources) = &sources {
        told.extend(inputs::unmatched_sources(
            layout,
            sources,
            &found.names,
            vocabulary.as_ref(),
        ));
    }
    // Without the words a text can still be seen to be no text; all else would be guesses.
    let lists_are_read = vocabulary.is_some();
    let vocabulary = vocabulary.unwrap_or_default();
    let mut reading = seeds::read(&found, &sources.unwrap_or_default(), &vocabulary, &Nobody);
    told.append(&mut reading.errors);
    if lists_are_read {
        told.extend(seeds::correct(layout, &mut reading, &vocabulary));
    }
    let mut unmatched = String::new();
    if lists_are_read {
        told.extend(reading.warnings);
        unmatched = names(&reading.policies, &vocabulary);
        match content::plan(&layout.documents(), &reading.policies) {
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
    if let (Some(settings), true) = (settings, lists_are_read) {
        let policies = reading.policies;
        told.extend(templates(
            layout,
            &settings,
            &history,
            policies,
            &vocabulary,
        )?);
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

/// Renders everything to a folder that is thrown away.
fn templates(
    layout: &Layout,
    settings: &Settings,
    history: &History,
    policies: Vec<Policy>,
    vocabulary: &Vocabulary,
) -> Result<Vec<Diagnostic>, Stop> {
    let _progress = Progress::new("rendering", 1);
    let away = tempfile::tempdir().map_err(|error| {
        Stop::CannotRun(
            Diagnostic::error(
                "temporary",
                std::env::temp_dir(),
                format!("cannot be written: {error}"),
            )
            .help("see that the system's folder for temporary files can be written to"),
        )
    })?;
    let atlas = Atlas::link(policies, vocabulary);
    let theme = layout.theme(&settings.theme);
    let input = site::Input {
        atlas: &atlas,
        vocabulary,
        words: "",
        yaml: &content::Plan::default(),
        settings,
        history,
        theme: &theme,
        pages: &layout.pages(),
    };
    let built = site::build(&input, &site::Output::into(away.path()), &Nobody);
    Ok(built.err().unwrap_or_default())
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
