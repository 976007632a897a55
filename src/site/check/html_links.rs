//! What a page links to, and what of it can be linked to.

use html5gum::{Token, Tokenizer};

/// Links and anchors of a page.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct PageAnchors {
    /// Addresses as they are written, without entities.
    pub links: Vec<String>,
    /// Ids of elements, and names of old-fashioned anchors.
    pub anchors: Vec<String>,
}

/// Elements that load or lead to something, with the attribute that says what.
const LINKS: [(&[u8], &[u8]); 13] = [
    (b"a", b"href"),
    (b"area", b"href"),
    (b"audio", b"src"),
    (b"embed", b"src"),
    (b"form", b"action"),
    (b"iframe", b"src"),
    (b"img", b"src"),
    (b"input", b"src"),
    (b"link", b"href"),
    (b"object", b"data"),
    (b"script", b"src"),
    (b"source", b"src"),
    (b"video", b"src"),
];

/// Takes a page apart as browsers do.
pub fn read(html: &str) -> PageAnchors {
    let mut found = PageAnchors::default();
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    for Ok(token) in Tokenizer::new(html) {
        let Token::StartTag(tag) = token else {
            continue;
        };
        let name: &[u8] = &tag.name;
        for (attribute, value) in &tag.attributes {
            let attribute: &[u8] = attribute;
            if attribute == b"id" || (attribute == b"name" && name == b"a") {
                found.anchors.push(text(value));
            } else if LINKS.contains(&(name, attribute)) {
                found.links.push(text(value));
            }
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_links_and_anchors_and_nothing_in_comments() {
        let found = read(
            "<!-- <a href=\"x\"> --><H1 ID=a>甲</H1><a href='../b/?c&amp;d#e'>乙</a><img src=f.png alt=\"<a href=g>\"><form action=\"search/\"><p href=h>",
        );
        assert_eq!(found.anchors, ["a"]);
        assert_eq!(found.links, ["../b/?c&d#e", "f.png", "search/"]);
    }
}
