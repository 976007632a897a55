//! Any bytes as the text of a Word file are imported or refused.
#![no_main]

use std::io::{Cursor, Write as _};
use std::path::Path;

use libfuzzer_sys::fuzz_target;
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

fuzz_target!(|bytes: &[u8]| {
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default();
    archive.start_file("word/document.xml", options).unwrap();
    archive.write_all(bytes).unwrap();
    let file = archive.finish().unwrap().into_inner();
    if let Ok(imported) = cewen::import::read(Path::new("a.docx"), &file) {
        assert!(!imported.text.contains('\0'));
    }
});
