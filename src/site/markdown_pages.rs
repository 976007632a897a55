//! Pages that people write: CommonMark with YAML front matter.

use std::path::{Path, PathBuf};

use pulldown_cmark::{CowStr, Event, Options, Parser, Tag, html};
use serde::{Deserialize, Serialize};

use crate::disk;
use crate::model::Diagnostic;
use crate::yaml;

mod links;

pub use links::WrittenLink;

/// A page that was written by hand.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct MarkdownPage {
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
    /// The file it was read from.
    #[serde(skip)]
    pub file: PathBuf,
    /// Where it leads to, as it was written.
    #[serde(skip)]
    pub links: Vec<WrittenLink>,
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
/// All that is wrong with the pages, each at its line.
pub fn load(dir: &Path) -> Result<Vec<MarkdownPage>, Vec<Diagnostic>> {
    let (pages, problems) = salvage(dir);
    if problems.is_empty() {
        Ok(pages)
    } else {
        Err(problems)
    }
}

/// The same as far as the pages can be read, beside all that is wrong with them.
pub fn salvage(dir: &Path) -> (Vec<MarkdownPage>, Vec<Diagnostic>) {
    let mut pages: Vec<MarkdownPage> = Vec::new();
    let mut problems = Vec::new();
    let unreadable = |path: &Path, error: std::io::Error, help: &str| {
        Diagnostic::error("page-unreadable", path, format!("cannot be read: {error}")).help(help)
    };
    let mut files = disk::entries(dir).unwrap_or_else(|error| {
        problems.push(unreadable(dir, error, "see that you may list the folder"));
        Vec::new()
    });
    files.retain(|f| f.extension().is_some_and(|e| e == "md"));
    for file in files {
        let text = match disk::text(&file) {
            Ok(text) => text,
            Err(error) => {
                let help = "save it as UTF-8 text, and see that you may read it";
                problems.push(unreadable(&file, error, help));
                continue;
            }
        };
        // Editors on Windows write a byte order mark and two characters for the end of a line.
        let text = text.trim_start_matches('\u{feff}').replace("\r\n", "\n");
        let Some(page) = read(&file, &text, &mut problems) else {
            continue;
        };
        match refused(&page.slug, &pages) {
            Some(reason) => problems.push(
                at_slug(Diagnostic::error("page-slug", &file, reason), &text).help(
                    "give `slug:` in small letters, digits and hyphens, one that no other page has",
                ),
            ),
            None => pages.push(page),
        }
    }
    pages.sort_by(|a, b| a.order.cmp(&b.order).then_with(|| a.slug.cmp(&b.slug)));
    (pages, problems)
}

/// Addresses that the site itself has.
const TAKEN: [&str; 11] = [
    "agencies",
    "cities",
    "compare",
    "data",
    "documents",
    "indicators",
    "measures",
    "search",
    "static",
    "topics",
    "updates",
];

/// Why a page cannot stand at an address, if it cannot.
fn refused(slug: &str, pages: &[MarkdownPage]) -> Option<String> {
    let fits = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    if slug.is_empty() || !slug.chars().all(fits) {
        return Some(format!("`{slug}` cannot be part of an address"));
    }
    if TAKEN.contains(&slug) {
        return Some(format!("the site has a page of its own at {slug}/"));
    }
    let other = pages.iter().find(|page| page.slug == slug)?;
    let other = other.file.file_name().unwrap_or_default().to_string_lossy();
    Some(format!("{other} stands at {slug}/ already"))
}

/// A problem at the slug that a page gives, or at its beginning, where its file's name is the slug.
fn at_slug(problem: Diagnostic, text: &str) -> Diagnostic {
    let line = text.lines().position(|line| line.starts_with("slug:"));
    let value = line.and_then(|n| {
        let line = text.lines().nth(n)?;
        Some(line.len() - line["slug:".len()..].trim_start().len())
    });
    match (line, value) {
        (Some(n), Some(byte)) => problem.at(n + 1, Some(byte + 1), text),
        _ => problem.at(1, Some(1), text),
    }
}

