//! Pictures of pages: drawn from the templates in `templates/card/`.

use std::borrow::Cow;
use std::path::PathBuf;
use std::sync::Arc;

use tera::{Kwargs, State, Tera, TeraResult};

use super::Theme;
use crate::model::Diagnostic;
use crate::site::files::Files;
use crate::site::page::{Card, Page, SideFile};
use crate::site::picture::{self, CardFont, LineShape};

/// The font of pictures, in a theme's folder.
const FONT: &str = "fonts/card.otf";

/// The font of the first theme that has one.
pub fn font(chain: &[PathBuf]) -> Result<Option<Arc<CardFont>>, Diagnostic> {
    let files = chain.iter().map(|theme| theme.join(FONT));
    let found = files.into_iter().find(|file| file.is_file());
    let font = found.map(|file| CardFont::read(&file).map(Arc::new));
    font.transpose()
}

impl Theme {
    /// Makes pictures of pages from here on, where the theme has a font for them.
    pub fn make_cards(&mut self) {
        self.has_cards = self.font.is_some();
    }

    /// The path of the picture that is shown with links to a page; empty where none are made.
    pub(super) fn card_of(&self, page: &Page) -> String {
        match self.has_cards {
            true => page.card_file(),
            false => String::new(),
        }
    }

    /// Whether a page has a picture of its own that is made here.
    fn draws(&self, page: &Page) -> bool {
        match page.card {
            Card::Own(_) => self.has_cards,
            Card::Chart(_) => self.font.is_some(),
            Card::OfSite | Card::Of(_) => false,
        }
    }

    /// The paths of what stands beside a page, besides its data.
    pub fn paths_beside(&self, page: &Page) -> Vec<String> {
        let files = page.files.iter();
        let mut paths: Vec<String> = files
            .map(|(name, _)| format!("{}{name}", page.path))
            .collect();
        paths.extend(self.draws(page).then(|| page.card_file()));
        paths
    }

    /// Writes the picture of a page that has been rendered, and its other files, beside it.
    pub(super) fn write_beside(&self, page: &Page, out: &dyn Files) -> Result<(), Diagnostic> {
        for (name, file) in &page.files {
            out.put(&format!("{}{name}", page.path), &self.made(page, file)?)?;
        }
        match self.draws(page) {
            true => out.put(&page.card_file(), &self.card(page)?.unwrap_or_default()),
            false => Ok(()),
        }
    }

    /// Makes all of this and throws it away.
    ///
    /// # Errors
    /// The mistakes of templates.
    pub fn try_beside(&self, page: &Page) -> Result<(), Diagnostic> {
        for (_, file) in &page.files {
            self.made(page, file)?;
        }
        self.card(page).map(|_| ())
    }

    /// The bytes of a file beside a page.
    fn made<'a>(&self, page: &Page, file: &'a SideFile) -> Result<Cow<'a, [u8]>, Diagnostic> {
        match file {
            SideFile::Bytes(bytes) => Ok(Cow::Borrowed(bytes)),
            SideFile::Template(template) => {
                let text = self.svg(page, template)?;
                Ok(Cow::Owned(text.into_bytes()))
            }
        }
    }

    /// What a template makes of what a page shows, without what XML does not allow: it may stand in any text.
    fn svg(&self, page: &Page, template: &str) -> Result<String, Diagnostic> {
        let made = self.tera.render(template, &page.context);
        let is_allowed = |c: &char| {
            matches!(c, '\t' | '\n') || !c.is_control() && !matches!(c, '\u{FFFE}' | '\u{FFFF}')
        };
        let made = made.map_err(|e| self.located(&e))?;
        Ok(made.chars().filter(is_allowed).collect())
    }

    /// The picture of a page that has been rendered, as a PNG; `None` where it has none of its own.
    ///
    /// # Errors
    /// The mistake of its template.
    fn card(&self, page: &Page) -> Result<Option<Vec<u8>>, Diagnostic> {
        let (Card::Own(template) | Card::Chart(template), Some(font)) = (&page.card, &self.font)
        else {
            return Ok(None);
        };
        let svg = self.svg(page, template)?;
        let drawn = picture::draw(&svg, font).map_err(|fault| {
            let told = format!("line {} of the SVG it makes: {}", fault.line, fault.message);
            Diagnostic::error("theme-card", self.file_of(template), told).help(
                "draw with svg, g, rect, circle, line and text, as the cards of themes/default/ do",
            )
        });
        drawn.map(Some)
    }

    /// Filters that know how wide words are in the font of pictures: `lines` and `width`.
    pub(super) fn register_card_filters(&mut self) {
        let tera: &mut Tera = &mut self.tera;
        let font = self.font.clone();
        let lines = move |text: &str, given: Kwargs, _: &State<'_>| -> TeraResult<Vec<String>> {
            let (size, width): (f64, f64) = (given.must_get("size")?, given.must_get("width")?);
            let most: i64 = given.must_get("most")?;
            let before: Option<String> = given.get("before")?;
            let before: Vec<String> = before.into_iter().collect();
            let shape = LineShape {
                size: size as f32,
                width: width as f32,
                most: usize::try_from(most).unwrap_or_default(),
                before: &before,
            };
            let lines = font.as_ref().map(|font| picture::lines(font, text, &shape));
            Ok(lines.unwrap_or_else(|| vec![text.to_owned()]))
        };
        tera.register_filter("lines", lines);
        let font = self.font.clone();
        let width = move |text: &str, given: Kwargs, _: &State<'_>| -> TeraResult<f64> {
            let size: f64 = given.must_get("size")?;
            let width = font.as_ref().map(|font| font.width(text, size as f32));
            Ok(f64::from(width.unwrap_or_default()))
        };
        tera.register_filter("width", width);
    }
}
