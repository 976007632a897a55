//! The archive of all downloads: one ZIP file.

use std::fs::File;
use std::io::BufWriter;
use std::path::PathBuf;

use rayon::prelude::*;
use zip::write::{PreparedZipFile, SimpleFileOptions};
use zip::{CompressionMethod, DateTime, ZipWriter};

use super::parts::LARGEST;
use crate::model::Diagnostic;

/// A file that goes into the archive.
pub struct Archived {
    /// Its name there.
    pub name: String,
    /// Where it lies.
    pub file: PathBuf,
}

/// Files that are compressed beside each other and held in memory until they are written.
const BATCH: usize = 32;

/// Compression level, 1 to 9: 9 takes half as long again for a file hardly smaller.
const LEVEL: i64 = 5;

/// Writes `files` into new archives, in their order, none larger than [`LARGEST`] as far as its entries let it;
/// `place` says where each part goes. Gives the number of parts. All entries bear the first date that the format
/// knows, so that the same files give the same archives.
///
/// # Errors
/// Where a file cannot be read or an archive cannot be written.
pub fn write(
    place: &dyn Fn(usize) -> Result<PathBuf, Diagnostic>,
    files: &[Archived],
) -> Result<usize, Diagnostic> {
    let options = SimpleFileOptions::default()
        .compression_method(CompressionMethod::Deflated)
        .compression_level(Some(LEVEL))
        .last_modified_time(DateTime::DEFAULT)
        .unix_permissions(0o644);
    let mut part = ArchivePart::new(place(0)?)?;
    let mut parts = 1;
    for batch in files.chunks(BATCH) {
        let compress = |file: &Archived| {
            PreparedZipFile::from_path(&file.name, &file.file, options)
                .map_err(|error| Diagnostic::unwritable(&file.file, &error.into()))
        };
        let prepared: Result<Vec<_>, Diagnostic> = batch.par_iter().map(compress).collect();
        for entry in prepared? {
            let bytes = entry.compressed_size() + OF_ENTRY;
            if part.bytes > 0 && part.bytes + bytes > LARGEST {
                part.finish()?;
                part = ArchivePart::new(place(parts)?)?;
                parts += 1;
            }
            part.add(entry, bytes)?;
        }
    }
    part.finish()?;
    Ok(parts)
}

/// Bytes that an entry takes besides what it holds, at most.
const OF_ENTRY: u64 = 512;

/// An archive that is being written.
struct ArchivePart {
    path: PathBuf,
    zip: ZipWriter<BufWriter<File>>,
    bytes: u64,
}

impl ArchivePart {
    fn new(path: PathBuf) -> Result<Self, Diagnostic> {
        let file = File::create(&path).map_err(|e| Diagnostic::unwritable(&path, &e))?;
        let zip = ZipWriter::new(BufWriter::with_capacity(1 << 16, file));
        Ok(Self {
            path,
            zip,
            bytes: 0,
        })
    }

    fn add(&mut self, entry: PreparedZipFile, bytes: u64) -> Result<(), Diagnostic> {
        self.bytes += bytes;
        let added = self.zip.add_prepared_file(entry);
        added.map_err(|error| Diagnostic::unwritable(&self.path, &error.into()))
    }

    fn finish(self) -> Result<(), Diagnostic> {
        let finished = self.zip.finish();
        finished.map_err(|error| Diagnostic::unwritable(&self.path, &error.into()))?;
        Ok(())
    }
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
        let files: Vec<Archived> = texts
            .iter()
            .enumerate()
            .map(|(n, (name, text))| {
                let file = path(&n.to_string());
                std::fs::write(&file, text).unwrap();
                let name = (*name).to_owned();
                Archived { name, file }
            })
            .collect();
        for name in ["one.zip", "two.zip"] {
            assert_eq!(write(&|_| Ok(path(name)), &files).unwrap(), 1);
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
            file: gone.clone(),
        }];
        let told = write(&|_| Ok(home.path().join("a.zip")), &files).unwrap_err();
        assert_eq!(told.file, gone);
    }
}
