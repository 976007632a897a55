//! A theme: templates, words and static files, which it may take from another theme in part.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use tera::{Context, ErrorKind, Tera};
use walkdir::WalkDir;

use super::files::Files;
use super::links::shown;
use super::page::Page;
use super::picture::CardFont;
use super::{inline_json, safe_path, scripts};
use crate::disk;
use crate::model::Diagnostic;
use crate::observe::{Observer, Work};
use crate::phrase::Phrases;

mod cards;
mod inheritance;
mod template_errors;
mod words;

pub use words::of_theme;

pub use template_errors::place as place_in;

/// A theme, loaded and checked.
pub struct Theme {
    tera: Tera,
    /// The file that each template was read from.
    templates: BTreeMap<String, PathBuf>,
    /// Files of `static/` by their path there.
    files: BTreeMap<String, PathBuf>,
    words: serde_json::Value,
    phrases: Phrases,
    /// The templates as they were read.
    sources: BTreeMap<String, String>,
    /// The same without what is wrong with them.
    standing: BTreeMap<String, String>,
    /// What draws pictures of pages; nothing where the theme has no font for them.
    font: Option<Arc<CardFont>>,
    /// Whether pictures are made: they are found by the address of the site only.
    has_cards: bool,
}

/// Endings of templates; what does not end like these is some note of the designer.
const TEMPLATES: [&str; 6] = [".html", ".xml", ".svg", ".md", ".txt", ".cff"];
/// Those in which what is no markup is escaped.
const ESCAPED: [&str; 4] = [".html", ".htm", ".xml", ".svg"];

impl Theme {
    /// Reads the theme in the folder `dir` and those it is based on: `templates/`, `static/` and
    /// `i18n/<language>.yaml`. Of a name that two have, the file of the theme that is based on the
    /// other counts; of words, each word by itself.
    ///
    /// # Errors
    /// Every file that is missing or broken, templates with line and column.
    pub fn load(dir: &Path, language: &str) -> Result<Self, Vec<Diagnostic>> {
        let (theme, problems) = Self::salvage(dir, language);
        if problems.is_empty() {
            Ok(theme)
        } else {
            Err(problems)
        }
    }

    /// The same as far as it can be read, beside all that is wrong with it: for a broken template the
    /// one that it stands over takes its place, or nothing.
    pub fn salvage(dir: &Path, language: &str) -> (Self, Vec<Diagnostic>) {
        let mut problems = Vec::new();
        let chain = inheritance::chain(dir).unwrap_or_else(|problem| {
            problems.push(problem);
            vec![dir.to_owned()]
        });
        let mut all_words = serde_json::Value::Null;
        let mut templates = BTreeMap::new();
        let mut files = BTreeMap::new();
        let mut sources: BTreeMap<String, String> = BTreeMap::new();
        let mut under: BTreeMap<String, String> = BTreeMap::new();
        for (depth, theme) in chain.iter().rev().enumerate() {
            let file = theme.join("i18n").join(format!("{language}.yaml"));
            // The theme that all others stand on has all words.
            if depth == 0 || file.is_file() {
                match words::read(&file) {
                    Ok(own) => words::overlay(&mut all_words, own),
                    Err(problem) => problems.push(problem),
                }
            }
            let below = theme.join("templates");
            for (name, file) in files_below(&below, depth == 0, &mut problems) {
                if !TEMPLATES.iter().any(|ending| name.ends_with(ending)) {
                    continue;
                }
                match disk::text(&file) {
                    Ok(text) => {
                        let base = sources.insert(name.clone(), text);
                        under.extend(base.map(|base| (name.clone(), base)));
                        templates.insert(name, file);
                    }
                    Err(e) => problems.push(
                        Diagnostic::error(
                            "template-unreadable",
                            file,
                            format!("cannot be read: {e}"),
                        )
                        .help("save it as UTF-8 text, and see that you may read it"),
                    ),
                }
            }
            files.extend(files_below(&theme.join("static"), false, &mut problems));
        }
        let phrases = words::phrases(&all_words, dir, language).unwrap_or_else(|problem| {
            // Told already where there are no words at all.
            if problems.is_empty() {
                problems.push(problem);
            }
            Phrases::default()
        });
        let font = cards::font(&chain).unwrap_or_else(|problem| {
            problems.push(problem);
            None
        });
        let mut theme = Self {
            tera: Tera::default(),
            templates,
            files,
            words: all_words,
            phrases,
            sources,
            standing: BTreeMap::new(),
            font,
            has_cards: false,
        };
        theme.tera.autoescape_on(ESCAPED);
        theme.register_card_filters();
        theme.tera.register_filter("json", inline_json::filter);
        theme
            .tera
            .register_filter("urlencode", inline_json::urlencode);
        let (standing, broken) = template_errors::compile(&mut theme.tera, &theme.sources, &under);
        theme.standing = standing;
        problems.extend(broken.iter().map(|mistake| theme.at(mistake)));
        (theme, problems)
    }

