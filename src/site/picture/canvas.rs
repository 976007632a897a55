/// Red, green and blue.
pub type Colour = [u8; 3];

/// Steps from no coverage to full coverage of a pixel: few colours make a small file.
pub const LEVELS: usize = 6;

/// A mixture that was not needed yet; the palette has one colour less than a byte can name.
const UNMIXED: u8 = u8::MAX;

/// A picture of few colours: each pixel is the place of its colour in a palette.
pub struct Canvas {
    /// Pixels of a row.
    pub width: usize,
    /// Rows.
    pub height: usize,
    /// Places in the palette, row by row.
    pub pixels: Vec<u8>,
    /// The colours.
    pub palette: Vec<Colour>,
    inks: Vec<Ink>,
}

/// What a colour makes of each colour below it, by level of coverage.
struct Ink {
    colour: Colour,
    mixed: Vec<[u8; LEVELS + 1]>,
}

/// Pixels of a row that are covered alike.
#[derive(Clone, Copy, Debug)]
pub struct PixelRun {
    /// The row.
    pub y: i32,
    /// The first pixel.
    pub x: i32,
    /// How many.
    pub length: i32,
    /// Coverage, of 1 to [`LEVELS`].
    pub level: u8,
}

impl Canvas {
    /// A white canvas.
    pub fn new(width: usize, height: usize) -> Self {
        Self {
            width,
            height,
            pixels: vec![0; width * height],
            palette: vec![[255; 3]],
            inks: Vec::new(),
        }
    }

    /// Lays a colour over pixels, as far as they are on the canvas; `dx` and `dy` move them.
    pub fn cover(&mut self, runs: &[PixelRun], (dx, dy): (i32, i32), colour: Colour) {
        let ink = self.ink(colour);
        for run in runs {
            let (y, from) = (run.y + dy, run.x + dx);
            let to = (from + run.length).min(self.width as i32);
            let from = from.max(0);
            if y < 0 || y >= self.height as i32 || from >= to {
                continue;
            }
            let row = y as usize * self.width;
            let (from, to) = (row + from as usize, row + to as usize);
            if run.level as usize == LEVELS {
                let full = self.mix(ink, 0, LEVELS);
                self.pixels[from..to].fill(full);
                continue;
            }
            for at in from..to {
                let under = self.pixels[at];
                self.pixels[at] = self.mix(ink, under, run.level as usize);
            }
        }
    }

    /// The place of the ink of a colour.
    fn ink(&mut self, colour: Colour) -> usize {
        let known = self.inks.iter().position(|ink| ink.colour == colour);
        known.unwrap_or_else(|| {
            let mixed = Vec::new();
            self.inks.push(Ink { colour, mixed });
            self.inks.len() - 1
        })
    }

    fn mix(&mut self, ink: usize, under: u8, level: usize) -> u8 {
        let known = self.inks[ink].mixed.get(under as usize);
        if let Some(mixed) = known.map(|of| of[level]).filter(|&mixed| mixed != UNMIXED) {
            return mixed;
        }
        let (over, below) = (self.inks[ink].colour, self.palette[under as usize]);
        let part = |n: usize| {
            let sum = usize::from(over[n]) * level + usize::from(below[n]) * (LEVELS - level);
            ((sum + LEVELS / 2) / LEVELS) as u8
        };
        let place = self.place([part(0), part(1), part(2)]);
        let mixed = &mut self.inks[ink].mixed;
        mixed.resize(mixed.len().max(under as usize + 1), [UNMIXED; LEVELS + 1]);
        mixed[under as usize][level] = place;
        place
    }

    /// The place of a colour in the palette, or of the one that is most like it where that is full.
    fn place(&mut self, colour: Colour) -> u8 {
        let known = self.palette.iter().position(|own| *own == colour);
        let place = known.unwrap_or_else(|| {
            if self.palette.len() < usize::from(UNMIXED) {
                self.palette.push(colour);
                return self.palette.len() - 1;
            }
            let apart = |own: &Colour| -> u32 {
                let parts = own.iter().zip(colour);
                parts.map(|(a, b)| u32::from(a.abs_diff(b)).pow(2)).sum()
            };
            let places = 0..self.palette.len();
            places
                .min_by_key(|&n| apart(&self.palette[n]))
                .unwrap_or_default()
        });
        place as u8
    }
}

