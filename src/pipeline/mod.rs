//! The stages of a build: a site folder in, a published site out.
//!
//! Only this module and `publish` know the paths on the disk. The caller provides arguments, the clock
//! and the terminal.

mod check;
mod correct;
mod documents;
pub mod history;
mod index;
pub mod inputs;
pub mod isolate;
mod layout;
mod link;
pub mod places;
mod previous_build;
mod publish;
mod read;
mod render;
mod seeds;
mod snapshot;
mod unread_files;

use std::collections::BTreeSet;
use std::path::Path;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::atlas;
use crate::cache::Store;
use crate::content::{Plan, Settings};
use crate::model::{Diagnostic, Policy, Severity};
use crate::observe::{Observer, Work};
use crate::publish::{FolderSize, Lock, StagingDirectory, Tree};
use crate::search::Cutter;
use crate::site;
use crate::vocabulary::Vocabulary;

pub use check::{UnstatedFields, check};
pub use correct::apply_corrections;
use index::InputFiles;
pub use index::open as open_index;
pub use layout::Layout;
use link::LazyWords;
use previous_build::PreviousBuild;
use publish::Staged;
pub use read::{ReadCache, ReadTexts, SeedFile, TextReader, read_texts};
use render::RenderInputs;
pub use seeds::{PAGE_MAP, Seeds, find_seeds};
pub use snapshot::Snapshot;
pub use unread_files::find as find_unread_files;

/// The reason why a command ended early.
#[derive(Debug)]
pub enum Failure {
    /// The input must be corrected first.
    Input(Vec<Diagnostic>),
    /// The command cannot run here, whatever the input.
    CannotRun(Diagnostic),
}

impl From<Diagnostic> for Failure {
    fn from(diagnostic: Diagnostic) -> Self {
        Self::CannotRun(diagnostic)
    }
}

/// The options of a build.
pub struct BuildOptions<'a> {
    /// The folder to publish to; see [`crate::publish::claim`].
    pub target: &'a Path,
    /// The base URL of the site, if it differs from that of the settings.
    pub base_url: Option<&'a str>,
    /// The word segmenter for new texts.
    pub cutter: &'a Cutter,
    /// Whether only site and index are made; documents and history are left unchanged.
    pub is_preview: bool,
    /// Whether the program ends after this build.
    pub is_last: bool,
    /// Whether a text that cannot be read stops the publication.
    pub is_strict: bool,
    /// Whether the site must be on the disk before it is published.
    pub is_synced: bool,
    /// The day of the build.
    pub today: fn() -> Result<Date, Diagnostic>,
}

/// The result of a build.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct BuildReport {
    /// Number of pages.
    pub pages: usize,
    /// Problems of the inputs.
    pub diagnostics: Vec<Diagnostic>,
    /// Passages of the texts that could not be read.
    pub warnings: Vec<Diagnostic>,
    /// The contents of the site.
    pub contents: Contents,
    /// The size of the published folder.
    pub size: FolderSize,
}

/// Counts of a site's contents.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub struct Contents {
    /// Documents.
    pub documents: usize,
    /// Measures of all documents.
    pub measures: usize,
    /// Number of bodies with a responsibility.
    pub agencies: usize,
    /// Figures of all documents.
    pub figures: usize,
}

/// Builds a site: nothing is replaced before every stage has succeeded.
///
/// For a text that cannot be read, the document of an earlier build is kept. Nothing is done if the last
/// build had the same inputs.
///
/// # Errors
/// If the inputs have errors, or files cannot be written; everything is then as before.
pub fn build(
    layout: &Layout,
    options: &BuildOptions<'_>,
    _lock: &Lock,
    observer: &dyn Observer,
) -> Result<BuildReport, Failure> {
    publish::recover(layout, options.target)?;
    let store = Store::new(layout.cache(), snapshot::program());
    let previous = PreviousBuild::of(&store, options.target);
    let build = BuildStages::new(layout, options, observer, &store)?;
    let last = previous.made_of(build.before.of_site(layout, options.base_url, build.today));
    if let Some(report) = last.filter(|_| index::is_present(layout)) {
        return Ok(report);
    }

    let inputs = inputs::load(layout)?;
    let vocabulary = &*inputs.reader.vocabulary;
    let mut diagnostics = inputs.diagnostics;
    let seeds = &inputs.seeds;
    let mut reading = build.read(seeds, &inputs.reader);
    let kept = correct::correct(layout, &mut reading, seeds, vocabulary, &mut diagnostics)?;

    let planning = observer.start(Work::Stage("documents"));
    let is_strict = options.is_strict;
    let (plan, documents) =
        documents::plan(layout, &mut reading, &kept, &mut diagnostics, is_strict)?;
    let Some(settings) = inputs.settings else {
        return Err(Failure::Input(diagnostics));
    };
    let settings = at_address(settings, options.base_url);
    let history = history::update(layout, &plan, &reading.policies, vocabulary, build.today)?;
    drop(planning);

    let words = LazyWords::new(options.cutter, vocabulary);
    let linking = observer.start(Work::Stage("linking"));
    let atlas = link::link(reading.policies, vocabulary, &words);
    drop(linking);

    let pages = RenderInputs {
        atlas: &atlas,
        vocabulary,
        settings: &settings,
        history: &history.history,
        accuracy: &inputs.accuracy,
        today: build.today,
    };
    let (pages, site, index) = build.render_and_index(pages, &words, &mut diagnostics)?;
    let size = FolderSize::of(&site.folder()).unwrap_or_default();

    let publishing = observer.start(Work::Stage("publishing"));
    store.retain(ReadCache::STAGE, &reading.cached);
    let staged = Staged {
        documents,
        site,
        is_synced: options.is_synced,
        index,
    };
    let changes = (&plan, history.text.as_deref());
    build.publish(staged, changes, &previous)?;
    drop(publishing);

    let report = BuildReport {
        pages,
        diagnostics,
        warnings: reading.warnings,
        contents: Contents::of(&atlas.policies, atlas.agencies.len()),
        size,
    };
    if options.is_last {
        // Freeing all records one by one takes as long as reading many texts; the system frees the memory
        // at the program's end.
        std::mem::forget(atlas);
    }
    build.remember(&previous, &report);
    Ok(report)
}

