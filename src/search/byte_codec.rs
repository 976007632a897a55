//! Numbers and texts as few bytes, to be read again.

use crate::fingerprint::Fingerprint;

/// Appends a number in as few bytes as it takes, seven bits each, the lowest first.
pub fn varint(out: &mut Vec<u8>, n: u64) {
    each_byte(n, |byte| out.push(byte));
}

/// Writes what [`varint`] appends to the beginning of `out`, which has room for it; gives how many bytes
/// that takes.
pub fn put_varint(out: &mut [u8], n: u64) -> usize {
    let mut long = 0;
    each_byte(n, |byte| {
        out[long] = byte;
        long += 1;
    });
    long
}

#[inline]
fn each_byte(mut n: u64, mut put: impl FnMut(u8)) {
    while n >= 0x80 {
        put((n as u8 & 0x7f) | 0x80);
        n >>= 7;
    }
    put(n as u8);
}

/// How many bytes [`varint`] appends.
pub fn varint_length(n: u64) -> usize {
    let bits = u64::BITS - (n | 1).leading_zeros();
    bits.div_ceil(7) as usize
}

/// Appends a text and how long it is.
pub fn text(out: &mut Vec<u8>, text: &str) {
    varint(out, text.len() as u64);
    out.extend(text.as_bytes());
}

/// Appends numbers and how many there are.
pub fn numbers(out: &mut Vec<u8>, all: &[u32]) {
    varint(out, all.len() as u64);
    all.iter().for_each(|&n| varint(out, n.into()));
}

/// Reads what was appended, from the beginning; nothing more once anything is wrong.
#[derive(Clone, Copy, Debug)]
pub struct ByteReader<'a>(&'a [u8]);

impl<'a> ByteReader<'a> {
    /// From the beginning of `bytes`.
    pub fn new(bytes: &'a [u8]) -> Self {
        Self(bytes)
    }

    /// How many bytes are left.
    pub fn left(&self) -> usize {
        self.0.len()
    }

    /// The next number.
    pub fn number(&mut self) -> Option<u64> {
        let (&first, mut rest) = self.0.split_first()?;
        let mut n = u64::from(first & 0x7f);
        let (mut last, mut shift) = (first, 7);
        while last >= 0x80 {
            (last, rest) = rest.split_first().map(|(&b, rest)| (b, rest))?;
            n |= u64::from(last & 0x7f).checked_shl(shift)?;
            shift += 7;
        }
        self.0 = rest;
        Some(n)
    }

    /// The next number where it can be no larger than this.
    pub fn small(&mut self) -> Option<u32> {
        self.number().and_then(|n| u32::try_from(n).ok())
    }

    /// So many bytes.
    pub fn bytes(&mut self, count: usize) -> Option<&'a [u8]> {
        let (own, rest) = self.0.split_at_checked(count)?;
        self.0 = rest;
        Some(own)
    }

    /// The next key.
    pub fn key(&mut self) -> Option<Fingerprint> {
        Some(Fingerprint::from_bytes(self.bytes(16)?.try_into().ok()?))
    }

    /// The next text.
    pub fn text(&mut self) -> Option<&'a str> {
        let length = self.number().and_then(|n| usize::try_from(n).ok())?;
        std::str::from_utf8(self.bytes(length)?).ok()
    }

    /// A list of what `read` reads, with how many there are in front.
    pub fn list<T>(&mut self, read: impl Fn(&mut Self) -> Option<T>) -> Option<Vec<T>> {
        let count = self.number()?;
        // No more room than there are bytes, whatever the count says.
        let mut all = Vec::with_capacity(usize::try_from(count).ok()?.min(self.left()));
        for _ in 0..count {
            all.push(read(self)?);
        }
        Some(all)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn small_numbers_are_small() {
        let mut out = Vec::new();
        for n in [0, 127, 128, 300] {
            varint(&mut out, n);
        }
        assert_eq!(out, [0, 127, 0x80, 1, 0xac, 2]);
        for n in (0..64)
            .flat_map(|bit| [(1 << bit) - 1, 1 << bit])
            .chain([u64::MAX])
        {
            out.clear();
            varint(&mut out, n);
            assert_eq!(varint_length(n), out.len(), "{n}");
            let mut room = [0xff; 10];
            assert_eq!(put_varint(&mut room, n), out.len(), "{n}");
            assert_eq!(room[..out.len()], out[..], "{n}");
        }
    }

    #[test]
    fn what_was_written_is_read() {
        let mut out = Vec::new();
        varint(&mut out, u64::MAX);
        text(&mut out, "策问");
        let mut reader = ByteReader::new(&out);
        assert_eq!(reader.number(), Some(u64::MAX));
        assert_eq!(reader.text(), Some("策问"));
        assert_eq!((reader.left(), reader.number()), (0, None));
        assert_eq!(ByteReader::new(&[0xff; 20]).number(), None);
        assert_eq!(ByteReader::new(&[9, b'a']).text(), None);
        assert_eq!(ByteReader::new(&[0xff, 0x7f]).list(ByteReader::small), None);
    }
}
