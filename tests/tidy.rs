//! The rules of the house, held to the sources: order of the stages, no circles, one name for one meaning,
//! short functions and files, documented vocabulary and commands.

#![allow(
    clippy::unwrap_used,
    reason = "a test that unwraps says what it expects"
)]

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use regex::Regex;

const REPO: &str = env!("CARGO_MANIFEST_DIR");

/// Modules of the crate, lowest first: each imports only what stands before it.
const STAGES: [&str; 27] = [
    "model",
    "fingerprint",
    "pattern",
    "observe",
    "disk",
    "yaml",
    "text",
    "vocabulary",
    "outline",
    "extract",
    "import",
    "content",
    "atlas",
    "phrase",
    "search",
    "site",
    "mcp",
    "export",
    "publish",
    "cache",
    "pipeline",
    "messages",
    "report",
    "cli",
    "commands",
    "lib",
    "main",
];

/// The longest function, in lines.
const FUNCTION: usize = 80;
/// The longest file, in lines without its tests.
const FILE: usize = 400;
/// The most parameters of a function.
const PARAMETERS: usize = 5;

/// A source file without its tests.
struct Source {
    /// Its path below `src/`.
    path: String,
    text: String,
}

impl Source {
    /// The module that it is: `search/mod.rs` is `search`, `search/rank.rs` is `search::rank`.
    fn module(&self) -> String {
        let path = self.path.trim_end_matches(".rs");
        path.trim_end_matches("/mod").replace('/', "::")
    }

    fn stage(&self) -> &str {
        let first = self.path.split('/').next().unwrap();
        first.trim_end_matches(".rs")
    }

    /// Its lines without comments.
    fn code(&self) -> impl Iterator<Item = &str> {
        let lines = self.text.lines();
        lines.filter(|line| !line.trim_start().starts_with("//"))
    }
}

fn pattern(pattern: &str) -> Regex {
    Regex::new(pattern).unwrap()
}

static SOURCES: LazyLock<Vec<Source>> = LazyLock::new(|| {
    let tests = pattern(
        r"(?m)^#\[cfg\((?:test|all\(test[^\n]*\))\)\]\n(?:#\[[^\n]*\]\n)*(?:pub(?:\(\w+\))? )?mod \w+ \{",
    );
    let root = Path::new(REPO).join("src");
    let files = walkdir::WalkDir::new(&root).sort_by_file_name();
    let mut sources = Vec::new();
    for entry in files.into_iter().map(Result::unwrap) {
        let path = entry.path().strip_prefix(&root).unwrap();
        let path = path.to_str().unwrap().replace('\\', "/");
        if !path.ends_with(".rs") || path.contains("/tests/") || path.ends_with("/tests.rs") {
            continue;
        }
        let text = std::fs::read_to_string(entry.path()).unwrap();
        let end = tests.find(&text).map_or(text.len(), |found| found.start());
        let text = text[..end].to_owned();
        sources.push(Source { path, text });
    }
    assert!(sources.len() > 200, "the sources were found");
    sources
});

/// Fails with all that was found, a line each.
fn assert_none(rule: &str, found: Vec<String>) {
    assert!(found.is_empty(), "{rule}:\n{}", found.join("\n"));
}

#[test]
fn a_stage_imports_only_earlier_ones() {
    let import = pattern(r"\bcrate::(\w+)");
    let rank = |name: &str| STAGES.iter().position(|stage| *stage == name);
    let mut found = Vec::new();
    for source in SOURCES.iter() {
        let own = rank(source.stage()).unwrap_or_else(|| panic!("no stage: {}", source.path));
        for line in source.code() {
            for import in import.captures_iter(line) {
                if rank(&import[1]).is_some_and(|other| other > own) {
                    found.push(format!("{}: {}", source.path, line.trim()));
                }
            }
        }
    }
    assert_none("imports of later stages", found);
}

/// The modules that a file imports from by `use`, of those in `modules`.
fn imports(source: &Source, modules: &BTreeSet<String>) -> BTreeSet<String> {
    let uses = pattern(r"(?m)^\s*(?:pub(?:\(\w+\))? )?use ([^;]+);");
    let own = source.module();
    let is_root = source.path.ends_with("mod.rs")
        || modules.iter().any(|m| m.starts_with(&format!("{own}::")));
    let mut found = BTreeSet::new();
    for used in uses.captures_iter(&source.text) {
        for path in paths(&used[1]) {
            let mut parts: Vec<&str> = path.split("::").collect();
            let mut module: Vec<&str> = own.split("::").collect();
            match parts.first().copied() {
                Some("crate") => module.clear(),
                Some("super") => {
                    module.pop();
                }
                Some("self") => {}
                // A path that begins with a child of this module.
                _ if is_root => parts.insert(0, "self"),
                _ => continue,
            }
            parts.remove(0);
            while parts.first() == Some(&"super") {
                parts.remove(0);
                module.pop();
            }
            module.extend(parts);
            // The longest beginning that is a module.
            let longest = (1..=module.len()).rev().map(|n| module[..n].join("::"));
            found.extend(longest.into_iter().find(|name| modules.contains(name)));
        }
    }
    found.remove(&own);
    found
}

