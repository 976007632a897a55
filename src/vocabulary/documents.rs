use serde::Deserialize;

use super::file::{At, EntryReport};

/// `documents.yaml`: the words by which a text states its kind and its issuer.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Documents {
    /// 文种: endings of titles.
    pub kinds: Vec<String>,
    /// Words that end like a kind of document but are none.
    pub not_kinds: Vec<String>,
    /// Kinds of letters about a text.
    pub letters: Vec<String>,
    /// Marks in the numbers of the nation's documents.
    pub national_marks: Vec<String>,
    /// Addressees of national texts.
    pub national_addressees: Vec<String>,
    /// Words by which texts refer to themselves.
    pub own: Own,
}

/// Words by which the texts of each level refer to themselves.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Own {
    /// 我省.
    pub province: Vec<String>,
    /// 我市.
    pub prefecture: Vec<String>,
    /// 我县.
    pub county: Vec<String>,
}

impl Own {
    /// The words of each level: 0 for provinces, 1 for prefectures, 2 for counties.
    pub fn levels(&self) -> [&[String]; 3] {
        [&self.province, &self.prefecture, &self.county]
    }
}

impl Documents {
    pub(super) fn new(words: Self, report: EntryReport<'_>) -> Self {
        let lists = [
            &words.kinds,
            &words.not_kinds,
            &words.letters,
            &words.national_marks,
            &words.national_addressees,
            &words.own.province,
            &words.own.prefecture,
            &words.own.county,
        ];
        for word in lists.into_iter().flatten() {
            if word.trim().is_empty() {
                report("an empty word stands in a list".to_owned(), At::Words(word));
            }
        }
        words
    }

    /// The kind in which words end.
    pub fn kind(&self, words: &str) -> Option<&str> {
        let longest = |list: &'_ [String]| -> Option<usize> {
            let ends = list.iter().filter(|word| words.ends_with(word.as_str()));
            ends.map(String::len).max()
        };
        let length = longest(&self.kinds)?;
        let other = longest(&self.not_kinds).is_some_and(|other| other > length);
        let kind = self
            .kinds
            .iter()
            .find(|kind| kind.len() == length && words.ends_with(kind.as_str()));
        kind.map(String::as_str).filter(|_| !other)
    }
}
