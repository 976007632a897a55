//! What a person sees on the terminal: commands and all that they print, in `tests/cli/transcripts/`.
//! `TRYCMD=overwrite cargo test --test cli transcripts` writes what is printed now; the change is then reviewed.

#[test]
fn commands_print_what_their_transcripts_say() {
    trycmd::TestCases::new()
        .env("SOURCE_DATE_EPOCH", "1790000000")
        .env("LC_ALL", "C.UTF-8")
        .case("tests/cli/transcripts/*.md");
}

#[test]
fn the_environment_chooses_the_language() {
    trycmd::TestCases::new()
        .env("SOURCE_DATE_EPOCH", "1790000000")
        .env("LC_ALL", "")
        .env("LC_MESSAGES", "")
        .env("LANG", "zh_CN.UTF-8")
        .case("tests/cli/transcripts/zh/*.md");
}
