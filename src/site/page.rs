use serde::Serialize;
use tera::{Context, Value};

use super::links::shown;
use crate::key::{Key, Parts};

/// What a page is made of, known before the page is: most pages of a site stand from build to build,
/// and to see that this is so is to cost less than to make them.
pub struct Sketch {
    /// Its address.
    pub path: String,
    /// The template it is made from.
    pub template: &'static str,
    made_of: Key,
}

impl Sketch {
    /// A page at `path` that is made of nothing but its template, what all pages show, and the parts of
    /// `made_of`. It has data beside it.
    pub fn new(path: String, template: &'static str, made_of: Key) -> Self {
        Self {
            path,
            template,
            made_of,
        }
    }

    /// The key of the page; `template` is that of its template.
    pub fn key(&self, template: Key) -> Key {
        sketched(&self.path, template, self.made_of)
    }

    /// The file of the page, and that of its data.
    pub fn files(&self) -> [String; 2] {
        let file = file_of(&self.path);
        let data = data_of(&file);
        [file, data]
    }
}

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
    /// What it is about, in the words of schema.org.
    pub linked: Option<serde_json::Value>,
    made_of: MadeOf,
}

/// What a page is made of, besides its template and what all pages show.
enum MadeOf {
    /// What it shows, its data and what it is about.
    View(Key),
    /// Its sketch says it.
    Sketch(Key),
}

impl Page {
    /// A page at `path` that shows `view` under the name `page`.
    pub fn new<V: Serialize>(path: impl Into<String>, template: &'static str, view: &V) -> Self {
        let made_of = MadeOf::View(Key::of(view));
        Self::made_of(path.into(), template, made_of, shown(view))
    }

    /// The page of a sketch.
    pub fn of<V: Serialize>(sketch: Sketch, view: &V) -> Self {
        let Sketch {
            path,
            template,
            made_of,
        } = sketch;
        Self::made_of(path, template, MadeOf::Sketch(made_of), shown(view))
    }

    fn made_of(path: String, template: &'static str, made_of: MadeOf, view: Value) -> Self {
        let mut context = Context::new();
        context.insert_value("page", view);
        Self {
            path,
            template,
            context,
            json: None,
            linked: None,
            made_of,
        }
    }

    /// What the page is made of, besides its template and what all pages show.
    pub fn key(&self, template: Key) -> Key {
        let shown = match self.made_of {
            MadeOf::View(key) => key.hex(),
            MadeOf::Sketch(key) => return sketched(&self.path, template, key),
        };
        let json = self.json.as_deref().map(|json| Key::of_bytes(json).hex());
        Key::of(&(&self.path, template.hex(), shown, json, &self.linked))
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

    /// The page with a description for machines.
    #[must_use]
    pub fn with_linked(mut self, data: serde_json::Value) -> Self {
        self.linked = Some(data);
        self
    }

    /// What leads from the page back to the site's root: `../../`, or `./` on the home page.
    pub fn root(&self) -> String {
        root_of(&self.path)
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

/// The key of a page of which a sketch says what it is made of.
fn sketched(path: &str, template: Key, made_of: Key) -> Key {
    let mut parts = Parts::default();
    parts.text(path).key(template).key(made_of);
    parts.end()
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
