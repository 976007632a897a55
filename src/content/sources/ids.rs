//! Ids of documents of earlier builds. A text keeps its address when its words are corrected or its file
//! is renamed.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{BufRead, BufReader};
use std::path::Path;

use crate::disk;

/// The id of a stored document, and its text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Recorded {
    /// Its id.
    pub id: String,
    /// Path of its text below the site's root.
    pub file: String,
    /// SHA-256 of the text's bytes.
    pub sha256: String,
}

/// The ids of the documents in a folder, and of missing documents that have a copy. Files that do not
/// begin like a document are skipped.
pub fn recorded(documents: &Path, copies: &Path) -> Vec<Recorded> {
    let mut found = recorded_in(documents);
    let copied = recorded_in(copies).into_iter();
    let missing: Vec<Recorded> = copied
        .filter(|copy| {
            found
                .iter()
                .all(|one| one.id != copy.id && one.file != copy.file)
        })
        .collect();
    found.extend(missing);
    found
}

fn recorded_in(documents: &Path) -> Vec<Recorded> {
    // Errors of the folder are reported when documents are compared.
    let mut paths = disk::entries(documents).unwrap_or_default();
    paths.retain(|path| path.extension().is_some_and(|e| e == "yaml"));
    paths.iter().filter_map(|path| head(path)).collect()
}

/// Parses id, file and SHA-256 from the first lines of a document.
fn head(path: &Path) -> Option<Recorded> {
    const HEAD: usize = 400;
    let lines = BufReader::new(disk::open(path).ok()?).lines().take(HEAD);
    let (mut id, mut file, mut sha256) = (None, None, None);
    for line in lines.map_while(Result::ok) {
        let value = |key: &str| {
            let value = line.strip_prefix(key)?.trim();
            Some(value.trim_matches(['"', '\'']).to_owned())
        };
        id = id.or_else(|| value("id: "));
        file = file.or_else(|| value("  file: "));
        sha256 = sha256.or_else(|| value("  sha256: "));
        if line.starts_with("blocks:") {
            break;
        }
    }
    Some(Recorded {
        id: id?,
        file: file?,
        sha256: sha256?,
    })
}

/// The stable ids of texts, by file. A text keeps the id of the document made from the same file, else of
/// one made from the same bytes whose file is gone. `hash` returns the SHA-256 of a text.
pub fn kept(
    recorded: &[Recorded],
    files: &[String],
    hash: &dyn Fn(&str) -> Option<String>,
) -> BTreeMap<String, String> {
    let by_file: BTreeMap<&str, &Recorded> =
        recorded.iter().map(|r| (r.file.as_str(), r)).collect();
    let mut kept: BTreeMap<String, String> = BTreeMap::new();
    let mut gone: BTreeMap<&str, &Recorded> = recorded
        .iter()
        .filter(|r| !files.contains(&r.file))
        .map(|r| (r.sha256.as_str(), r))
        .collect();
    for file in files {
        let of_file = by_file.get(file.as_str()).copied();
        let renamed = || match gone.is_empty() {
            true => None,
            false => gone.remove(hash(file)?.as_str()),
        };
        if let Some(record) = of_file.or_else(renamed) {
            kept.insert(file.clone(), record.id.clone());
        }
    }
    kept
}

/// A text that was read, and its id.
#[derive(Clone, Copy, Debug)]
pub struct ReadText<'a> {
    /// Path of the text below the site's root.
    pub file: &'a str,
    /// Its id.
    pub id: &'a str,
    /// SHA-256 of its bytes.
    pub sha256: &'a str,
    /// Whether the id was given; otherwise it is made from region, year and title.
    pub is_given: bool,
}