    /// Words of the theme in the folder `dir`, or of one it is based on, that nothing shows.
    pub fn unshown_words(&self, dir: &Path, language: &str) -> Vec<Diagnostic> {
        let chain = inheritance::chain(dir).unwrap_or_default();
        words::unshown(&chain, language, &self.sources)
    }

    /// Makes known what every page shows, besides the words of the theme. Done once: the words are
    /// many, and pages too.
    pub fn share(&mut self, site: &impl serde::Serialize) {
        let global = self.tera.global_context();
        global.insert_value("site", shown(site));
        global.insert("t", &self.words);
    }

    /// A page as HTML in UTF-8, or as what else its template makes of it.
    ///
    /// # Errors
    /// The mistake of a template that shows, at its place.
    pub fn render(&self, page: &mut Page) -> Result<Vec<u8>, Diagnostic> {
        let (root, data) = (page.root(), page.data_href());
        let linked = page
            .linked
            .as_ref()
            .map_or(String::new(), inline_json::json);
        let card = self.card_of(page);
        let context = &mut page.context;
        context.insert("card", &card);
        context.insert("has_pictures", &self.font.is_some());
        context.insert("root", &root);
        context.insert("path", &page.path);
        context.insert("data_href", &data);
        context.insert("linked", &linked);
        let mut made = Vec::new();
        self.tera
            .render_to(page.template, context, &mut made)
            .map_err(|e| self.located(&e))?;
        Ok(made)
    }

    /// Renders a page into its file, and writes its data beside it.
    pub fn write(
        &self,
        mut page: Page,
        out: &dyn Files,
        observer: &dyn Observer,
    ) -> Result<(), Diagnostic> {
        let file = page.file();
        if !safe_path(&file) {
            return Err(Diagnostic::error(
                "unsafe-address",
                &file,
                "an id would lead out of the site's folder",
            ));
        }
        let _page = observer.start(Work::Template(page.template));
        let html = self.render(&mut page)?;
        out.put(&file, &html)?;
        self.write_beside(&page, out)?;
        match &page.json {
            Some(json) => out.put(&page.data_file(), json),
            None => Ok(()),
        }
    }

    /// The words that say what a number is.
    pub fn phrases(&self) -> &Phrases {
        &self.phrases
    }

    /// A word of the interface by its path in the i18n file.
    pub fn word(&self, path: &[&str]) -> Option<String> {
        let mut word = &self.words;
        for key in path {
            word = word.get(key)?;
        }
        word.as_str().map(str::to_owned)
    }

    /// Renders a template that is no page.
    pub fn text<V: serde::Serialize>(
        &self,
        template: &str,
        view: &V,
    ) -> Result<String, Diagnostic> {
        let mut context = Context::new();
        context.insert_value("page", shown(view));
        self.tera
            .render(template, &context)
            .map_err(|e| self.located(&e))
    }

