/// Appends a number in as few bytes as it takes, seven bits each, the lowest first.
pub fn varint(out: &mut Vec<u8>, mut n: u32) {
    while n >= 0x80 {
        out.push((n as u8 & 0x7f) | 0x80);
        n >>= 7;
    }
    out.push(n as u8);
}

/// Appends numbers in ascending order as their distances.
pub fn distances(out: &mut Vec<u8>, numbers: &[u32]) {
    let mut before = 0;
    for &n in numbers {
        varint(out, n - before);
        before = n;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn small_numbers_are_small() {
        let mut out = Vec::new();
        distances(&mut out, &[0, 127, 255, 555]);
        assert_eq!(out, [0, 127, 0x80, 1, 0xac, 2]);
    }
}
