//! Addresses below the site's root.

use std::cell::Cell;
use std::hash::{Hash, Hasher};

use serde::ser::{Serialize, SerializeStruct, Serializer};
use tera::value::Key;
use tera::{Map, Value};

use super::Site;
use crate::atlas::City;
use crate::model::address::passage;
pub use crate::model::address::{
    agency, city, compare, document, document_data, indicator, measure, topic,
};
use crate::model::{Anchors, Lines};

/// A link: where to, and the words. It is made once as templates take it, and shared from there on:
/// most of what pages link to stands on many of them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Link(Value);

thread_local! {
    /// Whether what is serialized here goes to a template.
    static SHOWN: Cell<bool> = const { Cell::new(false) };
}

/// A view as templates take it. The links in it are handed on as they are.
pub fn shown<V: Serialize + ?Sized>(view: &V) -> Value {
    let before = SHOWN.replace(true);
    let value = Value::from_serializable(view);
    SHOWN.set(before);
    value
}

impl Serialize for Link {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if SHOWN.get() {
            return self.0.serialize(serializer);
        }
        // The fields of a template's value are in no order, and what is written is to have one.
        let mut fields = serializer.serialize_struct("Link", 2)?;
        fields.serialize_field("href", self.href())?;
        fields.serialize_field("text", self.text())?;
        fields.end()
    }
}

const HREF: Key<'static> = Key::Str("href");
const TEXT: Key<'static> = Key::Str("text");

impl Link {
    /// A link to `href`, an address below the site's root, that says `text`.
    pub fn new(href: impl AsRef<str>, text: impl AsRef<str>) -> Self {
        let fields = [(HREF, href.as_ref()), (TEXT, text.as_ref())];
        let fields = fields.map(|(key, field)| (key, Value::from(field)));
        Self(Value::from(Map::from_iter(fields)))
    }

    /// Address below the site's root.
    pub fn href(&self) -> &str {
        self.field(&HREF)
    }

    /// What it says.
    pub fn text(&self) -> &str {
        self.field(&TEXT)
    }

    fn field(&self, key: &Key<'static>) -> &str {
        let field = self.0.as_map().and_then(|fields| fields.get(key));
        field.and_then(Value::as_str).unwrap_or_default()
    }
}

impl Default for Link {
    fn default() -> Self {
        Self::new("", "")
    }
}

impl Hash for Link {
    fn hash<H: Hasher>(&self, state: &mut H) {
        (self.href(), self.text()).hash(state);
    }
}

impl Site<'_> {
    /// A city's name: its region's, or nothing for policies without one.
    pub fn city_name<'c>(&self, city: &'c City) -> &'c str {
        city.region.as_ref().map_or("", |r| r.name.as_str())
    }

    /// The name of the city of a policy.
    pub fn city_named(&self, policy: usize) -> &str {
        self.city_name(self.atlas.city_of(policy))
    }

    /// The level of administration of the place of a policy, empty where it has none.
    pub fn level_of(&self, policy: usize) -> &'static str {
        let region = self.atlas.city_of(policy).region.as_ref();
        region.map_or("", |region| {
            self.vocabulary.regions.level_name(&region.code)
        })
    }

    /// The anchors of a document's page.
    pub fn anchors(&self, policy: usize) -> &Anchors {
        self.stands.anchors(self.atlas, policy)
    }

    /// The paragraph or table row of a document that holds a line: 「documents/x/#L78」.
    /// A path below the site's root with the address of the site, if it is known.
    pub fn address(&self, path: &str) -> String {
        match &self.settings.base_url {
            Some(base) => format!("{}/{path}", base.trim_end_matches('/')),
            None => path.to_owned(),
        }
    }

    pub fn line_href(&self, policy: usize, line: usize) -> String {
        let anchor = self.anchors(policy).of_line(line);
        passage(&self.atlas.policies[policy].id, anchor)
    }

    /// The paragraph or table row on these lines that says a quote.
    pub fn quote_href(&self, policy: usize, lines: Lines, quote: &str) -> String {
        let anchors = self.anchors(policy);
        let policy = &self.atlas.policies[policy];
        passage(&policy.id, anchors.of_quote(policy, lines, quote))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_link_is_shared_with_templates_and_written_in_one_order() {
        let link = Link::new("cities/a/", "甲市");
        let shown = shown(std::slice::from_ref(&link));
        assert_eq!(shown.as_array(), Some(&[link.0.clone()][..]));
        for _ in 0..20 {
            let written = serde_json::to_string(&Link::new(link.href(), link.text())).unwrap();
            assert_eq!(written, r#"{"href":"cities/a/","text":"甲市"}"#);
        }
    }
}
