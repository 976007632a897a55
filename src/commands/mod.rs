//! What the program does: the only part that prints, reads the clock and knows where on the disk
//! things lie.

use std::fs;
use std::io;
use std::path::Path;
use std::process::ExitCode;

use crate::cli::{Cli, Command};
use crate::model::{Diagnostic, Severity};

mod account;
mod build;
mod check;
mod correct;
mod explain;
mod export;
mod extract;
mod fault;
mod import;
mod inputs;
mod isolated;
mod layout;
mod lock;
mod ndjson;
mod new;
mod previous_build;
mod progress;
mod publish;
mod report;
mod search;
mod seeds;
mod serve;
mod snapshot;
mod strays;
mod terminal;
mod timings;
mod transaction;
mod updates;
mod waiting;

use layout::Layout;
use report::Reporter;

/// Why a command ended early.
enum Stop {
    /// The input has to be mended.
    Input(Vec<Diagnostic>),
    /// The command cannot be carried out here, whatever the input.
    CannotRun(Diagnostic),
}

/// How a command ended that came to its end.
#[derive(Clone, Copy, PartialEq, Eq)]
enum End {
    Fine,
    Problems,
}

/// Carries out the command: 0 all went well, 1 the input has problems, 2 it could not run.
pub fn run(cli: Cli) -> ExitCode {
    let reporter = Reporter::new(&cli.root, cli.message_format);
    // These need no site.
    let end = match &cli.command {
        Command::New(arguments) => new::run(arguments),
        Command::Explain(arguments) => explain::run(arguments),
        _ => of_site(cli, &reporter),
    };
    match end {
        Ok(End::Fine) => ExitCode::SUCCESS,
        Ok(End::Problems) => ExitCode::from(1),
        Err(Stop::Input(diagnostics)) => {
            reporter.tell(&diagnostics);
            reporter.close(&diagnostics);
            ExitCode::from(1)
        }
        Err(Stop::CannotRun(diagnostic)) => {
            reporter.tell(&[diagnostic]);
            ExitCode::from(2)
        }
    }
}

/// Carries out a command on the site that it names.
fn of_site(cli: Cli, reporter: &Reporter) -> Result<End, Stop> {
    let layout = Layout::new(&cli.root)?;
    match cli.command {
        Command::Build(arguments) => build::run(&layout, &arguments, reporter),
        Command::Check(arguments) if arguments.account => {
            account::run(&layout, &arguments.files, reporter)
        }
        Command::Check(arguments) => check::run(&layout, &arguments, reporter),
        Command::Extract(arguments) if arguments.ndjson => ndjson::run(&layout),
        Command::Extract(arguments) => extract::run(&layout, &arguments, reporter),
        Command::Import(arguments) => import::run(&layout, &arguments, reporter),
        Command::Search(arguments) => search::run(&layout, &arguments),
        Command::Serve(arguments) => serve::run(&layout, &arguments, reporter),
        Command::Export(arguments) => export::run(&layout, &arguments),
        Command::Correct(arguments) => correct::run(&layout, &arguments, reporter),
        // Carried out before.
        Command::New(_) | Command::Explain(_) => Ok(End::Fine),
    }
}

/// A file or folder that cannot be written to.
fn unwritable(path: &Path, error: &io::Error) -> Diagnostic {
    Diagnostic::error("unwritable", path, format!("cannot be written: {error}"))
        .help("see that the folder can be written to and the disk is not full")
}

/// Refuses a folder with anything in it, which is somebody's.
fn empty_or_new(folder: &Path) -> Result<(), Stop> {
    let refuse = |message: String| {
        let problem = Diagnostic::error("out", folder, message);
        Err(Stop::CannotRun(
            problem.help("name a new or an empty folder"),
        ))
    };
    match fs::read_dir(folder) {
        Ok(mut entries) => match entries.next() {
            Some(_) => refuse("is not empty".to_owned()),
            None => Ok(()),
        },
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        Err(error) => refuse(format!("cannot be used: {error}")),
    }
}

fn has_errors(diagnostics: &[Diagnostic]) -> bool {
    diagnostics.iter().any(|d| d.severity == Severity::Error)
}
