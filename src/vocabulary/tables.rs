use serde::Deserialize;

use super::file::{At, EntryReport};

/// `tables.yaml`: the words by which columns and cells of a table of indicators are known.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Tables {
    /// Heads of columns.
    pub columns: Heads,
    /// Words that may follow the year of a column.
    pub of_years: Vec<String>,
    /// Values of a column of binding forces.
    pub bindings: Vec<String>,
    /// Targets in words.
    pub worded: Worded,
}

/// Column heads, by the content of the column.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Heads {
    /// Numbers that count the rows.
    pub serial: Vec<String>,
    /// Names of indicators.
    pub name: Vec<String>,
    /// Units.
    pub unit: Vec<String>,
    /// Rates of growth.
    pub rate: Vec<String>,
    /// Binding forces of targets.
    pub binding: Vec<String>,
}

/// Targets in words.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Worded {
    /// The cell is this.
    pub whole: Vec<String>,
    /// The cell begins so and ends with a word of `ends`.
    pub begins: Vec<String>,
    /// The cell ends so and begins with a word of `begins`.
    pub ends: Vec<String>,
}

impl Tables {
    pub(super) fn new(words: Self, report: EntryReport<'_>) -> Self {
        let lists = [
            &words.columns.serial,
            &words.columns.name,
            &words.columns.unit,
            &words.columns.rate,
            &words.columns.binding,
            &words.of_years,
            &words.bindings,
            &words.worded.whole,
            &words.worded.begins,
            &words.worded.ends,
        ];
        for word in lists.into_iter().flatten() {
            if word.trim().is_empty() {
                report("an empty word stands in a list".to_owned(), At::Words(word));
            }
        }
        words
    }

    /// Whether a cell states a target in words: 「完成省分解任务」.
    pub fn is_worded(&self, cell: &str) -> bool {
        const LONGEST: usize = 16;
        let worded = &self.worded;
        let begins = || {
            worded
                .begins
                .iter()
                .any(|word| cell.starts_with(word.as_str()))
        };
        let ends = || worded.ends.iter().any(|word| cell.ends_with(word.as_str()));
        let digits = cell.contains(|c: char| c.is_ascii_digit());
        worded.whole.iter().any(|whole| whole == cell)
            || !digits && cell.chars().count() <= LONGEST && begins() && ends()
    }
}
