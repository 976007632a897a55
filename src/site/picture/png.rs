//! PNG of few colours (W3C PNG, third edition): a palette, and pixels packed as tightly as it allows.

use std::io::{self, Write};

use flate2::write::ZlibEncoder;
use flate2::{Compression, Crc};

use super::canvas::Canvas;

const SIGNATURE: &[u8] = b"\x89PNG\r\n\x1a\n";
/// Pixels are places in a palette.
const INDEXED: u8 = 3;

/// The file of a canvas.
pub fn encode(canvas: &Canvas) -> Vec<u8> {
    let depth: u8 = if canvas.palette.len() <= 16 { 4 } else { 8 };
    let mut head = Vec::new();
    head.extend((canvas.width as u32).to_be_bytes());
    head.extend((canvas.height as u32).to_be_bytes());
    // Compression, filter and interlace have only one method, or none.
    head.extend([depth, INDEXED, 0, 0, 0]);
    let mut file = SIGNATURE.to_vec();
    chunk(&mut file, b"IHDR", &head);
    chunk(&mut file, b"PLTE", canvas.palette.as_flattened());
    // Memory is not refused a writer.
    chunk(
        &mut file,
        b"IDAT",
        &packed(canvas, depth).unwrap_or_default(),
    );
    chunk(&mut file, b"IEND", &[]);
    file
}

fn packed(canvas: &Canvas, depth: u8) -> io::Result<Vec<u8>> {
    let mut raw = Vec::with_capacity(canvas.pixels.len() + canvas.height);
    for row in canvas.pixels.chunks_exact(canvas.width) {
        // The row is as it is, no difference to the one above.
        raw.push(0);
        match depth {
            8 => raw.extend_from_slice(row),
            _ => raw.extend(
                row.chunks(2)
                    .map(|two| two[0] << 4 | two.get(1).unwrap_or(&0)),
            ),
        }
    }
    let mut out = ZlibEncoder::new(Vec::new(), Compression::new(9));
    out.write_all(&raw)?;
    out.finish()
}

fn chunk(file: &mut Vec<u8>, name: &[u8; 4], data: &[u8]) {
    file.extend((data.len() as u32).to_be_bytes());
    let from = file.len();
    file.extend(name);
    file.extend(data);
    let mut crc = Crc::new();
    crc.update(&file[from..]);
    file.extend(crc.sum().to_be_bytes());
}