/// State shared by all stages of one build.
struct BuildStages<'a> {
    layout: &'a Layout,
    options: &'a BuildOptions<'a>,
    observer: &'a dyn Observer,
    store: &'a Store,
    /// The input files.
    before: Snapshot,
    /// The files that records are made from.
    files: InputFiles,
    /// The day of the build, for the status of documents.
    today: Date,
}

impl<'a> BuildStages<'a> {
    fn new(
        layout: &'a Layout,
        options: &'a BuildOptions<'a>,
        observer: &'a dyn Observer,
        store: &'a Store,
    ) -> Result<Self, Failure> {
        // Taken before the bytes, so that a file changed in between has another time.
        let times = snapshot::times(&layout.inputs());
        let before = Snapshot::of(layout);
        let files = InputFiles {
            bytes: before.of_inputs(layout),
            times,
        };
        Ok(Self {
            layout,
            options,
            observer,
            store,
            before,
            files,
            today: (options.today)()?,
        })
    }

    fn read(&self, seeds: &Seeds, reader: &TextReader) -> ReadTexts {
        let _stage = self.observer.start(Work::Stage("reading"));
        let vocabulary = self.before.of_vocabulary(self.layout);
        let cache = ReadCache {
            store: self.store,
            reader: vocabulary,
            is_missing: &|| self.options.cutter.load(),
        };
        let reading = read_texts(seeds, reader, Some(&cache), self.observer);
        // Results from a vocabulary that was changed during the build must not be reused by the next one.
        if Snapshot::of(self.layout).of_vocabulary(self.layout) != vocabulary {
            self.store.retain(ReadCache::STAGE, &BTreeSet::new());
        }
        reading
    }

    /// Renders pages and makes the index in parallel: both have parts that use a single core.
    fn render_and_index(
        &self,
        pages: RenderInputs<'_>,
        words: &LazyWords<'_>,
        diagnostics: &mut Vec<Diagnostic>,
    ) -> Result<(usize, StagingDirectory, Option<StagingDirectory>), Failure> {
        let Self {
            layout,
            options,
            observer,
            ..
        } = *self;
        let site = StagingDirectory::beside(options.target)?;
        let published = options.target.is_dir().then(|| options.target.to_owned());
        let output = Tree::new(site.folder(), published);
        // Faults in the theme's phrases are reported where the pages are rendered.
        let theme = layout.theme(&pages.settings.theme);
        let phrases = site::phrases(&theme, &pages.settings.language).unwrap_or_default();
        let records = index::IndexInputs {
            atlas: pages.atlas,
            vocabulary: pages.vocabulary,
            vocabulary_fingerprint: self.before.of_vocabulary(self.layout),
            phrases: &phrases,
            today: pages.today,
            words,
            files: &self.files,
        };
        let make_index = || {
            let _stage = observer.start(Work::Stage("indexing"));
            index::index(layout, &records, &output)
        };
        let (pages, index) = rayon::join(
            || render::render(layout, pages, &output, observer),
            make_index,
        );
        let told = |wrong| Failure::Input([std::mem::take(diagnostics), wrong].concat());
        let pages = pages.map_err(told)?;
        let index = index?;
        render::finish(output)?;
        Ok((pages, site, index))
    }

    fn publish(
        &self,
        staged: Staged,
        changes: (&Plan, Option<&str>),
        previous: &PreviousBuild<'_>,
    ) -> Result<(), Failure> {
        if self.options.is_preview {
            let Staged { site, index, .. } = staged;
            return publish::publish_preview(self.layout, (site, index), previous, &self.files);
        }
        publish::publish(self.layout, staged, changes, previous, &self.files)
    }

    /// Records the build. Not recorded: a build during which an input may have changed, or with a text
    /// that could not be read, which is tried again.
    fn remember(&self, previous: &PreviousBuild<'_>, report: &BuildReport) {
        let after = Snapshot::of(self.layout);
        let is_same = after.of_people(self.layout) == self.before.of_people(self.layout);
        if is_same && !has_errors(&report.diagnostics) {
            previous.record(
                after.of_site(self.layout, self.options.base_url, self.today),
                report.clone(),
            );
        }
    }
}

/// The settings with the base URL that the site is built for.
fn at_address(mut settings: Settings, base_url: Option<&str>) -> Settings {
    if let Some(address) = base_url {
        settings.base_url = Some(address.to_owned());
    }
    settings
}

impl Contents {
    /// Counts the contents of the documents.
    pub fn of_policies(policies: &[Policy], vocabulary: &Vocabulary) -> Self {
        Self::of(policies, atlas::agencies_of(policies, vocabulary).len())
    }

    fn of(policies: &[Policy], agencies: usize) -> Self {
        Self {
            documents: policies.len(),
            measures: policies.iter().map(|policy| policy.measures.len()).sum(),
            agencies,
            figures: policies.iter().map(|policy| policy.figures.len()).sum(),
        }
    }
}

/// Whether any of the diagnostics is an error.
pub fn has_errors(diagnostics: &[Diagnostic]) -> bool {
    diagnostics.iter().any(|d| d.severity == Severity::Error)
}
