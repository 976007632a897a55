//! Pictures of pages for those who share a link: the SVG that a template makes, as a small PNG.
//!
//! Of SVG only what cards and charts need is drawn: rectangles, circles, lines and text in one font. That
//! takes a twentieth of the time that a renderer for all of it takes to compile, and a fifth to draw.

mod canvas;
mod drawing;
mod font;
mod line_break;
mod png;

pub use drawing::draw;
pub use font::CardFont;
pub use line_break::{LineShape, lines};
