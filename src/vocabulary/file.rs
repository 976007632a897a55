//! Reading a list: YAML with its place in the file in every complaint.

use std::path::Path;

use serde::de::DeserializeOwned;

use crate::model::Diagnostic;

/// Complaints of a list about its own entries: a message and the word to show the line of.
pub type Report<'a> = &'a mut dyn FnMut(String, &str);

/// Reads lists of one folder and gathers what is wrong with them.
pub struct Reader<'a> {
    /// The folder.
    pub dir: &'a Path,
    /// What was wrong so far.
    pub problems: &'a mut Vec<Diagnostic>,
}

impl Reader<'_> {
    /// Reads `name` and makes it ready; an empty list stands in for a broken one.
    pub fn read<E: DeserializeOwned + Default, T>(
        &mut self,
        name: &str,
        make: impl FnOnce(E, Report<'_>) -> T,
    ) -> T {
        let path = self.dir.join(name);
        let text = std::fs::read_to_string(&path).unwrap_or_else(|error| {
            let help = "every list of the vocabulary has to be there; an empty one is `[]`";
            self.problems.push(
                Diagnostic::error(
                    "vocabulary-unreadable",
                    &path,
                    format!("cannot be read: {error}"),
                )
                .help(help),
            );
            String::new()
        });
        let entries = match serde_yaml::from_str::<E>(&text) {
            Ok(entries) => entries,
            Err(_) if text.is_empty() => E::default(),
            Err(error) => {
                let mut problem = Diagnostic::error("vocabulary-broken", &path, error.to_string());
                if let Some(place) = error.location() {
                    problem = problem.at(place.line(), Some(place.column()), &text);
                }
                self.problems.push(problem);
                E::default()
            }
        };
        let problems = &mut *self.problems;
        make(entries, &mut |message, word| {
            let problem = Diagnostic::error("vocabulary-entry", &path, message);
            let line = text.lines().position(|l| l.contains(word)).map(|n| n + 1);
            problems.push(match line {
                Some(line) => problem.at(line, None, &text),
                None => problem,
            });
        })
    }
}
