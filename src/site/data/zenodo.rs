//! `.zenodo.json`: what Zenodo asks of an upload, beside the data that are uploaded.

use serde_json::{Value, json};

use crate::site::Site;

/// The name that Zenodo knows the file by.
pub const FILE: &str = ".zenodo.json";

/// The fields of <https://developers.zenodo.org/#representation>. None where the site names no licence: Zenodo would
/// give the data one of its own.
pub fn metadata(site: &Site<'_>) -> Option<Value> {
    let settings = site.settings;
    let licence = settings.data_licence.as_ref()?;
    let mut metadata = json!({
        "upload_type": "dataset",
        "title": format!("{}：{}", settings.title, settings.description),
        "description": settings.description,
        "creators": [{"name": settings.title}],
        "access_right": "open",
        "license": licence.name.to_lowercase(),
        "keywords": keywords(site),
    });
    if let Some(language) = iso_639_3(&settings.language) {
        metadata["language"] = json!(language);
    }
    if let Some(day) = site.history.days.first().map(|day| day.date.to_string()) {
        metadata["version"] = json!(day);
        metadata["publication_date"] = json!(day);
    }
    if let Some(base) = &settings.base_url {
        let page = format!("{}/data/", base.trim_end_matches('/'));
        metadata["related_identifiers"] =
            json!([{"identifier": page, "relation": "isIdenticalTo", "resource_type": "dataset"}]);
    }
    Some(metadata)
}

/// The topics that most measures are of.
fn keywords<'a>(site: &'a Site<'_>) -> Vec<&'a str> {
    let mut topics: Vec<_> = site.atlas.topics.iter().collect();
    topics.sort_by_key(|topic| std::cmp::Reverse(topic.measures.len()));
    let words = topics.into_iter().map(|topic| topic.name.as_str());
    words.take(KEYWORDS).collect()
}

/// Keywords of an upload.
const KEYWORDS: usize = 8;

/// The three letters of a language that Zenodo asks for.
fn iso_639_3(language: &str) -> Option<&'static str> {
    match language.split('-').next() {
        Some("zh") => Some("zho"),
        Some("en") => Some("eng"),
        _ => None,
    }
}
