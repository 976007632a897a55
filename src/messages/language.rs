use std::borrow::Cow;
use std::ffi::OsString;

use clap::ValueEnum;

use super::catalogue::Catalogue;

/// A language of messages and help texts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum Language {
    /// English
    #[default]
    En,
    /// Chinese
    Zh,
}

/// The variables that name the language of messages, the strongest first, as POSIX orders them.
const VARIABLES: [&str; 3] = ["LC_ALL", "LC_MESSAGES", "LANG"];

impl Language {
    /// The language of the environment of this process.
    pub fn of_environment() -> Self {
        Self::of_variables(|name| std::env::var_os(name))
    }

    /// The language that the first variable with a value names; English where none names Chinese.
    fn of_variables(value: impl Fn(&str) -> Option<OsString>) -> Self {
        let mut set = VARIABLES.iter().filter_map(|name| value(name));
        let first = set.find(|value| !value.is_empty()).unwrap_or_default();
        match first.to_string_lossy().starts_with("zh") {
            true => Self::Zh,
            false => Self::En,
        }
    }

    /// The language of arguments that may be wrong in other ways: that of `--lang`, else that of the
    /// environment.
    pub fn of_arguments(arguments: &[OsString]) -> Self {
        let words = arguments.iter().map(|argument| argument.to_string_lossy());
        let words: Vec<Cow<'_, str>> = words.take_while(|word| word != "--").collect();
        let mut named =
            words
                .iter()
                .enumerate()
                .filter_map(|(n, word)| match word.strip_prefix("--lang=") {
                    Some(name) => Some(name),
                    None if word == "--lang" => words.get(n + 1).map(AsRef::as_ref),
                    None => None,
                });
        let named = named.find_map(|name| Self::from_str(name, false).ok());
        named.unwrap_or_else(Self::of_environment)
    }

    /// An English text in this language. Sentences that the catalogue does not have stay as they are.
    pub fn translate(self, text: &str) -> Cow<'_, str> {
        match self {
            Self::En => Cow::Borrowed(text),
            Self::Zh => Catalogue::chinese()
                .translate(text)
                .map_or(Cow::Borrowed(text), Cow::Owned),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(variables: &[(&str, &str)]) -> Language {
        Language::of_variables(|name| {
            let found = variables.iter().find(|(own, _)| *own == name);
            found.map(|(_, value)| OsString::from(value))
        })
    }

    #[test]
    fn the_strongest_variable_that_is_set_names_the_language() {
        assert_eq!(of(&[]), Language::En);
        assert_eq!(of(&[("LANG", "zh_CN.UTF-8")]), Language::Zh);
        assert_eq!(of(&[("LANG", "zh_CN"), ("LC_ALL", "C")]), Language::En);
        assert_eq!(of(&[("LANG", "zh"), ("LC_ALL", "")]), Language::Zh);
        let both = [("LANG", "en_US.UTF-8"), ("LC_MESSAGES", "zh_TW.UTF-8")];
        assert_eq!(of(&both), Language::Zh);
    }

    #[test]
    fn the_option_is_found_among_wrong_arguments() {
        let of = |words: &[&str]| {
            let words: Vec<OsString> = words.iter().map(OsString::from).collect();
            Language::of_arguments(&words)
        };
        assert_eq!(of(&["cewen", "--nope", "--lang", "zh"]), Language::Zh);
        assert_eq!(of(&["cewen", "--lang=zh", "build"]), Language::Zh);
        assert_eq!(of(&["cewen", "--lang=en"]), Language::En);
    }
}
