use tantivy::schema::{
    FAST, FacetOptions, Field, IndexRecordOption, STORED, Schema, TextFieldIndexing, TextOptions,
};
use tantivy::tokenizer::TokenizerManager;

use super::tokenize::{Bigrams, WordsAndCharacters};
use super::words::Words;

/// Version of the format of the index and of its export; it rises with every change of either.
pub const VERSION: u32 = 7;

/// The fields of a record.
#[derive(Clone, Copy, Debug)]
pub struct Fields {
    /// The record as JSON.
    pub record: Field,
    /// Bigrams of its title.
    pub title: Field,
    /// Bigrams of its text.
    pub text: Field,
    /// Words by jieba and single characters, of title and text.
    pub words: Field,
    /// `/city/lishui`, `/topic/pv`: its values to filter by.
    pub facets: Field,
    /// Its kind, as the place among [`super::RecordKind::ALL`].
    pub kind: Field,
    /// The latest year that it mentions.
    pub year: Field,
    /// The number of the record of its passage.
    pub passage: Field,
}

/// The schema and its fields.
pub fn schema() -> (Schema, Fields) {
    let text = |tokenizer, option, has_lengths| {
        TextOptions::default().set_indexing_options(
            TextFieldIndexing::default()
                .set_tokenizer(tokenizer)
                .set_fieldnorms(has_lengths)
                .set_index_option(option),
        )
    };
    let positions = IndexRecordOption::WithFreqsAndPositions;
    let mut builder = Schema::builder();
    let fields = Fields {
        record: builder.add_bytes_field("record", STORED),
        title: builder.add_text_field("title", text(BIGRAMS, positions, false)),
        text: builder.add_text_field("text", text(BIGRAMS, positions, true)),
        words: builder.add_text_field("words", text(WORDS, IndexRecordOption::Basic, false)),
        facets: builder.add_facet_field("facets", FacetOptions::default()),
        kind: builder.add_u64_field("kind", FAST),
        year: builder.add_u64_field("year", FAST),
        passage: builder.add_u64_field("passage", FAST),
    };
    (builder.build(), fields)
}

const BIGRAMS: &str = "bigrams";
const WORDS: &str = "words";

/// The tokenizers that the schema names.
pub fn tokenizers(words: &Words) -> TokenizerManager {
    // With those of tantivy itself, which it looks up for fields that are not text.
    let tokenizers = TokenizerManager::default();
    tokenizers.register(BIGRAMS, Bigrams);
    tokenizers.register(WORDS, WordsAndCharacters(words.clone()));
    tokenizers
}
