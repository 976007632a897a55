use super::{End, terminal};
use crate::cli;
use crate::messages::Language;
use crate::model::Diagnostic;
use crate::pipeline::Failure;

/// The documentation page of diagnostics in a language, which `explain` prints.
fn page(language: Language) -> &'static str {
    match language {
        Language::En => include_str!("../../docs/diagnostics.md"),
        Language::Zh => include_str!("../../docs/zh/diagnostics.md"),
    }
}

/// Prints the documentation of a code, or all codes.
pub fn run(arguments: &cli::Explain) -> Result<End, Failure> {
    let Some(code) = &arguments.code else {
        let codes: Vec<&str> = sections(terminal::language())
            .map(|(code, _)| code)
            .collect();
        terminal::out(&format!("{}\n", codes.join("\n")));
        return Ok(End::Fine);
    };
    let found = sections(terminal::language()).find(|(own, _)| own == code);
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
fn sections(language: Language) -> impl Iterator<Item = (&'static str, &'static str)> {
    page(language).split("\n## ").skip(1).map(|section| {
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
    fn every_code_is_explained_in_every_language() {
        let used = codes_in_sources();
        assert!(used.len() > 30, "{used:?}");
        let pages = [
            (Language::En, ["Error", "Warning"]),
            (Language::Zh, ["错误", "警告"]),
        ];
        for (language, severities) in pages {
            let explained: BTreeSet<String> = sections(language)
                .map(|(code, _)| code.to_owned())
                .collect();
            let missing: Vec<_> = used.difference(&explained).collect();
            assert!(missing.is_empty(), "{language:?} lacks {missing:?}");
            for (code, text) in sections(language) {
                let begins = severities.iter().any(|word| text.starts_with(word));
                assert!(begins, "{language:?}: {code}");
            }
        }
    }

    #[test]
    fn both_pages_explain_the_same_codes_with_the_same_severity() {
        // The first sentence says whether a code is an error, a warning, or either.
        let told = |language, words: [&str; 2], end| {
            let severities = sections(language).map(|(code, text)| {
                let first = text.split(end).next().unwrap_or_default().to_lowercase();
                (code, words.map(|word| first.contains(word)))
            });
            severities.collect::<Vec<_>>()
        };
        assert_eq!(
            told(Language::En, ["error", "warning"], '.'),
            told(Language::Zh, ["错误", "警告"], '。')
        );
    }
}
