//! Names of seeds and ids of documents, by what was read of them.

use crate::model::{PartialDate, Policy};
use crate::vocabulary::Vocabulary;

/// The longest part of a title in a file name, in characters.
const LONGEST: usize = 40;

/// `丽水市-2021-丽水市碳达峰实施方案`: region, year, title; nothing that a file system minds.
pub fn name_of(policy: &Policy, id: &str) -> String {
    let safe = |c: &char| c.is_alphanumeric() || matches!(c, '（' | '）' | '-' | '—' | '·');
    let title: String = policy.title.chars().filter(safe).take(LONGEST).collect();
    let region = policy.region.as_ref().map(|region| region.name.clone());
    let year = year(policy).map(|year| year.to_string());
    let parts = [region, year, Some(title)].into_iter().flatten();
    let parts: Vec<String> = parts.filter(|part| !part.is_empty()).collect();
    match parts.is_empty() {
        true => id.to_owned(),
        false => parts.join("-"),
    }
}

/// `lishui-2021`: part of every address of the document until somebody gives it a better one.
pub fn id_of(policy: &Policy, vocabulary: &Vocabulary) -> String {
    let region = policy
        .region
        .as_ref()
        .and_then(|r| vocabulary.regions.get(&r.code));
    let region = region.map(|entry| entry.slug.clone());
    let year = year(policy).map(|year| year.to_string());
    let parts: Vec<String> = [region, year].into_iter().flatten().collect();
    match parts.is_empty() {
        true => "text".to_owned(),
        false => parts.join("-"),
    }
}

/// The year of its dates, else that of its number, 〔2024〕, else the first it is made for.
fn year(policy: &Policy) -> Option<i16> {
    let date = policy
        .dated()
        .or(policy.effective_on.map(PartialDate::from));
    let numbered = || {
        let number = policy.document_number.as_deref()?;
        let after = number.split(['〔', '[', '［', '(', '（']).nth(1)?;
        let year: String = after.chars().take_while(char::is_ascii_digit).collect();
        year.parse().ok().filter(|year| (1949..2100).contains(year))
    };
    date.map(|date| date.year())
        .or_else(numbered)
        .or(policy.period.from)
}

/// The first of `name`, `name-2`, `name-3` … that is free.
pub fn free(name: &str, joint: &str, is_free: &dyn Fn(&str) -> bool) -> String {
    let numbered = (2..).map(|n| format!("{name}{joint}{n}"));
    std::iter::once(name.to_owned())
        .chain(numbered)
        .find(|name| is_free(name))
        .unwrap_or_else(|| name.to_owned())
}
