use tantivy::schema::{
    FAST, Field, IndexRecordOption, STORED, STRING, Schema, TextFieldIndexing, TextOptions,
};

/// Version of the shape of the index; one more with every change of fields or symbols.
pub const VERSION: u32 = 4;

/// The fields of a record.
#[derive(Clone, Copy, Debug)]
pub struct Fields {
    /// The record as JSON.
    pub record: Field,
    /// Its number, from 0 in the order of the records.
    pub number: Field,
    /// The class of its length and its kind: see [`pack`].
    pub class: Field,
    /// Its words by jieba.
    pub words: Field,
    /// Every symbol with the next, and where: the title from 0, the text from [`BODY`].
    pub pairs: Field,
    /// `city=lishui`, `topic=pv`: what it can be filtered by.
    pub facets: Field,
}

/// Where the positions of a record's text begin; those of its title are below.
pub const BODY: usize = 512;

/// The schema and its fields.
pub fn schema() -> (Schema, Fields) {
    // Tokens come ready made, which any tokenizer's field takes.
    let indexed = |option| {
        TextOptions::default().set_indexing_options(
            TextFieldIndexing::default()
                .set_tokenizer("raw")
                .set_fieldnorms(false)
                .set_index_option(option),
        )
    };
    let mut builder = Schema::builder();
    let fields = Fields {
        record: builder.add_text_field("record", STORED),
        number: builder.add_u64_field("number", FAST),
        class: builder.add_u64_field("class", FAST),
        words: builder.add_text_field("words", indexed(IndexRecordOption::Basic)),
        pairs: builder.add_text_field("pairs", indexed(IndexRecordOption::WithFreqsAndPositions)),
        facets: builder.add_text_field("facets", STRING),
    };
    (builder.build(), fields)
}

/// Class of length and kind of a record as one number.
pub fn pack(class: u8, kind: super::RecordKind) -> u64 {
    u64::from(class)
        + 4 * super::RecordKind::ALL
            .iter()
            .position(|k| *k == kind)
            .unwrap_or(0) as u64
}

/// What [`pack`] packed.
pub fn unpack(packed: u64) -> (u8, super::RecordKind) {
    let kind = usize::try_from(packed / 4).unwrap_or(0);
    let all = super::RecordKind::ALL;
    ((packed % 4) as u8, all[kind.min(all.len() - 1)])
}
