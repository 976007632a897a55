//! Reading a list: YAML with its place in the file in every complaint.

use std::io::ErrorKind;
use std::path::Path;

use serde::de::DeserializeOwned;

use crate::disk;
use crate::model::Diagnostic;
use crate::yaml;

/// Complaints of a list about its own entries: a message and where to show it.
pub type EntryReport<'a> = &'a mut dyn FnMut(String, At<'_>);

/// Where in a file an entry is wrong.
#[derive(Clone, Copy)]
pub enum At<'a> {
    /// Where these words stand first.
    Words(&'a str),
    /// Where they stand last, since they stood there before.
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

/// Where words stand that are part of longer ones, such as a pattern.
fn part(text: &str, words: &str) -> Option<(usize, usize)> {
    let (n, line) = text
        .lines()
        .enumerate()
        .find(|(_, line)| !words.is_empty() && line.contains(words))?;
    let before = line.split(words).next().unwrap_or_default();
    Some((n + 1, before.chars().count() + 1))
}

/// What is said of a pattern that is none. The reason that the reader gives is several lines long, the
/// last of them says it.
pub fn not_a_pattern(pattern: &str, error: &regex::Error) -> String {
    let told = error.to_string();
    let reason = told.lines().last().unwrap_or_default();
    let reason = reason.trim_start_matches("error: ");
    format!("`{pattern}` is no pattern: {reason}")
}

/// Reads lists of one folder and gathers what is wrong with them.
pub struct VocabularyReader<'a> {
    /// The folder.
    pub dir: &'a Path,
    /// What was wrong so far.
    pub problems: Vec<Diagnostic>,
    /// Whether there is a list of which nothing can be read.
    pub lost: bool,
}

impl VocabularyReader<'_> {
    /// Reads `name` and makes it ready; what can be read stands in for a broken one.
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
            // What an entry lacks since a field of it cannot be read is not told as well.
            let same = |told: &Diagnostic| (&told.file, told.line) == (&problem.file, problem.line);
            if problem.line.is_none() || !broken.iter().any(same) {
                problems.push(problem);
            }
        })
    }
}
