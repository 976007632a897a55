//! The program: arguments in, exit code out.

use std::process::ExitCode;

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    match cewen::cli::read(std::env::args_os()) {
        Ok(cli) => cewen::commands::run(cli),
        Err(reply) => cewen::commands::reply(&reply),
    }
}
