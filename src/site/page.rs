use serde::Serialize;
use tera::Context;

/// A page before it is rendered.
pub struct Page {
    /// Its address below the site's root: empty for the home page, else ending in `/` or `.html`.
    pub path: String,
    /// The template it is made from.
    pub template: &'static str,
    /// What the template shows.
    pub context: Context,
}

impl Page {
    /// A page at `path` that shows `view` under the name `page`.
    pub fn new<V: Serialize>(path: impl Into<String>, template: &'static str, view: &V) -> Self {
        let mut context = Context::new();
        context.insert("page", view);
        Self {
            path: path.into(),
            template,
            context,
        }
    }

    /// What leads from the page back to the site's root: `../../`, or `./` on the home page.
    pub fn root(&self) -> String {
        match self.path.matches('/').count() {
            0 => "./".to_owned(),
            depth => "../".repeat(depth),
        }
    }
}
