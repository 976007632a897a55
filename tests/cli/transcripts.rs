//! What a person sees on the terminal: commands and all that they print, in `tests/cli/transcripts/`.
//! `TRYCMD=overwrite cargo test --test cli transcripts` writes what is printed now; the change is then reviewed.

#[test]
fn commands_print_what_their_transcripts_say() {
    trycmd::TestCases::new()
        .env("SOURCE_DATE_EPOCH", "1790000000")
        .case("tests/cli/transcripts/*.md");
}
