//! All downloads in one file, with what is to be known of them. A long file is compressed in pieces
//! that know nothing of each other, cut where its own bytes say so: what stands the same in the
//! former archive is taken from there, and the archive is still made of nothing but its files.

mod pieces;

use std::fs::{self, File};
use std::io::{BufWriter, Read, Write};
use std::path::{Path, PathBuf};

use flate2::{Compress, Compression, Crc, FlushCompress, Status};
use rawzip::time::UtcDateTime;
use rawzip::{CompressionMethod, DataDescriptorOutput, ZipArchiveWriter, ZipEntryWriter};
use rayon::prelude::*;

use super::stretches::bytes_at;
use crate::key::Key;
use crate::model::Diagnostic;
use crate::site::output::Former;
use crate::site::unwritable;
use pieces::{Known, Pieces};

/// A file that is to go into the archive.
pub struct Archived {
    /// Its name there.
    pub name: String,
    /// Where it lies.
    pub file: PathBuf,
    /// What it was made of, where that tells its bytes.
    pub key: Option<Key>,
}

/// Bytes that wait to be compressed, at most.
const SOME: usize = 8 << 20;

/// How hard it is compressed, of 9: the file is hardly larger than with more, and done a fifth sooner.
const LEVEL: u32 = 5;

/// When all files are said to be from: the first day that an archive can tell. With none they would be
/// from month 0, which programs that unpack them show as anything.
const FROM: Option<UtcDateTime> = UtcDateTime::from_components(1980, 1, 1, 0, 0, 0, 0);

/// The end of a file after its last piece: a block of nothing that says it is the last.
const END: [u8; 2] = [0x03, 0x00];

/// Puts files into a new archive. No time of this machine gets into it: the same files give the same
/// archive. They are compressed on all cores, and only those pieces that are not in the `former` one.
/// Gives what is to be remembered of it.
pub fn write(
    archive: &Path,
    files: &[Archived],
    former: Option<Former<'_>>,
) -> Result<Vec<u8>, Diagnostic> {
    let failed = |e: std::io::Error| unwritable(archive, &e);
    let old = former.and_then(|former| Old::open(&former));
    let file = File::create(archive).map_err(failed)?;
    let mut writer = Writer {
        archive,
        zip: ZipArchiveWriter::new(BufWriter::with_capacity(1 << 16, file)),
        old,
        new: Pieces::default(),
    };
    for files in together(files) {
        match files {
            [file] => writer.long(file)?,
            files => writer.short(files)?,
        }
    }
    let mut out = writer.zip.finish().map_err(|e| failed(told(e)))?;
    out.flush().map_err(failed)?;
    // Plain data: there is nothing to refuse.
    Ok(postcard::to_allocvec(&writer.new).unwrap_or_default())
}

/// Files that follow each other and are no more bytes together than may wait; a longer one by itself.
fn together(files: &[Archived]) -> impl Iterator<Item = &[Archived]> {
    let mut rest = files;
    std::iter::from_fn(move || {
        let mut bytes = 0;
        let fits = rest.iter().take_while(|file| {
            // One that cannot be looked at cannot be read either: that is told then.
            bytes += fs::metadata(&file.file).map_or(0, |found| found.len());
            bytes <= SOME as u64
        });
        let count = fits.count().max(1);
        let (files, others) = rest.split_at_checked(count)?;
        rest = others;
        Some(files)
    })
}

/// An archive that stands as it was written, and where what is in it.
struct Old {
    file: PathBuf,
    pieces: Pieces,
}

impl Old {
    fn open(former: &Former<'_>) -> Option<Self> {
        let pieces = postcard::from_bytes(former.note).ok()?;
        let file = former.file.clone();
        Some(Self { file, pieces })
    }

    /// The compressed bytes; `None` where they cannot be read.
    fn bytes(&self, key: Key) -> Option<(Known, Vec<u8>)> {
        let known = self.pieces.get(key)?;
        let bytes = bytes_at(&self.file, known.start, known.long)?;
        Some((known, bytes))
    }
}

type Zip = ZipArchiveWriter<BufWriter<File>>;

