use clap::{Arg, Command, CommandFactory as _};

use crate::cli::Cli;

/// All that `--help` says of the commands and arguments, with where it stands.
pub fn all() -> impl Iterator<Item = (String, String)> {
    let mut texts = Vec::new();
    of_command(&Cli::command(), "", &mut texts);
    texts.into_iter()
}

fn of_command(command: &Command, above: &str, texts: &mut Vec<(String, String)>) {
    let name = format!("{above}{}", command.get_name());
    let own = [
        command.get_about(),
        command.get_long_about(),
        command.get_before_help(),
        command.get_after_help(),
        command.get_after_long_help(),
    ];
    let told = own.into_iter().flatten();
    texts.extend(told.map(|text| (format!("help of `{name}`"), text.to_string())));
    for argument in command.get_arguments() {
        let place = format!("help of `{name}`, {}", argument.get_id());
        let told = of_argument(argument).into_iter();
        texts.extend(told.map(|text| (place.clone(), text)));
    }
    for inner in command.get_subcommands() {
        of_command(inner, &format!("{name} "), texts);
    }
}

fn of_argument(argument: &Arg) -> Vec<String> {
    let own = [argument.get_help(), argument.get_long_help()];
    let mut texts: Vec<String> = own.into_iter().flatten().map(ToString::to_string).collect();
    let values = argument.get_possible_values();
    let told = values.iter().filter_map(|value| value.get_help());
    texts.extend(told.map(ToString::to_string));
    texts
}
