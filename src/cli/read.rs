use std::ffi::OsString;

use clap::Parser as _;

use super::{Cli, Reply};
use crate::messages::Language;

/// Reads the arguments of the program.
///
/// `-农光` after `search` leaves a word out. No option begins like that, and it is read as if it
/// were written with a full-width minus, which is none of the shell's and clap's.
///
/// # Errors
/// The reply to arguments that run no command. In English clap prints it itself and ends the program.
pub fn read(arguments: impl IntoIterator<Item = OsString>) -> Result<Cli, Reply> {
    let arguments = arguments.into_iter().map(|argument| {
        match argument.to_str().and_then(|text| text.strip_prefix('-')) {
            Some(word) if word.starts_with(|c: char| !c.is_ascii() || c == '"') => {
                OsString::from(format!("－{word}"))
            }
            _ => argument,
        }
    });
    let arguments: Vec<OsString> = arguments.collect();
    let language = Language::of_arguments(&arguments);
    match Cli::try_parse_from(&arguments) {
        Ok(cli) => Ok(cli),
        Err(error) if language == Language::En => error.exit(),
        Err(error) => Err(Reply::new(&error, &arguments, language)),
    }
}
