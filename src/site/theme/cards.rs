//! Pictures of pages: drawn from the templates in `templates/card/`.

use std::path::PathBuf;
use std::sync::Arc;

use tera::{Kwargs, State, Tera, TeraResult};

use super::Theme;
use crate::model::Diagnostic;
use crate::site::files::Files;
use crate::site::page::{Card, Page};
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

    /// Writes the picture of a page that has been rendered beside it, if it has one of its own.
    pub(super) fn write_card(&self, page: &Page, out: &dyn Files) -> Result<(), Diagnostic> {
        if !self.has_cards {
            return Ok(());
        }
        match self.card(page)? {
            Some(card) => out.put(&page.card_file(), &card),
            None => Ok(()),
        }
    }

    /// The picture of a page that has been rendered, as a PNG; `None` where it has none of its own.
    ///
    /// # Errors
    /// The mistake of its template.
    pub fn card(&self, page: &Page) -> Result<Option<Vec<u8>>, Diagnostic> {
        let (Card::Own(template), Some(font)) = (&page.card, &self.font) else {
            return Ok(None);
        };
        let svg = self
            .tera
            .render(template, &page.context)
            .map_err(|e| self.located(&e))?;
        // What XML does not allow may stand in any text.
        let is_allowed = |c: &char| {
            matches!(c, '\t' | '\n') || !c.is_control() && !matches!(c, '\u{FFFE}' | '\u{FFFF}')
        };
        let svg: String = svg.chars().filter(is_allowed).collect();
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
            Ok(lines.unwrap_or_default())
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
