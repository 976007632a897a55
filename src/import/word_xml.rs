//! Elements and attributes of Word's XML by their local names.

use roxmltree::Node;

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