/// `a::{b, c::d}` as `a::b` and `a::c::d`.
fn paths(tree: &str) -> Vec<String> {
    let tree = tree.trim();
    let Some((head, rest)) = tree.split_once('{') else {
        return vec![tree.split(" as ").next().unwrap().trim().to_owned()];
    };
    let inner = rest.trim_end().strip_suffix('}').unwrap_or(rest);
    let (mut depth, mut start, mut items) = (0, 0, Vec::new());
    for (at, c) in inner.char_indices() {
        match c {
            '{' => depth += 1,
            '}' => depth -= 1,
            ',' if depth == 0 => {
                items.push(&inner[start..at]);
                start = at + 1;
            }
            _ => {}
        }
    }
    items.push(&inner[start..]);
    let items = items.into_iter().filter(|item| !item.trim().is_empty());
    items
        .flat_map(paths)
        .map(|path| format!("{}{path}", head.trim()))
        .collect()
}

#[test]
fn no_two_files_import_each_other() {
    let modules: BTreeSet<String> = SOURCES.iter().map(Source::module).collect();
    let graph: BTreeMap<String, BTreeSet<String>> = SOURCES
        .iter()
        .map(|source| (source.module(), imports(source, &modules)))
        .collect();
    assert!(graph.values().map(BTreeSet::len).sum::<usize>() > 500);
    let is_above = |a: &str, b: &str| b.starts_with(&format!("{a}::"));
    let mut found = Vec::new();
    for start in graph.keys() {
        // A module and those that it is made of are one.
        let next = |module: &String| -> Vec<String> {
            let own = module.clone();
            let others = graph.get(module).into_iter().flatten().cloned();
            others
                .filter(|other| !is_above(&own, other) && !is_above(other, &own))
                .collect()
        };
        let mut seen = BTreeSet::new();
        let mut open = next(start);
        while let Some(module) = open.pop() {
            if module == *start {
                found.push(start.clone());
                break;
            }
            if seen.insert(module.clone()) {
                open.extend(next(&module));
            }
        }
    }
    assert_none("modules in circles", found);
}

#[test]
fn only_commands_read_the_clock() {
    let clock = pattern(r"Instant::now|SystemTime::now|Timestamp::now|Zoned::now");
    let sources = SOURCES.iter().filter(|s| s.stage() != "commands");
    let found = sources.filter(|source| source.code().any(|line| clock.is_match(line)));
    assert_none("clocks", found.map(|s| s.path.clone()).collect());
}

#[test]
fn no_type_name_has_two_meanings() {
    let defined = pattern(
        r"(?m)^\s*(?:pub(?:\([^)]*\))? )?(?:struct|enum|trait|union) (\w+)|^(?:pub(?:\([^)]*\))? )?type (\w+)",
    );
    let mut types: BTreeMap<String, Vec<&str>> = BTreeMap::new();
    for source in SOURCES.iter() {
        for name in defined.captures_iter(&source.text) {
            let name = name.get(1).or_else(|| name.get(2)).unwrap().as_str();
            types.entry(name.to_owned()).or_default().push(&source.path);
        }
    }
    assert!(types.len() > 300);
    let twice = types.into_iter().filter(|(_, files)| files.len() > 1);
    let told = twice.map(|(name, files)| format!("{name}: {}", files.join(", ")));
    assert_none("types defined twice", told.collect());
}

#[test]
fn functions_and_files_are_short() {
    let head = pattern(r"(?m)^( *)(?:pub(?:\([^)]*\))? )?(?:const )?(?:async )?fn (\w+)");
    let mut found = Vec::new();
    let mut functions = 0;
    for source in SOURCES.iter() {
        let lines = source.text.lines().count();
        if lines > FILE {
            found.push(format!("{}: {lines} lines", source.path));
        }
        for function in head.captures_iter(&source.text) {
            functions += 1;
            let rest = &source.text[function.get(0).unwrap().start()..];
            let (indent, name) = (&function[1], &function[2]);
            let signature = rest.find(['{', ';']).map_or("", |end| &rest[..end]);
            if parameters(signature) > PARAMETERS {
                found.push(format!("{}: {name} has too many parameters", source.path));
            }
            let end = format!("\n{indent}}}\n");
            let lines = rest
                .find(&end)
                .map_or(1, |at| rest[..at].lines().count() + 1);
            if lines > FUNCTION && !signature.is_empty() {
                found.push(format!("{}: {name} has {lines} lines", source.path));
            }
        }
    }
    assert!(functions > 1_500);
    assert_none("too long", found);
}

