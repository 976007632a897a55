//! What the documents show is what happens: every command in them is run.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

const REPO: &str = env!("CARGO_MANIFEST_DIR");

fn text(name: &str) -> String {
    fs::read_to_string(Path::new(REPO).join(name)).unwrap()
}

/// The blocks of a document that are marked as `language`.
fn blocks(text: &str, language: &str) -> Vec<String> {
    let mut blocks = Vec::new();
    let mut rest = text;
    while let Some((_, after)) = rest.split_once(&format!("\n```{language}\n")) {
        let (block, after) = after.split_once("\n```").unwrap();
        blocks.push(block.to_owned());
        rest = after;
    }
    blocks
}

/// Runs the commands in one shell, in `folder`, with the program on the path.
fn run(commands: &str, folder: &Path) {
    let bin = PathBuf::from(env!("CARGO_BIN_EXE_cewen"));
    let path = std::env::var("PATH").unwrap();
    let path = format!("{}:{path}", bin.parent().unwrap().display());
    let output = Command::new("sh")
        .args(["-euc", commands])
        .current_dir(folder)
        .env("PATH", path)
        .output()
        .unwrap();
    let told = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{commands}\n{told}");
}

const FOUND: &str = "<!DOCTYPE html><html><head><meta charset=\"utf-8\"><title>丽水市绿色行动方案_丽水市人民政府</title></head><body><div><p>丽水市绿色行动方案</p><p>丽政办发〔2024〕3号</p><p>一、重点任务</p><p>（一）光伏行动。到2025年，新增光伏装机容量27万千瓦，建成绿色工厂20家以上。（牵头单位：市发改委）</p></div></body></html>";

#[test]
fn the_tutorial_works_word_for_word() {
    let home = tempfile::tempdir().unwrap();
    fs::write(home.path().join("found.html"), FOUND).unwrap();
    let commands = blocks(&text("docs/tutorial.md"), "sh");
    assert!(commands.len() >= 5);
    run(&commands.join("\n"), home.path());
    let site = home.path().join("policies");
    let updates = fs::read_to_string(site.join("public/updates/index.html")).unwrap();
    assert!(
        updates.contains("标题以正文为准") || updates.contains("公共充电桩建设行动"),
        "{updates}"
    );
    assert!(site.join("content/documents/lishui-2024.yaml").is_file());
    assert!(
        site.join("public/measures/lishui-2024/1-1/index.html")
            .is_file()
    );
}

#[test]
fn the_commands_of_the_other_documents_work() {
    let home = tempfile::tempdir().unwrap();
    run("cewen new site && cewen --root site build", home.path());
    let site = home.path().join("site");
    for name in ["docs/hosting.md", "docs/data.md"] {
        let commands = blocks(&text(name), "sh");
        assert!(!commands.is_empty(), "{name}");
        run(&commands.join("\n"), &site);
    }
    assert!(
        site.join("bulk/index.json").is_file() && site.join("quickwit/index-config.json").is_file()
    );
}

#[test]
fn a_theme_on_another_is_as_the_document_says() {
    let home = tempfile::tempdir().unwrap();
    run("cewen new site", home.path());
    let site = home.path().join("site");
    fs::write(
        site.join("themes/own/i18n/zh-CN.yaml"),
        "nav: {home: 门户}\n",
    )
    .unwrap();
    run("cewen build", &site);
    let page = fs::read_to_string(site.join("public/measures/index.html")).unwrap();
    assert!(page.contains("门户"), "{page}");
}

#[test]
fn the_commands_of_the_readme_work() {
    let home = tempfile::tempdir().unwrap();
    for part in ["seeds", "content", "themes"] {
        let from = Path::new(REPO).join(part);
        let status = Command::new("cp")
            .arg("-r")
            .arg(from)
            .arg(home.path())
            .status()
            .unwrap();
        assert!(status.success());
    }
    let seed = fs::read_dir(home.path().join("seeds"))
        .unwrap()
        .next()
        .unwrap()
        .unwrap()
        .path();
    fs::copy(&seed, home.path().join("some-text.txt")).unwrap();
    fs::copy(&seed, home.path().join("文件.txt")).unwrap();
    let mut ran = 0;
    for line in blocks(&text("README.md"), "sh").join("\n").lines() {
        // `cargo run -- X` in a clone of the repository is `cewen X` here; it ends where it is told to.
        let Some(arguments) = line.trim().strip_prefix("cargo run -- ") else {
            continue;
        };
        if arguments.starts_with("serve")
            || arguments.starts_with("import")
            || arguments.starts_with("correct")
        {
            continue;
        }
        run(&format!("cewen {arguments}"), home.path());
        ran += 1;
    }
    assert!(ran >= 8, "{ran}");
}

#[test]
fn no_link_of_the_documents_is_broken() {
    for entry in fs::read_dir(Path::new(REPO).join("docs")).unwrap() {
        let file = entry.unwrap().path();
        if file.extension().is_none_or(|e| e != "md") {
            continue;
        }
        let text = fs::read_to_string(&file).unwrap();
        for link in text
            .split("](")
            .skip(1)
            .filter_map(|rest| rest.split(')').next())
        {
            let target = link.split('#').next().unwrap();
            let there = target.starts_with("https://") || file.with_file_name(target).exists();
            assert!(there, "{} leads to {link}", file.display());
        }
    }
}

#[test]
fn every_test_that_a_document_names_is_there() {
    let mut code = String::new();
    for folder in ["src", "tests"] {
        for entry in walkdir::WalkDir::new(Path::new(REPO).join(folder)) {
            let entry = entry.unwrap();
            if entry.path().extension().is_some_and(|e| e == "rs") {
                code.push_str(&fs::read_to_string(entry.path()).unwrap());
            }
        }
    }
    let page = text("docs/robustness.md");
    let cells = page.lines().filter(|line| line.starts_with("| "));
    let named = cells.filter_map(|line| line.trim_end_matches(" |").rsplit(" | ").next());
    let mut found = 0;
    for test in named.flat_map(|cell| cell.split('`').skip(1).step_by(2)) {
        assert!(code.contains(&format!("fn {test}(")), "{test}");
        found += 1;
    }
    assert!(found > 25, "{found}");
}
