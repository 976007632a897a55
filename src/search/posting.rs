/// What an index tells of one record that has a string.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Posting {
    /// Number of the record.
    pub record: u32,
    /// How often it has the string.
    pub times: u32,
    /// Whether its own title has it.
    pub title: bool,
    /// For a string of two symbols, whether it is a word there and not the end of one and the
    /// beginning of the next, as 国家 in 发展中国家.
    pub word: bool,
    /// How long the record is: see [`class`].
    pub class: u8,
}

/// The length of a record in symbols as one of four classes.
pub fn class(symbols: usize) -> u8 {
    match symbols {
        0..=40 => 0,
        41..=100 => 1,
        101..=250 => 2,
        _ => 3,
    }
}
