//! Headings are found by their numbers: 第十八条, （三）, 附件2, 一、. `CEWEN_TEXTS` names a folder of more texts.

use std::collections::BTreeSet;
use std::path::PathBuf;

use cewen::atlas::Atlas;
use cewen::extract::{Seed, read_policy};
use cewen::model::{Block, Policy};
use cewen::search::plain;

use super::built::{self, VOCABULARY};
use super::{Dice, Indexed, ids};

/// Headings that are looked for in each set of texts.
const SAMPLE: usize = 300;
/// Characters of a title that somebody types after its number.
const WORDS: usize = 6;

/// A numbered heading where it stands.
struct Heading<'a> {
    policy: &'a Policy,
    number: &'a str,
    /// The first words after the number.
    words: String,
    line: usize,
}

fn headings(policy: &Policy) -> Vec<Heading<'_>> {
    let blocks = policy.blocks.iter();
    let numbered = blocks.filter_map(|block| match block {
        Block::Heading {
            number: Some(number),
            title,
            lines,
            ..
        } => {
            let words = title.chars().take_while(|c| c.is_alphanumeric());
            Some(Heading {
                policy,
                number,
                words: words.take(WORDS).collect(),
                line: lines.first,
            })
        }
        _ => None,
    });
    numbered
        .filter(|heading| !heading.words.is_empty())
        .collect()
}

impl Indexed {
    /// The records in whose lines a heading stands.
    fn at(&self, heading: &Heading<'_>) -> BTreeSet<&str> {
        let records = self.records.iter();
        let here = records.filter(|record| {
            record.file == heading.policy.source.file && record.lines.contains(heading.line)
        });
        here.map(|record| record.id.as_str()).collect()
    }

    /// How many records say these words in a row, in a title or a text.
    fn saying(&self, words: &str) -> usize {
        let words = plain(words);
        let says = |record: &&_| super::says(record).iter().any(|text| text.contains(&words));
        self.records.iter().filter(says).count()
    }
}

/// Looks for some of the headings; gives how many there are, and how many are not among the first ten hits.
fn look_for(indexed: &Indexed, policies: &[Policy]) -> (usize, usize) {
    let all: Vec<Heading<'_>> = policies.iter().flat_map(headings).collect();
    let mut dice = Dice(20_261_128);
    let mut lost = Vec::new();
    for _ in 0..SAMPLE {
        let heading = &all[dice.below(all.len())];
        let here = indexed.at(heading);
        let typed = format!("{}{}", heading.number, heading.words);
        let answer = indexed.ask(&typed, 10);
        let is_found = !ids(&answer).is_disjoint(&here);
        // A heading that more than ten texts have is told from the others by its place only.
        if !is_found && indexed.saying(&typed) <= 10 {
            lost.push(format!(
                "{typed} in {}:{}",
                heading.policy.source.file, heading.line
            ));
        }
        let Some(region) = &heading.policy.region else {
            continue;
        };
        let answer = indexed.ask(&format!("{} {}", region.name, heading.number), usize::MAX);
        let found = ids(&answer);
        let names = here.iter().any(|id| found.contains(id));
        assert!(
            names,
            "{} {} at line {}",
            region.name, heading.number, heading.line
        );
    }
    println!(
        "{} of {SAMPLE} not among the first ten: {lost:#?}",
        lost.len()
    );
    (all.len(), lost.len())
}

#[test]
fn a_heading_is_found_by_its_number_and_its_first_words() {
    let atlas = &*built::ATLAS;
    let (count, lost) = look_for(&super::SEEDS, &atlas.policies);
    assert!(count > 100 && lost == 0, "{lost} of {count}");
}

#[test]
fn headings_of_other_texts_are_found_by_their_numbers() {
    let Some(folder) = std::env::var_os("CEWEN_TEXTS").map(PathBuf::from) else {
        println!("not run: CEWEN_TEXTS names no folder with other texts");
        return;
    };
    let files = std::fs::read_dir(folder).unwrap();
    let mut files: Vec<PathBuf> = files.map(|entry| entry.unwrap().path()).collect();
    files.retain(|file| file.extension().is_some_and(|end| end == "txt"));
    files.sort();
    let read = |(n, file): (usize, &PathBuf)| {
        let seed = Seed {
            file: format!("seeds/{}", file.file_name().unwrap().display()),
            id: Some(format!("text-{n}")),
            ..Seed::default()
        };
        read_policy(&std::fs::read(file).unwrap(), &seed, &VOCABULARY).unwrap()
    };
    let policies = files.iter().enumerate().map(read).collect();
    let atlas = Atlas::link(policies, &VOCABULARY);
    let (count, lost) = look_for(&Indexed::of(&atlas), &atlas.policies);
    assert!(count > files.len(), "{count} headings");
    // Words that many texts say often may come before the heading that says them once.
    assert!(lost * 50 <= SAMPLE, "{lost} of {SAMPLE}");
}
