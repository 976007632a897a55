//! The file format of the archive (PKWARE's APPNOTE 6.3.9): entries whose bytes are compressed
//! already, which no library writes in parts.

use std::fs::File;
use std::io::{self, BufWriter, Seek, SeekFrom, Write};

/// Numbers from here on have their long form (ZIP64). Compressed, a file can be longer than it is:
/// there is room for that.
const LONG: u64 = 0xF000_0000;
const IN_LONG_FORM: u32 = 0xFFFF_FFFF;
/// Readers have to know the long forms.
const VERSION: u16 = 45;
/// Names are UTF-8.
const FLAGS: u16 = 1 << 11;
const DEFLATED: u16 = 8;
/// 1980-01-01 00:00, the first there is: the date, after the time of 0.
const DATE: u32 = 0x0021 << 16;
/// A file on Unix that its owner may write and all may read.
const MADE_BY: u16 = (3 << 8) | VERSION;
const RIGHTS: u32 = 0o100_644 << 16;

/// An archive that is being written.
pub struct Container {
    out: BufWriter<File>,
    at: u64,
    entries: Vec<Entry>,
}

struct Entry {
    name: String,
    header: u64,
    data: u64,
    long: bool,
    crc: u32,
    raw: u64,
    compressed: u64,
}

impl Container {
    /// One in an empty file.
    pub fn new(file: File) -> Self {
        Self {
            out: BufWriter::with_capacity(1 << 16, file),
            at: 0,
            entries: Vec::new(),
        }
    }

    /// Writes bytes; gives where they begin.
    pub fn write(&mut self, bytes: &[u8]) -> io::Result<u64> {
        let start = self.at;
        self.out.write_all(bytes)?;
        self.at += bytes.len() as u64;
        Ok(start)
    }

    /// Begins a file of about so many bytes.
    pub fn begin(&mut self, name: &str, raw: u64) -> io::Result<()> {
        let mut entry = Entry {
            name: name.to_owned(),
            header: self.at,
            data: 0,
            long: raw >= LONG,
            crc: 0,
            raw: 0,
            compressed: 0,
        };
        self.write(&entry.local()?)?;
        entry.data = self.at;
        self.entries.push(entry);
        Ok(())
    }

    /// Ends the file that was begun last: what is known of it now goes into its header.
    pub fn end(&mut self, crc: u32, raw: u64) -> io::Result<()> {
        let Some(entry) = self.entries.last_mut() else {
            return Ok(());
        };
        entry.crc = crc;
        entry.raw = raw;
        entry.compressed = self.at - entry.data;
        if !entry.long && entry.raw.max(entry.compressed) >= u64::from(IN_LONG_FORM) {
            return Err(io::Error::other("a file grew while it was compressed"));
        }
        let header = entry.local()?;
        self.out.seek(SeekFrom::Start(entry.header))?;
        self.out.write_all(&header)?;
        self.out.seek(SeekFrom::Start(self.at))?;
        Ok(())
    }

    /// Writes the list of all files.
    pub fn finish(mut self) -> io::Result<()> {
        let first = self.at;
        let entries = std::mem::take(&mut self.entries);
        for entry in &entries {
            self.write(&entry.listed()?)?;
        }
        let (count, long) = (entries.len() as u64, self.at - first);
        let mut end = Fields::default();
        if count >= 0xFFFF || self.at >= LONG {
            let at = self.at;
            end.four(0x0606_4b50).eight(44).two(MADE_BY).two(VERSION);
            end.four(0).four(0).eight(count).eight(count);
            end.eight(long).eight(first);
            end.four(0x0706_4b50).four(0).eight(at).four(1);
        }
        let few = u16::try_from(count).unwrap_or(0xFFFF);
        end.four(0x0605_4b50).two(0).two(0).two(few).two(few);
        end.four(short(long)).four(short(first)).two(0);
        self.write(&end.0)?;
        self.out.flush()
    }
}

fn short(number: u64) -> u32 {
    match number < LONG {
        true => u32::try_from(number).unwrap_or(IN_LONG_FORM),
        false => IN_LONG_FORM,
    }
}

impl Entry {
    /// What stands in front of the file.
    fn local(&self) -> io::Result<Vec<u8>> {
        let size = |number| match self.long {
            true => IN_LONG_FORM,
            false => u32::try_from(number).unwrap_or(IN_LONG_FORM),
        };
        let mut extra = Fields::default();
        if self.long {
            extra.two(1).two(16).eight(self.raw).eight(self.compressed);
        }
        let mut header = Fields::default();
        header.four(0x0403_4b50).two(VERSION).two(FLAGS);
        header.two(DEFLATED).four(DATE).four(self.crc);
        header.four(size(self.compressed)).four(size(self.raw));
        header.two(length(&self.name)?).two(length(&extra.0)?);
        Ok([&header.0, self.name.as_bytes(), &extra.0].concat())
    }

    /// What the list says of the file.
    fn listed(&self) -> io::Result<Vec<u8>> {
        let mut long = Fields::default();
        for number in [self.raw, self.compressed, self.header] {
            if number >= LONG {
                long.eight(number);
            }
        }
        let mut extra = Fields::default();
        if !long.0.is_empty() {
            extra.two(1).two(length(&long.0)?);
        }
        let mut header = Fields::default();
        header
            .four(0x0201_4b50)
            .two(MADE_BY)
            .two(VERSION)
            .two(FLAGS);
        header.two(DEFLATED).four(DATE).four(self.crc);
        header.four(short(self.compressed)).four(short(self.raw));
        header.two(length(&self.name)?);
        header.two(length(&extra.0)? + length(&long.0)?);
        // No remark, the first disk, no text.
        header.two(0).two(0).two(0);
        header.four(RIGHTS).four(short(self.header));
        Ok([&header.0, self.name.as_bytes(), &extra.0, &long.0].concat())
    }
}

fn length(of: impl AsRef<[u8]>) -> io::Result<u16> {
    u16::try_from(of.as_ref().len()).map_err(io::Error::other)
}

/// Numbers one after the other, the lowest byte first.
#[derive(Default)]
struct Fields(Vec<u8>);

impl Fields {
    fn two(&mut self, number: u16) -> &mut Self {
        self.0.extend_from_slice(&number.to_le_bytes());
        self
    }

    fn four(&mut self, number: u32) -> &mut Self {
        self.0.extend_from_slice(&number.to_le_bytes());
        self
    }

    fn eight(&mut self, number: u64) -> &mut Self {
        self.0.extend_from_slice(&number.to_le_bytes());
        self
    }
}
