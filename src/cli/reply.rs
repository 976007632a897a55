//! What is answered to arguments that run no command: help, the version, or what is wrong with them.

use std::ffi::OsString;

use clap::error::ErrorKind;

use super::help;
use crate::messages::Language;

/// A text to print instead of running a command, and how the program ends.
pub struct Reply {
    /// What is printed.
    pub text: String,
    /// Whether the arguments are wrong.
    pub is_error: bool,
}

impl Reply {
    /// The reply in a language that clap does not speak.
    pub fn new(error: &clap::Error, arguments: &[OsString], language: Language) -> Self {
        let text = match error.kind() {
            ErrorKind::DisplayVersion => error.to_string(),
            ErrorKind::DisplayHelp | ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => {
                let told = help::command(language)
                    .try_get_matches_from(arguments)
                    .err();
                help::lines(&told.map_or_else(|| error.to_string(), |told| told.to_string()))
            }
            _ => help::usage(&language.translate(&error.to_string()), language),
        };
        Self {
            text,
            is_error: error.use_stderr(),
        }
    }
}