/// Begins a file whose bytes are compressed already.
fn begin<'a>(zip: &'a mut Zip, name: &str) -> std::io::Result<ZipEntryWriter<'a, BufWriter<File>>> {
    // A file that its owner may write and all may read.
    let mut file = zip.new_file(name).unix_permissions(0o100_644);
    if let Some(from) = FROM {
        file = file.last_modified(from);
    }
    let started = file.compression_method(CompressionMethod::DEFLATE).start();
    started.map(|(entry, _)| entry).map_err(told)
}

fn told(error: rawzip::Error) -> std::io::Error {
    std::io::Error::other(error)
}

struct Writer<'a> {
    /// Where the archive lies.
    archive: &'a Path,
    zip: Zip,
    old: Option<Old>,
    new: Pieces,
}

impl Writer<'_> {
    /// Makes several files ready beside each other, since one of them keeps no more than one core busy,
    /// and writes them one after the other.
    fn short(&mut self, files: &[Archived]) -> Result<(), Diagnostic> {
        let old = self.old.as_ref();
        let ready = files.par_iter().map(|file| {
            let ready = Ready::of(file, old);
            ready.map_err(|e| unwritable(&file.file, &e))
        });
        let ready = ready.collect::<Result<Vec<Ready>, Diagnostic>>()?;
        let mut all = files.iter().zip(ready);
        let written = all.try_for_each(|(file, ready)| self.put(file, ready));
        written.map_err(|e| unwritable(self.archive, &e))
    }

    fn put(&mut self, file: &Archived, ready: Ready) -> std::io::Result<()> {
        match ready {
            Ready::Known(known, bytes) => {
                let mut entry = begin(&mut self.zip, &file.name)?;
                let start = entry.stream_offset();
                entry.write_all(&bytes)?;
                let ends = DataDescriptorOutput::new(known.crc, known.raw);
                entry.finish(ends).map_err(told)?;
                if let Some(key) = file.key {
                    self.new.insert(key, Known { start, ..known });
                }
                Ok(())
            }
            Ready::Made(pieces) => {
                let mut entry = Entry::begin(&mut self.zip, file)?;
                entry.put(pieces, &mut self.new)?;
                entry.end(&mut self.new)
            }
        }
    }

    /// Compresses a file piece by piece; the next bytes are read meanwhile.
    fn long(&mut self, file: &Archived) -> Result<(), Diagnostic> {
        let archive = self.archive;
        let failed = |e: std::io::Error| unwritable(archive, &e);
        let unread = |e: std::io::Error| unwritable(&file.file, &e);
        let old = self.old.as_ref();
        if let Some(ready) = Ready::known(file, old) {
            return self.put(file, ready).map_err(failed);
        }
        let mut from = File::open(&file.file).map_err(unread)?;
        let mut entry = Entry::begin(&mut self.zip, file).map_err(failed)?;
        // Two rooms for all of the file: there is no end of asking for others.
        let long = from.metadata().map_err(unread)?.len() as usize;
        let long = SOME.min(long + 1);
        let [mut waiting, mut next] = [(); 2].map(|()| Vec::with_capacity(long));
        let mut ends = fill(&mut waiting, &mut from).map_err(unread)?;
        loop {
            let (cut, rest) = pieces::cut(&waiting, ends);
            next.clear();
            next.extend_from_slice(&waiting[waiting.len() - rest..]);
            let made = || cut.par_iter().map(|piece| Piece::of(piece, old));
            let (made, read) = rayon::join(
                || made().collect::<Vec<Piece>>(),
                || match ends {
                    true => Ok(true),
                    false => fill(&mut next, &mut from),
                },
            );
            entry.put(made, &mut self.new).map_err(failed)?;
            if ends {
                break;
            }
            ends = read.map_err(unread)?;
            std::mem::swap(&mut waiting, &mut next);
        }
        entry.end(&mut self.new).map_err(failed)
    }
}

/// A file that is all there, ready to be written.
enum Ready {
    /// As it stands in the former archive.
    Known(Known, Vec<u8>),
    /// All its pieces.
    Made(Vec<Piece>),
}

