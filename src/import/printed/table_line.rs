/// Lines nearer than this, in characters, follow each other; a blank line parts them.
pub const NEXT: f32 = 2.2;

/// Words of one column on one line.
#[derive(Clone, Debug)]
pub struct CellPart {
    /// Which column.
    pub column: usize,
    /// Their words.
    pub text: String,
}

/// A line of a table by columns.
#[derive(Clone, Debug)]
pub struct TableLine {
    /// How far it is from the top of the page.
    pub middle: f32,
    /// How wide a character is.
    pub em: f32,
    /// The words in each of its columns.
    pub parts: Vec<CellPart>,
}
