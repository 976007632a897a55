//! How well the index answers real questions: `cargo test --test search relevance -- --nocapture`
//! prints the table.

use std::collections::BTreeMap;

use super::{REPO, SEEDS};
use cewen::search::Asked;

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

#[test]
fn relevance_of_the_first_ten() {
    let text = std::fs::read_to_string(format!("{REPO}/tests/search/questions.yaml")).unwrap();
    let questions: Vec<Question> = serde_yaml::from_str(&text).unwrap();
    assert!(questions.len() >= 60, "{}", questions.len());
    let mut sum = 0.0;
    for question in &questions {
        for id in question.answers.keys() {
            let known = SEEDS.records.iter().any(|record| record.id == *id);
            assert!(known, "{}: there is no record {id}", question.query);
        }
        let asked = Asked {
            limit: 10,
            ..Asked::default()
        };
        let answer = SEEDS.index.search(&question.query, &asked).unwrap();
        let grade = |id: &str| question.answers.get(id).copied().unwrap_or(0);
        let got = gain(answer.hits.iter().map(|hit| grade(&hit.id)));
        let mut best: Vec<u32> = question.answers.values().copied().collect();
        best.sort_unstable_by(|a, b| b.cmp(a));
        let ndcg = got / gain(best.into_iter());
        println!("{ndcg:.2}  {}", question.query);
        sum += ndcg;
    }
    let mean = sum / questions.len() as f64;
    println!("{mean:.3}  nDCG@10 over {} questions", questions.len());
    assert!(mean >= 0.90, "nDCG@10 is {mean:.3}");
}
