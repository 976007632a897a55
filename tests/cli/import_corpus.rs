//! Real documents, where they lie beside the project: what is imported from a PDF or from a text with
//! its layout against another extraction of the same document.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use cewen::import;
use cewen::text;

/// Of the stretches of four letters of one extraction, this share is in the other: the cells of tables
/// stand in another order there, and the numbers of pages and a table of contents between the lines.
const SAME_LETTERS: f64 = 0.96;
/// Of the long paragraphs, this share is in the other extraction letter by letter.
const SAME_PARAGRAPHS: f64 = 0.99;
/// Of the long paragraphs, this share ends as a sentence does: it was not cut.
const WHOLE: f64 = 0.99;
/// A paragraph with as many letters is long: no heading is.
const LONG: usize = 60;

/// The folder, if it is there.
fn corpus() -> Option<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/corpus");
    folder.is_dir().then_some(folder)
}

/// A file, and the other extraction of its document.
fn pairs(folder: &Path) -> Vec<(PathBuf, PathBuf)> {
    let files = [folder.join("pdf"), folder.to_owned()]
        .into_iter()
        .flat_map(|below| {
            let entries = fs::read_dir(below).into_iter().flatten().flatten();
            entries.map(|entry| entry.path())
        });
    let mut pairs: Vec<(PathBuf, PathBuf)> = files
        .filter_map(|file| {
            let name = file.file_name()?.to_str()?;
            let stem = name
                .strip_suffix(".pdf")
                .or_else(|| name.strip_suffix(".layout.txt"))?;
            let other = folder.join(format!("{stem}.txt"));
            other.is_file().then_some((file.clone(), other))
        })
        .collect();
    pairs.sort();
    pairs
}

fn letters(words: &str) -> Vec<char> {
    text::mended(words)
        .chars()
        .filter(|c| c.is_alphanumeric())
        .collect()
}

fn stretches(words: &str) -> BTreeSet<String> {
    letters(words)
        .windows(4)
        .map(|four| four.iter().collect())
        .collect()
}

fn share(part: usize, whole: usize) -> f64 {
    part as f64 / whole.max(1) as f64
}

#[test]
fn what_is_imported_is_what_another_extraction_has() {
    let Some(folder) = corpus() else { return };
    let mut wrong = Vec::new();
    for (file, other) in pairs(&folder) {
        let name = file.file_name().unwrap().to_string_lossy().into_owned();
        let read = import::read(&file, &fs::read(&file).unwrap()).unwrap();
        let other = fs::read_to_string(other).unwrap();
        let (own, theirs) = (stretches(&read.text), stretches(&other));
        let both = own.intersection(&theirs).count();
        // Numbers of pages stand in the middle of sentences there.
        let worded = other.lines().filter(|line| line.chars().any(text::is_han));
        let stream: String = letters(&worded.collect::<String>()).into_iter().collect();
        let long: Vec<&str> = read
            .text
            .lines()
            .filter(|line| !line.contains('\t') && letters(line).len() >= LONG)
            .collect();
        let found = |line: &&&str| stream.contains(&letters(line).into_iter().collect::<String>());
        let ended = |line: &&&str| line.ends_with(['。', '；', '：', '！', '）', ')', '》', '”']);
        for (what, share, least) in [
            (
                "letters are in the other",
                share(both, own.len()),
                SAME_LETTERS,
            ),
            (
                "letters of the other are in it",
                share(both, theirs.len()),
                SAME_LETTERS,
            ),
            (
                "long paragraphs are in the other",
                share(long.iter().filter(found).count(), long.len()),
                SAME_PARAGRAPHS,
            ),
            (
                "long paragraphs are whole",
                share(long.iter().filter(ended).count(), long.len()),
                WHOLE,
            ),
        ] {
            if share < least {
                wrong.push(format!("{name}: only {share:.3} of its {what}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}
