use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::render::{self, RenderInputs};
use super::{
    Contents, Layout, ReadTexts, TextReader, apply_corrections, find_seeds, find_unread_files,
    history, inputs, places, read_texts,
};
use crate::atlas::{self, Atlas, WantedPolicy};
use crate::content::{self, Accuracy, Corrections, Folders, History, Settings};
use crate::model::{Diagnostic, Policy};
use crate::observe::{Observer, Work};
use crate::vocabulary::{SalvagedVocabulary, Vocabulary};

/// The results of checking a site.
pub struct CheckReport {
    /// Everything that is wrong.
    pub diagnostics: Vec<Diagnostic>,
    /// The contents of the site.
    pub contents: Contents,
    /// Names that no list of the vocabulary has.
    pub unmatched: UnmatchedNames,
    /// Policies that texts refer to and that the site does not have.
    pub wanted: Vec<WantedPolicy>,
    /// Facts about the texts that readers need and nobody has stated.
    pub unstated: UnstatedFields,
}

/// Fields that neither the texts nor the settings of a site state.
#[derive(Debug, Default)]
pub struct UnstatedFields {
    /// Files without an official address.
    pub addresses: Vec<String>,
    /// Files without a known date.
    pub dates: Vec<String>,
    /// Whether readers have no address to report mistakes to.
    pub report_address: bool,
}

/// Names that no list of the vocabulary has, each with how often it occurs.
#[derive(Debug, Default)]
pub struct UnmatchedNames {
    /// Names of figures.
    pub indicators: BTreeMap<String, usize>,
    /// Names of bodies.
    pub agencies: BTreeMap<String, usize>,
}

/// Checks a site without writing anything.
///
/// Continues after each mistake, so that one run reports all of them.
pub fn check(layout: &Layout, observer: &dyn Observer) -> CheckReport {
    let (settings, mut diagnostics) = inputs::salvaged_settings(layout);
    diagnostics.extend(places::check(layout).err());
    diagnostics.extend(find_unread_files(layout));
    let (sources, wrong) = inputs::salvaged_sources(layout);
    diagnostics.extend(wrong);
    let SalvagedVocabulary {
        vocabulary,
        problems,
        lost,
    } = Vocabulary::salvage(&layout.vocabulary());
    diagnostics.extend(problems);
    let reader = TextReader {
        sources: Arc::new(sources),
        vocabulary: Arc::new(vocabulary),
    };
    // Even without a list a file that is no text can be recognized; all other results would be guesses.
    let vocabulary = (!lost).then_some(&*reader.vocabulary);
    let (seeds, about_seeds) = find_seeds(layout);
    diagnostics.extend(about_seeds);
    let (names, sources) = (&seeds.names, &reader.sources);
    diagnostics.extend(inputs::unmatched_sources(
        layout, sources, names, vocabulary,
    ));
    diagnostics.extend(inputs::stale_sources(layout, sources));
    if let (Some(settings), Some(vocabulary)) = (&settings, vocabulary) {
        diagnostics.extend(inputs::unknown_headlines(layout, settings, vocabulary));
    }
    let mut reading = read_texts(&seeds, &reader, None, observer);
    diagnostics.append(&mut reading.errors);
    let mut unmatched = UnmatchedNames::default();
    let mut wanted = Vec::new();
    match vocabulary {
        Some(vocabulary) => {
            diagnostics.extend(documents(layout, &mut reading, vocabulary));
            unmatched = UnmatchedNames::of(&reading.policies, vocabulary);
            let references = atlas::references_of(&reading.policies, vocabulary);
            wanted = atlas::wanted(&reading.policies, &references, vocabulary);
        }
        None => diagnostics.extend(Corrections::read(&layout.corrections()).1),
    }
    let contents = Contents::of_policies(&reading.policies, &reader.vocabulary);
    let unstated = UnstatedFields::of(&reading.policies, settings.as_ref());
    let history = history::read(layout).map(|(history, _)| history);
    let history = history.unwrap_or_else(|wrong| {
        diagnostics.push(wrong);
        History::default()
    });
    if let Some(settings) = settings {
        let _stage = observer.start(Work::Stage("rendering"));
        let (accuracy, wrong) = Accuracy::read(&layout.accuracy());
        diagnostics.extend(wrong);
        let site = (&settings, &history, &accuracy);
        diagnostics.extend(pages(layout, reading.policies, &reader.vocabulary, site));
    }
    CheckReport {
        diagnostics,
        contents,
        unmatched,
        wanted,
        unstated,
    }
}

/// Corrects the documents read and compares them with the stored ones; returns the diagnostics.
fn documents(layout: &Layout, reading: &mut ReadTexts, vocabulary: &Vocabulary) -> Vec<Diagnostic> {
    let mut diagnostics = apply_corrections(layout, reading, vocabulary);
    diagnostics.append(&mut reading.warnings);
    let none = BTreeSet::new();
    let folders = Folders {
        documents: layout.documents(),
        waiting: None,
        copies: layout.copies(),
    };
    match content::plan(folders, &reading.policies, &none) {
        Ok(plan) => diagnostics.extend(plan.diagnostics),
        Err(wrong) => diagnostics.extend(wrong),
    }
    diagnostics
}

/// Renders all pages without writing them; returns the diagnostics.
fn pages(
    layout: &Layout,
    policies: Vec<Policy>,
    vocabulary: &Vocabulary,
    (settings, history, accuracy): (&Settings, &History, &Accuracy),
) -> Vec<Diagnostic> {
    let inputs = RenderInputs {
        atlas: &Atlas::link(policies, vocabulary),
        vocabulary,
        settings,
        history,
        accuracy,
        // No fault of a page depends on the day.
        today: jiff::civil::Date::ZERO,
    };
    render::check(layout, inputs)
}

impl UnstatedFields {
    fn of(policies: &[Policy], settings: Option<&Settings>) -> Self {
        let files = |is_unstated: &dyn Fn(&Policy) -> bool| {
            let own = policies.iter().filter(|policy| is_unstated(policy));
            own.map(|policy| policy.source.file.clone()).collect()
        };
        Self {
            addresses: files(&|policy| policy.source.url.is_none()),
            dates: files(&|policy| policy.dated().is_none()),
            report_address: settings.is_some_and(|own| own.report_url.is_none()),
        }
    }
}

impl UnmatchedNames {
    fn of(policies: &[Policy], vocabulary: &Vocabulary) -> Self {
        let figures = policies
            .iter()
            .flat_map(|policy| &policy.figures)
            .filter(|figure| figure.indicator.is_none() && !figure.name.is_empty())
            .map(|figure| &figure.name);
        let measures = policies.iter().flat_map(|policy| &policy.measures);
        let agencies = measures
            .flat_map(|measure| {
                let of_tasks = measure.tasks.iter().flat_map(|task| &task.agencies);
                measure.agencies.iter().chain(of_tasks)
            })
            .filter(|agency| vocabulary.agencies.get(&agency.agency).is_none())
            .map(|agency| &agency.name);
        Self {
            indicators: counted(figures),
            agencies: counted(agencies),
        }
    }
}

fn counted<'a>(names: impl Iterator<Item = &'a String>) -> BTreeMap<String, usize> {
    let mut counts: BTreeMap<&String, usize> = BTreeMap::new();
    for name in names {
        *counts.entry(name).or_default() += 1;
    }
    let owned = counts.into_iter().map(|(name, n)| (name.clone(), n));
    owned.collect()
}
