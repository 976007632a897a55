//! The end of a document's validity by another document of the site.

use jiff::civil::Date;

use super::{ReferenceTarget, References};
use crate::model::{Policy, Reference, Relation, RepealedBy};
use crate::vocabulary::ReferenceWords;

/// Sets what other documents of the site repeal. Only sure cases count: a whole document of the same region,
/// by one that is in force on a known day and is no draft.
pub fn apply(policies: &mut [Policy], references: &References, words: &ReferenceWords) {
    let mut all: Vec<(usize, RepealedBy)> = Vec::new();
    for (from, targets) in references.targets.iter().enumerate() {
        let policy = &policies[from];
        let is_draft = words
            .drafts
            .iter()
            .any(|word| policy.title.contains(&**word));
        let Some(since) = first_day(policy).filter(|_| !is_draft) else {
            continue;
        };
        for (reference, target) in policy.references.iter().zip(targets) {
            if let ReferenceTarget::Held(held) = *target
                && reference.relation == Relation::Repeals
                && policy.region.is_some()
                && policies[held].region == policy.region
                && is_whole(reference, words)
            {
                let repealed = RepealedBy {
                    document: policy.id.clone(),
                    since,
                    lines: reference.lines,
                };
                all.push((held, repealed));
            }
        }
    }
    // The first of several counts.
    all.sort_by(|a, b| (a.0, a.1.since, &a.1.document).cmp(&(b.0, b.1.since, &b.1.document)));
    for (held, repealed) in all.into_iter().rev() {
        policies[held].repealed_by = Some(repealed);
    }
}

/// The day from which a document repeals others: 施行日期, else that of its issue.
fn first_day(policy: &Policy) -> Option<Date> {
    let issued = || policy.issued_on.and_then(|issued| issued.date());
    policy.effective_on.or_else(issued)
}

/// Whether a whole document is repealed on the day on which the other begins: between its title and the repeal stand
/// no words of a part and no other day.
fn is_whole(reference: &Reference, words: &ReferenceWords) -> bool {
    let title = format!("《{}》", reference.title);
    let Some(at) = reference.quote.find(&title) else {
        return false;
    };
    let behind = &reference.quote[at + title.len()..];
    let end = words
        .repealed
        .iter()
        .filter_map(|word| behind.rfind(&**word));
    // 「同时废止《…》」 has nothing behind it.
    let behind = &behind[..end.max().unwrap_or(0)];
    let between = outside_marks(behind);
    !between.contains(|c: char| c.is_ascii_digit())
        && !words.partly.iter().any(|word| between.contains(&**word))
}

/// A text without what stands in brackets and between 《 and 》.
fn outside_marks(text: &str) -> String {
    let mut depth = 0_usize;
    let mut kept = String::new();
    for c in text.chars() {
        match c {
            '《' | '（' | '(' | '〔' | '[' => depth += 1,
            '》' | '）' | ')' | '〕' | ']' => depth = depth.saturating_sub(1),
            c if depth == 0 => kept.push(c),
            _ => {}
        }
    }
    kept
}
