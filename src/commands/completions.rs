use clap::CommandFactory;

use super::{End, terminal};
use crate::cli::{self, Cli};
use crate::pipeline::Failure;

/// Prints the completions of a shell.
pub fn run(arguments: &cli::Completions) -> Result<End, Failure> {
    let mut script = Vec::new();
    clap_complete::generate(arguments.shell, &mut Cli::command(), "cewen", &mut script);
    terminal::out(&String::from_utf8_lossy(&script));
    Ok(End::Fine)
}
