use serde::Serialize;
use tera::Context;

use super::links::shown;

/// The picture that is shown with a link to a page.
pub enum Card {
    /// That of the home page.
    OfSite,
    /// That of another page: its address.
    Of(String),
    /// Its own, from this template.
    Own(&'static str),
    /// Its chart, from this template; it is offered to readers, too, and made on every site.
    Chart(&'static str),
}

/// A file that stands beside a page.
pub enum SideFile {
    /// Its bytes.
    Bytes(Vec<u8>),
    /// What a template makes of what the page shows.
    Template(&'static str),
}

/// The file of a page's own card, beside the page.
const CARD: &str = "card.png";
/// The file of a chart that is the card of its page.
const CHART: &str = "chart.png";

/// A page before it is rendered.
pub struct Page {
    /// Its address below the site's root: empty for the home page, else ending in `/` or `.html`.
    pub path: String,
    /// The template it is made from.
    pub template: &'static str,
    /// What the template shows.
    pub context: Context,
    /// The same as data, which is written beside it as `index.json`.
    pub json: Option<Vec<u8>>,
    /// Where the same stands as data of another page, below the site's root; empty where it does not.
    pub data_at: String,
    /// What it is about, in the words of schema.org.
    pub linked: Option<serde_json::Value>,
    /// The picture that is shown with links to it.
    pub card: Card,
    /// Files beside it, by their names.
    pub files: Vec<(&'static str, SideFile)>,
}

impl Page {
    /// A page at `path` that shows `view` under the name `page`.
    pub fn new<V: Serialize>(path: impl Into<String>, template: &'static str, view: &V) -> Self {
        let mut context = Context::new();
        context.insert_value("page", shown(view));
        Self {
            path: path.into(),
            template,
            context,
            json: None,
            data_at: String::new(),
            linked: None,
            card: Card::OfSite,
            files: Vec::new(),
        }
    }

    /// The page with its data beside it.
    #[must_use]
    pub fn with_json<V: Serialize + ?Sized>(mut self, data: &V) -> Self {
        // Plain records of strings and numbers: the writer has nothing to refuse.
        let mut bytes = serde_json::to_vec(data).unwrap_or_default();
        bytes.push(b'\n');
        self.json = Some(bytes);
        self
    }

    /// The page with its data beside another one.
    #[must_use]
    pub fn with_data_at(mut self, path: String) -> Self {
        self.data_at = path;
        self
    }

    /// The page with a description for machines.
    #[must_use]
    pub fn with_linked(mut self, data: serde_json::Value) -> Self {
        self.linked = Some(data);
        self
    }

    /// The page with a picture for those who share a link to it; its template shows what the page shows.
    #[must_use]
    pub fn with_card(mut self, card: Card) -> Self {
        self.card = card;
        self
    }

    /// The page with a file beside it.
    #[must_use]
    pub fn with_file(mut self, name: &'static str, file: SideFile) -> Self {
        self.files.push((name, file));
        self
    }

    /// The path of its picture below the site's root.
    pub fn card_file(&self) -> String {
        match &self.card {
            Card::OfSite => CARD.to_owned(),
            Card::Of(page) => format!("{page}{CARD}"),
            Card::Own(_) => format!("{}{CARD}", self.path),
            Card::Chart(_) => format!("{}{CHART}", self.path),
        }
    }

    /// What leads from the page back to the site's root: `../../`, or `./` on the home page.
    pub fn root(&self) -> String {
        root_of(&self.path)
    }

    /// The address of its data, seen from the page; empty where it has none.
    pub fn data_href(&self) -> String {
        match (&self.json, self.data_at.as_str()) {
            (Some(_), _) => "index.json".to_owned(),
            (None, "") => String::new(),
            (None, path) => format!("{}{path}", self.root()),
        }
    }

    /// The file of its data below the site's folder.
    pub fn data_file(&self) -> String {
        data_of(&self.file())
    }

    /// The file of the page below the site's folder.
    pub fn file(&self) -> String {
        file_of(&self.path)
    }
}

/// The file of an address below the site's root.
pub fn file_of(path: &str) -> String {
    match path.is_empty() || path.ends_with('/') {
        true => format!("{path}index.html"),
        false => path.to_owned(),
    }
}

fn data_of(file: &str) -> String {
    let name = file.strip_suffix(".html").unwrap_or(file);
    format!("{name}.json")
}

/// What leads from an address below the site's root back to it.
pub fn root_of(path: &str) -> String {
    match path.matches('/').count() {
        0 => "./".to_owned(),
        depth => "../".repeat(depth),
    }
}
