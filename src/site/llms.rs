//! `llms.txt`: what the site holds and how to cite it, for language models (<https://llmstxt.org>).

use serde::Serialize;

use super::theme::Theme;
use super::{Site, links};
use crate::model::Diagnostic;

/// Its path below the site's root, and its template.
pub const FILE: &str = "llms.txt";

/// Documents and indicators that are listed; the tables have all.
const LISTED: usize = 200;

#[derive(Serialize)]
struct ModelGuide {
    title: String,
    description: String,
    /// The address of the site's root; empty where it is not known.
    base: String,
    documents: Vec<GuideLink>,
    more_documents: usize,
    indicators: Vec<GuideLink>,
    more_indicators: usize,
}

#[derive(Serialize)]
struct GuideLink {
    text: String,
    href: String,
    /// Number of the document, and the id of its status; number of figures of an indicator.
    about: String,
    status: &'static str,
}

/// The text of the file.
///
/// # Errors
/// The mistake of its template.
pub fn text(site: &Site<'_>, theme: &Theme) -> Result<String, Diagnostic> {
    theme.text(FILE, &guide(site))
}

fn guide(site: &Site<'_>) -> ModelGuide {
    let atlas = site.atlas;
    let documents = atlas.policies.iter().map(|policy| GuideLink {
        text: plain_markdown(&policy.title),
        href: links::document(&policy.id),
        about: plain_markdown(policy.document_number.as_deref().unwrap_or_default()),
        status: policy.status_on(site.today).status.id(),
    });
    let indicators = atlas.indicators.iter().map(|entry| GuideLink {
        text: plain_markdown(&entry.name),
        href: links::indicator(&entry.id),
        about: entry.points().count().to_string(),
        status: "",
    });
    ModelGuide {
        title: plain_markdown(&site.settings.title),
        description: plain_markdown(&site.settings.description),
        base: site.address(""),
        documents: documents.take(LISTED).collect(),
        more_documents: atlas.policies.len().saturating_sub(LISTED),
        indicators: indicators.take(LISTED).collect(),
        more_indicators: atlas.indicators.len().saturating_sub(LISTED),
    }
}

/// A text as Markdown that shows it as it is, on one line: no link, markup or HTML can be made of it.
pub fn plain_markdown(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            c if c.is_control() || matches!(c, '\u{2028}' | '\u{2029}') => plain.push(' '),
            '<' => plain.push_str("&lt;"),
            '&' => plain.push_str("&amp;"),
            '\\' | '`' | '*' | '_' | '[' | ']' | '#' | '|' | '~' | '!' | ':' | '>' => {
                plain.push('\\');
                plain.push(c);
            }
            c => plain.push(c),
        }
    }
    plain
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_markup_can_be_made_of_a_title() {
        assert_eq!(
            plain_markdown("某市方案（2022-2025年）"),
            "某市方案（2022-2025年）"
        );
        assert_eq!(
            plain_markdown("[x](javascript:1)\n# <b>&"),
            "\\[x\\](javascript\\:1) \\# &lt;b\\>&amp;"
        );
    }
}