/// New ids, by file, for texts whose id another text has: `…-2`, `…-3` in the order of their files. An id
/// that was given, now or by an earlier build, stays with its text. Two texts of the same bytes are one
/// text and keep one id.
pub fn disambiguated(texts: &[ReadText<'_>], given: &BTreeSet<&str>) -> BTreeMap<String, String> {
    let owners = texts.iter().filter(|text| text.is_given);
    let mut owners: BTreeMap<&str, &str> = owners.map(|t| (t.id, t.sha256)).collect();
    let mut numbered: BTreeMap<String, String> = BTreeMap::new();
    let mut taken: BTreeSet<String> = given.iter().map(|&id| id.to_owned()).collect();
    for text in texts.iter().filter(|text| !text.is_given) {
        if taken.insert(text.id.to_owned()) {
            owners.insert(text.id, text.sha256);
        } else if owners.get(text.id) != Some(&text.sha256) {
            let free = (2..)
                .map(|n| format!("{}-{n}", text.id))
                .find(|id| taken.insert(id.clone()));
            numbered.extend(free.map(|id| (text.file.to_owned(), id)));
        }
    }
    numbered
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_keeps_its_id_when_it_is_edited_or_renamed() {
        let record = |id: &str, file: &str, sha256: &str| Recorded {
            id: id.to_owned(),
            file: file.to_owned(),
            sha256: sha256.to_owned(),
        };
        let recorded = [
            record("lishui-2021-a", "seeds/a.txt", "aa"),
            record("lishui-2022-b", "seeds/b.txt", "bb"),
        ];
        let files = ["seeds/a.txt", "seeds/c.txt", "seeds/d.txt"].map(str::to_owned);
        let hash = |file: &str| {
            let hash = match file {
                "seeds/a.txt" => "edited",
                "seeds/c.txt" => "bb",
                _ => "new",
            };
            Some(hash.to_owned())
        };
        let kept = kept(&recorded, &files, &hash);
        let shown: Vec<_> = kept
            .iter()
            .map(|(f, id)| (f.as_str(), id.as_str()))
            .collect();
        assert_eq!(
            shown,
            [
                ("seeds/a.txt", "lishui-2021-a"),
                ("seeds/c.txt", "lishui-2022-b")
            ]
        );
    }

    #[test]
    fn reads_the_head_of_a_document() {
        let folder = tempfile::tempdir().unwrap();
        let text = "# Generated\nschema: 1\nid: lishui-2021-a\ntitle: 某方案\nsource:\n  file: seeds/a.txt\n  sha256: aa\nblocks: []\n";
        std::fs::write(folder.path().join("a.yaml"), text).unwrap();
        std::fs::write(folder.path().join("b.yaml"), "notes: []\n").unwrap();
        let read = recorded(folder.path(), &folder.path().join("copies"));
        assert_eq!((read.len(), read[0].id.as_str()), (1, "lishui-2021-a"));
    }

    #[test]
    fn texts_with_one_title_are_told_apart() {
        let read = |file, id, sha256, is_given| ReadText {
            file,
            id,
            sha256,
            is_given,
        };
        let texts = [
            read("seeds/a.txt", "lishui-2021", "aa", false),
            read("seeds/b.txt", "lishui-2021", "bb", true),
            read("seeds/c.txt", "lishui-2021", "cc", false),
            read("seeds/d.txt", "lishui-2021", "bb", false),
            read("seeds/e.txt", "lishui-2024", "ee", false),
            read("seeds/f.txt", "lishui-2024", "ff", false),
        ];
        // lishui-2021-2 is that of a text that cannot be read now.
        let given = BTreeSet::from(["lishui-2021", "lishui-2021-2"]);
        let apart = disambiguated(&texts, &given);
        let shown: Vec<_> = apart
            .iter()
            .map(|(f, id)| (f.as_str(), id.as_str()))
            .collect();
        assert_eq!(
            shown,
            [
                ("seeds/a.txt", "lishui-2021-3"),
                ("seeds/c.txt", "lishui-2021-4"),
                ("seeds/f.txt", "lishui-2024-2")
            ]
        );
    }
}
