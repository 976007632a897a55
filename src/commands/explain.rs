use super::{End, terminal};
use crate::cli;
use crate::model::Diagnostic;
use crate::pipeline::Failure;

/// The documentation page of diagnostics, which `explain` prints.
const ALL: &str = include_str!("../../docs/diagnostics.md");

/// Prints the documentation of a code, or all codes.
pub fn run(arguments: &cli::Explain) -> Result<End, Failure> {
    let Some(code) = &arguments.code else {
        let codes: Vec<&str> = sections().map(|(code, _)| code).collect();
        terminal::out(&format!("{}\n", codes.join("\n")));
        return Ok(End::Fine);
    };
    let found = sections().find(|(own, _)| own == code);
    let Some((code, text)) = found else {
        return Err(Failure::CannotRun(
            Diagnostic::error("arguments", "CODE", format!("there is no code “{code}”"))
                .help("cewen explain without a code lists them all"),
        ));
    };
    terminal::out(&format!("{code}\n\n{text}\n"));
    Ok(End::Fine)
}

/// The diagnostic codes with their sections of the documentation.
fn sections() -> impl Iterator<Item = (&'static str, &'static str)> {
    ALL.split("\n## ").skip(1).map(|section| {
        let (code, text) = section.split_once('\n').unwrap_or((section, ""));
        (code.trim(), text.trim())
    })
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    /// Words in quotes after `before`, in all sources but their tests.
    fn codes_in_sources() -> BTreeSet<String> {
        let mut codes = BTreeSet::new();
        let pattern = crate::pattern::regex(
            r#"(?:Diagnostic::(?:error|warning)\(|\bwarn\(|\bfault\(|code: |CODE: &str = |yaml\([^()]*, |yaml::[a-z]+(?:::<[^()]*>)?\([^()]*(?:\([^()]*\))?[^()]*, )\s*"([a-z0-9]+(?:-[a-z0-9]+)*)""#,
        );
        let source = concat!(env!("CARGO_MANIFEST_DIR"), "/src");
        for entry in walkdir::WalkDir::new(source)
            .into_iter()
            .map(Result::unwrap)
        {
            if entry.path().extension().is_none_or(|e| e != "rs") {
                continue;
            }
            let text = std::fs::read_to_string(entry.path()).unwrap();
            let text = text.split("#[cfg(test)]").next().unwrap();
            codes.extend(pattern.captures_iter(text).map(|c| c[1].to_owned()));
        }
        codes
    }

    #[test]
    fn every_code_is_explained() {
        let explained: BTreeSet<String> = sections().map(|(code, _)| code.to_owned()).collect();
        let used = codes_in_sources();
        assert!(used.len() > 30, "{used:?}");
        let missing: Vec<_> = used.difference(&explained).collect();
        assert!(missing.is_empty(), "docs/diagnostics.md lacks {missing:?}");
        for (code, text) in sections() {
            assert!(
                text.starts_with("Error") || text.starts_with("Warning"),
                "{code}"
            );
        }
    }
}
