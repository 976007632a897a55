//! How right the site is: results on labelled texts, and of each document what was not read.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::content::{FieldCounts, MethodResults, ScoredText};
use crate::model::{Account, Policy};
use crate::site::Site;
use crate::site::links::Link;
use crate::site::page::Page;

/// Address of the page.
pub const ADDRESS: &str = "about/accuracy/";

/// Folder of the published labels.
pub const LABELS: &str = "data/labels";

/// Fields in the order of the tables; others of a file follow.
const FIELDS: [&str; 12] = [
    "record",
    "measures",
    "agencies",
    "figures",
    "unit",
    "year",
    "bound",
    "kind",
    "change",
    "base_year",
    "name",
    "whole",
];

#[derive(Serialize)]
struct AccuracyPage<'a> {
    methods: Vec<MethodView<'a>>,
    labels: Vec<Link>,
    documents: Vec<DocumentLedger>,
}

#[derive(Serialize)]
struct MethodView<'a> {
    name: &'a str,
    about: &'a str,
    measured_on: String,
    groups: Vec<TextGroup>,
    kinds: Vec<KindRow>,
    samples: Vec<SampleView<'a>>,
}

/// Texts that rules were written with in sight, or others.
#[derive(Serialize)]
struct TextGroup {
    is_seen: bool,
    texts: usize,
    rows: Vec<ScoreRow>,
}

#[derive(Serialize)]
struct ScoreRow {
    field: String,
    labelled: usize,
    read: usize,
    precision: String,
    recall: String,
    /// Per cent on which two people agree.
    agreement: Option<String>,
}

/// Texts of one kind: per cent of the labelled values that were read rightly.
#[derive(Serialize)]
struct KindRow {
    /// 文种; empty where the titles do not say it.
    kind: String,
    texts: usize,
    measures: String,
    agencies: String,
    figures: String,
    whole: String,
}

#[derive(Serialize)]
struct SampleView<'a> {
    about: &'a str,
    drawn: usize,
    right: usize,
    share: String,
}

/// What became of the numbers and words of responsibility of a document.
#[derive(Serialize)]
struct DocumentLedger {
    document: Link,
    account: Account,
    /// Per cent of what is explained.
    explained: String,
    warnings: usize,
}

/// The page, if there are results.
pub fn page(site: &Site<'_>) -> Option<Page> {
    let methods = &site.accuracy.methods;
    if methods.is_empty() {
        return None;
    }
    let labels = site
        .accuracy
        .labels
        .iter()
        .map(|(name, _)| Link::new(format!("{LABELS}/{name}"), name));
    let page = AccuracyPage {
        methods: methods.iter().map(method).collect(),
        labels: labels.collect(),
        documents: ledgers(site),
    };
    Some(Page::new(ADDRESS, "accuracy.html", &page))
}

/// Per cent of the figures of texts that no rule was written for that are right in every field.
pub fn whole_figures(site: &Site<'_>) -> Option<String> {
    Some(percent(site.accuracy.unseen("whole")?.recall()))
}

fn method(results: &MethodResults) -> MethodView<'_> {
    let group = |is_seen: bool| {
        let texts: Vec<&ScoredText> = results
            .texts
            .iter()
            .filter(|text| text.is_seen == is_seen)
            .collect();
        (!texts.is_empty()).then(|| TextGroup {
            is_seen,
            texts: texts.len(),
            rows: rows(results, &texts),
        })
    };
    let samples = results.samples.iter().map(|sample| SampleView {
        about: &sample.about,
        drawn: sample.drawn,
        right: sample.right,
        share: percent((sample.drawn > 0).then(|| sample.right as f64 / sample.drawn as f64)),
    });
    MethodView {
        name: &results.method,
        about: &results.about,
        measured_on: results.measured_on.to_string(),
        groups: [false, true].into_iter().filter_map(group).collect(),
        kinds: kinds(results),
        samples: samples.collect(),
    }
}

/// FieldCounts by field over texts.
fn sums<'a>(texts: &[&'a ScoredText]) -> BTreeMap<&'a str, FieldCounts> {
    let mut sums: BTreeMap<&str, FieldCounts> = BTreeMap::new();
    for (field, counts) in texts.iter().flat_map(|text| &text.fields) {
        *sums.entry(field).or_default() += *counts;
    }
    sums
}

fn rows(results: &MethodResults, texts: &[&ScoredText]) -> Vec<ScoreRow> {
    let mut sums = sums(texts);
    let known = FIELDS
        .iter()
        .filter_map(|&field| Some((field, sums.remove(field)?)));
    let known: Vec<(&str, FieldCounts)> = known.collect();
    let all = known.into_iter().chain(sums);
    let row = |(field, counts): (&str, FieldCounts)| ScoreRow {
        field: field.to_owned(),
        labelled: counts.labelled,
        read: counts.read,
        precision: percent(counts.precision()),
        recall: percent(counts.recall()),
        agreement: results
            .agreement
            .get(field)
            .map(|[least, most]| match least == most {
                true => format!("{least}"),
                false => format!("{least}–{most}"),
            }),
    };
    all.map(row).collect()
}

fn kinds(results: &MethodResults) -> Vec<KindRow> {
    let mut kinds: BTreeMap<&str, Vec<&ScoredText>> = BTreeMap::new();
    for text in &results.texts {
        let kind = text.kind.as_deref().unwrap_or_default();
        kinds.entry(kind).or_default().push(text);
    }
    let row = |(kind, texts): (&str, Vec<&ScoredText>)| {
        let sums = sums(&texts);
        let recall = |field: &str| percent(sums.get(field).and_then(|counts| counts.recall()));
        KindRow {
            kind: kind.to_owned(),
            texts: texts.len(),
            measures: recall("measures"),
            agencies: recall("agencies"),
            figures: recall("figures"),
            whole: recall("whole"),
        }
    };
    kinds.into_iter().map(row).collect()
}

/// The ledgers of all documents, those with the most that is unexplained first.
fn ledgers(site: &Site<'_>) -> Vec<DocumentLedger> {
    let ledger = |policy: &Policy| {
        let account = policy.account?;
        Some(DocumentLedger {
            document: Link::new(format!("documents/{}/", policy.id), &policy.title),
            account,
            explained: percent(Some(account.explained())),
            warnings: policy.warnings.len(),
        })
    };
    let policies = site.atlas.policies.iter();
    let mut ledgers: Vec<DocumentLedger> = policies.filter_map(ledger).collect();
    ledgers.sort_by_key(|ledger| std::cmp::Reverse(ledger.account.unexplained));
    ledgers
}

/// `98.4`; `–` where there is nothing to measure. Rounded down, so that 100 means all.
fn percent(share: Option<f64>) -> String {
    share.map_or("–".to_owned(), |share| {
        format!("{:.1}", (share * 1000.0 + 1e-9).floor() / 10.0)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_all_are_a_hundred_per_cent() {
        assert_eq!(percent(Some(1.0)), "100.0");
        assert_eq!(percent(Some(0.9999)), "99.9");
        assert_eq!(percent(Some(0.984)), "98.4");
        assert_eq!(percent(None), "–");
    }
}
