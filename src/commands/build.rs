use std::path::Path;
use std::time::{Duration, Instant};

use super::console::Console;
use super::progress::Progress;
use super::{End, acquire_lock, acquire_target, clock, terminal};
use crate::cli;
use crate::content;
use crate::model::Diagnostic;
use crate::pipeline::{self, BuildOptions, BuildReport, Contents, Failure, Layout, inputs};
use crate::publish;
use crate::report::{count, count_by_severity, host_limits};
use crate::search::Cutter;

/// Builds the site and prints a summary.
pub fn run(layout: &Layout, arguments: &cli::Build, console: &Console) -> Result<End, Failure> {
    let started = Instant::now();
    let progress = Progress::new(arguments.verbose);
    let base_url = arguments.base_url.as_deref();
    if let Some(reason) = base_url.and_then(content::bad_base_url) {
        return Err(Failure::CannotRun(
            Diagnostic::error("arguments", "--base-url", reason)
                .help("write it out, such as --base-url https://example.org/policies/"),
        ));
    }
    let shown = arguments.out.clone().unwrap_or_else(|| layout.public());
    let target = publish::claim(&shown, layout.root(), &layout.kept())?;
    let options = BuildOptions {
        target: &target,
        base_url,
        cutter: &Cutter::once(),
        is_preview: false,
        is_last: true,
        is_strict: arguments.strict,
        is_synced: !arguments.no_sync,
        today: clock::today,
    };
    let lock = acquire_lock(layout)?;
    let _target = acquire_target(&target)?;
    let report = pipeline::build(layout, &options, &lock, &progress)?;
    if arguments.timings {
        terminal::err(&progress.table());
    }
    console.tell(&report.diagnostics);
    if arguments.strict {
        console.tell(&report.warnings);
    }
    let limits = host_limits(report.size, &shown, arguments.host);
    console.tell(&limits);
    if arguments.host.is_some() && base_url.is_none() {
        console.tell(without_address(layout).as_slice());
    }
    let (is_refused, _) = count_by_severity(&limits);
    let (errors, warnings) = numbers(&report);
    let summary = summary(&report, arguments.strict, started.elapsed());
    let index = index_page(&shown);
    console.sum_up(&format!("{summary}\n{index}\n"));
    Ok(
        match errors + is_refused > 0 || arguments.strict && warnings > 0 {
            true => End::Problems,
            false => End::Fine,
        },
    )
}

/// A warning if the site does not know its own address. Links between its pages need none, but feeds,
/// citations, cards and the page of wrong addresses do.
fn without_address(layout: &Layout) -> Option<Diagnostic> {
    let settings = inputs::settings(layout).ok()?;
    settings.base_url.is_none().then(|| {
        Diagnostic::warning(
            "base-url-missing",
            layout.settings(),
            "the site does not know the address it will stand at",
        )
        .help("write base_url: https://… there, or name it with --base-url")
    })
}

/// Numbers of errors and of warnings.
fn numbers(report: &BuildReport) -> (usize, usize) {
    let (errors, warnings) = count_by_severity(&report.diagnostics);
    (errors, warnings + report.warnings.len())
}

/// What was built: a line on the content, and one on the site.
fn summary(report: &BuildReport, is_strict: bool, time: Duration) -> String {
    let (errors, warnings) = numbers(report);
    let contents = contents(&report.contents);
    let pages = count(report.pages, "page", "pages");
    let mut warnings = count(warnings, "warning", "warnings");
    if !report.warnings.is_empty() && !is_strict {
        warnings = format!("{warnings} (cewen check shows them)");
    }
    let time = format!("{:.1} s", time.as_secs_f64());
    let mut parts = vec![pages, warnings, time];
    if errors > 0 {
        parts.insert(0, count(errors, "error", "errors"));
    }
    format!("{contents}\n{}", parts.join(", "))
}

fn index_page(folder: &Path) -> String {
    let folder = folder.strip_prefix(".").unwrap_or(folder);
    folder.join("index.html").display().to_string()
}

/// `5 documents, 120 measures, 40 agencies, 300 figures`.
pub fn contents(contents: &Contents) -> String {
    [
        count(contents.documents, "document", "documents"),
        count(contents.measures, "measure", "measures"),
        count(contents.agencies, "agency", "agencies"),
        count(contents.figures, "figure", "figures"),
    ]
    .join(", ")
}
