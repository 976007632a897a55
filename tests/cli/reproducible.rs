//! The same input gives the same bytes, wherever and whenever it is built.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::process::Command;

use crate::site::Site;

/// Every file below a folder by its path there.
fn below(site: &Site, folder: &str) -> BTreeMap<PathBuf, Vec<u8>> {
    let root = site.path(folder);
    let files = site.files(folder).into_iter();
    files
        .map(|(path, bytes)| (path.strip_prefix(&root).unwrap().to_owned(), bytes))
        .collect()
}

fn build(site: &Site, environment: &[(&str, &str)]) {
    let output = Command::new(env!("CARGO_BIN_EXE_cewen"))
        .env("LC_ALL", "C.UTF-8")
        .arg("--root")
        .arg(site.root())
        .arg("build")
        .env("SOURCE_DATE_EPOCH", "1800000000")
        .envs(environment.iter().copied())
        .output()
        .unwrap();
    assert!(output.status.success(), "{output:?}");
}

#[test]
fn two_builds_on_two_paths_are_alike_to_the_byte() {
    let (one, other) = (Site::new(), Site::new());
    build(
        &one,
        &[
            ("RAYON_NUM_THREADS", "1"),
            ("TZ", "Asia/Shanghai"),
            ("LC_ALL", "C"),
        ],
    );
    build(
        &other,
        &[
            ("RAYON_NUM_THREADS", "7"),
            ("TZ", "America/Lima"),
            ("LC_ALL", "zh_CN.UTF-8"),
        ],
    );
    for folder in ["content/documents", "public"] {
        let (a, b) = (below(&one, folder), below(&other, folder));
        assert_eq!(a.keys().collect::<Vec<_>>(), b.keys().collect::<Vec<_>>());
        for (path, bytes) in &a {
            assert!(b[path] == *bytes, "{folder}/{} differs", path.display());
        }
        assert!(!a.is_empty());
    }
    let history = |site: &Site| std::fs::read_to_string(site.path("content/updates.yaml")).unwrap();
    assert_eq!(history(&one), history(&other));
    assert!(history(&one).contains("2027-01-15"));
}

#[test]
fn a_time_that_is_none_is_a_told_mistake() {
    let site = Site::new();
    let output = Command::new(env!("CARGO_BIN_EXE_cewen"))
        .env("LC_ALL", "C.UTF-8")
        .arg("--root")
        .arg(site.root())
        .arg("build")
        .env("SOURCE_DATE_EPOCH", "yesterday")
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(2));
    let told = String::from_utf8(output.stderr).unwrap();
    assert!(
        told.contains("SOURCE_DATE_EPOCH") && told.contains("yesterday"),
        "{told}"
    );
}

#[test]
fn timings_and_json_messages_are_there_for_the_asking() {
    let site = Site::new();
    let run = site.run(&["build", "--timings", "-v"]);
    assert_eq!(run.code, Some(0), "{}", run.err);
    for words in [
        "reading",
        "linking",
        "rendering",
        "indexing",
        "seeds/first.txt",
        "measure.html",
    ] {
        assert!(run.err.contains(words), "{words} is not in {}", run.err);
    }
    site.write("content/site.yaml", "title: x\ncolour: red\n");
    let run = site.run(&["build", "--message-format", "json"]);
    assert_eq!(run.code, Some(1));
    let first: serde_json::Value = serde_json::from_str(run.out.lines().next().unwrap()).unwrap();
    assert_eq!(first["severity"], "error");
    assert_eq!(
        (first["file"].as_str(), first["line"].as_u64()),
        (Some("content/site.yaml"), Some(2))
    );
}
