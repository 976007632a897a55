/// Words on a line with nothing wide between them.
#[derive(Clone, Debug, PartialEq)]
pub struct LineSegment {
    /// Where it begins, from the left edge of the page.
    pub left: f32,
    /// Where it ends.
    pub right: f32,
    /// Its words, with a blank where the page has one.
    pub text: String,
}

/// A line as it stands on the page, in whatever unit the page is measured.
#[derive(Clone, Debug, PartialEq)]
pub struct PrintedLine {
    /// How far its middle is below the top of the page.
    pub middle: f32,
    /// How wide a Chinese character is.
    pub em: f32,
    /// Its words from left to right; there is at least one segment.
    pub segments: Vec<LineSegment>,
}

impl PrintedLine {
    /// Where it begins.
    pub fn left(&self) -> f32 {
        self.segments.first().map_or(0.0, |s| s.left)
    }

    /// Where it ends.
    pub fn right(&self) -> f32 {
        self.segments.last().map_or(0.0, |s| s.right)
    }

    /// Those of its segments that are as `is` says.
    pub fn segments_where(&self, is: impl Fn(&&LineSegment) -> bool) -> Vec<&LineSegment> {
        self.segments.iter().filter(is).collect()
    }

    /// How far it goes.
    pub fn width(&self) -> f32 {
        self.right() - self.left()
    }

    /// All its words, segments two blanks apart.
    pub fn text(&self) -> String {
        let words: Vec<&str> = self.segments.iter().map(|s| s.text.as_str()).collect();
        words.join("  ")
    }

    /// All its words, those of each column parted by a blank.
    pub fn apart(&self) -> String {
        let words: Vec<String> = self
            .segments
            .iter()
            .map(|s| super::meant(&s.text))
            .collect();
        words.join(" ")
    }
}
