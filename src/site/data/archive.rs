//! All downloads in one file, with what is to be known of them.

use std::fs::File;
use std::io::{BufReader, BufWriter, Write};
use std::path::Path;

use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipWriter};

use crate::model::Diagnostic;
use crate::site::unwritable;

/// Puts files into a new archive under the names they are to have there. No time of this machine
/// gets into it: the same files give the same archive.
pub fn write(archive: &Path, files: &[(String, std::path::PathBuf)]) -> Result<(), Diagnostic> {
    let failed = |e: std::io::Error| unwritable(archive, &e);
    let told = |e: zip::result::ZipError| unwritable(archive, &e.into());
    let out = BufWriter::new(File::create(archive).map_err(failed)?);
    let mut zip = ZipWriter::new(out);
    let options = SimpleFileOptions::default()
        .compression_method(CompressionMethod::Deflated)
        .last_modified_time(DateTime::default())
        .unix_permissions(0o644)
        .large_file(true);
    for (name, file) in files {
        zip.start_file(name.as_str(), options).map_err(told)?;
        let from = File::open(file).map_err(|e| unwritable(file, &e))?;
        std::io::copy(&mut BufReader::new(from), &mut zip).map_err(failed)?;
    }
    zip.finish().map_err(told)?.flush().map_err(failed)
}
