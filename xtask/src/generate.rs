//! A site of many documents made out of few: every document is one of the texts with the name of
//! another city, other numbers and its sentences in another order. The same every time.

use std::fs;
use std::path::Path;

use cewen::vocabulary::{Vocabulary, short_name};
use walkdir::WalkDir;

use super::{root, texts};

pub fn run_task(arguments: &[String]) -> Result<(), String> {
    let [count, out, folders @ ..] = arguments else {
        return Err("usage: cargo xtask generate N OUT DIR…".to_owned());
    };
    let count: usize = count.parse().map_err(|_| format!("{count} is no number"))?;
    let out = Path::new(out);
    if out.exists() {
        return Err(format!("{} is there already", out.display()));
    }
    let root = root()?;
    for part in ["content/vocabulary", "content/pages", "themes"] {
        copy(&root.join(part), &out.join(part))?;
    }
    let written = |e: std::io::Error| format!("{}: {e}", out.display());
    fs::copy(
        root.join("content/site.yaml"),
        out.join("content/site.yaml"),
    )
    .map_err(written)?;
    // Two variants of a text may keep its title, which an id is made of.
    let ids: Vec<String> = (0..count)
        .map(|n| format!("- {{file: seeds/g{n:05}.txt, id: g{n:05}}}\n"))
        .collect();
    fs::write(out.join("content/sources.yaml"), ids.concat()).map_err(written)?;
    fs::create_dir_all(out.join("seeds")).map_err(written)?;

    let vocabulary = Vocabulary::load(&root.join("content/vocabulary"))
        .map_err(|wrong| format!("{wrong:#?}"))?;
    let names = vocabulary.regions.all().map(|entry| &entry.region.name);
    let cities: Vec<&String> = names
        .filter(|name| name.ends_with('市') && name.chars().count() == 3)
        .collect();
    let originals: Vec<String> = texts(&root, folders)?
        .iter()
        .map(|path| fs::read(path).map(|bytes| String::from_utf8_lossy(&bytes).into_owned()))
        .collect::<Result<_, _>>()
        .map_err(written)?;
    for n in 0..count {
        let original = &originals[n % originals.len()];
        let mut dice = Dice(0x9e37_79b9_7f4a_7c15 ^ (n as u64 + 1));
        let city = cities[(n / originals.len() * 7 + n) % cities.len()];
        let text = renamed(original, city, &vocabulary);
        let text: Vec<String> = text.lines().map(|line| varied(line, &mut dice)).collect();
        let file = out.join(format!("seeds/g{n:05}.txt"));
        fs::write(file, text.join("\n")).map_err(written)?;
    }
    Ok(())
}

fn copy(from: &Path, to: &Path) -> Result<(), String> {
    for entry in WalkDir::new(from) {
        let entry = entry.map_err(|e| e.to_string())?;
        let target = to.join(entry.path().strip_prefix(from).map_err(|e| e.to_string())?);
        if entry.file_type().is_dir() {
            fs::create_dir_all(&target).map_err(|e| format!("{}: {e}", target.display()))?;
        } else {
            fs::copy(entry.path(), &target).map_err(|e| format!("{}: {e}", target.display()))?;
        }
    }
    Ok(())
}

/// The text with its first region called like `city`, full name and short.
fn renamed(text: &str, city: &str, vocabulary: &Vocabulary) -> String {
    let head: String = text.chars().take(2000).collect();
    let found = vocabulary.regions.named_in(&head);
    let Some((own, _)) = found.first() else {
        return text.to_owned();
    };
    let full = &own.region.name;
    let text = text.replace(full.as_str(), city);
    match (short_name(full), short_name(city)) {
        (Some(own), Some(other)) => text.replace(own, other),
        _ => text,
    }
}

/// A line with other digits and its sentences after the first in another order. Numbers of items
/// and years stay what they are: they make the structure.
fn varied(line: &str, dice: &mut Dice) -> String {
    let mut sentences: Vec<&str> = line.split_inclusive('。').collect();
    if sentences.len() > 3 {
        for n in (2..sentences.len() - 1).rev() {
            let other = 1 + dice.below(n);
            sentences.swap(n, other);
        }
    }
    let text = sentences.concat();
    let chars: Vec<char> = text.chars().collect();
    let mut out = String::with_capacity(text.len());
    let mut n = 0;
    while n < chars.len() {
        let end = (n..chars.len())
            .find(|&k| !chars[k].is_ascii_digit())
            .unwrap_or(chars.len());
        if end == n {
            out.push(chars[n]);
            n += 1;
            continue;
        }
        let number: String = chars[n..end].iter().collect();
        let year = number.len() == 4 && (number.starts_with("20") || number.starts_with("19"));
        let item = out
            .chars()
            .all(|c| c.is_whitespace() || "（(〔[第".contains(c))
            || matches!(chars.get(end), Some('、' | '号'));
        if year || item {
            out.push_str(&number);
        } else {
            for _ in n..end {
                out.push(char::from(b'1' + dice.below(9) as u8));
            }
        }
        n = end;
    }
    out
}

/// Numbers that look random and are the same every time (xorshift).
struct Dice(u64);

impl Dice {
    fn below(&mut self, n: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % n.max(1) as u64).unwrap_or(0)
    }
}
