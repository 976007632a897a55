//! A theme may stand on another, of which it changes some parts.

use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use serde::Deserialize;

use super::yaml;
use crate::disk;
use crate::model::Diagnostic;

/// `theme.yaml`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Manifest {
    #[serde(rename = "name")]
    _name: String,
    #[serde(default, rename = "description")]
    _description: String,
    /// Languages that its `i18n/` has.
    #[serde(default, rename = "languages")]
    _languages: Vec<String>,
    /// The theme beside it that gives what this one does not have: a theme of one template and two
    /// words is a whole theme.
    base: Option<String>,
}

/// No theme stands on more others than this.
const DEEPEST: usize = 8;

/// A theme and those it is based on, itself first.
pub fn chain(dir: &Path) -> Result<Vec<PathBuf>, Diagnostic> {
    let mut chain = vec![dir.to_owned()];
    while let Some(base) = base_of(&chain[chain.len() - 1])? {
        if chain.contains(&base) || chain.len() > DEEPEST {
            let file = chain[chain.len() - 1].join(MANIFEST);
            return Err(
                Diagnostic::error("theme-base", file, "the theme is based on itself")
                    .help("`base` names another theme, which is not based on this one"),
            );
        }
        chain.push(base);
    }
    Ok(chain)
}

const MANIFEST: &str = "theme.yaml";

/// The folder of the theme that a theme is based on.
fn base_of(dir: &Path) -> Result<Option<PathBuf>, Diagnostic> {
    let file = dir.join(MANIFEST);
    let text = match disk::text(&file) {
        Ok(text) => text,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
        Err(error) => {
            let told = format!("cannot be read: {error}");
            return Err(Diagnostic::error("theme-broken", &file, told)
                .help("save it as UTF-8 text, and see that you may read it"));
        }
    };
    let manifest: Manifest = yaml(&text, &file, "theme-broken")?;
    let Some(base) = manifest.base else {
        return Ok(None);
    };
    let wrong = |message: String| {
        let line = text.lines().position(|l| l.starts_with("base:"));
        Diagnostic::error("theme-base", &file, message)
            .at(line.map_or(1, |n| n + 1), None, &text)
            .help("`base` names a folder beside this theme's")
    };
    if !crate::content::is_folder_name(&base) {
        return Err(wrong(format!("“{base}” is not the name of a folder")));
    }
    let folder = dir.with_file_name(&base);
    if folder.is_dir() {
        Ok(Some(folder))
    } else {
        Err(wrong(format!("there is no theme “{base}”")))
    }
}