impl Ready {
    /// Takes a whole file from the former archive, if it is known to be in it.
    fn known(file: &Archived, old: Option<&Old>) -> Option<Self> {
        let (known, bytes) = old?.bytes(file.key?)?;
        Some(Self::Known(known, bytes))
    }

    fn of(file: &Archived, old: Option<&Old>) -> std::io::Result<Self> {
        if let Some(known) = Self::known(file, old) {
            return Ok(known);
        }
        let bytes = fs::read(&file.file)?;
        let (cut, _) = pieces::cut(&bytes, true);
        let made = cut.par_iter().map(|piece| Piece::of(piece, old));
        Ok(Self::Made(made.collect()))
    }
}

/// A file that is written piece by piece.
struct Entry<'a> {
    entry: ZipEntryWriter<'a, BufWriter<File>>,
    /// What its file is made of, where that is known.
    key: Option<Key>,
    /// Where it begins in the archive.
    start: u64,
    crc: Crc,
    raw: u64,
}

impl<'a> Entry<'a> {
    fn begin(zip: &'a mut Zip, file: &Archived) -> std::io::Result<Self> {
        let entry = begin(zip, &file.name)?;
        Ok(Self {
            start: entry.stream_offset(),
            entry,
            key: file.key,
            crc: Crc::new(),
            raw: 0,
        })
    }

    fn put(&mut self, pieces: Vec<Piece>, new: &mut Pieces) -> std::io::Result<()> {
        for piece in pieces {
            let start = self.entry.stream_offset();
            self.entry.write_all(&piece.bytes)?;
            let long = piece.bytes.len() as u64;
            // Whole files are known by what they are made of.
            if self.key.is_none() {
                new.insert(piece.key, Known::piece(start, long));
            }
            self.crc.combine(&piece.crc);
            self.raw += piece.raw;
        }
        Ok(())
    }

    fn end(mut self, new: &mut Pieces) -> std::io::Result<()> {
        self.entry.write_all(&END)?;
        let long = self.entry.compressed_bytes();
        let crc = self.crc.sum();
        let ends = DataDescriptorOutput::new(crc, self.raw);
        self.entry.finish(ends).map_err(told)?;
        if let Some(key) = self.key {
            let (start, raw) = (self.start, self.raw);
            let known = Known {
                start,
                long,
                raw,
                crc,
            };
            new.insert(key, known);
        }
        Ok(())
    }
}

/// Fills a room from a file; gives whether that is the end of it.
fn fill(room: &mut Vec<u8>, from: &mut File) -> std::io::Result<bool> {
    let left = (SOME - room.len()) as u64;
    Ok(from.take(left).read_to_end(room)? as u64 != left)
}

/// A piece of a file, ready to be written.
struct Piece {
    /// The key of its bytes.
    key: Key,
    /// How many these are.
    raw: u64,
    /// The check sum of them.
    crc: Crc,
    /// What is written of it.
    bytes: Vec<u8>,
}

impl Piece {
    /// Compresses bytes that are not in the `old` archive.
    fn of(piece: &[u8], old: Option<&Old>) -> Self {
        let key = Key::of_bytes(piece);
        let mut crc = Crc::new();
        crc.update(piece);
        let copied = old.and_then(|old| Some(old.bytes(key)?.1));
        Self {
            key,
            raw: piece.len() as u64,
            crc,
            bytes: copied.unwrap_or_else(|| compressed(piece)),
        }
    }
}

