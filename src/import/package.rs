//! Parts of an Office file, which is a zip archive, and the relationships between them.

use std::io::{Cursor, Read};

use zip::ZipArchive;

use super::word_xml::{attribute, parsed};
use super::{Problem, limits};

/// A part of a file is no longer than this, unpacked: a bomb is.
const LARGEST: u64 = 256 << 20;

/// An opened Office file.
pub struct Package<'a> {
    archive: ZipArchive<Cursor<&'a [u8]>>,
    kind: &'static str,
}

/// A link from one part to another.
pub struct Relationship {
    /// `rId1`
    pub id: String,
    /// Last segment of its type: `header`, `aFChunk`, `officeDocument`.
    pub kind: String,
    /// Name of the part that it leads to.
    pub target: String,
}

impl<'a> Package<'a> {
    /// Opens an archive within the limits.
    ///
    /// # Errors
    /// Where it is none, or unpacks to too much.
    pub fn open(bytes: &'a [u8], kind: &'static str) -> Result<Self, Problem> {
        limits::archive(bytes, kind)?;
        let archive = ZipArchive::new(Cursor::new(bytes)).map_err(|e| Problem::damaged(kind, e))?;
        Ok(Self { archive, kind })
    }

    /// Whether there is a part of this name.
    pub fn holds(&self, name: &str) -> bool {
        self.archive.index_for_name(name).is_some()
    }

    /// The bytes of a part, if there is one.
    ///
    /// # Errors
    /// Where it is damaged or too large.
    pub fn bytes(&mut self, name: &str) -> Result<Option<Vec<u8>>, Problem> {
        let Ok(file) = self.archive.by_name(name) else {
            return Ok(None);
        };
        let mut bytes = Vec::new();
        let read = file.take(LARGEST).read_to_end(&mut bytes);
        let length = read.map_err(|e| Problem::damaged(self.kind, e))?;
        match length as u64 == LARGEST {
            true => Err(Problem::damaged(
                self.kind,
                format!("{name} is larger than {} MB", LARGEST >> 20),
            )),
            false => Ok(Some(bytes)),
        }
    }

    /// The text of a part in UTF-8 or UTF-16, if there is one.
    ///
    /// # Errors
    /// Where it is damaged or too large.
    pub fn text(&mut self, name: &str) -> Result<Option<String>, Problem> {
        let Some(bytes) = self.bytes(name)? else {
            return Ok(None);
        };
        let (text, _, wrong) = encoding_rs::UTF_8.decode(&bytes);
        match wrong {
            true => Err(Problem::damaged(self.kind, format!("{name} is not UTF-8"))),
            false => Ok(Some(text.into_owned())),
        }
    }

    /// The part that all others belong to, such as `word/document2.xml`.
    pub fn main_part(&mut self) -> Option<String> {
        let main = |r: &Relationship| r.kind == "officeDocument";
        self.relationships("")
            .into_iter()
            .find(main)
            .map(|r| r.target)
    }

    /// The parts that a part leads to; those of the whole file by the empty name.
    pub fn relationships(&mut self, part: &str) -> Vec<Relationship> {
        let (folder, name) = part.rsplit_once('/').unwrap_or(("", part));
        let list = resolved(folder, &format!("_rels/{name}.rels"));
        let Ok(Some(list)) = self.text(&list) else {
            return Vec::new();
        };
        let Ok(list) = parsed(&list) else {
            return Vec::new();
        };
        let links = list.root_element().children();
        links
            .filter_map(|link| {
                let kind = attribute(link, "Type")?;
                Some(Relationship {
                    id: attribute(link, "Id")?.to_owned(),
                    kind: kind.rsplit('/').next().unwrap_or(kind).to_owned(),
                    target: resolved(folder, attribute(link, "Target")?),
                })
            })
            .collect()
    }
}

/// The name of a part as seen from a folder: `/word/a.xml` and `a.xml` in `word` are the same.
fn resolved(folder: &str, target: &str) -> String {
    let from: Vec<&str> = match target.starts_with('/') {
        true => Vec::new(),
        false => folder.split('/').collect(),
    };
    let mut path: Vec<&str> = Vec::new();
    for step in from.into_iter().chain(target.split('/')) {
        match step {
            "" | "." => {}
            ".." => {
                path.pop();
            }
            step => path.push(step),
        }
    }
    path.join("/")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_parts_are_resolved_from_their_folder() {
        assert_eq!(resolved("word", "/word/chunk.mht"), "word/chunk.mht");
        assert_eq!(resolved("word", "chunk.mht"), "word/chunk.mht");
        assert_eq!(resolved("word/a", "../media/b.xml"), "word/media/b.xml");
        assert_eq!(resolved("", "_rels/.rels"), "_rels/.rels");
    }
}
