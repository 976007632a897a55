//! A list of files and the addresses that they were fetched from, as a crawler keeps it: `FILE<TAB>ADDRESS`.

use std::cell::Cell;
use std::path::{Path, PathBuf};

use crate::disk;
use crate::model::Diagnostic;
use crate::report::count;

/// The list; a file is known by the end of its path, `2024/a.pdf` or `a.pdf`.
#[derive(Default)]
pub struct UrlList {
    path: PathBuf,
    entries: Vec<UrlEntry>,
}

struct UrlEntry {
    line: usize,
    file: PathBuf,
    url: String,
    /// Whether a file was found that it names.
    used: Cell<bool>,
}

const FORM: &str = "write on each line the file, a tab and the address that it was fetched from";

impl UrlList {
    /// Reads the list.
    ///
    /// # Errors
    /// Everything that is wrong with it, each at its line.
    pub fn read(path: &Path) -> Result<Self, Vec<Diagnostic>> {
        let text = disk::text(path).map_err(|error| {
            let told = format!("cannot be read: {error}");
            vec![Diagnostic::error("unreadable", path, told).help(FORM)]
        })?;
        let mut list = Self {
            path: path.to_owned(),
            ..Self::default()
        };
        let mut wrong = Vec::new();
        for (line, words) in (1..).zip(text.trim_start_matches('\u{feff}').lines()) {
            if words.trim().is_empty() || words.starts_with('#') {
                continue;
            }
            match entry(line, words).and_then(|entry| list.checked(entry)) {
                Ok(entry) => list.entries.push(entry),
                Err(told) => {
                    let problem = Diagnostic::error("arguments", path, told).help(FORM);
                    wrong.push(problem.at(line, None, &text));
                }
            }
        }
        match wrong.is_empty() {
            true => Ok(list),
            false => Err(wrong),
        }
    }

    /// The entry, where no other has another address for its file.
    fn checked(&self, entry: UrlEntry) -> Result<UrlEntry, String> {
        let other = |one: &&UrlEntry| one.file == entry.file && one.url != entry.url;
        match self.entries.iter().find(other) {
            Some(other) => Err(format!(
                "{} has another address on line {}",
                entry.file.display(),
                other.line
            )),
            None => Ok(entry),
        }
    }

    /// The files of the list, beside which they lie.
    pub fn files(&self) -> impl Iterator<Item = PathBuf> {
        let folder = self.path.parent().unwrap_or(Path::new(""));
        self.entries.iter().map(|entry| folder.join(&entry.file))
    }

    /// The address of a file: of the entry that names most of its path.
    pub fn of(&self, path: &Path) -> Option<&str> {
        let naming = self
            .entries
            .iter()
            .filter(|entry| path.ends_with(&entry.file));
        let entry = naming.max_by_key(|entry| entry.file.components().count())?;
        entry.used.set(true);
        Some(&entry.url)
    }

    /// Warnings of the entries that name no file that was imported.
    pub fn unused(&self) -> Vec<Diagnostic> {
        let unused: Vec<&UrlEntry> = self.entries.iter().filter(|e| !e.used.get()).collect();
        let Some(first) = unused.first() else {
            return Vec::new();
        };
        let told = format!(
            "names {} not found; the first is {} on line {}",
            count(unused.len(), "file that was", "files that were"),
            first.file.display(),
            first.line,
        );
        let help = "a file is found by the end of its path, such as 2024/a.pdf";
        vec![Diagnostic::warning("arguments", &self.path, told).help(help)]
    }
}

fn entry(line: usize, words: &str) -> Result<UrlEntry, String> {
    let (file, url) = words.split_once('\t').ok_or("has no tab")?;
    let (file, url) = (file.trim(), url.trim());
    let url = url::Url::parse(url).map_err(|reason| format!("“{url}” is no address: {reason}"))?;
    let file = Path::new(file.strip_prefix("./").unwrap_or(file));
    if file.as_os_str().is_empty() {
        return Err("names no file".to_owned());
    }
    Ok(UrlEntry {
        line,
        file: file.to_owned(),
        url: url.to_string(),
        used: Cell::new(false),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn list(text: &str) -> Result<UrlList, Vec<Diagnostic>> {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("urls.tsv");
        std::fs::write(&path, text).unwrap();
        UrlList::read(&path)
    }

    #[test]
    fn the_entry_that_names_most_of_a_path_has_its_address() {
        let list = list(
            "# of a crawler\na.pdf\thttps://example.gov.cn/1\n2024/a.pdf\thttps://example.gov.cn/2\n\nb.pdf\thttps://example.gov.cn/3\n",
        )
        .unwrap();
        assert_eq!(
            list.of(Path::new("in/2024/a.pdf")),
            Some("https://example.gov.cn/2")
        );
        assert_eq!(
            list.of(Path::new("in/a.pdf")),
            Some("https://example.gov.cn/1")
        );
        assert_eq!(list.of(Path::new("in/aa.pdf")), None);
        assert!(list.unused()[0].message.contains("b.pdf on line 5"));
    }

    #[test]
    fn what_is_wrong_is_told_with_its_line() {
        let wrong = list(
            "a.pdf https://example.gov.cn\nb.pdf\texample\nc.pdf\thttps://a.cn\nc.pdf\thttps://b.cn\n",
        );
        let wrong = wrong.err().unwrap();
        let told: Vec<_> = wrong
            .iter()
            .map(|d| (d.line.unwrap(), d.message.as_str()))
            .collect();
        assert_eq!(told[0], (1, "has no tab"));
        assert_eq!(told[1].0, 2);
        assert_eq!(told[2], (4, "c.pdf has another address on line 3"));
    }
}