/// Reads one page, as far as that can be done; what is wrong goes to `problems`.
fn read(file: &Path, text: &str, problems: &mut Vec<Diagnostic>) -> Option<MarkdownPage> {
    let help = "a page begins with `---`, a line `title: …`, and `---`";
    let front = text.strip_prefix("---\n").and_then(|rest| {
        rest.split_once("\n---\n")
            .or_else(|| Some((rest.strip_suffix("\n---")?, "")))
    });
    let Some((front, body)) = front else {
        let message = match text.starts_with("---\n") {
            true => "the front matter has no end",
            false => "the page has no front matter",
        };
        problems.push(
            Diagnostic::error("page-front-matter", file, message)
                .at(1, Some(1), text)
                .help(help),
        );
        return None;
    };
    // An empty line for the first one, so that the lines are those of the file.
    let read = yaml::salvage::<Front>(&format!("\n{front}"), file, "page-front-matter");
    problems.extend(read.wrong.into_iter().map(|wrong| {
        let line = wrong.line.unwrap_or(1);
        let column = wrong.column;
        wrong.at(line, column, text).help(help)
    }));
    let front = read.value?;
    let stem = file
        .file_stem()
        .map_or(String::new(), |s| s.to_string_lossy().into_owned());
    Some(MarkdownPage {
        title: front.title,
        slug: front.slug.unwrap_or(stem),
        description: front.description,
        order: front.order,
        html: to_html(body),
        file: file.to_owned(),
        links: links::of(body, text),
    })
}

/// CommonMark with tables, and anchors of headings: `## 数据 {#data}`.
fn options() -> Options {
    Options::ENABLE_TABLES | Options::ENABLE_HEADING_ATTRIBUTES
}

/// CommonMark to HTML: raw HTML becomes text, links lead to http, https, mailto or this site only.
pub fn to_html(markdown: &str) -> String {
    let events = Parser::new_ext(markdown, options()).map(|event| match event {
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

/// An address that leads from the root of the site, as it has to stand on a page.
pub fn from_root(address: &str) -> Option<String> {
    let fits = address.starts_with('/')
        && !address.starts_with("//")
        && !address.chars().any(char::is_control);
    // Every page stands one step below the root.
    fits.then(|| format!("..{address}"))
}

/// An address that leads from the root of the site leads there wherever the site stands; what could
/// run in the reader's browser leads nowhere.
fn harmless(url: CowStr<'_>) -> CowStr<'_> {
    if let Some(from_here) = from_root(&url) {
        return CowStr::from(from_here);
    }
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

    #[test]
    fn pages_do_not_stand_where_others_do() {
        let dir = tempfile::tempdir().unwrap();
        let page = |name: &str, front: &str| {
            std::fs::write(
                dir.path().join(name),
                format!("---\ntitle: 好\n{front}---\n文\n"),
            )
            .unwrap();
        };
        page("a.md", "slug: help\n");
        page("b.md", "order: 2\nslug:  help\n");
        page("c.md", "slug: data\n");
        page("数据.md", "");
        page("d.md", "slug: [1]\norder: x\n");
        let (pages, problems) = salvage(dir.path());
        let told: Vec<_> = problems
            .iter()
            .map(|p| (p.code.as_str(), p.line, p.column))
            .collect();
        let at = |code, line, column| (code, Some(line), Some(column));
        assert_eq!(
            told,
            [
                at("page-slug", 4, 8),
                at("page-slug", 3, 7),
                at("page-front-matter", 3, 7),
                at("page-front-matter", 4, 1),
                at("page-slug", 1, 1),
            ],
            "{problems:#?}"
        );
        let slugs: Vec<&str> = pages.iter().map(|page| page.slug.as_str()).collect();
        assert_eq!(slugs, ["d", "help"]);
    }

    #[test]
    fn addresses_from_the_root_lead_there_wherever_the_site_stands() {
        let html = to_html(
            "[城](/cities/) [外](//example.org/) ![图](/static/a.png)\n\n## 数据 {#data}\n",
        );
        for part in [
            "href=\"../cities/\"",
            "href=\"//example.org/\"",
            "src=\"../static/a.png\"",
            "id=\"data\"",
        ] {
            assert!(html.contains(part), "no {part} in {html}");
        }
    }
}
