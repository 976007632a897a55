use std::fs;
use std::io;
use std::path::Path;

use clap::CommandFactory;
use clap_mangen::Man;

use super::{End, terminal};
use crate::cli::{self, Cli};
use crate::model::Diagnostic;
use crate::pipeline::Failure;

/// Prints the manual page of the program, or writes a page of each command into a folder.
pub fn run(arguments: &cli::Man) -> Result<End, Failure> {
    let program = Cli::command().disable_help_subcommand(true);
    match &arguments.out {
        Some(folder) => write(program, folder)
            .map_err(|error| Failure::CannotRun(Diagnostic::unwritable(folder, &error)))?,
        None => {
            let mut page = Vec::new();
            // Memory takes all that is written to it.
            let _ = Man::new(program).render(&mut page);
            terminal::out(&String::from_utf8_lossy(&page));
        }
    }
    Ok(End::Fine)
}

fn write(program: clap::Command, folder: &Path) -> io::Result<()> {
    fs::create_dir_all(folder)?;
    clap_mangen::generate_to(program, folder)
}
