//! Arguments, help, and single texts.

use std::fs;

use crate::site::{FIRST, Site};

#[test]
fn bad_arguments_end_with_2() {
    let site = Site::new();
    for arguments in [
        &["bild"][..],
        &["search"],
        &["search", "光伏", "--limit", "0"],
        &["search", "，。"],
        &["build", "--base-url", "here"],
        &["extract", "no-such-file.txt"],
    ] {
        assert_eq!(site.run(arguments).code, Some(2), "{arguments:?}");
    }
    fs::remove_dir_all(site.root()).unwrap();
    let run = site.run(&["build"]);
    assert_eq!(run.code, Some(2));
    assert!(run.err.contains("there is no such folder"), "{}", run.err);
}

#[test]
fn outside_a_site_one_message_says_what_to_do() {
    let site = Site::new();
    for part in ["seeds", "content", "themes"] {
        fs::remove_dir_all(site.path(part)).unwrap();
    }
    let verbs: [&[&str]; 5] = [
        &["build"],
        &["check"],
        &["serve"],
        &["search", "光伏"],
        &["import", "x.pdf"],
    ];
    for verb in verbs {
        let run = site.run(verb);
        assert_eq!(run.code, Some(2), "{verb:?}: {}", run.err);
        assert_eq!(run.err.matches("error[").count(), 1, "{}", run.err);
        assert!(run.err.contains("cewen new FOLDER"), "{}", run.err);
    }
    assert_eq!(fs::read_dir(site.root()).unwrap().count(), 0);
}

#[test]
fn help_shows_how() {
    let site = Site::new();
    for arguments in [
        &["--help"][..],
        &["build", "--help"],
        &["search", "--help"],
        &["extract", "--help"],
    ] {
        let run = site.run(arguments);
        assert_eq!(run.code, Some(0));
        assert!(run.out.contains("Examples:"), "{arguments:?}: {}", run.out);
    }
}

#[test]
fn shells_and_manuals_know_every_command() {
    let site = Site::new();
    let out = site.path("man");
    let run = site.run(&["man", "--out", out.to_str().unwrap()]);
    assert_eq!(run.code, Some(0), "{}", run.err);
    let page = site.run(&["man"]).out;
    assert!(page.contains(".SH NAME"), "{page}");
    for command in ["build", "import", "search", "completions"] {
        assert!(out.join(format!("cewen-{command}.1")).is_file());
        assert!(page.contains(command), "{page}");
        for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
            let run = site.run(&["completions", shell]);
            assert_eq!(run.code, Some(0), "{}", run.err);
            assert!(run.out.contains(command), "{shell}: {}", run.out);
        }
    }
    assert_eq!(site.run(&["completions", "dos"]).code, Some(2));
}

#[test]
fn one_text_from_anywhere_is_shown_and_nothing_written() {
    let site = Site::new();
    let elsewhere = tempfile::tempdir().unwrap();
    let file = elsewhere.path().join("text.txt");
    fs::write(&file, FIRST).unwrap();
    let file = file.to_str().unwrap();

    let run = site.run(&["extract", file]);
    assert_eq!(run.code, Some(0), "{}", run.err);
    let yaml: serde_yaml::Value = serde_yaml::from_str(&run.out).unwrap();
    assert_eq!(yaml["schema"], serde_yaml::Value::from(1));

    let run = site.run(&["extract", file, "--format", "json"]);
    let json: serde_json::Value = serde_json::from_str(&run.out).unwrap();
    assert!(json["measures"].is_array());

    let seed = site.path("seeds/first.txt");
    let run = site.run(&["extract", file, seed.to_str().unwrap(), "--format", "json"]);
    let json: serde_json::Value = serde_json::from_str(&run.out).unwrap();
    assert_eq!(json[1]["id"], "first");
    assert_eq!(json[1]["source"]["file"], "seeds/first.txt");
    assert!(!site.path("content/documents").exists() && !site.path(".cewen").exists());
}

#[test]
fn a_text_that_is_none_is_told() {
    let site = Site::new();
    site.write("seeds/first.txt", b"\xff\xff\xff");
    let run = site.run(&["extract", site.path("seeds/first.txt").to_str().unwrap()]);
    assert_eq!(run.code, Some(1));
    assert!(run.err.contains("seeds/first.txt"), "{}", run.err);
}
