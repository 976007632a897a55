//! Many small gzip files in few large ones. A browser asks for the bytes of one by a range; where a host gives the
//! whole pack instead, it takes them from there.
//!
//! Every length is a multiple of [`UNIT`], so that the directory of all of them is short: what is missing stands in
//! the header of the gzip file, as its comment. A pack is full when the next unit would make it larger than
//! [`PACK`]: so the place of each follows from the lengths of those before it.

use std::io;

use serde::Serialize;

use super::Put;
use super::gzip::gzip;

/// Bytes that lengths are counted in.
const UNIT: usize = 32;
/// Bytes of a pack: no more than a phone can take where a host knows no ranges.
const PACK: usize = 64 << 10;

/// What a browser has to know to find a file.
#[derive(Serialize)]
pub struct PackSizes {
    unit: usize,
    size: usize,
}

/// The sizes of all packs.
pub const SIZES: PackSizes = PackSizes {
    unit: UNIT,
    size: PACK,
};

/// Compresses a file into a whole number of units.
pub fn packed(raw: &[u8]) -> Vec<u8> {
    const HEADER: usize = 10;
    const FLAGS: usize = 3;
    const COMMENT: u8 = 1 << 4;
    let mut file = gzip(raw);
    let missing = file.len().next_multiple_of(UNIT) - file.len();
    if missing > 0 {
        // The comment and the zero that ends it.
        let mut comment = vec![b' '; missing];
        comment[missing - 1] = 0;
        file.splice(HEADER..HEADER, comment);
        file[FLAGS] |= COMMENT;
    }
    file
}

/// How many units some bytes are.
pub fn units(bytes: usize) -> u32 {
    (bytes / UNIT) as u32
}

/// Where everything is in the packs of a folder.
#[derive(Default, Serialize)]
pub struct PackDirectory {
    /// For each file its units, as a character from `#` on.
    units: String,
    /// Files that others follow, with the units of these.
    followed: Vec<(usize, u32)>,
}

/// Writes files into packs, `FOLDER/N.bin`.
pub struct PackWriter<'a> {
    put: &'a Put<'a>,
    folder: &'static str,
    /// How many are written.
    number: usize,
    pack: Vec<u8>,
    files: usize,
    directory: PackDirectory,
}

impl<'a> PackWriter<'a> {
    /// A writer into a folder.
    pub fn new(folder: &'static str, put: &'a Put<'a>) -> Self {
        Self {
            put,
            folder,
            number: 0,
            pack: Vec::new(),
            files: 0,
            directory: PackDirectory::default(),
        }
    }

    /// Adds a packed file and what follows it in the same pack.
    ///
    /// # Errors
    /// Those of `put`.
    pub fn add(&mut self, file: &[u8], following: &[u8]) -> io::Result<()> {
        if !self.pack.is_empty() && self.pack.len() + file.len() + following.len() > PACK {
            self.close()?;
        }
        self.pack.extend(file);
        self.pack.extend(following);
        let length = char::from_u32(u32::from('#') + units(file.len()));
        let length = length.ok_or_else(|| io::Error::other("a file of the index is too long"))?;
        self.directory.units.push(length);
        if !following.is_empty() {
            let following = units(following.len());
            self.directory.followed.push((self.files, following));
        }
        self.files += 1;
        Ok(())
    }

    fn close(&mut self) -> io::Result<()> {
        let path = format!("{}/{}.bin", self.folder, self.number);
        (self.put)(&path, &self.pack)?;
        self.number += 1;
        self.pack.clear();
        Ok(())
    }

    /// Writes the last pack; gives where everything is.
    ///
    /// # Errors
    /// Those of `put`.
    pub fn end(mut self) -> io::Result<PackDirectory> {
        if !self.pack.is_empty() {
            self.close()?;
        }
        Ok(self.directory)
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;
    use std::io::Read as _;
    use std::sync::Mutex;

    use super::*;

    #[test]
    fn a_file_is_found_by_the_lengths_of_those_before_it() {
        let texts: Vec<String> = (0..1_000)
            .map(|n| format!("策问{n}").repeat(n * 7))
            .collect();
        let packs = Mutex::new(BTreeMap::new());
        let put = |path: &str, bytes: &[u8]| {
            packs
                .lock()
                .unwrap()
                .insert(path.to_owned(), bytes.to_vec());
            Ok(())
        };
        let mut writer = PackWriter::new("t", &put);
        for (n, text) in texts.iter().enumerate() {
            let following = if n == 9 { packed(b"more") } else { Vec::new() };
            writer.add(&packed(text.as_bytes()), &following).unwrap();
        }
        let directory = writer.end().unwrap();
        let packs = packs.into_inner().unwrap();
        assert!(packs.len() > 1 && packs.values().all(|pack| pack.len() <= PACK));
        let (mut pack, mut at) = (0, 0);
        for ((n, text), length) in texts.iter().enumerate().zip(directory.units.chars()) {
            let length = (u32::from(length) - u32::from('#')) as usize * UNIT;
            let followed = directory.followed.iter().find(|(of, _)| *of == n);
            let following = followed.map_or(0, |(_, units)| *units as usize * UNIT);
            if at > 0 && at + length + following > PACK {
                (pack, at) = (pack + 1, 0);
            }
            let bytes = &packs[&format!("t/{pack}.bin")][at..at + length];
            let mut read = String::new();
            let mut gzip = flate2::read::GzDecoder::new(bytes);
            gzip.read_to_string(&mut read).unwrap();
            assert_eq!(read, *text);
            at += length + following;
        }
    }
}
