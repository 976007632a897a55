//! Links between measures against the hand-judged pairs of `comparable.yaml`: grade 2 the same
//! instrument on the same subject, 1 the same subject, 0 it looks alike but is not.

use std::collections::BTreeMap;

use cewen::atlas::Atlas;

use super::{policies, root, vocabulary};

#[derive(serde::Deserialize)]
struct Side {
    seed: String,
    title: String,
}

#[derive(serde::Deserialize)]
struct Pair {
    a: Side,
    b: Side,
    grade: u32,
}

/// Letters and digits only: how titles are compared.
fn plain(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).collect()
}

#[test]
fn links_agree_with_judged_pairs() {
    let text = std::fs::read_to_string(root().join("tests/gold/comparable.yaml")).unwrap();
    let pairs: Vec<Pair> = serde_yaml::from_str(&text).unwrap();
    let vocabulary = vocabulary();
    let atlas = Atlas::link(policies(&vocabulary), &vocabulary);
    let id = |side: &Side| {
        let measures = atlas
            .policies
            .iter()
            .filter(|p| p.source.file.starts_with(&format!("seeds/{}", side.seed)))
            .flat_map(|p| &p.measures);
        let found: Vec<&str> = measures
            .filter(|m| plain(&m.title) == plain(&side.title))
            .map(|m| m.id.as_str())
            .collect();
        assert_eq!(found.len(), 1, "{} {}", side.seed, side.title);
        found[0].to_owned()
    };
    // The links of each measure, best first; a pair that is no link has no score.
    let links: BTreeMap<&str, Vec<(&str, f64)>> = atlas
        .measures()
        .map(|(place, measure)| {
            let link = |m: &cewen::atlas::Match| (atlas.measure(m.measure).id.as_str(), m.score);
            let matches = atlas.comparable.of(place).iter();
            (measure.id.as_str(), matches.map(link).collect())
        })
        .collect();
    let score = |a: &str, b: &str| {
        let from = |x: &str, y: &str| links[x].iter().find(|l| l.0 == y).map_or(0.0, |l| l.1);
        from(a, b).max(from(b, a))
    };
    let mut partners: BTreeMap<String, Vec<String>> = BTreeMap::new();
    let (mut same, mut different) = (Vec::new(), Vec::new());
    for pair in &pairs {
        let (a, b) = (id(&pair.a), id(&pair.b));
        match pair.grade {
            2 => same.push(score(&a, &b)),
            0 => different.push(score(&a, &b)),
            _ => {}
        }
        if pair.grade == 2 {
            partners.entry(a.clone()).or_default().push(b.clone());
            partners.entry(b).or_default().push(a);
        }
    }
    let among_five = |(measure, partners): &(&String, &Vec<String>)| {
        let five = links[measure.as_str()].iter().take(5);
        five.into_iter()
            .any(|(id, _)| partners.iter().any(|p| p == id))
    };
    let found = partners.iter().filter(among_five).count() as f64 / partners.len() as f64;
    let mut higher = 0.0;
    for x in &same {
        for y in &different {
            higher += if x > y {
                1.0
            } else if x == y {
                0.5
            } else {
                0.0
            };
        }
    }
    let higher = higher / (same.len() * different.len()) as f64;
    println!(
        "comparable: a partner among the first five for {:.1} % of {} measures; \
         the same outscores the different in {:.1} % of pairs",
        found * 100.0,
        partners.len(),
        higher * 100.0
    );
    assert!(found >= 0.95, "{found}");
    assert!(higher >= 0.97, "{higher}");
}
