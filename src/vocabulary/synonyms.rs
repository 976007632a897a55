/// Words that mean the same to someone who searches.
#[derive(Debug, Default)]
pub struct Synonyms {}

impl Synonyms {
    /// The other words of the group that `word` is in.
    pub fn of(&self, _word: &str) -> Vec<&str> {
        Vec::new()
    }
}
