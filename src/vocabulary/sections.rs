use serde::Deserialize;

use super::file::{At, EntryReport};

/// `sections.yaml`: the words by which a heading shows the role of its section.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Sections {
    /// Beginnings of headings that require an action.
    pub telling: Vec<String>,
    /// Words that only describe the noun of a heading.
    pub describing: Vec<String>,
    /// Headings of reports on the present state.
    pub past: Reports,
    /// Aims, principles, terms.
    pub frame: SectionWords,
    /// Terms, proofs and forms for applicants.
    pub guide: Vec<String>,
    /// Chapters that see to it that the others are done.
    pub safeguard: Endings,
    /// Annexes that list or are filled in.
    pub annex: Vec<String>,
    /// Words that address listeners.
    pub salutation: Vec<String>,
}

/// Headings of reports.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Reports {
    /// The heading ends so, and begins with no word of `telling`.
    pub ends: Vec<String>,
    /// The heading ends so, whatever it begins with.
    pub sure: Vec<String>,
    /// The heading is this.
    pub whole: Vec<String>,
}

/// Headings recognized by their endings, or as a whole.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Endings {
    /// The heading ends so.
    pub ends: Vec<String>,
    /// The heading is this.
    pub whole: Vec<String>,
}

/// Headings recognized by their nouns and endings.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SectionWords {
    /// Nouns behind describing words.
    pub nouns: Vec<String>,
    /// A short heading ends so.
    pub ends: Vec<String>,
}

impl Sections {
    pub(super) fn new(mut words: Self, report: EntryReport<'_>) -> Self {
        let lists = [
            &words.telling,
            &words.describing,
            &words.past.ends,
            &words.past.sure,
            &words.past.whole,
            &words.frame.nouns,
            &words.frame.ends,
            &words.guide,
            &words.safeguard.ends,
            &words.safeguard.whole,
            &words.annex,
            &words.salutation,
        ];
        for word in lists.into_iter().flatten() {
            if word.trim().is_empty() {
                report("an empty word stands in a list".to_owned(), At::Words(word));
            }
        }
        // The longest word comes first: 「阶段性」 before 「阶段」.
        for list in [&mut words.describing, &mut words.frame.nouns] {
            list.sort_by_key(|word| std::cmp::Reverse(word.len()));
        }
        words
    }
}