/// The level of a share of a pixel.
pub fn level_of(share: f32) -> u8 {
    (share.clamp(0.0, 1.0) * LEVELS as f32).round() as u8
}

/// A rectangle; edges between two pixels cover them in part.
pub fn rectangle((x, y): (f32, f32), (width, height): (f32, f32)) -> Vec<PixelRun> {
    let share = |from: f32, to: f32, n: i32| (to.min(n as f32 + 1.0) - from.max(n as f32)).max(0.0);
    let (right, bottom) = (x + width, y + height);
    let (first, last) = (x.floor() as i32, right.ceil() as i32 - 1);
    // What lies between the edges is covered alike: one stretch, however wide.
    let columns = [(first, 1), (first + 1, last - first - 1), (last, 1)];
    let columns = &columns[..if last > first { 3 } else { 1 }];
    let mut runs = Vec::new();
    for row in y.floor() as i32..bottom.ceil() as i32 {
        let tall = share(y, bottom, row);
        let stretch = |&(from, length): &(i32, i32)| PixelRun {
            y: row,
            x: from,
            length,
            level: level_of(tall * share(x, right, from)),
        };
        runs.extend(columns.iter().map(stretch).filter(|run| run.level > 0));
    }
    runs
}

/// A ring between two distances from its centre; a disc where the inner one is not above 0.
pub fn ring((x, y): (f32, f32), inner: f32, outer: f32) -> Vec<PixelRun> {
    let mut runs = Vec::new();
    let reach =
        |centre: f32| (centre - outer - 1.0).floor() as i32..(centre + outer + 1.0).ceil() as i32;
    for row in reach(y) {
        let pixels = reach(x).map(|column| {
            let away = (column as f32 + 0.5 - x).hypot(row as f32 + 0.5 - y);
            let within = (outer - away + 0.5).clamp(0.0, 1.0);
            let hollow = match inner > 0.0 {
                true => (inner - away + 0.5).clamp(0.0, 1.0),
                false => 0.0,
            };
            (column, level_of(within - hollow))
        });
        push_row(&mut runs, row, pixels);
    }
    runs
}

/// Adds the pixels of a row, those that are covered alike together.
pub fn push_row(runs: &mut Vec<PixelRun>, y: i32, pixels: impl Iterator<Item = (i32, u8)>) {
    let first = runs.len();
    for (x, level) in pixels.filter(|(_, level)| *level > 0) {
        match runs[first..].last_mut() {
            Some(last) if last.level == level && last.x + last.length == x => last.length += 1,
            _ => runs.push(PixelRun {
                y,
                x,
                length: 1,
                level,
            }),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn half_a_pixel_is_half_the_colour() {
        let mut canvas = Canvas::new(3, 2);
        canvas.cover(&rectangle((1.0, 0.5), (9.0, 1.5)), (0, 0), [0, 0, 0]);
        let colours: Vec<Colour> = canvas
            .pixels
            .iter()
            .map(|&place| canvas.palette[place as usize])
            .collect();
        let (white, grey, black) = ([255; 3], [128; 3], [0; 3]);
        assert_eq!(colours, [white, grey, grey, white, black, black]);
    }

    #[test]
    fn a_ring_is_hollow() {
        let mut canvas = Canvas::new(21, 21);
        canvas.cover(&ring((10.5, 10.5), 4.0, 8.0), (0, 0), [0; 3]);
        let at = |x: usize, y: usize| canvas.palette[canvas.pixels[y * 21 + x] as usize];
        assert_eq!(
            (at(10, 10), at(4, 10), at(0, 0)),
            ([255; 3], [0; 3], [255; 3])
        );
    }
}