/// A piece by itself: it ends with a whole byte and is not the last.
fn compressed(piece: &[u8]) -> Vec<u8> {
    let mut deflate = Compress::new(Compression::new(LEVEL), false);
    let mut bytes = Vec::with_capacity(piece.len() / 2 + 64);
    loop {
        let read = usize::try_from(deflate.total_in()).unwrap_or(piece.len());
        let rest = piece.get(read..).unwrap_or_default();
        let done = deflate.compress_vec(rest, &mut bytes, FlushCompress::Sync);
        // Room that is left says that all is flushed.
        if bytes.len() < bytes.capacity() || !matches!(done, Ok(Status::Ok)) {
            return bytes;
        }
        bytes.reserve(piece.len() / 2 + 64);
    }
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use super::*;

    fn read(zip: &Path) -> Vec<(String, String)> {
        let bytes = std::fs::read(zip).unwrap();
        let mut zip = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
        let mut files = Vec::new();
        for n in 0..zip.len() {
            let mut file = zip.by_index(n).unwrap();
            let mut text = String::new();
            let day = file
                .last_modified()
                .map(|at| (at.year(), at.month(), at.day()));
            assert_eq!(day, Some((1980, 1, 1)));
            file.read_to_string(&mut text).unwrap();
            files.push((file.name().unwrap().into_owned(), text));
        }
        files
    }

    #[test]
    fn files_are_made_ready_together_as_far_as_they_may_wait() {
        let home = tempfile::tempdir().unwrap();
        let some = SOME as u64;
        let lengths = [1, some - 1, 1, some + 1, 0, 5];
        let files = lengths.iter().enumerate().map(|(n, &long)| {
            let file = home.path().join(n.to_string());
            File::create(&file).unwrap().set_len(long).unwrap();
            let (name, key) = (n.to_string(), None);
            Archived { name, file, key }
        });
        let files: Vec<Archived> = files.collect();
        let counts: Vec<usize> = together(&files).map(<[_]>::len).collect();
        assert_eq!(counts, [2, 1, 1, 2]);
        assert_eq!(together(&[]).count(), 0);
    }

    #[test]
    fn an_archive_made_of_a_former_one_is_the_same_as_one_made_anew() {
        let home = tempfile::tempdir().unwrap();
        let path = |name: &str| home.path().join(name);
        let rows = |edit: usize| -> String {
            (0..40_000)
                .map(|n| format!("{n},策问,{}\r\n", n * 7919 % 1013 + usize::from(n == edit)))
                .collect()
        };
        let files = |texts: &[(&str, &str)]| -> Vec<Archived> {
            let one = |(name, text): &(&str, &str)| {
                let file = path(&format!("{name}-{}", text.len()));
                std::fs::write(&file, text).unwrap();
                let key = name.ends_with(".yaml").then(|| Key::of(text));
                let name = (*name).to_owned();
                Archived { name, file, key }
            };
            texts.iter().map(one).collect()
        };
        let (before, after) = (rows(usize::MAX), format!("{}x", rows(20_000)));
        let texts = [("a.csv", &*before), ("空.csv", ""), ("d.yaml", "k: v\n")];
        let old = path("old.zip");
        let note = write(&old, &files(&texts), None).unwrap();
        let said: Vec<_> = texts.map(|(n, t)| (n.to_owned(), t.to_owned())).into();
        assert_eq!(read(&old), said);
        let texts = [("a.csv", &*after), ("b.yaml", "k: v\n"), ("e.yaml", "")];
        let [one, two] = ["one.zip", "two.zip"].map(path);
        let former = |note| Former {
            file: old.clone(),
            note,
        };
        let noted = write(&one, &files(&texts), Some(former(&note))).unwrap();
        assert_eq!(write(&two, &files(&texts), None).unwrap(), noted);
        let bytes = std::fs::read(&one).unwrap();
        assert!(bytes == std::fs::read(&two).unwrap());
        assert_eq!(read(&one)[0].1, after);
        // Most of the rows were known.
        let pieces = postcard::from_bytes::<Pieces>(&note).unwrap();
        let (cut, _) = pieces::cut(after.as_bytes(), true);
        let known = cut
            .iter()
            .filter(|p| pieces.get(Key::of_bytes(p)).is_some());
        assert!(cut.len() > 5 && known.count() + 3 >= cut.len());
        // A former archive that is cut short, or a note that is, gives the same.
        std::fs::write(&old, "PK").unwrap();
        for note in [&note[..], &note[..50], b""] {
            write(&two, &files(&texts), Some(former(note))).unwrap();
            assert!(bytes == std::fs::read(&two).unwrap());
        }
    }
}
