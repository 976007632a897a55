//! A theme: templates, words and static files.

use std::path::{Path, PathBuf};

use tera::{Context, ErrorKind, Tera};
use walkdir::WalkDir;

use super::page::Page;
use super::{safe_path, unwritable, write};
use crate::model::Diagnostic;

/// A theme, loaded and checked.
pub struct Theme {
    dir: PathBuf,
    tera: Tera,
    words: serde_json::Value,
}

impl Theme {
    /// Reads `templates/` and `i18n/<language>.yaml` of a theme.
    ///
    /// # Errors
    /// Every file that is missing or broken, templates with line and column.
    pub fn load(dir: &Path, language: &str) -> Result<Self, Vec<Diagnostic>> {
        let mut problems = Vec::new();
        let words =
            words(&dir.join("i18n").join(format!("{language}.yaml"))).unwrap_or_else(|problem| {
                problems.push(problem);
                serde_json::Value::Null
            });
        let templates = dir.join("templates");
        let mut sources = Vec::new();
        for entry in WalkDir::new(&templates).sort_by_file_name() {
            match entry {
                Ok(entry) if entry.file_type().is_file() && entry.path().extension().is_some_and(|e| e == "html" || e == "xml") => {
                    match std::fs::read_to_string(entry.path()) {
                        Ok(text) => sources.push((name_below(&templates, entry.path()), text)),
                        Err(e) => problems.push(Diagnostic::error("template-unreadable", entry.path(), format!("cannot be read: {e}"))),
                    }
                }
                Ok(_) => {}
                Err(e) => problems.push(
                    Diagnostic::error("theme-missing", &templates, format!("cannot be read: {e}"))
                        .help("content/site.yaml names the theme; it has to be a folder below themes/"),
                ),
            }
        }
        let mut tera = Tera::default();
        if let Err(error) = tera.add_raw_templates(sources) {
            problems.push(located(&error, &templates));
        }
        if problems.is_empty() {
            Ok(Self {
                dir: dir.to_owned(),
                tera,
                words,
            })
        } else {
            Err(problems)
        }
    }

    /// Renders a page into its file below `out`; gives its bytes.
    pub fn write(&self, page: &Page, shared: &Context, out: &Path) -> Result<u64, Diagnostic> {
        let file = page.file();
        if !safe_path(&file) {
            return Err(Diagnostic::error(
                "unsafe-address",
                &file,
                "an id would lead out of the site's folder",
            ));
        }
        let mut context = page.context.clone();
        context.extend(shared.clone());
        context.insert("t", &self.words);
        context.insert("root", &page.root());
        context.insert("path", &page.path);
        let html = self
            .tera
            .render(page.template, &context)
            .map_err(|e| located(&e, &self.dir.join("templates")))?;
        write(&out.join(file), html.as_bytes())
    }

    /// Copies `static/`; gives the number of files.
    pub fn static_files(&self, out: &Path) -> Result<usize, Diagnostic> {
        let from = self.dir.join("static");
        let mut copied = 0;
        for entry in WalkDir::new(&from)
            .sort_by_file_name()
            .into_iter()
            .filter_map(Result::ok)
        {
            if entry.file_type().is_file() {
                let bytes =
                    std::fs::read(entry.path()).map_err(|e| unwritable(entry.path(), &e))?;
                write(
                    &out.join("static").join(name_below(&from, entry.path())),
                    &bytes,
                )?;
                copied += 1;
            }
        }
        Ok(copied)
    }
}

/// The words of the interface, as a tree of keys.
fn words(file: &Path) -> Result<serde_json::Value, Diagnostic> {
    let text = std::fs::read_to_string(file).map_err(|e| {
        Diagnostic::error("i18n-missing", file, format!("cannot be read: {e}"))
            .help("`language` of content/site.yaml names a file of the theme's i18n/")
    })?;
    serde_yaml::from_str(&text).map_err(|e| {
        let problem = Diagnostic::error("i18n-broken", file, e.to_string());
        match e.location() {
            Some(place) => problem.at(place.line(), Some(place.column()), &text),
            None => problem,
        }
    })
}

fn name_below(dir: &Path, file: &Path) -> String {
    let parts = file.strip_prefix(dir).unwrap_or(file).components();
    parts
        .map(|c| c.as_os_str().to_string_lossy())
        .collect::<Vec<_>>()
        .join("/")
}

/// A template error with its place.
fn located(error: &tera::Error, templates: &Path) -> Diagnostic {
    match error.kind() {
        ErrorKind::SyntaxError(report) | ErrorKind::RenderingError(report) => {
            let file = templates.join(report.filename());
            let text = std::fs::read_to_string(&file).unwrap_or_default();
            let span = report.span();
            // A word that the i18n file lacks shows as a field that is not there.
            let help = "if it is a field of `t`, the word is missing in the theme's i18n file";
            Diagnostic::error("template", file, report.message())
                .at(span.start_line, Some(span.start_col + 1), &text)
                .help(help)
        }
        other => Diagnostic::error("template", templates, other.to_string()),
    }
}
