use jiff::civil::Date;

use super::{Failure, Layout};
use crate::atlas::Atlas;
use crate::content::{Accuracy, History, Settings};
use crate::model::Diagnostic;
use crate::observe::Observer;
use crate::publish::{MARKER, MARKER_TEXT, Tree};
use crate::site::{self, Files as _};
use crate::vocabulary::Vocabulary;

/// The inputs of pages, besides theme files and pages written by people.
#[derive(Clone, Copy)]
pub struct RenderInputs<'a> {
    /// The records and their links.
    pub atlas: &'a Atlas,
    /// The words they were read with.
    pub vocabulary: &'a Vocabulary,
    /// The settings of the site.
    pub settings: &'a Settings,
    /// The changes made by builds.
    pub history: &'a History,
    /// How right the reading of texts is.
    pub accuracy: &'a Accuracy,
    /// The day of the build.
    pub today: Date,
}

/// Renders the site into `output`; returns the number of pages.
///
/// # Errors
/// What is wrong with the theme or the pages.
pub fn render(
    layout: &Layout,
    inputs: RenderInputs<'_>,
    output: &Tree,
    observer: &dyn Observer,
) -> Result<usize, Vec<Diagnostic>> {
    with_folders(layout, inputs, |input| {
        site::build(&input, output, observer)
    })
}

/// Renders the site without writing it; returns the diagnostics.
pub fn check(layout: &Layout, inputs: RenderInputs<'_>) -> Vec<Diagnostic> {
    with_folders(layout, inputs, |input| site::check(&input))
}

fn with_folders<T>(
    layout: &Layout,
    inputs: RenderInputs<'_>,
    run: impl FnOnce(site::Input<'_>) -> T,
) -> T {
    run(site::Input {
        atlas: inputs.atlas,
        vocabulary: inputs.vocabulary,
        settings: inputs.settings,
        history: inputs.history,
        accuracy: inputs.accuracy,
        today: inputs.today,
        theme: &layout.theme(&inputs.settings.theme),
        pages: &layout.pages(),
    })
}

/// Completes the output with the marker that lets the next build replace it.
///
/// # Errors
/// If files cannot be written.
pub fn finish(output: Tree) -> Result<(), Failure> {
    output.put(MARKER, MARKER_TEXT.as_bytes())?;
    Ok(output.finish()?)
}
