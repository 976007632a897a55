//! Elements and attributes of Word's XML by their local names.

use roxmltree::{Document, Node};

use super::limits;

/// Tags are told by their local names: every writer has its own prefixes.
pub trait LocalName {
    /// Whether it is an element of this name.
    fn has_tag_name_local(&self, name: &str) -> bool;
}

impl LocalName for Node<'_, '_> {
    fn has_tag_name_local(&self, name: &str) -> bool {
        self.is_element() && self.tag_name().name() == name
    }
}

/// The first child of this local name.
pub fn child<'a, 'input>(node: Node<'a, 'input>, name: &str) -> Option<Node<'a, 'input>> {
    node.children().find(|n| n.has_tag_name_local(name))
}

/// An attribute by its local name.
pub fn attribute<'a>(node: Node<'a, '_>, name: &str) -> Option<&'a str> {
    let found = node.attributes().find(|a| a.name() == name);
    found.map(|a| a.value())
}

/// A number, if it is one.
pub fn number(text: Option<&str>) -> Option<u32> {
    text?.parse().ok()
}

/// Whether a switch such as `<w:vanish/>` is there and on.
pub fn is_on(node: Node<'_, '_>, name: &str) -> Option<bool> {
    let switch = child(node, name)?;
    Some(!matches!(
        attribute(switch, "val"),
        Some("0" | "false" | "off" | "none")
    ))
}

/// Elements in elements in elements: no writer goes so deep, and no stack is so large.
const DEEPEST: usize = 500;

/// A part as XML.
///
/// # Errors
/// Where it is none, is nested too deep or has too many elements.
pub fn parsed(xml: &str) -> Result<Document<'_>, String> {
    let mut depth = 0_usize;
    for tag in xml.split('<').skip(1) {
        let end = tag.find('>').unwrap_or(tag.len());
        match tag.as_bytes().first() {
            Some(b'/') => depth = depth.saturating_sub(1),
            Some(b'!' | b'?') | None => {}
            Some(_) if tag[..end].ends_with('/') => {}
            Some(_) => depth += 1,
        }
        if depth > DEEPEST {
            return Err(format!(
                "it has more than {DEEPEST} elements one in the other"
            ));
        }
    }
    limits::elements(xml)?;
    Document::parse(xml).map_err(|error| error.to_string())
}
