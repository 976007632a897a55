//! Links of a page and where they are written.

use pulldown_cmark::{Event, Parser, Tag};

use super::options;

/// A link or picture that somebody wrote.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WrittenLink {
    /// Where it leads.
    pub address: String,
    /// 1-based line of the page's file.
    pub line: usize,
    /// 1-based column, in characters.
    pub column: usize,
    /// The line.
    pub shown: String,
}

/// All links of `body`, the end of the file's `text`.
pub fn of(body: &str, text: &str) -> Vec<WrittenLink> {
    let before = text.len() - body.len();
    let events = Parser::new_ext(body, options()).into_offset_iter();
    let links = events.filter_map(|(event, range)| match event {
        Event::Start(Tag::Link { dest_url, .. } | Tag::Image { dest_url, .. }) => {
            let within = body.get(range.clone())?;
            // In the link itself, or where the page defines what `[a][b]` refers to.
            let at = within
                .rfind(&*dest_url)
                .map(|at| range.start + at)
                .or_else(|| {
                    body.find(&format!("]: {dest_url}"))
                        .map(|at| at + "]: ".len())
                })
                .unwrap_or(range.start);
            Some(place(dest_url.into_string(), before + at, text))
        }
        _ => None,
    });
    links.collect()
}

fn place(address: String, byte: usize, text: &str) -> WrittenLink {
    let above = &text[..byte];
    let start = above.rfind('\n').map_or(0, |end| end + 1);
    WrittenLink {
        address,
        line: above.matches('\n').count() + 1,
        column: text[start..byte].chars().count() + 1,
        shown: text[start..].lines().next().unwrap_or_default().to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_know_their_place() {
        let text = "---\ntitle: 甲\n---\n见[城市](../cities/)和[文件][d]。\n\n<https://example.org/>\n![图](a%20b.png \"题\")\n\n[d]: /documents/\n";
        let body = &text[text.find("见").unwrap()..];
        let found = of(body, text);
        let places: Vec<_> = found
            .iter()
            .map(|l| (l.address.as_str(), l.line, l.column))
            .collect();
        assert_eq!(
            places,
            [
                ("../cities/", 4, 7),
                ("/documents/", 9, 6),
                ("https://example.org/", 6, 2),
                ("a%20b.png", 7, 6),
            ]
        );
        assert_eq!(found[0].shown, "见[城市](../cities/)和[文件][d]。");
    }
}
