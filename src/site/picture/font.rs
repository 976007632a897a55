use std::path::Path;
use std::sync::{Arc, PoisonError, RwLock};

use ab_glyph::{Font, FontVec, GlyphId, PxScale, point};
use rustc_hash::FxHashMap;

use super::canvas::{PixelRun, level_of, push_row};
use crate::disk;
use crate::model::Diagnostic;

/// Shapes that are kept: cards have the same few hundred characters in a handful of sizes.
const KEPT: usize = 4000;

/// The font of all pictures. Those of the machine are never read: a site is the same wherever it is built.
pub struct CardFont {
    font: FontVec,
    /// Height of the font's own box in parts of its size.
    height: f32,
    shapes: RwLock<FxHashMap<ShapeKey, Arc<[PixelRun]>>>,
}

/// A character at a size in pixels, bold or not.
type ShapeKey = (GlyphId, u16, bool);

impl CardFont {
    /// Reads a font file.
    ///
    /// # Errors
    /// Where it cannot be read, or is no font.
    pub fn read(file: &Path) -> Result<Self, Diagnostic> {
        let wrong = |message: String| {
            Diagnostic::error("theme-font", file, message)
                .help("put an OpenType font in its place, under this name")
        };
        let bytes = disk::bytes(file).map_err(|e| wrong(format!("cannot be read: {e}")))?;
        let font =
            FontVec::try_from_vec(bytes).map_err(|_| wrong("is no OpenType font".to_owned()))?;
        let height = font.height_unscaled() / font.units_per_em().unwrap_or(1000.0);
        Ok(Self {
            font,
            height,
            shapes: RwLock::default(),
        })
    }

    /// How wide a character is at a size.
    pub fn advance(&self, c: char, size: f32) -> f32 {
        let units = self.font.units_per_em().unwrap_or(1000.0);
        self.font.h_advance_unscaled(self.font.glyph_id(c)) / units * size
    }

    /// How wide a text is at a size.
    pub fn width(&self, text: &str, size: f32) -> f32 {
        text.chars().map(|c| self.advance(c, size)).sum()
    }

    /// The pixels of a character whose foot stands at 0, 0; of one that the font lacks those of a box.
    pub fn shape(&self, c: char, size: u16, is_bold: bool) -> Arc<[PixelRun]> {
        let key = (self.font.glyph_id(c), size, is_bold);
        let kept = self.shapes.read().unwrap_or_else(PoisonError::into_inner);
        if let Some(shape) = kept.get(&key) {
            return Arc::clone(shape);
        }
        drop(kept);
        let shape: Arc<[PixelRun]> = self.outlined(key).into();
        let mut kept = self.shapes.write().unwrap_or_else(PoisonError::into_inner);
        if kept.len() < KEPT {
            kept.insert(key, Arc::clone(&shape));
        }
        shape
    }

    fn outlined(&self, (glyph, size, is_bold): ShapeKey) -> Vec<PixelRun> {
        let scale = PxScale::from(f32::from(size) * self.height);
        let glyph = glyph.with_scale_and_position(scale, point(0.0, 0.0));
        let Some(outlined) = self.font.outline_glyph(glyph) else {
            return Vec::new();
        };
        let bounds = outlined.px_bounds();
        let (left, top) = (bounds.min.x as i32, bounds.min.y as i32);
        let (width, height) = (bounds.width() as usize, bounds.height() as usize);
        // The font has one weight: what is bold is laid over itself, moved by a part of a stroke.
        let moved = match is_bold {
            true => usize::from(size / 26).max(1),
            false => 0,
        };
        let mut rows = vec![vec![0; width + moved]; height];
        outlined.draw(|x, y, share| {
            let level = level_of(share);
            if let Some(row) = rows.get_mut(y as usize).filter(|_| level > 0) {
                for pixel in &mut row[x as usize..=x as usize + moved] {
                    *pixel = level.max(*pixel);
                }
            }
        });
        let mut runs = Vec::new();
        for (row, pixels) in rows.into_iter().enumerate() {
            push_row(&mut runs, top + row as i32, (left..).zip(pixels));
        }
        runs
    }
}
