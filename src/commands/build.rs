use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};
use std::time::Instant;

use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use super::fingerprint::Everything;
use super::former::{Former, Last};
use super::layout::Layout;
use super::memory::Memory;
use super::progress::Progress;
use super::publish::{self, Staging};
use super::report::Reporter;
use super::timings::Timings;
use super::waiting::Waiting;
use super::{
    End, Stop, fingerprint, has_errors, inputs, linked, lock, seeds, terminal, transaction,
    unwritable, updates,
};
use crate::atlas::{self, Atlas};
use crate::cli;
use crate::content;
use crate::key::{Key, Keys};
use crate::model::{Diagnostic, Policy, Severity};
use crate::observe::{Observer, Work};
use crate::phrase::Phrases;
use crate::search;
use crate::site::{self, Output};
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

    let (former, before) = rayon::join(
        || Former::of(layout, &target, aim.preview),
        || fingerprint::of_everything(layout, None),
    );
    let key = |all: &str| format!("{all} {:?}", aim.base_url);
    let indexed = aim.preview || layout.index().join(MADE_OF).is_file();
    let last = before.as_ref().and_then(|now| former.last(&key(&now.all)));
    if let Some(last) = last.filter(|_| indexed) {
        return Ok(last.made);
    }

    // The dictionary is loaded beside all else where there is a new text; from now on where one looks new.
    let load = || aim.cutter.load();
    let newer = |now: &Everything| now.is_newer(&layout.seeds(), former.since());
    if before.as_ref().is_some_and(newer) {
        load();
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
    let inputs = fingerprint::of_inputs(layout, before.as_ref()).map_err(|error| {
        Stop::Input(vec![Diagnostic::error(
            "unreadable",
            layout.seeds(),
            error.to_string(),
        )])
    })?;
    // Somebody may have changed the words around the time they were read: what is made with them then
    // is taken for nothing that is made of either state.
    let words = [before.as_ref(), None]
        .map(|seen| fingerprint::of_vocabulary(layout, seen).unwrap_or_else(|_| inputs.clone()));
    let words = match words {
        [then, now] if then == now => now,
        [then, now] => format!("{then} {now}"),
    };
    // Words that cannot be read would make every text look wrong: say what is wrong with the words.
    let (Some(sources), Some(vocabulary)) = (sources, vocabulary) else {
        return Err(Stop::Input(told));
    };
    let (sources, vocabulary) = (Arc::new(sources), Arc::new(vocabulary));
    let memory = Memory::of(layout, &words, before.as_ref(), &load);
    let mut reading = {
        let _stage = timings.start(Work::Stage("reading"));
        seeds::read(&found, &sources, &vocabulary, Some(&memory), timings)
    };
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
    let texts = waiting.texts();
    let known = content::Known {
        keys: &reading.keys,
        texts: &texts,
        there: &|file| before.as_ref()?.key(file),
        standing: &standing.files,
    };
    let folder = layout.documents();
    let plan = match content::plan(&folder, &reading.policies, known, Some(waiting.folder())) {
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
    let link = || {
        let _stage = timings.start(Work::Stage("linking"));
        let former = || linked::read(&layout.links());
        Atlas::link_from(reading.policies, &vocabulary, former, &|text| {
            words_of().bounds(text)
        })
    };
    let fresh = Staging::beside(&target)?;
    // What stands there is looked at meanwhile: linking leaves a core idle here and there.
    let output = || {
        let _stage = timings.start(Work::Stage("looking"));
        former.output(&fresh)
    };
    let (atlas, output) = rayon::join(link, output);
    let cannot =
        |folder: PathBuf| move |error: std::io::Error| Stop::CannotRun(unwritable(&folder, &error));
    let output = output.map_err(cannot(target.clone()))?;
    let theme = layout.theme(&settings.theme);
    let keys = Keys::of_all(&atlas.policies, reading.keys);
    // What is wrong with the words of the theme is told where its pages are made.
    let phrases = site::phrases(&theme, &settings.language).unwrap_or_default();
    let input = site::Input {
        atlas: &atlas,
        keys: &keys,
        vocabulary: &vocabulary,
        words: &words,
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
            (&atlas, (&vocabulary, &phrases), &keys),
            &|| words_of().clone(),
            (&words, &inputs),
            &output,
            aim.preview,
        )
    };
    // Neither needs the other, and both have parts that only one core can do.
    let progress = Progress::new("rendering", 1);
    let links = || linked::write(&layout.links(), &atlas);
    // The links first: at the end there would be nothing beside them.
    let beside = || rayon::join(links, index).1;
    let (pages, index) = rayon::join(|| site::build(&input, &output, timings), beside);
    drop(progress);
    let pages = pages.map_err(|wrong| Stop::Input([std::mem::take(&mut told), wrong].concat()))?;
    let index = index?;
    output
        .put_bytes(publish::MARKER, publish::MARKER_TEXT.as_bytes())
        .map_err(Stop::CannotRun)?;
    let files = output.finish().map_err(Stop::CannotRun)?.files;
    let publishing = timings.start(Work::Stage("publishing"));
    waiting.remember(&plan.texts);
    memory.forget_others(&reading.names);
    if !aim.preview {
        transaction::run(layout, &plan, updates.text.as_deref())?;
    }
    former.publish(fresh, &files)?;
    match index {
        Some(index) => index.swap_in(None)?,
        None if aim.preview => {}
        None => search::stamp(&layout.index(), &inputs).map_err(cannot(layout.index()))?,
    }
    drop(publishing);
    let made = Made {
        pages,
        told,
        warnings: reading.warnings,
        contents: sum_up(&atlas.policies, atlas.agencies.len()),
    };
    // To take all records apart takes as long as to read many texts: nobody has to wait for it, and
    // where the program ends the system takes all of them back at once.
    let records = (atlas, files);
    match aim.last {
        true => std::mem::forget(records),
        false => drop(std::thread::spawn(move || drop(records))),
    }
    // Documents and history are read by the next build, too: as they are now. What somebody changed
    // while this build ran it may not have read.
    let after = fingerprint::of_everything(layout, before.as_ref());
    let same = |now: &Everything| {
        before
            .as_ref()
            .is_some_and(|before| before.kept == now.kept)
    };
    // A text that could not be read is tried again.
    if let Some(now) = after.filter(same).filter(|_| !has_errors(&made.told)) {
        former.remember(&Last {
            key: key(&now.all),
            made: made.clone(),
        });
    }
    Ok(made)
}

