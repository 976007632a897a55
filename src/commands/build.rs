use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};
use std::time::Instant;

use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use super::layout::Layout;
use super::previous_build::PreviousBuild;
use super::progress::Progress;
use super::publish::{self, Staging};
use super::report::Reporter;
use super::snapshot::{self, Snapshot};
use super::timings::Timings;
use super::waiting::Waiting;
use super::{
    End, Stop, has_errors, inputs, lock, seeds, terminal, transaction, unwritable, updates,
};
use crate::atlas::{self, Atlas};
use crate::cache::{Fingerprint, Store};
use crate::cli;
use crate::content;
use crate::model::{Diagnostic, Policy, Severity};
use crate::observe::{Observer, Work};
use crate::phrase::Phrases;
use crate::publish::Tree;
use crate::search;
use crate::site::{self, Files as _};
use crate::vocabulary::Vocabulary;

/// What a build is to make.
pub struct Aim<'a> {
    /// The folder to publish to; see [`publish::claim`].
    pub target: &'a Path,
    /// The address the site will stand at, where it is not that of the settings.
    pub base_url: Option<&'a str>,
    /// What cuts new texts into words.
    pub cutter: &'a search::Cutter,
    /// Whether it is only to be looked at: documents, history and index stay as they are.
    pub preview: bool,
    /// Whether the program ends with it.
    pub last: bool,
    /// Whether a text that cannot be read keeps the others from being published.
    pub strict: bool,
}

/// What a build has made.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Made {
    /// Pages of the site.
    pub pages: usize,
    /// What was told of the inputs.
    pub told: Vec<Diagnostic>,
    /// What the parser saw and could not read.
    pub warnings: Vec<Diagnostic>,
    /// 5 documents, 120 measures, …
    pub contents: String,
}

/// Builds and tells about it.
pub fn run(layout: &Layout, arguments: &cli::Build, reporter: &Reporter) -> Result<End, Stop> {
    let started = Instant::now();
    let timings = Timings::new(arguments.verbose);
    if let Some(reason) = arguments
        .base_url
        .as_deref()
        .and_then(content::bad_base_url)
    {
        return Err(Stop::CannotRun(
            Diagnostic::error("arguments", "--base-url", reason)
                .help("write it out, such as --base-url https://example.org/policies/"),
        ));
    }
    let shown = arguments.out.clone().unwrap_or_else(|| layout.public());
    let target = publish::claim(&shown, layout)?;
    let aim = Aim {
        target: &target,
        base_url: arguments.base_url.as_deref(),
        cutter: &search::Cutter::once(),
        preview: false,
        last: true,
        strict: arguments.strict,
    };
    let made = make(layout, &aim, &timings)?;
    if arguments.timings {
        terminal::err(&timings.table());
    }
    let unread = made.told.iter().filter(|d| d.severity == Severity::Error);
    let unread = unread.count();
    let warnings = made.told.len() - unread + made.warnings.len();
    reporter.tell(&made.told);
    if arguments.strict {
        reporter.tell(&made.warnings);
    }
    let more = if made.warnings.is_empty() || arguments.strict {
        ""
    } else {
        " (cewen check shows them)"
    };
    let left = match unread {
        0 => String::new(),
        _ => terminal::count(unread, "text not read, ", "texts not read, "),
    };
    reporter.sum_up(&format!(
        "{}\n{left}{}, {}{more}, {:.1} s\n{}\n",
        made.contents,
        terminal::count(made.pages, "page", "pages"),
        terminal::count(warnings, "warning", "warnings"),
        started.elapsed().as_secs_f64(),
        shown
            .strip_prefix(".")
            .unwrap_or(&shown)
            .join("index.html")
            .display(),
    ));
    Ok(if unread > 0 || arguments.strict && warnings > 0 {
        End::Problems
    } else {
        End::Fine
    })
}

