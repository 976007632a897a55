//! The Chinese pages say what the English ones say, whose commands are run.

use std::fs;
use std::path::Path;

use super::{REPO, text};

/// The names of the pages in `docs/zh/`.
fn pages() -> Vec<String> {
    let folder = Path::new(REPO).join("docs/zh");
    let names = fs::read_dir(folder).unwrap();
    names
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect()
}

/// The same part of a page in both languages.
fn both(page: &str, part: impl Fn(&str) -> Vec<String>) -> (Vec<String>, Vec<String>) {
    (
        part(&text(&format!("docs/{page}"))),
        part(&text(&format!("docs/zh/{page}"))),
    )
}

/// The lines of all code blocks with the fences, without comments and empty lines.
fn code(page: &str) -> Vec<String> {
    let mut inside = false;
    let mut lines = Vec::new();
    for line in page.lines() {
        let is_fence = line.starts_with("```");
        if is_fence {
            inside = !inside;
        }
        let code = match line.trim_start().starts_with('#') {
            true => "",
            false => line.split(" # ").next().unwrap().trim_end(),
        };
        if (inside || is_fence) && !code.is_empty() {
            lines.push(code.to_owned());
        }
    }
    assert!(!inside);
    lines
}

/// The lines outside code blocks.
fn prose(page: &str) -> impl Iterator<Item = &str> {
    let mut inside = false;
    page.lines().filter(move |line| {
        let is_fence = line.starts_with("```");
        inside ^= is_fence;
        !inside && !is_fence
    })
}

/// The marks of the headings, `##` for one of the second level.
fn headings(page: &str) -> Vec<String> {
    let headings = prose(page).filter(|line| line.starts_with('#'));
    let marks = headings.map(|line| line.split(' ').next().unwrap().to_owned());
    marks.collect()
}

/// The first cells of tables that are a name in code, such as that of a file.
fn names_in_tables(page: &str) -> Vec<String> {
    let rows = prose(page).filter_map(|line| line.strip_prefix("| `"));
    rows.map(|row| row.split('`').next().unwrap().to_owned())
        .collect()
}

#[test]
fn pages_in_both_languages_have_the_same_code_headings_and_tables() {
    let pages = pages();
    assert!(pages.len() >= 6, "{pages:?}");
    for page in pages {
        for part in [code, headings, names_in_tables] {
            let (english, chinese) = both(&page, part);
            assert_eq!(english, chinese, "{page}");
        }
    }
}

#[test]
fn every_message_is_explained_in_both_languages() {
    let (english, chinese) = both("diagnostics.md", |page| {
        let sections = page.split("\n## ").skip(1);
        sections.map(str::to_owned).collect()
    });
    assert_eq!(english.len(), chinese.len());
    for (english, chinese) in english.iter().zip(&chinese) {
        let (code, explained) = english.split_once('\n').unwrap();
        let severity = explained.split_once('.').unwrap().0.to_lowercase();
        let severity = match (severity.contains("error"), severity.contains("warning")) {
            (true, true) => "错误或警告。",
            (true, false) => "错误。",
            (false, true) => "警告。",
            (false, false) => panic!("{code}: {severity}"),
        };
        assert!(
            chinese.starts_with(&format!("{code}\n{severity}")),
            "{code}: {chinese}"
        );
    }
}