/// Writes what browsers search, and what the command line does; the latter into a folder that is not
/// in place yet, or nowhere where the records are those of the last build.
fn index(
    layout: &Layout,
    (atlas, words_of, keys): (&Atlas, (&Vocabulary, &Phrases), &[Keys]),
    cut: &(dyn Fn() -> search::Words + Sync),
    (words, inputs): (&str, &str),
    output: &Output,
    preview: bool,
) -> Result<Option<Staging>, Stop> {
    let common = format!("{} {words}", fingerprint::of_program());
    let documents = search::Documents::of(atlas, words_of, keys, &common);
    let key = Key::of(documents.names());
    let last = std::fs::read_to_string(layout.index().join(MADE_OF));
    let last = preview || last.is_ok_and(|last| last == key.hex());
    if output.keep_with(BROWSERS, START, key) && last {
        return Ok(None);
    }
    let parts = search::Parts::of(layout.parts());
    let corpus = search::Corpus::of(documents, &parts, |_: &[String]| cut());
    let corpus = corpus.map_err(|error| unsaved(layout, error))?;
    let save = || {
        if preview {
            return Ok(None);
        }
        let failed = |error| unsaved(layout, error);
        let index = Staging::beside(&layout.index())?;
        search::save(&index.folder(), &corpus, inputs).map_err(failed)?;
        std::fs::write(index.folder().join(MADE_OF), key.hex()).map_err(failed)?;
        Ok(Some(index))
    };
    let (exported, index) = rayon::join(|| export(layout, &corpus, output, key), save);
    // The parts of an index that stays in place are its records.
    let former = match preview {
        true => search::parts_of(&layout.index()),
        false => Vec::new(),
    };
    let names = corpus.names().iter().chain(corpus.groups()).chain(&former);
    parts.keep(&names.map(String::as_str).collect());
    exported.and(index)
}

/// Writes the files for browsers that are not the same as before.
fn export(
    layout: &Layout,
    corpus: &search::Corpus<'_>,
    output: &Output,
    key: Key,
) -> Result<(), Stop> {
    let export = search::Export::of(corpus).map_err(|error| unsaved(layout, error))?;
    output.rename(BROWSERS, export.folder());
    let published = output.published(BROWSERS);
    let files = export.files().par_iter();
    let written = files.try_for_each(|file| {
        let path = format!("{BROWSERS}{}", file.path);
        // All that is made of the documents has this file.
        let own = match path == START {
            true => key,
            false => file.key,
        };
        match output.keep_from(&path, own, published.get(&own).map(String::as_str)) {
            true => Ok(()),
            false => output.put(&path, own, &export.bytes(file)),
        }
    });
    written.map_err(Stop::CannotRun)
}

/// The folder of the files for browsers, and the one of them that they read first.
const BROWSERS: &str = "search/";
const START: &str = "search/start.bin";

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
