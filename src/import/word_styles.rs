//! Styles of a Word file: the lists that paragraphs are in by their style, and text that is hidden.

use std::collections::BTreeMap;

use roxmltree::Node;

use super::word_xml::{LocalName, attribute, child, is_on, number};

/// Word has nine levels of a list.
const DEEPEST_LEVEL: u32 = 8;
/// Styles based on styles: no file has more, and a circle has no end.
const LONGEST_CHAIN: usize = 20;

/// Styles by their ids.
#[derive(Default)]
pub struct Styles(BTreeMap<String, Style>);

#[derive(Default)]
struct Style {
    based_on: Option<String>,
    list: ListPlace,
    hidden: Option<bool>,
}

/// Where properties put a paragraph: in a list, at a level; either may be left to a style.
#[derive(Clone, Default)]
pub struct ListPlace {
    /// The id of the list; `0` is none.
    pub list: Option<String>,
    /// The level.
    pub level: Option<usize>,
}

impl ListPlace {
    /// Reads the properties of a paragraph or a style.
    pub fn read(properties: Option<Node<'_, '_>>) -> Self {
        let Some(place) = properties.and_then(|p| child(p, "numPr")) else {
            return Self::default();
        };
        let value = |name| child(place, name).and_then(|n| attribute(n, "val"));
        Self {
            list: value("numId").map(str::to_owned),
            level: number(value("ilvl")).map(|n| n.min(DEEPEST_LEVEL) as usize),
        }
    }
}

impl Styles {
    /// Reads the root of `word/styles.xml`.
    pub fn read(root: Node<'_, '_>) -> Self {
        let styles = root.children().filter(|n| n.has_tag_name_local("style"));
        let read = |style: Node<'_, '_>| {
            let id = attribute(style, "styleId")?.to_owned();
            let based_on = child(style, "basedOn").and_then(|n| attribute(n, "val"));
            let own = Style {
                based_on: based_on.map(str::to_owned),
                list: ListPlace::read(child(style, "pPr")),
                hidden: child(style, "rPr").and_then(|p| is_on(p, "vanish")),
            };
            Some((id, own))
        };
        Self(styles.filter_map(read).collect())
    }

    /// A style and those that it is based on, with their ids.
    fn chain<'a>(&'a self, id: &'a str) -> impl Iterator<Item = (&'a str, &'a Style)> {
        let first = self.0.get(id).map(|style| (id, style));
        std::iter::successors(first, |(_, style)| {
            let id = style.based_on.as_deref()?;
            Some((id, self.0.get(id)?))
        })
        .take(LONGEST_CHAIN)
    }

    /// Whether text of a style is hidden, where the style says so.
    pub fn hidden(&self, id: &str) -> Option<bool> {
        self.chain(id).find_map(|(_, style)| style.hidden)
    }

    /// The list of a paragraph of a style and its level in it, what the paragraph says itself first.
    /// `level_of` gives the level of a list that is made for a style.
    pub fn place(
        &self,
        own: ListPlace,
        style: Option<&str>,
        level_of: impl Fn(&str, &str) -> Option<usize>,
    ) -> Option<(String, usize)> {
        let chain = || style.into_iter().flat_map(|id| self.chain(id));
        let list = own
            .list
            .or_else(|| chain().find_map(|(_, style)| style.list.list.clone()))?;
        let level = own
            .level
            .or_else(|| chain().find_map(|(_, style)| style.list.level))
            .or_else(|| chain().find_map(|(id, _)| level_of(&list, id)));
        // The list 0 is none.
        (list != "0").then(|| (list, level.unwrap_or(0)))
    }
}
