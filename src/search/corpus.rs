use super::guide::Guide;
use super::inverted::Inverted;
use super::record::Record;
use super::words::Words;
use crate::vocabulary::Vocabulary;

/// All that can be found, made ready to be written as an index on disk or as files for browsers.
pub struct Corpus<'a> {
    /// The records.
    pub(super) records: &'a [Record],
    /// The words that a site has of its own.
    pub(super) vocabulary: &'a Vocabulary,
    pub(super) inverted: Inverted,
    pub(super) guide: Guide,
}

impl<'a> Corpus<'a> {
    /// Cuts the records into symbols and words.
    pub fn of(records: &'a [Record], vocabulary: &'a Vocabulary, words: &Words) -> Self {
        let inverted = Inverted::of(records, words);
        let frequent = inverted.words().map(|(word, n)| (word.to_owned(), n));
        let stands = |form: &str| !inverted.find(form).is_empty();
        let guide = Guide::new(records, vocabulary, frequent.collect(), &stands);
        Self {
            records,
            vocabulary,
            inverted,
            guide,
        }
    }
}
