//! Where words stand in the original of a text: its page, and the address that opens it there.

use serde::Serialize;

use super::{Site, web_address};
use crate::model::{Lines, Pages, pages_of};

/// A place in the original.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct OriginalPage {
    /// The page, or the first and the last: 「5」「5–6」.
    pub pages: String,
    /// The address of the original at the page; empty where a browser could not open it there.
    pub href: String,
}

impl Site<'_> {
    /// The pages of the original that lines of a text stand on, where they are known.
    pub fn original_page(&self, policy: usize, lines: Lines) -> Option<OriginalPage> {
        let policy = &self.atlas.policies[policy];
        let pages = pages_of(&policy.pages, lines)?;
        Some(OriginalPage {
            pages: shown(pages),
            href: at_page(web_address(policy.source.url.as_deref()), pages),
        })
    }
}

/// Pages as a reader sees them.
pub fn shown(pages: Pages) -> String {
    pages.to_string().replace('-', "–")
}

/// The address of a PDF at a page; empty for all others: a page of the web has no pages.
fn at_page(url: &str, pages: Pages) -> String {
    let whole = url.split('#').next().unwrap_or_default();
    let path = whole.split('?').next().unwrap_or_default();
    match path.to_ascii_lowercase().ends_with(".pdf") {
        true => format!("{whole}#page={}", pages.first),
        false => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pdf_is_opened_at_the_page() {
        let pages = "5-6".parse().unwrap();
        let opened = |url| at_page(url, pages);
        assert_eq!(
            opened("https://a.cn/b.PDF?v=1#c"),
            "https://a.cn/b.PDF?v=1#page=5"
        );
        assert_eq!(opened("https://a.cn/b.html"), "");
        assert_eq!(opened(""), "");
        assert_eq!(shown(pages), "5–6");
    }
}