/// How many parameters a function has besides `self`.
fn parameters(signature: &str) -> usize {
    let Some(open) = signature.find('(') else {
        return 0;
    };
    let (mut depth, mut count, mut is_empty) = (0_i32, 0, true);
    let mut before = ' ';
    for c in signature[open + 1..].chars() {
        match c {
            '(' | '[' | '<' => depth += 1,
            '>' if before == '-' => {}
            ')' if depth == 0 => break,
            ')' | ']' | '>' => depth -= 1,
            ',' if depth == 0 => {
                count += usize::from(!is_empty);
                is_empty = true;
            }
            _ => {}
        }
        if depth > 0 || !c.is_whitespace() && c != ',' {
            is_empty = false;
        }
        before = c;
    }
    count += usize::from(!is_empty);
    let own = signature[open + 1..].trim_start();
    let is_method = ["self", "&self", "&mut self", "mut self"]
        .iter()
        .any(|own_self| own.starts_with(own_self));
    count - usize::from(is_method)
}

#[test]
fn parameters_are_counted() {
    assert_eq!(parameters("fn a()"), 0);
    assert_eq!(
        parameters("fn a(&self, b: &dyn Fn(u8, u8) -> u8, c: (u8, u8))"),
        2
    );
    assert_eq!(
        parameters("fn a(\n    b: BTreeMap<u8, u8>,\n    c: u8,\n)"),
        2
    );
}

fn files(folder: &str, ending: &str) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(Path::new(REPO).join(folder)).unwrap();
    let paths = entries.map(|entry| entry.unwrap().path());
    let mut paths: Vec<PathBuf> = paths
        .filter(|path| path.extension().is_some_and(|own| own == ending))
        .collect();
    paths.sort();
    paths
}

#[test]
fn every_file_of_the_vocabulary_is_documented() {
    let page = std::fs::read_to_string(Path::new(REPO).join("docs/vocabulary.md")).unwrap();
    let files = files("content/vocabulary", "yaml");
    assert!(files.len() > 5);
    let names = files
        .iter()
        .map(|file| file.file_name().unwrap().to_string_lossy().into_owned());
    let missing = names.filter(|name| !page.contains(&format!("`{name}`")));
    assert_none("not in docs/vocabulary.md", missing.collect());
}

#[test]
fn every_command_is_in_the_readme() {
    let readme = std::fs::read_to_string(Path::new(REPO).join("README.md")).unwrap();
    let cli = SOURCES.iter().find(|s| s.path == "cli.rs").unwrap();
    let list = cli.text.split("pub enum Command {").nth(1).unwrap();
    let list = list.split("\n}").next().unwrap();
    let command = pattern(r"(?m)^    (\w+)\(");
    let commands: Vec<String> = command
        .captures_iter(list)
        .map(|found| found[1].to_lowercase())
        .collect();
    assert!(commands.len() > 5, "{commands:?}");
    let missing = commands.into_iter().filter(|name| {
        !readme.contains(&format!("cewen {name}")) && !readme.contains(&format!("-- {name}"))
    });
    assert_none("not in README.md", missing.collect());
}

#[test]
fn no_code_names_a_city() {
    let regions =
        std::fs::read_to_string(Path::new(REPO).join("content/vocabulary/regions.yaml")).unwrap();
    let regions: serde_yaml::Value = serde_yaml::from_str(&regions).unwrap();
    let mut names = Vec::new();
    collect_names(&regions, &mut names);
    assert!(names.len() > 300, "{}", names.len());
    let string = pattern(r#""(?:[^"\\]|\\.)*""#);
    let mut found = Vec::new();
    for source in SOURCES.iter() {
        for line in source.code() {
            for text in string.find_iter(line) {
                let named = names
                    .iter()
                    .find(|name| text.as_str().contains(name.as_str()));
                found.extend(named.map(|name| format!("{}: {name}: {}", source.path, line.trim())));
            }
        }
    }
    assert_none("cities in code", found);
}

/// Names of cities and counties: three characters at least, since shorter ones are words as well.
fn collect_names(value: &serde_yaml::Value, names: &mut Vec<String>) {
    match value {
        serde_yaml::Value::Sequence(all) => all.iter().for_each(|one| collect_names(one, names)),
        serde_yaml::Value::Mapping(all) => {
            for (key, value) in all {
                match (key.as_str(), value.as_str()) {
                    (Some("name"), Some(name)) if name.chars().count() > 2 => {
                        names.push(name.to_owned())
                    }
                    _ => collect_names(value, names),
                }
            }
        }
        _ => {}
    }
}
