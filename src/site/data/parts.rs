//! Files that are too large for many hosts are cut into parts: `measures.csv`, `measures-2.csv`, …

/// Bytes of a file at most; Cloudflare Pages takes none of more than 25 MiB.
pub const LARGEST: u64 = 20_000_000;

/// The name of a part of a file, counted from 0.
pub fn part(file: &str, n: usize) -> String {
    match (n, file.split_once('.')) {
        (0, _) => file.to_owned(),
        (_, Some((stem, endings))) => format!("{stem}-{}.{endings}", n + 1),
        (_, None) => format!("{file}-{}", n + 1),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_part_has_the_name_of_the_whole() {
        assert_eq!(part("measures.csv", 0), "measures.csv");
        assert_eq!(part("cewen.sqlite.zip", 1), "cewen-2.sqlite.zip");
    }
}
