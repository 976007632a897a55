use serde::{Deserialize, Serialize};

/// `content/site.yaml`: what a site says of itself.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Settings {
    /// Name of the site.
    pub title: String,
    /// One sentence on what it is.
    pub description: String,
    /// BCP 47 language of the interface; a file of that name stands in the theme's `i18n/`.
    pub language: String,
    /// Absolute address the site is published at, for canonical links and feeds; may have a path.
    #[serde(default)]
    pub base_url: Option<String>,
    /// Folder below `themes/`.
    pub theme: String,
    /// Ids of the indicators that the home page shows.
    #[serde(default)]
    pub headline_indicators: Vec<String>,
    /// Where a reader reports an error: an address that `?title=…&body=…` is added to.
    #[serde(default)]
    pub report_url: Option<String>,
}
