//! All downloads in one file, with what is to be known of them.

use std::fs::File;
use std::io::{BufReader, BufWriter, Cursor, Write};
use std::path::{Path, PathBuf};

use rayon::prelude::*;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipArchive, ZipWriter};

use crate::model::Diagnostic;
use crate::site::unwritable;

/// Bytes that are compressed by one core at a time.
const SOME: u64 = 8 << 20;

/// Puts files into a new archive under the names they are to have there. No time of this machine
/// gets into it: the same files give the same archive. They are compressed on all cores.
pub fn write(archive: &Path, files: &[(String, PathBuf)]) -> Result<(), Diagnostic> {
    let failed = |e: std::io::Error| unwritable(archive, &e);
    let told = |e: zip::result::ZipError| unwritable(archive, &e.into());
    let mut groups: Vec<&[(String, PathBuf)]> = Vec::new();
    let (mut first, mut bytes) = (0, 0);
    for (n, (_, file)) in files.iter().enumerate() {
        bytes += std::fs::metadata(file).map_or(0, |found| found.len());
        if bytes > SOME {
            groups.push(&files[first..=n]);
            (first, bytes) = (n + 1, 0);
        }
    }
    groups.push(&files[first..]);
    let mut zip = ZipWriter::new(BufWriter::new(File::create(archive).map_err(failed)?));
    // A few groups at a time: what is compressed waits in memory for those before it.
    for some in groups.chunks(rayon::current_num_threads().max(1)) {
        let parts: Vec<Vec<u8>> = some
            .par_iter()
            .map(|group| compressed(group, archive))
            .collect::<Result<_, _>>()?;
        for part in parts {
            let part = ZipArchive::new(Cursor::new(part)).map_err(told)?;
            zip.merge_archive(part).map_err(told)?;
        }
    }
    zip.finish().map_err(told)?.flush().map_err(failed)
}

/// An archive of some of the files, in memory.
fn compressed(files: &[(String, PathBuf)], archive: &Path) -> Result<Vec<u8>, Diagnostic> {
    let told = |e: zip::result::ZipError| unwritable(archive, &e.into());
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default()
        .compression_method(CompressionMethod::Deflated)
        .last_modified_time(DateTime::default())
        .unix_permissions(0o644)
        .large_file(true);
    for (name, file) in files {
        zip.start_file(name.as_str(), options).map_err(told)?;
        let from = File::open(file).map_err(|e| unwritable(file, &e))?;
        std::io::copy(&mut BufReader::new(from), &mut zip).map_err(|e| unwritable(archive, &e))?;
    }
    Ok(zip.finish().map_err(told)?.into_inner())
}
