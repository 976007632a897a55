use serde::Deserialize;

use super::file::{At, EntryReport};
use crate::model::ReferenceKind;

/// `references.yaml`: the words by which a text names other documents.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ReferenceWords {
    /// Endings of titles of policies.
    pub policies: Vec<String>,
    /// Endings of titles of laws and international agreements.
    pub laws: Vec<String>,
    /// Endings of titles of technical standards.
    pub standards: Vec<String>,
    /// Words before a title that the text rests on or carries out.
    pub based_on: Vec<String>,
    /// Headings of lists of what a text rests on.
    pub basis_headings: Vec<String>,
    /// Words before or behind a title that the text passes on.
    pub forwards: Vec<String>,
    /// Words behind a title that is repealed.
    pub repealed: Vec<String>,
    /// Words before one of `repealed` in the text that repeals.
    pub at_once: Vec<String>,
    /// Words by which only a part is repealed.
    pub partly: Vec<String>,
    /// Words behind the title of the text itself.
    pub own: Vec<String>,
    /// Words before the titles that a notice issues.
    pub issues: Vec<String>,
    /// Words before a short name.
    pub short_names: Vec<String>,
    /// Marks of titles that are not in force yet.
    pub drafts: Vec<String>,
    /// Endings of names of bodies.
    pub bodies: Vec<String>,
    /// Beginnings of names of national bodies.
    pub national: Vec<String>,
    /// Words between a body and the title of its document.
    pub issued: Vec<String>,
}

impl ReferenceWords {
    pub(super) fn new(words: Self, report: EntryReport<'_>) -> Self {
        for word in words.lists().into_iter().flatten() {
            if word.trim().is_empty() {
                report("an empty word stands in a list".to_owned(), At::Words(word));
            }
        }
        words
    }

    fn lists(&self) -> [&Vec<String>; 16] {
        [
            &self.policies,
            &self.laws,
            &self.standards,
            &self.based_on,
            &self.basis_headings,
            &self.forwards,
            &self.repealed,
            &self.at_once,
            &self.partly,
            &self.own,
            &self.issues,
            &self.short_names,
            &self.drafts,
            &self.bodies,
            &self.national,
            &self.issued,
        ]
    }

    /// The kind of document that a title names by its ending; `None` for books, forms and papers.
    pub fn kind(&self, title: &str) -> Option<ReferenceKind> {
        let words = without_brackets(title);
        let longest = |list: &[String], kind| {
            let ends = list.iter().filter(|ending| words.ends_with(&***ending));
            let length = ends.map(String::len).max()?;
            Some((length, kind))
        };
        let kinds = [
            longest(&self.laws, ReferenceKind::Law),
            longest(&self.standards, ReferenceKind::Standard),
            longest(&self.policies, ReferenceKind::Policy),
        ];
        let longest = kinds
            .into_iter()
            .flatten()
            .max_by_key(|(length, _)| *length);
        longest.map(|(_, kind)| kind)
    }

    /// Whether words are names of bodies, such as 「省委、省政府」 or 「生态环境部2021年印发的」.
    pub fn are_bodies(&self, words: &str) -> bool {
        const LONGEST: usize = 40;
        let ended = self
            .issued
            .iter()
            .find_map(|word| words.strip_suffix(&**word));
        let words = ended.unwrap_or(words);
        let is_of_a_date = |c: char| c.is_ascii_digit() || matches!(c, '年' | '月');
        let words = words.trim_end_matches(is_of_a_date);
        let ends = |word: &String| words.ends_with(&**word);
        words.chars().count() <= LONGEST && self.bodies.iter().any(ends)
    }

    /// Whether words begin with the name of a national body.
    pub fn is_national(&self, words: &str) -> bool {
        self.national.iter().any(|body| words.starts_with(&**body))
    }
}

/// A title without the brackets at its end: 「办法（试行）」, 「目录（2019年本）」.
pub fn without_brackets(title: &str) -> &str {
    let mut words = title.trim_end();
    while let Some(inner) = words.strip_suffix(['）', ')']) {
        let Some(open) = inner.rfind(['（', '(']) else {
            break;
        };
        words = inner[..open].trim_end();
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::vocabulary::tests::REAL;

    #[test]
    fn titles_end_as_policies_laws_or_standards() {
        let kind = |title| REAL.references.kind(title);
        assert_eq!(
            kind("碳排放权交易管理办法（试行）"),
            Some(ReferenceKind::Policy)
        );
        assert_eq!(kind("中华人民共和国节约能源法"), Some(ReferenceKind::Law));
        assert_eq!(kind("巴黎协定"), Some(ReferenceKind::Law));
        assert_eq!(kind("公共建筑节能设计标准"), Some(ReferenceKind::Standard));
        assert_eq!(kind("红楼梦"), None);
        assert_eq!(kind("土地成交确认书"), None);
    }

    #[test]
    fn bodies_may_stand_in_a_row() {
        let words = &REAL.references;
        assert!(words.are_bodies("省委、省政府"));
        assert!(words.are_bodies("生态环境部2021年印发的"));
        assert!(words.are_bodies("住房和城乡建设部等7部门"));
        assert!(!words.are_bodies("规划要求编制"));
    }
}