    /// Copies `static/`.
    pub fn static_files(&self, out: &dyn Files) -> Result<(), Diagnostic> {
        let mut modules = BTreeMap::new();
        for (name, file) in &self.files {
            let bytes = disk::bytes(file).map_err(|e| Diagnostic::unwritable(file, &e))?;
            if scripts::script_of(name).is_none() {
                out.put(&format!("static/{name}"), &bytes)?;
            }
            if name.ends_with(".js") {
                let text = String::from_utf8_lossy(&bytes);
                modules.insert(name.clone(), text.into_owned());
            }
        }
        for name in modules.keys() {
            let Some(script) = scripts::script_of(name) else {
                continue;
            };
            let bundled = scripts::bundle(name, &modules).map_err(|broken| {
                let file = self
                    .files
                    .get(&broken.file)
                    .map_or(Path::new(""), |file| file);
                let message = format!(
                    "imports {}, which is not there or imports it",
                    broken.imported
                );
                Diagnostic::error("theme-script", file, message)
                    .help("name a file of static/, as `import { name } from \"./file.js\";`")
            })?;
            out.put(&format!("static/{script}"), bundled.as_bytes())?;
        }
        Ok(())
    }

    /// Puts what cannot be wrong in the place of what is, so that the mistakes behind it can be seen;
    /// whether that can be done.
    pub fn step_over(&mut self, wrong: &Diagnostic) -> bool {
        let Some(name) = self.name_of(&wrong.file) else {
            return false;
        };
        let (Some(line), Some(column)) = (wrong.line, wrong.column) else {
            return false;
        };
        let source = self.standing.get(&name);
        let Some(without) = source.and_then(|text| template_errors::without(text, line, column))
        else {
            return false;
        };
        let taken = self.tera.add_raw_template(&name, &without).is_ok();
        self.standing.insert(name, without);
        taken
    }

    /// The templates by their names.
    pub fn sources(&self) -> &BTreeMap<String, String> {
        &self.sources
    }

    /// The file of a template.
    pub fn file_of(&self, template: &str) -> PathBuf {
        let known = self.templates.get(template);
        known.map_or_else(|| PathBuf::from(template), Clone::clone)
    }

    /// The paths of the files of `static/`, as they are published.
    pub fn static_names(&self) -> impl Iterator<Item = String> {
        let names = self.files.keys();
        names.map(|name| scripts::script_of(name).unwrap_or_else(|| name.clone()))
    }

    fn name_of(&self, file: &Path) -> Option<String> {
        let found = self.templates.iter().find(|(_, own)| *own == file);
        found.map(|(name, _)| name.clone())
    }

    /// A template error with its place.
    fn located(&self, error: &tera::Error) -> Diagnostic {
        match error.kind() {
            ErrorKind::SyntaxError(report) | ErrorKind::RenderingError(report) => {
                self.at(&template_errors::Mistake::of(report))
            }
            other => Diagnostic::error("template", "templates", other.to_string()),
        }
    }

    /// A mistake of a template in its file.
    fn at(&self, mistake: &template_errors::Mistake) -> Diagnostic {
        let file = self.file_of(&mistake.template);
        let text = disk::text(&file).unwrap_or_default();
        let problem = Diagnostic::error("template", file, mistake.message.as_str());
        // A word that the i18n file lacks shows as a field that is not there.
        let help = "if it is a field of `t`, the word is missing in the theme's i18n file";
        let problem = problem.help(help);
        match mistake.line {
            0 => problem,
            line => problem.at(line, Some(mistake.column), &text),
        }
    }
}

/// The words that say what a number is, of the theme in the folder `dir`.
///
/// # Errors
/// What is wrong with the words of the theme, or those it is based on.
pub fn phrases(dir: &Path, language: &str) -> Result<Phrases, Diagnostic> {
    words::phrases(&words::of_theme(dir, language)?, dir, language)
}

/// Every file below a folder by its path there; a missing folder is a problem where it is `needed`.
fn files_below(
    folder: &Path,
    needed: bool,
    problems: &mut Vec<Diagnostic>,
) -> BTreeMap<String, PathBuf> {
    let mut files = BTreeMap::new();
    if !needed && !folder.is_dir() {
        return files;
    }
    for entry in WalkDir::new(folder) {
        match entry {
            Ok(entry) if entry.file_type().is_file() => {
                files.insert(name_below(folder, entry.path()), entry.into_path());
            }
            Ok(_) => {}
            Err(e) => problems.push(
                Diagnostic::error("theme-missing", folder, format!("cannot be read: {e}"))
                    .help("content/site.yaml names the theme; it has to be a folder below themes/"),
            ),
        }
    }
    files
}

