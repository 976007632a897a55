//! Reading a list: YAML with its place in the file in every complaint.

use std::io::ErrorKind;
use std::path::Path;

use serde::de::DeserializeOwned;

use crate::disk;
use crate::model::Diagnostic;
use crate::yaml;

/// Reports problems of a list's own entries: a message and its position.
pub type EntryReport<'a> = &'a mut dyn FnMut(String, At<'_>);

/// The position of a faulty entry in its file.
#[derive(Clone, Copy)]
pub enum At<'a> {
    /// At the first occurrence of these words.
    Words(&'a str),
    /// At the last occurrence, since the earlier one is right: for duplicates.
    Again(&'a str),
}

impl At<'_> {
    /// Line and column.
    fn place(self, text: &str) -> Option<(usize, usize)> {
        match self {
            Self::Words(words) => yaml::find(text, words, 0).or_else(|| part(text, words)),
            Self::Again(words) => yaml::find_last(text, words).or_else(|| part(text, words)),
        }
    }
}

/// The line and column of words inside longer ones, such as in a pattern.
fn part(text: &str, words: &str) -> Option<(usize, usize)> {
    let (n, line) = text
        .lines()
        .enumerate()
        .find(|(_, line)| !words.is_empty() && line.contains(words))?;
    let before = line.split(words).next().unwrap_or_default();
    Some((n + 1, before.chars().count() + 1))
}

/// The message for an invalid pattern. Only the last line of the regex error states the reason.
pub fn not_a_pattern(pattern: &str, error: &regex::Error) -> String {
    let told = error.to_string();
    let reason = told.lines().last().unwrap_or_default();
    let reason = reason.trim_start_matches("error: ");
    format!("`{pattern}` is no pattern: {reason}")
}

/// Parser of the lists in one folder, which collects their problems.
pub struct VocabularyReader<'a> {
    /// The folder.
    pub dir: &'a Path,
    /// The problems so far.
    pub problems: Vec<Diagnostic>,
    /// Whether some list could not be read at all.
    pub lost: bool,
}

impl VocabularyReader<'_> {
    /// Parses the list `name` and prepares it with `make`; a broken list is replaced by its valid
    /// entries.
    pub fn read<E: DeserializeOwned + Default, T>(
        &mut self,
        name: &str,
        make: impl FnOnce(E, EntryReport<'_>) -> T,
    ) -> T {
        let path = self.dir.join(name);
        let built_in = || {
            self.dir
                .is_dir()
                .then(|| super::BUILT_IN.get_file(name)?.contents_utf8())?
        };
        let text = match disk::text(&path) {
            Ok(text) => text,
            Err(error) if error.kind() == ErrorKind::NotFound && built_in().is_some() => {
                let message = "is not there: the program's own list is read in its place";
                let help = "a newer program has lists that the site was made without; `cewen new` in an \
                            empty folder writes them all: copy this one from there to add words to it";
                let problem = Diagnostic::warning("vocabulary-missing", &path, message);
                self.problems.push(problem.help(help));
                built_in().unwrap_or_default().to_owned()
            }
            Err(error) => {
                let help = "every list of the vocabulary has to be there; an empty one is `[]`";
                let problem = Diagnostic::error(
                    "vocabulary-unreadable",
                    &path,
                    format!("cannot be read: {error}"),
                );
                self.problems.push(problem.help(help));
                self.lost = true;
                return make(E::default(), &mut |_, _| {});
            }
        };
        let read = yaml::salvage::<E>(&text, &path, "vocabulary-broken");
        let help =
            "write it like the entries around it; docs/vocabulary.md says what each list holds";
        self.problems
            .extend(read.wrong.into_iter().map(|wrong| wrong.help(help)));
        self.lost |= read.lost;
        let broken: Vec<Diagnostic> = self.problems.clone();
        let problems = &mut self.problems;
        make(read.value.unwrap_or_default(), &mut |message, at| {
            let problem = Diagnostic::error("vocabulary-entry", &path, message)
                .help("docs/vocabulary.md says what the list holds");
            let problem = match at.place(&text) {
                Some((line, column)) => problem.at(line, Some(column), &text),
                None => problem,
            };
            // A missing field is not reported if the same line has an invalid field: one mistake often
            // causes both.
            let same = |told: &Diagnostic| (&told.file, told.line) == (&problem.file, problem.line);
            if problem.line.is_none() || !broken.iter().any(same) {
                problems.push(problem);
            }
        })
    }
}
