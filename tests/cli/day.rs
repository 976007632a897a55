//! A maintainer's day: a new site, a text as it was found, a figure that was read wrongly, the reader
//! who reported it, the next build.

use std::fs;
use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Stdio};

use crate::site::{FIRST, Run, Site};

fn run(arguments: &[&str]) -> Run {
    let program = env!("CARGO_BIN_EXE_cewen");
    Run::from(
        Command::new(program)
            .env("LC_ALL", "C.UTF-8")
            .args(arguments)
            .output()
            .unwrap(),
    )
}

/// Runs a command on the site in `root`; it has to go well.
fn at(root: &Path, arguments: &[&str]) -> String {
    let root = root.display().to_string();
    let run = run(&[&["--root", &root][..], arguments].concat());
    assert_eq!(run.code, Some(0), "{arguments:?}\n{}{}", run.out, run.err);
    run.out
}

#[test]
fn from_nothing_to_a_correction_that_stays() {
    let home = tempfile::tempdir().unwrap();
    let root = home.path().join("site");
    let told = run(&["new", &root.display().to_string()]);
    assert_eq!(told.code, Some(0), "{}", told.err);
    // The example is of no region, which is what a warning looks like.
    assert!(at(&root, &["check"]).contains("0 errors, 1 warning"));
    at(&root, &["build"]);
    let index = fs::read_to_string(root.join("public/index.html")).unwrap();
    assert!(
        index.contains("屋顶光伏行动") || index.contains("示例市绿色生活行动方案"),
        "{index}"
    );

    let page = "<!DOCTYPE html><html><head><meta charset=\"utf-8\"><title>丽水市绿色行动方案_丽水市人民政府</title></head><body><div id=\"zoom\"><p>丽水市绿色行动方案</p><p>丽政办发〔2024〕3号</p><p>一、重点任务</p><p>（一）光伏行动。到2025年，新增光伏装机容量2.7万千瓦，建成绿色工厂20家以上，规模以上工业单位增加值能耗下降16%。（牵头单位：市发改委）</p></div></body></html>";
    fs::write(home.path().join("found.html"), page).unwrap();
    let file = home.path().join("found.html").display().to_string();
    let url = "https://www.example.gov.cn/1.html";
    let told = at(&root, &["import", &file, "--url", url]);
    assert!(
        told.contains("丽水市-2024-丽水市绿色行动方案.txt"),
        "{told}"
    );
    at(&root, &["build"]);
    let document = fs::read_to_string(root.join("content/documents/lishui-2024.yaml")).unwrap();
    let id = document
        .split("- id: f")
        .find(|figure| figure.contains("value: 2.7"))
        .map(|figure| format!("f{}", figure.split_whitespace().next().unwrap()))
        .unwrap();

    // A reader sends what the page shows: the record, its version, a quote.
    let document =
        fs::read_to_string(root.join("public/documents/lishui-2024/index.json")).unwrap();
    let document: serde_json::Value = serde_json::from_str(&document).unwrap();
    let version = document["measures"][0]["version"].as_str().unwrap();
    let figure = format!("lishui-2024#{id}");
    let told = at(
        &root,
        &[
            "correct",
            &figure,
            "value=27",
            "--why",
            "原文为27万千瓦",
            "--version",
            "000000000000",
        ],
    );
    assert!(
        told.contains("content/corrections/lishui-2024.yaml") && told.contains("2.7 → 27"),
        "{told}"
    );
    let told = run(&[
        "--root",
        &root.display().to_string(),
        "correct",
        "lishui-2024/1-1",
        "title=屋顶光伏行动",
        "--why",
        "标题",
        "--version",
        version,
    ]);
    assert!(
        told.err.is_empty() || told.err.contains("has changed"),
        "{}",
        told.err
    );
    at(&root, &["build"]);
    let updates = fs::read_to_string(root.join("public/updates/index.html")).unwrap();
    assert!(
        updates.contains("原文为27万千瓦") || updates.contains("27"),
        "{updates}"
    );
    let feed = fs::read_to_string(root.join("public/atom.xml")).unwrap();
    assert!(feed.contains("丽水市绿色行动方案"), "{feed}");
    let figures = fs::read_to_string(root.join("public/data/figures.csv")).unwrap();
    let row = figures
        .lines()
        .find(|row| row.starts_with(&figure))
        .unwrap();
    assert!(
        row.contains(",27,") && row.trim_end().ends_with(",1"),
        "{row}"
    );

    // It survives another build; a text that has changed under it is told.
    at(&root, &["build"]);
    let seed = root.join("seeds/丽水市-2024-丽水市绿色行动方案.txt");
    let text = fs::read_to_string(&seed).unwrap();
    fs::write(&seed, text.replace("2.7万千瓦", "3.5万千瓦")).unwrap();
    let told = run(&["--root", &root.display().to_string(), "build"]);
    assert_eq!(told.code, Some(1));
    assert!(
        told.err.contains("correction-stale")
            && told
                .err
                .contains("content/corrections/lishui-2024.yaml:4:5"),
        "{}",
        told.err
    );
    let explained = run(&["explain", "correction-stale"]);
    assert!(explained.out.contains("take the"), "{}", explained.out);
}

