//! What the program does: the only part that prints, reads the clock and knows where on the disk
//! things lie.

use std::process::ExitCode;

use crate::cli::{Cli, Command};
use crate::model::{Diagnostic, Severity};

mod account;
mod build;
mod check;
mod extract;
mod fingerprint;
mod former;
mod import;
mod inputs;
mod layout;
mod lock;
mod progress;
mod publish;
mod report;
mod search;
mod seeds;
mod terminal;
mod timings;
mod updates;

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
    let end = Layout::new(&cli.root).and_then(|layout| match cli.command {
        Command::Build(arguments) => build::run(&layout, &arguments, &reporter),
        Command::Check(arguments) if arguments.account => {
            account::run(&layout, &arguments.files, &reporter)
        }
        Command::Check(arguments) => check::run(&layout, &arguments, &reporter),
        Command::Extract(arguments) => extract::run(&layout, &arguments, &reporter),
        Command::Import(arguments) => import::run(&layout, &arguments, &reporter),
        Command::Search(arguments) => search::run(&layout, &arguments),
    });
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

fn has_errors(diagnostics: &[Diagnostic]) -> bool {
    diagnostics.iter().any(|d| d.severity == Severity::Error)
}
