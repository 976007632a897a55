//! What the documents show is what happens: every command in them is run.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

#[path = "cli/pdf.rs"]
#[allow(dead_code, reason = "the documents need no tables")]
mod pdf;

#[path = "docs/chinese.rs"]
mod chinese;

use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

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
        .env("LC_ALL", "C.UTF-8")
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
fn the_corrections_of_the_document_are_carried_out() {
    let home = tempfile::tempdir().unwrap();
    run("cewen new site && cewen --root site build", home.path());
    let site = home.path().join("site");
    let page = text("docs/corrections.md");
    run(&blocks(&page, "sh").join("\n"), &site);
    let by_hand = blocks(&page, "yaml").join("\n");
    fs::write(site.join("content/corrections/more.yaml"), by_hand).unwrap();
    run("cewen build", &site);
    let record = fs::read_to_string(site.join("content/documents/example.yaml")).unwrap();
    assert_eq!(record.matches("\n- what: ").count(), 10, "{record}");
    for words in [
        "value: 6000",
        "市住房城乡建设局",
        "value: 78",
        "id: c1",
        "id: example/2-2",
    ] {
        assert!(record.contains(words), "{words}: {record}");
    }
    assert!(!record.contains("id: f5"), "{record}");
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

/// A text that has what the README speaks of: a measure 3-1, a figure f12, and 2.8%.
const SOME_TEXT: &str = "某市能源实施方案\n一、总体要求\n（一）主要目标。到2025年，建成绿色工厂11家、绿色园区12个、充电桩13个、换电站14座、加氢站15座、公交站16座、储能电站17座、光伏电站18座。\n二、重点任务\n（一）光伏行动。到2025年，新增光伏装机21万千瓦、风电装机22万千瓦、水电装机23万千瓦、生物质发电装机24万千瓦。\n三、保障措施\n（一）节水行动。到2025年，非化石能源占一次能源消费比重达到 2.8%，建成节水型小区31个、节水型企业32家。（市发改委负责）\n";

/// The repository's own site, in a folder of its own, with the files that the README names.
fn site_of_the_readme() -> tempfile::TempDir {
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
    let write = |name: &str, bytes: &[u8]| fs::write(home.path().join(name), bytes).unwrap();
    for name in ["seeds/some-text.txt", "some-text.txt"] {
        write(name, SOME_TEXT.as_bytes());
    }
    let words = [
        "丽水市节能降碳实施方案",
        "    一、主要任务",
        "    （一）推进工业节能。到2025年，建成绿色工厂20家以上。（责任单位：市经信局）",
    ];
    write("方案.pdf", &pdf::pdf_of_lines(&words));
    home
}

#[test]
fn the_readme_works_word_for_word() {
    let home = site_of_the_readme();
    let readme = text("README.md");
    // What it says to write into files, it says with these files' own words.
    let yaml = blocks(&readme, "yaml");
    let added = |file: &str, words: &str| {
        let file = home.path().join(file);
        let before = fs::read_to_string(&file).unwrap_or_default();
        fs::create_dir_all(file.parent().unwrap()).unwrap();
        fs::write(file, format!("{before}{words}\n")).unwrap();
    };
    assert_eq!(yaml.len(), 2, "{yaml:?}");
    added("content/sources.yaml", &yaml[0]);
    let mut ran = 0;
    for line in blocks(&readme, "sh").join("\n").lines() {
        // `cargo run -- X` in a clone of the repository is `cewen X` here.
        let Some(arguments) = line.trim().strip_prefix("cargo run -- ") else {
            continue;
        };
        if arguments.starts_with("serve") {
            is_served(home.path());
        } else {
            run(&format!("cewen {arguments}"), home.path());
        }
        ran += 1;
    }
    assert!(ran >= 13, "{ran}");
    added("content/corrections/more.yaml", &yaml[1]);
    // And what it says in passing.
    for part in readme.split('`') {
        if let Some(arguments) = part.strip_prefix("cargo run -- check") {
            run(&format!("cewen check{arguments}"), home.path());
        }
    }
    run("cewen build", home.path());
    let id = "some-city-2024-energy";
    let record = home.path().join(format!("content/documents/{id}.yaml"));
    let record = fs::read_to_string(record).unwrap();
    assert!(record.matches("corrected: true").count() >= 3, "{record}");
    assert!(record.contains("市水利局"), "{record}");
    let imported = fs::read_to_string(home.path().join("content/sources.yaml")).unwrap();
    assert!(imported.contains("original: 方案.pdf"), "{imported}");
}

/// `cewen serve` says where it serves, and serves there.
fn is_served(root: &Path) {
    let mut program = Command::new(env!("CARGO_BIN_EXE_cewen"))
        .env("LC_ALL", "C.UTF-8")
        .args(["serve", "--port", "0"])
        .current_dir(root)
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let said = BufReader::new(program.stdout.take().unwrap());
    let address = said.lines().map(Result::unwrap).find_map(|line| {
        let address = line.strip_prefix("http://")?.split('/').next()?;
        Some(address.to_owned())
    });
    let mut stream = TcpStream::connect(address.unwrap()).unwrap();
    write!(
        stream,
        "GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
    )
    .unwrap();
    let mut page = String::new();
    stream.read_to_string(&mut page).unwrap();
    program.kill().unwrap();
    program.wait().unwrap();
    assert!(
        page.starts_with("HTTP/1.1 200") && page.contains("<h1>"),
        "{page}"
    );
}

/// Commands of a development block that name what is not there would be found by nobody else.
#[test]
fn what_the_readme_says_of_development_is_there() {
    let readme = text("README.md");
    let mut named = 0;
    for line in blocks(&readme, "sh").join("\n").lines() {
        let line = line.split(" # ").next().unwrap().trim();
        let words: Vec<&str> = line.split_whitespace().collect();
        let there = |path: &str| assert!(Path::new(REPO).join(path).exists(), "{line}: no {path}");
        match words.as_slice() {
            ["cargo", "run", ..] => continue,
            ["cargo", "test", "--test", name, rest @ ..] => {
                let own = [format!("tests/{name}.rs"), format!("tests/{name}/main.rs")];
                let is_there = |path: &String| Path::new(REPO).join(path).exists();
                assert!(own.iter().any(is_there), "{line}: no tests/{name}");
                if let Some(filter) = rest.first().filter(|word| **word != "--") {
                    let folder = fs::read_dir(Path::new(REPO).join("tests").join(name));
                    let parts = folder.unwrap().map(|part| part.unwrap().path());
                    let mut parts: Vec<_> =
                        parts.filter_map(|p| fs::read_to_string(p).ok()).collect();
                    parts.extend(
                        own.iter()
                            .filter(|path| is_there(path))
                            .map(|path| text(path)),
                    );
                    assert!(
                        parts
                            .iter()
                            .any(|source| source.contains(&format!("fn {filter}"))),
                        "{line}"
                    );
                }
            }
            ["cargo", "bench", "--bench", name] => there(&format!("benches/{name}.rs")),
            ["cargo", "xtask", name, ..] => {
                there(&format!("xtask/src/{}.rs", name.replace('-', "_")))
            }
            ["cargo", "deny", ..] => there("deny.toml"),
            ["node", path, ..] | ["npm", "test", "--prefix", path] => there(path),
            [path, ..] => there(path),
            [] => continue,
        }
        named += 1;
    }
    assert!(named >= 8, "{named}");
    assert!(readme.contains("`scripts/test`") && Path::new(REPO).join("scripts/test").exists());
}

/// The workflow of the document uses the action of this repository, with inputs that it has.
#[test]
fn the_workflow_for_github_pages_uses_the_action() {
    let workflows = blocks(&text("docs/hosting.md"), "yaml");
    let [workflow] = workflows.as_slice() else {
        panic!("{workflows:?}")
    };
    let workflow: serde_yaml::Value = serde_yaml::from_str(workflow).unwrap();
    let steps = workflow["jobs"]["site"]["steps"].as_sequence().unwrap();
    let uses = |step: &&serde_yaml::Value| {
        step["uses"]
            .as_str()
            .is_some_and(|name| name.starts_with("YOU/CEWEN@"))
    };
    let step = steps.iter().find(uses).unwrap();
    let version = format!("YOU/CEWEN@v{}", env!("CARGO_PKG_VERSION"));
    assert_eq!(step["uses"].as_str(), Some(version.as_str()));
    let action: serde_yaml::Value = serde_yaml::from_str(&text("action.yml")).unwrap();
    for (input, _) in step["with"].as_mapping().unwrap() {
        assert!(action["inputs"].get(input).is_some(), "{input:?}");
    }
    for (input, _) in action["inputs"].as_mapping().unwrap() {
        let input = format!("| `{}`: ", input.as_str().unwrap());
        assert!(text("docs/hosting.md").contains(&input), "{input}");
    }
}

/// What the steps of others do is theirs; those of the action that are commands are run here.
#[test]
fn the_action_builds_a_site() {
    let action: serde_yaml::Value = serde_yaml::from_str(&text("action.yml")).unwrap();
    let steps = action["runs"]["steps"].as_sequence().unwrap();
    let commands: Vec<&str> = steps
        .iter()
        .filter_map(|step| step["run"].as_str())
        .collect();
    let home = tempfile::tempdir().unwrap();
    run("cewen new site", home.path());
    // The program is there already: what is installed is a release.
    let (install, commands) = commands.split_first().unwrap();
    assert!(install.contains("packages/install"), "{install}");
    assert_eq!(commands.len(), 2);
    let inputs = "ROOT=site STRICT='' BASE_URL=https://you.example/policies\n";
    run(&format!("{inputs}{}", commands.join("\n")), home.path());
    let upload = steps.iter().find_map(|step| step["with"]["path"].as_str());
    let uploaded = upload.unwrap().replace("${{ inputs.root }}", "site");
    let public = home.path().join(uploaded);
    let feed = fs::read_to_string(public.join("sitemap.xml")).unwrap();
    assert!(feed.contains("https://you.example/policies/"), "{feed}");
    // A page for what is not there, where GitHub Pages looks for it.
    assert!(public.join("404.html").is_file());
}

#[test]
fn no_link_of_the_documents_is_broken() {
    let docs = walkdir::WalkDir::new(Path::new(REPO).join("docs"));
    let mut files: Vec<PathBuf> = docs.into_iter().map(|e| e.unwrap().into_path()).collect();
    files.extend(["README.md", "CONTRIBUTING.md", "CHANGELOG.md"].map(|f| Path::new(REPO).join(f)));
    let mut followed = 0;
    for file in files {
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
            followed += 1;
        }
    }
    assert!(followed > 30, "{followed}");
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
