//! The archive of all downloads: one ZIP file.

use std::fs::File;
use std::io::BufWriter;
use std::path::{Path, PathBuf};

use rayon::prelude::*;
use zip::write::{PreparedZipFile, SimpleFileOptions};
use zip::{CompressionMethod, DateTime, ZipWriter};

use crate::model::Diagnostic;

/// A file that goes into the archive.
pub struct Archived<'a> {
    /// Its name there.
    pub name: String,
    /// What it holds.
    pub content: Content<'a>,
}

/// What an archived file holds.
pub enum Content<'a> {
    /// What lies at this place.
    At(PathBuf),
    /// A text that is made when its turn comes.
    Made(Box<dyn Fn() -> Result<String, Diagnostic> + Send + Sync + 'a>),
}

/// Files that are compressed beside each other and held in memory until they are written.
const BATCH: usize = 32;

/// Compression level, 1 to 9: 9 takes half as long again for a file hardly smaller.
const LEVEL: i64 = 5;

/// Writes `files` into a new archive, in their order. All entries bear the first date that the format
/// knows, so that the same files give the same archive.
///
/// # Errors
/// Where a file cannot be read or the archive cannot be written.
pub fn write(archive: &Path, files: &[Archived<'_>]) -> Result<(), Diagnostic> {
    let failed = |error: zip::result::ZipError| Diagnostic::unwritable(archive, &error.into());
    let options = SimpleFileOptions::default()
        .compression_method(CompressionMethod::Deflated)
        .compression_level(Some(LEVEL))
        .last_modified_time(DateTime::DEFAULT)
        .unix_permissions(0o644);
    let file = File::create(archive).map_err(|e| Diagnostic::unwritable(archive, &e))?;
    let mut zip = ZipWriter::new(BufWriter::with_capacity(1 << 16, file));
    for batch in files.chunks(BATCH) {
        let compress = |file: &Archived<'_>| {
            let (made, place) = match &file.content {
                Content::At(place) => (
                    PreparedZipFile::from_path(&file.name, place, options),
                    place.as_path(),
                ),
                Content::Made(text) => (
                    PreparedZipFile::from_data(&file.name, options, text()?.as_bytes()),
                    archive,
                ),
            };
            made.map_err(|error| Diagnostic::unwritable(place, &error.into()))
        };
        let prepared: Result<Vec<_>, Diagnostic> = batch.par_iter().map(compress).collect();
        zip.add_prepared_files(prepared?).map_err(failed)?;
    }
    zip.finish().map_err(failed)?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use std::io::Read;

    use super::*;

    #[test]
    fn the_same_files_give_the_same_archive_in_their_order() {
        let home = tempfile::tempdir().unwrap();
        let path = |name: &str| home.path().join(name);
        let texts = [
            ("a.csv", "1,策问\r\n"),
            ("空.csv", ""),
            ("d/e.yaml", "k: v\n"),
        ];
        let files: Vec<Archived<'_>> = texts
            .iter()
            .enumerate()
            .map(|(n, (name, text))| {
                let file = path(&n.to_string());
                std::fs::write(&file, text).unwrap();
                let name = (*name).to_owned();
                Archived {
                    name,
                    content: Content::At(file),
                }
            })
            .collect();
        for name in ["one.zip", "two.zip"] {
            write(&path(name), &files).unwrap();
        }
        let bytes = std::fs::read(path("one.zip")).unwrap();
        assert_eq!(bytes, std::fs::read(path("two.zip")).unwrap());
        let mut zip = zip::ZipArchive::new(std::io::Cursor::new(bytes)).unwrap();
        for (n, (name, text)) in texts.iter().enumerate() {
            let mut entry = zip.by_index(n).unwrap();
            assert_eq!(entry.name().unwrap(), *name);
            let day = entry
                .last_modified()
                .map(|d| (d.year(), d.month(), d.day()));
            assert_eq!(day, Some((1980, 1, 1)));
            let mut read = String::new();
            entry.read_to_string(&mut read).unwrap();
            assert_eq!(read, *text);
        }
    }

    #[test]
    fn a_missing_file_is_named() {
        let home = tempfile::tempdir().unwrap();
        let gone = home.path().join("gone.csv");
        let files = [Archived {
            name: "gone.csv".to_owned(),
            content: Content::At(gone.clone()),
        }];
        let told = write(&home.path().join("a.zip"), &files).unwrap_err();
        assert_eq!(told.file, gone);
    }
}
