use tantivy::schema::{
    Field, IndexRecordOption, STORED, STRING, Schema, TextFieldIndexing, TextOptions,
};
use tantivy::tokenizer::TextAnalyzer;

use super::grams::GramTokenizer;
use super::jieba::Words;

/// Version of the shape of the index; one more with every change of fields or tokenizers.
pub const VERSION: u32 = 1;

/// Name under which jieba is known to the index.
const WORDS: &str = "words";
/// Name under which the grams are known to the index.
const GRAMS: &str = "grams";

/// The fields of a record.
#[derive(Clone, Copy, Debug)]
pub struct Fields {
    /// Its id.
    pub id: Field,
    /// See [`super::Kind`].
    pub kind: Field,
    /// The title as written.
    pub title: Field,
    /// Name of the region.
    pub city: Field,
    /// Title of the document.
    pub document: Field,
    /// Address below the site's base.
    pub url: Field,
    /// The seed.
    pub file: Field,
    /// First line in the seed.
    pub first: Field,
    /// Last line in the seed.
    pub last: Field,
    /// The text as written, and its words.
    pub text: Field,
    /// The words of the title once more: a match there counts more.
    pub heading: Field,
    /// Characters and pairs of them, of title and text.
    pub grams: Field,
}

/// The schema and its fields.
pub fn schema() -> (Schema, Fields) {
    let indexed = |tokenizer, option| {
        TextOptions::default().set_indexing_options(
            TextFieldIndexing::default()
                .set_tokenizer(tokenizer)
                .set_index_option(option),
        )
    };
    let words = indexed(WORDS, IndexRecordOption::WithFreqs);
    let mut builder = Schema::builder();
    let fields = Fields {
        id: builder.add_text_field("id", STRING | STORED),
        kind: builder.add_text_field("kind", STRING | STORED),
        title: builder.add_text_field("title", STORED),
        city: builder.add_text_field("city", STRING | STORED),
        document: builder.add_text_field("document", STORED),
        url: builder.add_text_field("url", STORED),
        file: builder.add_text_field("file", STRING | STORED),
        first: builder.add_u64_field("first", STORED),
        last: builder.add_u64_field("last", STORED),
        text: builder.add_text_field("text", words.clone().set_stored()),
        heading: builder.add_text_field("heading", words),
        grams: builder.add_text_field(
            "grams",
            indexed(GRAMS, IndexRecordOption::WithFreqsAndPositions),
        ),
    };
    (builder.build(), fields)
}

/// Tells the index how its fields are cut.
pub fn register(index: &tantivy::Index, words: &Words) {
    let tokenizers = index.tokenizers();
    tokenizers.register(WORDS, TextAnalyzer::from(words.clone()));
    tokenizers.register(GRAMS, TextAnalyzer::from(GramTokenizer));
}
