//! Modules of a theme's scripts as one file, so that a page fetches one instead of ten.
//!
//! `static/x.entry.js` becomes `static/x.js`, with all that it imports by `import { a, b } from "./y.js";`.
//! `import()` stays, and is fetched when it is asked for.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use regex::Regex;

use crate::pattern::regex;

/// What a file that becomes a script of its own ends with.
const ENTRY: &str = ".entry.js";

static IMPORT: LazyLock<Regex> =
    LazyLock::new(|| regex(r#"(?m)^import \{ ([^}]+) \} from "([^"]+)";\n"#));
static EXPORT: LazyLock<Regex> =
    LazyLock::new(|| regex(r"(?m)^export ((?:async )?function|class|const) ([A-Za-z_$][\w$]*)"));
static COMMENT: LazyLock<Regex> =
    LazyLock::new(|| regex(r"(?m)^[ \t]*(?://.*|/\*\*(?s:.*?)\*/)\n"));

/// A mistake in what a script imports.
#[derive(Debug, PartialEq, Eq)]
pub struct BrokenImport {
    /// The file that imports.
    pub file: String,
    /// What it imports.
    pub imported: String,
}

/// The name of the script that an entry becomes.
pub fn script_of(name: &str) -> Option<String> {
    Some(format!("{}.js", name.strip_suffix(ENTRY)?))
}

/// An entry with all that it imports, `sources` by their paths.
///
/// # Errors
/// Where something imports what is not there, or itself.
pub fn bundle(entry: &str, sources: &BTreeMap<String, String>) -> Result<String, BrokenImport> {
    let mut bundle = Bundle {
        sources,
        numbers: BTreeMap::new(),
        out: String::new(),
    };
    let body = bundle.body(entry)?;
    Ok(bundle.out + &body)
}

struct Bundle<'a> {
    sources: &'a BTreeMap<String, String>,
    /// The modules that were put out; none of one that is being read.
    numbers: BTreeMap<String, Option<usize>>,
    out: String,
}

impl Bundle<'_> {
    /// The text of a module, what it imports taken from those put out before.
    fn body(&mut self, name: &str) -> Result<String, BrokenImport> {
        let source = self.sources.get(name).map_or("", String::as_str);
        self.numbers.insert(name.to_owned(), None);
        let mut taken = String::new();
        for import in IMPORT.captures_iter(source) {
            let module = resolve(name, &import[2]);
            let broken = || BrokenImport {
                file: name.to_owned(),
                imported: module.clone(),
            };
            let number = self
                .module(&module)
                .map_err(|inner| inner.unwrap_or_else(broken))?;
            let names = import[1].replace(" as ", ": ");
            taken += &format!("const {{ {names} }} = m{number};\n");
        }
        let body = IMPORT.replace_all(source, "");
        let body = COMMENT.replace_all(&body, "");
        Ok(taken + &body)
    }

    /// Puts a module out, once; its number. The error is none where the module itself is not there.
    fn module(&mut self, name: &str) -> Result<usize, Option<BrokenImport>> {
        if let Some(number) = self.numbers.get(name) {
            return number.ok_or(None);
        }
        if !self.sources.contains_key(name) {
            return Err(None);
        }
        let body = self.body(name)?;
        let names: Vec<&str> = EXPORT
            .captures_iter(&body)
            .filter_map(|found| found.get(2))
            .map(|name| name.as_str())
            .collect();
        let names = names.join(", ");
        let body = EXPORT.replace_all(&body, "$1 $2");
        let number = self.numbers.values().flatten().count();
        self.out += &format!("const m{number} = (() => {{\n{body}return {{ {names} }};\n}})();\n");
        self.numbers.insert(name.to_owned(), Some(number));
        Ok(number)
    }
}

/// The path of what a module imports.
fn resolve(from: &str, imported: &str) -> String {
    let mut parts: Vec<&str> = from.split('/').collect();
    parts.pop();
    for part in imported.split('/') {
        match part {
            "." => {}
            ".." => drop(parts.pop()),
            part => parts.push(part),
        }
    }
    parts.join("/")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sources(files: &[(&str, &str)]) -> BTreeMap<String, String> {
        let files = files.iter();
        files
            .map(|(name, text)| ((*name).to_owned(), (*text).to_owned()))
            .collect()
    }

    #[test]
    fn modules_become_one_script() {
        let files = sources(&[
            (
                "search/page.entry.js",
                "// Top.\nimport { a, b as c } from \"./x.js\";\nimport { d } from \"../y.js\";\na(c, d);\n",
            ),
            (
                "search/x.js",
                "import { d } from \"../y.js\";\nexport function a() {}\n/** A number. */\nexport const b = d;\n",
            ),
            ("y.js", "export const d = \"// no comment\";\n"),
        ]);
        let script = bundle("search/page.entry.js", &files).unwrap();
        assert_eq!(
            script,
            "const m0 = (() => {\nconst d = \"// no comment\";\nreturn { d };\n})();\n\
             const m1 = (() => {\nconst { d } = m0;\nfunction a() {}\nconst b = d;\nreturn { a, b };\n})();\n\
             const { a, b: c } = m1;\nconst { d } = m0;\na(c, d);\n"
        );
        assert_eq!(script_of("search/page.entry.js").unwrap(), "search/page.js");
        assert_eq!(script_of("x.js"), None);
    }

    #[test]
    fn an_import_of_nothing_or_of_itself_is_told() {
        let files = sources(&[("a.entry.js", "import { b } from \"./b.js\";\n")]);
        let broken = bundle("a.entry.js", &files).unwrap_err();
        assert_eq!(broken.imported, "b.js");
        let files = sources(&[("a.entry.js", "import { b } from \"./a.entry.js\";\n")]);
        assert!(bundle("a.entry.js", &files).is_err());
    }
}