/// Reads, links, indexes, renders; then writes documents, site and index, in this order and only
/// where all of it went well. Of a text that cannot be read the document of an earlier build stays.
pub fn make(layout: &Layout, aim: &Aim<'_>, timings: &Timings) -> Result<Made, Stop> {
    let target = aim.target.to_owned();
    // Held until the end: of two builds of one site the second waits for the first.
    let _lock = lock::hold(layout)?;
    transaction::finish(layout)?;
    publish::recover(&target)
        .and_then(|()| publish::recover(&layout.index()))
        .map_err(|error| {
            Stop::CannotRun(
                Diagnostic::error("out", &target, format!("cannot be tidied up: {error}"))
                    .help("remove the hidden folders beside it that an interrupted build left"),
            )
        })?;

    let store = Store::new(layout.cache(), snapshot::program());
    let previous = PreviousBuild::of(&store, &target);
    let before = Snapshot::of(layout);
    let indexed = aim.preview || layout.index().join(MADE_OF).is_file();
    let last = previous.made_of(before.whole(layout, aim.base_url));
    if let Some(made) = last.filter(|_| indexed) {
        return Ok(made);
    }

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
    let words = before.fingerprint(layout, &[layout.vocabulary()]);
    // Words that cannot be read would make every text look wrong: say what is wrong with the words.
    let (Some(sources), Some(vocabulary)) = (sources, vocabulary) else {
        return Err(Stop::Input(told));
    };
    let (sources, vocabulary) = (Arc::new(sources), Arc::new(vocabulary));
    let cache = seeds::ReadCache {
        store: &store,
        reader: words,
        is_missing: &|| aim.cutter.load(),
    };
    let mut reading = {
        let _stage = timings.start(Work::Stage("reading"));
        seeds::read(&found, &sources, &vocabulary, Some(&cache), timings)
    };
    // What was read with words that somebody changed meanwhile must not be found by the next build.
    if Snapshot::of(layout).fingerprint(layout, &[layout.vocabulary()]) != words {
        store.retain(seeds::ReadCache::STAGE, &BTreeSet::new());
    }
    let standing = seeds::standing(layout, &mut reading).map_err(Stop::CannotRun)?;
    told.extend(seeds::correct(layout, &mut reading, &vocabulary));
    seeds::put_back(&mut reading, standing.policies, &found);
    let unread = std::mem::take(&mut reading.errors);
    let kept_back = match aim.strict {
        true => !unread.is_empty(),
        false => reading.policies.is_empty(),
    };
    let planning = timings.start(Work::Stage("documents"));
    let waiting = Waiting::new(layout)?;
    let folder = layout.documents();
    let plan = match content::plan(
        &folder,
        &reading.policies,
        &standing.files,
        Some(waiting.folder()),
    ) {
        Ok(plan) => Some(plan),
        Err(wrong) => {
            told.extend(wrong);
            None
        }
    };
    let stopped = kept_back || has_errors(&told);
    told.extend(unread);
    let (Some(mut settings), Some(mut plan), false) = (settings, plan, stopped) else {
        return Err(Stop::Input(told));
    };
    told.append(&mut plan.warnings);
    if let Some(address) = aim.base_url {
        settings.base_url = Some(address.to_owned());
    }

    // Loaded once for linking and indexing, and only where one of them makes something new.
    let cutting = OnceLock::new();
    let words_of = || {
        let own = || search::dictionary(&vocabulary);
        cutting.get_or_init(|| aim.cutter.words(&own()))
    };

    let updates = updates::of(layout, &plan, &reading.policies, &vocabulary)?;
    drop(planning);
    let atlas = {
        let _stage = timings.start(Work::Stage("linking"));
        Atlas::link_with(reading.policies, &vocabulary, &|text| {
            words_of().bounds(text)
        })
    };
    let fresh = Staging::beside(&target)?;
    let output = Tree::new(fresh.folder(), target.is_dir().then(|| target.clone()));
    let cannot =
        |folder: PathBuf| move |error: std::io::Error| Stop::CannotRun(unwritable(&folder, &error));
    let theme = layout.theme(&settings.theme);
    // What is wrong with the words of the theme is told where its pages are made.
    let phrases = site::phrases(&theme, &settings.language).unwrap_or_default();
    let input = site::Input {
        atlas: &atlas,
        vocabulary: &vocabulary,
        yaml: &plan,
        settings: &settings,
        history: &updates.history,
        theme: &theme,
        pages: &layout.pages(),
    };
    let index = || {
        let _stage = timings.start(Work::Stage("indexing"));
        index(
            layout,
            (&atlas, (&vocabulary, &phrases)),
            &|| words_of().clone(),
            (words, before.of_inputs(layout)),
            &output,
            aim.preview,
        )
    };
    // Neither needs the other, and both have parts that only one core can do.
    let progress = Progress::new("rendering", 1);
    let (pages, index) = rayon::join(|| site::build(&input, &output, timings), index);
    drop(progress);
    let pages = pages.map_err(|wrong| Stop::Input([std::mem::take(&mut told), wrong].concat()))?;
    let index = index?;
    output
        .put(publish::MARKER, publish::MARKER_TEXT.as_bytes())
        .map_err(Stop::CannotRun)?;
    output.finish().map_err(Stop::CannotRun)?;
    let publishing = timings.start(Work::Stage("publishing"));
    store.retain(seeds::ReadCache::STAGE, &reading.cached);
    if !aim.preview {
        transaction::run(layout, &plan, updates.text.as_deref())?;
    }
    previous.forget()?;
    fresh.swap_in()?;
    match index {
        Some(index) => index.swap_in()?,
        None if aim.preview => {}
        None => search::stamp(&layout.index(), &before.of_inputs(layout).hex())
            .map_err(cannot(layout.index()))?,
    }
    drop(publishing);
    let made = Made {
        pages,
        told,
        warnings: reading.warnings,
        contents: sum_up(&atlas.policies, atlas.agencies.len()),
    };
    if aim.last {
        // To take all records apart takes as long as to read many texts; the system takes all at once.
        std::mem::forget(atlas);
    }
    // What somebody changed while this build ran it may not have read; a text that could not be read is
    // tried again.
    let after = Snapshot::of(layout);
    if after.of_people(layout) == before.of_people(layout) && !has_errors(&made.told) {
        previous.record(after.whole(layout, aim.base_url), made.clone());
    }
    Ok(made)
}

