//! The verbs of the program: arguments in, exit code out.
//!
//! The only part that prints and reads the clock.

use std::fs;
use std::io;
use std::path::Path;
use std::process::ExitCode;

use crate::cli::{Cli, Command, Reply};
use crate::messages::Language;
use crate::model::Diagnostic;
use crate::pipeline::{Failure, Layout, places};
use crate::publish::Lock;

mod build;
mod check;
mod clock;
mod completions;
mod console;
mod correct;
mod explain;
mod export;
mod extract;
mod extract_stream;
mod import;
mod ledger;
mod man;
mod mcp;
mod new;
mod progress;
mod review;
mod search;
mod serve;
mod terminal;

use console::Console;

/// The result of a command that ran to its end.
#[derive(Clone, Copy, PartialEq, Eq)]
enum End {
    Fine,
    Problems,
}

/// Runs the command; exit code 0: no problems, 1: problems of the input, 2: it could not run.
pub fn run(cli: Cli) -> ExitCode {
    terminal::speak(cli.lang.unwrap_or_else(Language::of_environment));
    let console = Console::new(&cli.root, cli.message_format);
    // These need no site.
    let end = match &cli.command {
        Command::New(arguments) => new::run(arguments),
        Command::Explain(arguments) => explain::run(arguments),
        Command::Completions(arguments) => completions::run(arguments),
        Command::Man(arguments) => man::run(arguments),
        _ => of_site(cli, &console),
    };
    match end {
        Ok(End::Fine) => ExitCode::SUCCESS,
        Ok(End::Problems) => ExitCode::from(1),
        Err(Failure::Input(diagnostics)) => {
            console.tell(&diagnostics);
            console.close(&diagnostics);
            ExitCode::from(1)
        }
        Err(Failure::CannotRun(diagnostic)) => {
            console.tell(&[diagnostic]);
            ExitCode::from(2)
        }
    }
}

/// Prints the reply to arguments that run no command; exit code 2 if they are wrong.
pub fn reply(reply: &Reply) -> ExitCode {
    if reply.is_error {
        terminal::err(&reply.text);
        return ExitCode::from(2);
    }
    terminal::out(&reply.text);
    ExitCode::SUCCESS
}

/// Runs a command on the site that it names.
fn of_site(cli: Cli, console: &Console) -> Result<End, Failure> {
    let layout = Layout::new(&cli.root)?;
    match cli.command {
        Command::Build(arguments) => build::run(&layout, &arguments, console),
        Command::Check(arguments) if arguments.account => {
            ledger::run(&layout, &arguments.files, console)
        }
        Command::Check(arguments) => check::run(&layout, &arguments, console),
        Command::Extract(arguments) if arguments.ndjson => extract_stream::run(&layout),
        Command::Extract(arguments) => extract::run(&layout, &arguments, console),
        Command::Import(arguments) => import::run(&layout, &arguments, console),
        Command::Mcp => mcp::run(&layout),
        Command::Search(arguments) => search::run(&layout, &arguments),
        Command::Serve(arguments) => serve::run(&layout, &arguments, console),
        Command::Review(arguments) => review::run(layout, &arguments, console),
        Command::Export(arguments) => export::run(&layout, &arguments),
        Command::Correct(arguments) => correct::run(&layout, &arguments, console),
        // Carried out before.
        Command::New(_) | Command::Explain(_) | Command::Completions(_) | Command::Man(_) => {
            Ok(End::Fine)
        }
    }
}

/// Acquires the lock of the site, which keeps other builds waiting.
fn acquire_lock(layout: &Layout) -> Result<Lock, Failure> {
    places::claim(layout)?;
    let on_wait =
        || terminal::note("another build of this site is running; this one waits for its end\n");
    Ok(Lock::acquire(&layout.lock(), on_wait)?)
}

/// Acquires the lock of the folder to publish to.
fn acquire_target(target: &Path) -> Result<Lock, Failure> {
    let on_wait = || {
        terminal::note("another build publishes to the same folder; this one waits for its end\n")
    };
    Ok(Lock::acquire_beside(target, on_wait)?)
}

/// Refuses a folder that is not empty: it belongs to somebody.
fn empty_or_new(folder: &Path) -> Result<(), Failure> {
    let refuse = |message: String| {
        let problem = Diagnostic::error("out", folder, message);
        Err(Failure::CannotRun(
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
