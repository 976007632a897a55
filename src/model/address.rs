//! Addresses below a site's root, made in this place only for pages, search, feeds, history and downloads
//! alike.

use super::Anchor;

/// The page of a document.
pub fn document(id: &str) -> String {
    format!("documents/{id}/")
}

/// The data of a document.
pub fn document_data(id: &str) -> String {
    format!("{}index.json", document(id))
}

/// The paragraph, heading, table or row on the page of a document: 「documents/x/#L78」.
pub fn passage(document_id: &str, anchor: Anchor) -> String {
    format!("{}#{anchor}", document(document_id))
}

/// The page of a measure.
pub fn measure(id: &str) -> String {
    format!("measures/{id}/")
}

/// The page of a body.
pub fn agency(id: &str) -> String {
    format!("agencies/{id}/")
}

/// The page of an indicator.
pub fn indicator(id: &str) -> String {
    format!("indicators/{id}/")
}

/// The page of a topic.
pub fn topic(id: &str) -> String {
    format!("topics/{id}/")
}

/// The comparison of cities on a topic.
pub fn compare(topic: &str) -> String {
    format!("compare/{topic}/")
}

/// The page of a city.
pub fn city(slug: &str) -> String {
    format!("cities/{slug}/")
}