fn yaml<T: serde::de::DeserializeOwned>(
    text: &str,
    file: &Path,
    code: &'static str,
) -> Result<T, Diagnostic> {
    crate::yaml::parse(text, file, code)
        .map_err(|problem| problem.help("write it as the file of the same name in themes/default/"))
}

/// The path of a file below a folder, with `/`.
pub fn name_below(dir: &Path, file: &Path) -> String {
    let parts = file.strip_prefix(dir).unwrap_or(file).components();
    parts
        .map(|c| c.as_os_str().to_string_lossy())
        .collect::<Vec<_>>()
        .join("/")
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    const DEFAULT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/themes/default");

    fn keys(words: &serde_json::Value, above: &str, all: &mut BTreeSet<String>) {
        match words {
            serde_json::Value::Object(map) => {
                for (key, word) in map {
                    keys(word, &format!("{above}/{key}"), all);
                }
            }
            _ => {
                all.insert(above.to_owned());
            }
        }
    }

    #[test]
    fn every_language_of_a_theme_has_every_word() {
        let of = |language: &str| {
            let file = Path::new(DEFAULT)
                .join("i18n")
                .join(format!("{language}.yaml"));
            let mut all = BTreeSet::new();
            keys(&words::read(&file).unwrap(), "", &mut all);
            all
        };
        assert_eq!(of("zh-CN"), of("en"));
        assert!(of("en").len() > 300);
    }

    fn theme_on(base: &str, template: &str) -> (tempfile::TempDir, PathBuf) {
        let themes = tempfile::tempdir().unwrap();
        let copy = themes.path().join("default");
        for entry in WalkDir::new(DEFAULT).into_iter().map(Result::unwrap) {
            let to = copy.join(entry.path().strip_prefix(DEFAULT).unwrap());
            if entry.file_type().is_dir() {
                std::fs::create_dir_all(to).unwrap();
            } else {
                std::fs::copy(entry.path(), to).unwrap();
            }
        }
        let mine = themes.path().join("mine");
        std::fs::create_dir_all(mine.join("templates")).unwrap();
        std::fs::create_dir_all(mine.join("i18n")).unwrap();
        std::fs::write(
            mine.join("theme.yaml"),
            format!("name: mine\nbase: {base}\n"),
        )
        .unwrap();
        std::fs::write(mine.join("i18n/zh-CN.yaml"), "nav: {home: 门户}\n").unwrap();
        std::fs::write(mine.join("templates/404.html"), template).unwrap();
        (themes, mine)
    }

    #[test]
    fn a_theme_may_be_one_template_and_one_word() {
        let (_themes, mine) = theme_on("default", "{{ t.nav.home }}，{{ t.nav.cities }}");
        let mut theme = Theme::load(&mine, "zh-CN")
            .map_err(|e| format!("{e:#?}"))
            .unwrap();
        theme.share(&());
        let shown = theme.text("404.html", &()).unwrap();
        assert_eq!(shown, "门户，城市");
        assert!(theme.files.contains_key("style.css"));
    }

    #[test]
    fn a_mistake_is_told_in_the_file_that_has_it() {
        let (_themes, mine) = theme_on("default", "好\n{{ t.nav.home ");
        let problems = Theme::load(&mine, "zh-CN").err().unwrap();
        assert_eq!(problems[0].file, mine.join("templates/404.html"));
        let (_themes, mine) = theme_on("../default", "");
        let problems = Theme::load(&mine, "zh-CN").err().unwrap();
        assert_eq!(
            (problems[0].code.as_str(), problems[0].line),
            ("theme-base", Some(2))
        );
        let (_themes, mine) = theme_on("mine", "");
        let problems = Theme::load(&mine, "zh-CN").err().unwrap();
        assert!(
            problems[0].message.contains("based on itself"),
            "{problems:#?}"
        );
    }
}