#[test]
fn a_correction_that_cannot_be_is_not_written() {
    let site = Site::new();
    for (arguments, told) in [
        (
            &["correct", "first#f99", "value=1", "--why", "x"][..],
            "there is no record first#f99",
        ),
        (
            &["correct", "first/1-1", "titel=乙", "--why", "x"],
            "`titel` is no field",
        ),
        (
            &["correct", "first/1-1", "--why", "x"],
            "sets fields, or drops",
        ),
        (&["correct", "first/1-1", "title", "--why", "x"], "has no ="),
        (
            &["correct", "first/1-1", "role=1", "--why", "x"],
            "cannot hold",
        ),
        (
            &["correct", "first/1-1", "agencies=1", "--why", "x"],
            "cannot hold",
        ),
    ] {
        let run = site.run(arguments);
        assert_ne!(run.code, Some(0), "{arguments:?}");
        assert!(run.err.contains(told), "{arguments:?}: {}", run.err);
    }
    assert!(!site.path("content/corrections/first.yaml").exists());
    // Words that look like a number, where words are meant.
    let run = site.run(&["correct", "first/1-1", "title=2025", "--why", "x"]);
    assert_eq!(run.code, Some(0), "{}", run.err);
    let file = fs::read_to_string(site.path("content/corrections/first.yaml")).unwrap();
    assert!(file.contains("title: '2025'"), "{file}");
    // The number of a measure changes with the text, so that its title is remembered.
    let run = site.run(&["correct", "first/1-1", "role=safeguard", "--why", "x"]);
    assert_eq!(run.code, Some(0), "{}", run.err);
    let file = fs::read_to_string(site.path("content/corrections/first.yaml")).unwrap();
    let remembered = "  was:\n    title: '2025'\n    role: action\n";
    assert!(file.contains(remembered), "{file}");
}

#[test]
fn a_folder_with_anything_in_it_is_left_alone() {
    let home = tempfile::tempdir().unwrap();
    fs::write(home.path().join("mine.txt"), "mine").unwrap();
    let told = run(&["new", &home.path().display().to_string()]);
    assert_eq!(told.code, Some(2));
    assert!(told.err.contains("is not empty"), "{}", told.err);
    assert_eq!(fs::read_dir(home.path()).unwrap().count(), 1);
}

#[test]
fn documents_as_lines_give_the_records_of_extract() {
    let site = Site::new();
    let mut program = Command::new(env!("CARGO_BIN_EXE_cewen"))
        .env("LC_ALL", "C.UTF-8")
        .arg("--root")
        .arg(site.root())
        .args(["extract", "--ndjson"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let line = serde_json::json!({"file": "seeds/first.txt", "id": "first", "text": FIRST});
    let mut input = program.stdin.take().unwrap();
    write!(
        input,
        "{line}\n\nno json\n{{\"text\": \"某市方案\", \"region\": \"无此地\"}}\n"
    )
    .unwrap();
    drop(input);
    let output = program.wait_with_output().unwrap();
    assert_eq!(output.status.code(), Some(1), "a line could not be read");
    let text = String::from_utf8(output.stdout).unwrap();
    let records: Vec<serde_json::Value> = text
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    assert_eq!(records.len(), 3);
    let extracted = site.run(&[
        "extract",
        &site.path("seeds/first.txt").display().to_string(),
        "--format",
        "json",
    ]);
    let extracted: serde_json::Value = serde_json::from_str(&extracted.out).unwrap();
    assert_eq!(records[0]["policy"], extracted);
    assert!(
        records[1]["error"]["message"]
            .as_str()
            .unwrap()
            .contains("line 1")
    );
    assert!(
        records[2]["error"]["message"]
            .as_str()
            .unwrap()
            .contains("无此地")
    );
}
