//! The program: arguments in, exit code out.

use std::process::ExitCode;

fn main() -> ExitCode {
    cewen::commands::run(cewen::cli::read(std::env::args_os()))
}
