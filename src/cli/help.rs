//! Help in another language than the one it is written in: the texts of clap's commands are translated, and
//! what clap itself adds in English is written anew.

use clap::builder::StyledStr;
use clap::{Arg, Command, CommandFactory as _};

use super::Cli;
use super::fill::fill;
use crate::messages::Language;

/// Columns of a line of help.
const COLUMNS: usize = 80;

/// The command with all its texts in this language, in lines that nothing breaks.
pub fn command(language: Language) -> Command {
    let mut command = Cli::command();
    // The commands and options that clap adds are there only now.
    command.build();
    translated(command, language)
}

/// A help text as it is printed.
pub fn lines(text: &str) -> String {
    let lines = text.lines().map(|line| fill(line.trim_end(), COLUMNS));
    lines.map(|line| line + "\n").collect()
}

/// How the parts of usage lines that clap writes are said.
pub fn usage(text: &str, language: Language) -> String {
    ["[OPTIONS]", "<COMMAND>", "[COMMAND]"]
        .into_iter()
        .fold(text.to_owned(), |text, word| {
            text.replace(word, &language.translate(word))
        })
}

fn translated(mut command: Command, language: Language) -> Command {
    let tell = |text: &StyledStr| language.translate(&text.to_string()).into_owned();
    let names: Vec<String> = command
        .get_subcommands()
        .map(|inner| inner.get_name().to_owned())
        .collect();
    for name in &names {
        command = command.mut_subcommand(name, |inner| translated(inner, language));
    }
    if let Some(about) = command.get_about().map(tell) {
        command = command.about(about);
    }
    if let Some(about) = command.get_long_about().map(tell) {
        command = command.long_about(about);
    }
    if let Some(after) = command.get_after_help().map(tell) {
        command = command.after_help(after);
    }
    let line = command.render_usage().to_string();
    let line = line.trim_start_matches("Usage:").trim();
    let template = template(&command, language);
    command
        .term_width(usize::MAX)
        .override_usage(usage(line, language))
        .help_template(template)
        .mut_args(|argument| of_argument(argument, language))
}

/// The parts of a help page that the command has, below their headings.
fn template(command: &Command, language: Language) -> String {
    let heading = |text: &str| language.translate(text).into_owned();
    let mut template = format!("{{about-with-newline}}\n{}{{usage}}\n", heading("Usage:"));
    let mut part = |title: &str, tag: &str| {
        template += &format!("\n{}\n{tag}\n", heading(title));
    };
    if command.has_subcommands() {
        part("Commands:", "{subcommands}");
    }
    if command.get_positionals().next().is_some() {
        part("Arguments:", "{positionals}");
    }
    part("Options:", "{options}");
    template.trim_end().to_owned() + "{after-help}"
}

/// An argument whose help says what clap says in English: its default and its possible values.
fn of_argument(argument: Arg, language: Language) -> Arg {
    let tell = |text: &str| language.translate(text).into_owned();
    let help = argument.get_help().map(|text| tell(&text.to_string()));
    let help = help.unwrap_or_default();
    let long = argument.get_long_help().map(|text| tell(&text.to_string()));
    let mut default = String::new();
    if argument.get_action().takes_values() && !argument.get_default_values().is_empty() {
        let values = argument.get_default_values().iter();
        let values: Vec<_> = values.map(|value| value.to_string_lossy()).collect();
        default = tell(&format!("[default: {}]", values.join(" ")));
    }
    let values = match argument.get_action().takes_values() {
        true => argument.get_possible_values(),
        false => Vec::new(),
    };
    let names: Vec<&str> = values.iter().map(|value| value.get_name()).collect();
    let mut short = vec![help.clone()];
    short.extend((!default.is_empty()).then(|| default.clone()));
    if !names.is_empty() {
        short.push(tell(&format!("[possible values: {}]", names.join(", "))));
    }
    let mut long = vec![long.unwrap_or(help)];
    if !names.is_empty() {
        let described = values.iter().map(|value| {
            let help = value.get_help().map(|text| tell(&text.to_string()));
            format!("\n- {}: {}", value.get_name(), help.unwrap_or_default())
        });
        long.push(tell("Possible values:") + &described.collect::<String>());
    }
    long.extend((!default.is_empty()).then_some(default));
    argument
        .help(short.join(" "))
        .long_help(long.join("\n\n"))
        .hide_default_value(true)
        .hide_possible_values(true)
}
