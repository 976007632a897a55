use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use super::marker::MARKER;
use super::staging::cannot_write;
use crate::model::Diagnostic;

/// The real path of a folder to publish to, if it may be replaced: it is new, empty, or was published.
///
/// It may neither hold `root`, the folder of the site, nor lie in one of its folders of `sources`.
///
/// # Errors
/// If it may not be replaced, or cannot be looked at.
pub fn claim(target: &Path, root: &Path, sources: &[PathBuf]) -> Result<PathBuf, Diagnostic> {
    let refuse =
        |message: &str, help: &str| Err(Diagnostic::error("out", target, message).help(help));
    let cannot = |error| cannot_write(target, &error);
    let path = resolve(target).map_err(cannot)?;
    let root = resolve(root).map_err(cannot)?;
    if root.starts_with(&path) {
        return refuse(
            "holds the site's own sources",
            "publish to a folder of its own, such as public/",
        );
    }
    for source in sources {
        if path.starts_with(resolve(source).map_err(cannot)?) {
            return refuse(
                "lies among the site's own sources",
                "publish to a folder of its own, such as public/",
            );
        }
    }
    if !path.exists() {
        return Ok(path);
    }
    if !path.is_dir() {
        return refuse("is a file, not a folder", "name a new folder with --out");
    }
    let empty = fs::read_dir(&path).map_err(cannot)?.next().is_none();
    if !empty && !path.join(MARKER).is_file() {
        return refuse(
            "is not empty and was not made by an earlier build; it is left untouched",
            "name a new or empty folder with --out, or empty this one yourself",
        );
    }
    Ok(path)
}

/// The path with all symbolic links followed, as far as it exists.
fn resolve(path: &Path) -> io::Result<PathBuf> {
    let absolute = std::path::absolute(path)?;
    let mut missing = Vec::new();
    let mut present = absolute.as_path();
    loop {
        match present.canonicalize() {
            Ok(real) => {
                return Ok(missing
                    .iter()
                    .rev()
                    .fold(real, |path, part| path.join(part)));
            }
            Err(error) => match (present.parent(), present.file_name()) {
                (Some(parent), Some(name)) if error.kind() == io::ErrorKind::NotFound => {
                    missing.push(name);
                    present = parent;
                }
                _ => return Err(error),
            },
        }
    }
}
