//! Topics against the hand labels of `topics.yaml`.

use super::{policies, root, vocabulary};

/// The topics of a measure, by its id in `content/documents/`.
#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct Label {
    document: String,
    title: String,
    /// Topics of both levels that the measure is about.
    topics: Vec<String>,
}

#[test]
fn topics_agree_with_hand_labels() {
    let text = std::fs::read_to_string(root().join("tests/gold/topics.yaml")).unwrap();
    let labels: Vec<Label> = serde_yaml::from_str(&text).unwrap();
    assert!(labels.len() >= 60, "{}", labels.len());
    let vocabulary = vocabulary();
    let policies = policies(&vocabulary);
    let (mut right, mut found, mut wanted) = (0, 0, 0);
    for label in &labels {
        for topic in &label.topics {
            assert!(vocabulary.topics.get(topic).is_some(), "no topic {topic}");
        }
        let measure = policies
            .iter()
            .filter(|p| {
                p.source
                    .file
                    .starts_with(&format!("seeds/{}", label.document))
            })
            .flat_map(|p| &p.measures)
            .find(|m| m.title == label.title)
            .unwrap_or_else(|| panic!("no measure {}", label.title));
        let missing: Vec<_> = label
            .topics
            .iter()
            .filter(|t| !measure.topics.contains(t))
            .collect();
        let wrong: Vec<_> = measure
            .topics
            .iter()
            .filter(|t| !label.topics.contains(t))
            .collect();
        if !missing.is_empty() || !wrong.is_empty() {
            println!("{}: missing {missing:?}, wrong {wrong:?}", label.title);
        }
        right += label.topics.len() - missing.len();
        wanted += label.topics.len();
        found += measure.topics.len();
    }
    let (precision, recall) = (right as f64 / found as f64, right as f64 / wanted as f64);
    let f1 = 2.0 * precision * recall / (precision + recall);
    println!("topics: precision {precision:.3}, recall {recall:.3}, F1 {f1:.3}");
    assert!(f1 >= 0.9, "{f1}");
}
