//! How well the index answers real questions: `cargo test --test search relevance -- --nocapture`
//! prints the table.

use std::collections::{BTreeMap, BTreeSet};

use super::{REPO, SEEDS, ask};
use cewen::search::{Answer, plain};

/// A question with its judged answers.
#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct Question {
    query: String,
    /// For the id of a record how well it answers: 2 it is what was asked for, 1 it helps.
    answers: BTreeMap<String, u32>,
}

/// What the first ten are worth, the later the less: gain 2^grade − 1 by log2 of the rank.
fn gain(grades: impl Iterator<Item = u32>) -> f64 {
    grades
        .take(10)
        .enumerate()
        .map(|(n, grade)| (2_f64.powf(f64::from(grade)) - 1.0) / (n as f64 + 2.0).log2())
        .sum()
}

/// The records of an answer in their order, of each passage all.
fn records(answer: &Answer) -> Vec<&str> {
    let mut all: Vec<(f64, &str)> = Vec::new();
    for hit in &answer.hits {
        all.push((hit.score, &hit.id));
        all.extend(
            hit.same
                .iter()
                .map(|other| (other.score, other.id.as_str())),
        );
    }
    all.sort_by(|a, b| b.0.total_cmp(&a.0));
    all.into_iter().map(|(_, id)| id).collect()
}

/// The worth of grades in this order, as a share of the best order.
fn ndcg(grades: impl Iterator<Item = u32>, mut best: Vec<u32>) -> f64 {
    best.sort_unstable_by(|a, b| b.cmp(a));
    gain(grades) / gain(best.into_iter())
}

/// For each record the record of its passage.
fn passages() -> BTreeMap<&'static str, &'static str> {
    let records = &SEEDS.records;
    let of = |n: usize| {
        let of = records[n].passage;
        of.map_or(n, |of| n + of.passage as usize - of.own as usize)
    };
    let own = (0..records.len()).map(|n| (records[n].id.as_str(), records[of(n)].id.as_str()));
    own.collect()
}

#[test]
fn relevance_of_the_first_ten() {
    let text = std::fs::read_to_string(format!("{REPO}/tests/search/questions.yaml")).unwrap();
    let questions: Vec<Question> = serde_yaml::from_str(&text).unwrap();
    assert!(questions.len() >= 60, "{}", questions.len());
    let passages = passages();
    let (mut sum, mut sum_of_passages) = (0.0, 0.0);
    for question in &questions {
        for id in question.answers.keys() {
            assert!(
                passages.contains_key(id.as_str()),
                "{}: there is no record {id}",
                question.query
            );
        }
        let answer = ask(&question.query);
        let grade = |id: &str| question.answers.get(id).copied().unwrap_or(0);
        let best = question.answers.values().copied().collect();
        let own = ndcg(records(&answer).into_iter().map(grade), best);
        // A passage answers as well as the best of its records.
        let mut best: BTreeMap<&str, u32> = BTreeMap::new();
        for (id, grade) in &question.answers {
            let of_passage = best.entry(passages[id.as_str()]).or_default();
            *of_passage = (*of_passage).max(*grade);
        }
        let found = answer.hits.iter().map(|hit| passages[hit.id.as_str()]);
        let grades = found.map(|passage| best.get(passage).copied().unwrap_or(0));
        let of_passages = ndcg(grades, best.values().copied().collect());
        println!("{own:.2} {of_passages:.2}  {}", question.query);
        sum += own;
        sum_of_passages += of_passages;
    }
    let count = questions.len() as f64;
    let (mean, of_passages) = (sum / count, sum_of_passages / count);
    println!("{mean:.3} {of_passages:.3}  nDCG@10 of records and of passages");
    assert!(mean >= 0.90, "nDCG@10 is {mean:.3}");
    assert!(
        of_passages >= 0.90,
        "nDCG@10 of passages is {of_passages:.3}"
    );
}

/// A question as somebody types it, and sentences that answer it.
#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct TypedQuestion {
    query: String,
    sentences: Vec<String>,
}

#[test]
fn questions_as_people_type_them_find_the_sentence_that_answers() {
    let text = std::fs::read_to_string(format!("{REPO}/tests/search/asked.yaml")).unwrap();
    let questions: Vec<TypedQuestion> = serde_yaml::from_str(&text).unwrap();
    assert!(questions.len() >= 20);
    let passages = passages();
    let mut sum = 0.0;
    for TypedQuestion { query, sentences } in &questions {
        let sentences: Vec<String> = sentences.iter().map(|s| plain(s)).collect();
        let answers = SEEDS.records.iter().filter(|record| {
            let text = plain(&record.text);
            sentences.iter().any(|sentence| text.contains(sentence))
        });
        let answers = answers.map(|record| passages[record.id.as_str()]);
        let answers: BTreeSet<&str> = answers.collect();
        assert!(!answers.is_empty(), "{query}: no text says so");
        let found = ask(query);
        let found = found.hits.iter().map(|hit| passages[hit.id.as_str()]);
        let grades = found.map(|passage| u32::from(answers.contains(passage)));
        let own = ndcg(grades, vec![1; answers.len()]);
        println!("{own:.2}  {query}");
        sum += own;
    }
    let mean = sum / questions.len() as f64;
    println!("{mean:.3}  nDCG@10 of questions as they are typed");
    assert!(mean >= 0.80, "nDCG@10 is {mean:.3}");
}
