//! Pages that people write: CommonMark with YAML front matter.

use std::path::{Path, PathBuf};

use pulldown_cmark::{CowStr, Event, Options, Parser, Tag, html};
use serde::{Deserialize, Serialize};

use crate::model::Diagnostic;

/// A page that was written by hand.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Written {
    /// Its title.
    pub title: String,
    /// Its part of an address.
    pub slug: String,
    /// One sentence for search engines.
    pub description: String,
    /// Its place in the list of pages.
    pub order: i32,
    /// Its text as HTML; what HTML the author wrote is shown, not run.
    pub html: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Front {
    title: String,
    slug: Option<String>,
    #[serde(default)]
    description: String,
    #[serde(default)]
    order: i32,
}

/// Reads every `*.md` of a folder, in their order; a missing folder holds none.
///
/// # Errors
/// Pages without front matter or with a broken one.
pub fn load(dir: &Path) -> Result<Vec<Written>, Vec<Diagnostic>> {
    let mut files: Vec<PathBuf> = std::fs::read_dir(dir)
        .map(|entries| entries.filter_map(Result::ok).map(|e| e.path()).collect())
        .unwrap_or_default();
    files.retain(|f| f.extension().is_some_and(|e| e == "md"));
    files.sort();
    let mut pages = Vec::new();
    let mut problems = Vec::new();
    for file in files {
        match read(&file) {
            Ok(page) => pages.push(page),
            Err(problem) => problems.push(problem),
        }
    }
    pages.sort_by(|a, b| a.order.cmp(&b.order).then_with(|| a.slug.cmp(&b.slug)));
    if problems.is_empty() {
        Ok(pages)
    } else {
        Err(problems)
    }
}

fn read(file: &Path) -> Result<Written, Diagnostic> {
    let text = std::fs::read_to_string(file)
        .map_err(|e| Diagnostic::error("page-unreadable", file, format!("cannot be read: {e}")))?;
    let help = "a page begins with `---`, a line `title: …`, and `---`";
    let missing = || {
        Diagnostic::error("page-front-matter", file, "the page has no front matter")
            .at(1, Some(1), &text)
            .help(help)
    };
    let rest = text.strip_prefix("---\n").ok_or_else(missing)?;
    let (front, body) = rest.split_once("\n---\n").ok_or_else(missing)?;
    let front: Front = serde_yaml::from_str(front).map_err(|e| {
        let problem = Diagnostic::error("page-front-matter", file, e.to_string()).help(help);
        match e.location() {
            Some(place) => problem.at(place.line() + 1, Some(place.column()), &text),
            None => problem,
        }
    })?;
    let stem = file
        .file_stem()
        .map_or(String::new(), |s| s.to_string_lossy().into_owned());
    let slug = front.slug.unwrap_or(stem);
    let fits = !slug.is_empty()
        && slug
            .chars()
            .all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-');
    if !fits {
        return Err(Diagnostic::error(
            "page-slug",
            file,
            format!("`{slug}` cannot be part of an address"),
        )
        .help("give `slug:` in small letters, digits and hyphens"));
    }
    Ok(Written {
        title: front.title,
        slug,
        description: front.description,
        order: front.order,
        html: to_html(body),
    })
}

/// CommonMark to HTML: raw HTML becomes text, links lead to http, https, mailto or this site only.
pub fn to_html(markdown: &str) -> String {
    let events = Parser::new_ext(markdown, Options::ENABLE_TABLES).map(|event| match event {
        Event::Html(raw) | Event::InlineHtml(raw) => Event::Text(raw),
        Event::Start(Tag::Link {
            link_type,
            dest_url,
            title,
            id,
        }) => Event::Start(Tag::Link {
            link_type,
            dest_url: harmless(dest_url),
            title,
            id,
        }),
        Event::Start(Tag::Image {
            link_type,
            dest_url,
            title,
            id,
        }) => Event::Start(Tag::Image {
            link_type,
            dest_url: harmless(dest_url),
            title,
            id,
        }),
        other => other,
    });
    let mut out = String::new();
    html::push_html(&mut out, events);
    out
}

fn harmless(url: CowStr<'_>) -> CowStr<'_> {
    let scheme = url
        .split_once(':')
        .map(|(scheme, _)| scheme.trim().to_ascii_lowercase());
    let known = scheme
        .as_deref()
        .is_none_or(|s| matches!(s, "http" | "https" | "mailto") || s.contains(['/', '#', '?']));
    if known && !url.chars().any(char::is_control) {
        url
    } else {
        CowStr::Borrowed("#")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shows_html_and_drops_scripts() {
        let html = to_html(
            "[好](javascript:alert(1)) <script>x</script> [站](https://example.org) [节](#a)",
        );
        assert!(
            !html.contains("javascript") && !html.contains("<script"),
            "{html}"
        );
        assert!(
            html.contains("https://example.org") && html.contains("href=\"#a\""),
            "{html}"
        );
    }

    #[test]
    fn says_what_is_wrong_with_front_matter() {
        let dir = tempfile::tempdir().unwrap();
        std::fs::write(dir.path().join("a.md"), "# 无\n").unwrap();
        std::fs::write(
            dir.path().join("b.md"),
            "---\ntitle: 好\ntitel: x\n---\n文\n",
        )
        .unwrap();
        let problems = load(dir.path()).unwrap_err();
        assert_eq!(
            problems.iter().map(|p| p.line).collect::<Vec<_>>(),
            [Some(1), Some(3)]
        );
    }
}
