//! The program: arguments in, exit code out.

use std::process::ExitCode;

use clap::Parser;

fn main() -> ExitCode {
    cewen::commands::run(cewen::cli::Cli::parse())
}