/// Writes what browsers search, and what the command line does; the latter into a folder that is not
/// in place yet, or nowhere where the records are those of the last build.
fn index(
    layout: &Layout,
    (atlas, words_of): (&Atlas, (&Vocabulary, &Phrases)),
    cut: &(dyn Fn() -> search::Words + Sync),
    (words, inputs): (Fingerprint, Fingerprint),
    output: &Tree,
    preview: bool,
) -> Result<Option<Staging>, Stop> {
    let common = Fingerprint::of(&(words, words_of.1)).hex();
    let documents = search::Documents::of(atlas, words_of, &common);
    let key = Fingerprint::of(documents.names());
    let last = std::fs::read_to_string(layout.index().join(MADE_OF));
    let last = preview || last.is_ok_and(|last| last == key.hex());
    let parts = search::Parts::of(layout.parts());
    let corpus = search::Corpus::of(documents, &parts, |_: &[String]| cut());
    let corpus = corpus.map_err(|error| unsaved(layout, error))?;
    let save = || {
        if last {
            return Ok(None);
        }
        let failed = |error| unsaved(layout, error);
        let index = Staging::beside(&layout.index())?;
        search::save(&index.folder(), &corpus, &inputs.hex()).map_err(failed)?;
        std::fs::write(index.folder().join(MADE_OF), key.hex()).map_err(failed)?;
        Ok(Some(index))
    };
    let (exported, index) = rayon::join(|| export(layout, &corpus, output), save);
    // The parts of an index that stays in place are its records.
    let former = match last {
        true => search::parts_of(&layout.index()),
        false => Vec::new(),
    };
    let names = corpus.names().iter().chain(corpus.groups()).chain(&former);
    parts.keep(&names.map(String::as_str).collect());
    exported.and(index)
}

/// Writes the files for browsers.
fn export(layout: &Layout, corpus: &search::Corpus<'_>, output: &Tree) -> Result<(), Stop> {
    let export = search::Export::of(corpus).map_err(|error| unsaved(layout, error))?;
    let files = export.files().par_iter();
    let written = files
        .try_for_each(|file| output.put(&format!("{BROWSERS}{}", file.path), &export.bytes(file)));
    written.map_err(Stop::CannotRun)
}

/// The folder of the files for browsers.
const BROWSERS: &str = "search/";

fn unsaved(layout: &Layout, error: std::io::Error) -> Stop {
    Stop::CannotRun(Diagnostic::error(
        "search-index",
        layout.index(),
        format!("cannot be written: {error}"),
    ))
}

/// Names the file beside the index that says which records it is of.
pub const MADE_OF: &str = "made-of";

/// 5 documents, 120 measures, 40 agencies, 300 figures.
pub fn contents(policies: &[Policy], vocabulary: &Vocabulary) -> String {
    sum_up(policies, atlas::agencies_of(policies, vocabulary).len())
}

fn sum_up(policies: &[Policy], agencies: usize) -> String {
    let measures = policies.iter().map(|policy| policy.measures.len()).sum();
    let figures = policies.iter().map(|policy| policy.figures.len()).sum();
    [
        terminal::count(policies.len(), "document", "documents"),
        terminal::count(measures, "measure", "measures"),
        terminal::count(agencies, "agency", "agencies"),
        terminal::count(figures, "figure", "figures"),
    ]
    .join(", ")
}
