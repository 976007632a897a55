use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap};
use std::sync::LazyLock;

use super::template::Template;

/// What this program says, in English and in Chinese.
pub const OWN: &str = include_str!("zh.yaml");
/// What the libraries and the system say.
pub const OF_LIBRARIES: &str = include_str!("zh-libraries.yaml");

/// How deep a known sentence may stand in the values of others.
const DEEPEST: usize = 4;

/// English sentences and templates with their translations.
pub struct Catalogue {
    sentences: HashMap<String, String>,
    /// The one with the most fixed text first: it says most about a sentence that it fits.
    templates: Vec<(Template, Template)>,
}

impl Catalogue {
    /// The Chinese one, made when it is first asked for.
    pub fn chinese() -> &'static Self {
        static CHINESE: LazyLock<Catalogue> =
            LazyLock::new(|| Catalogue::new([OWN, OF_LIBRARIES].into_iter().flat_map(entries)));
        &CHINESE
    }

    fn new(entries: impl IntoIterator<Item = (String, String)>) -> Self {
        let mut sentences = HashMap::new();
        let mut templates = Vec::new();
        for (english, translated) in entries {
            let template = Template::parse(english.trim());
            let target = Template::parse(&translated);
            if template.names().is_empty() {
                sentences.insert(template.filled(&[]), target.filled(&[]));
            } else {
                templates.push((template, target));
            }
        }
        templates.sort_by_key(|(template, _)| std::cmp::Reverse(template.length()));
        Self {
            sentences,
            templates,
        }
    }

    /// A text in the language of the catalogue; `None` if nothing of it is known.
    pub fn translate(&self, text: &str) -> Option<String> {
        self.at_depth(text, 0)
    }

    /// Blanks around a text stay as they are.
    fn at_depth(&self, text: &str, depth: usize) -> Option<String> {
        let core = text.trim();
        if core.is_empty() || depth > DEEPEST {
            return None;
        }
        let found = match self.sentences.get(core) {
            Some(sentence) => Some(sentence.clone()),
            None => self
                .templated(core, depth)
                .or_else(|| self.by_lines(core, depth))
                .or_else(|| self.prefixed(core, depth))
                .or_else(|| self.listed(core, depth)),
        };
        let (before, after) = text.split_once(core)?;
        Some(format!("{before}{}{after}", found?))
    }

    /// A sentence that a template fits. Its values may be known sentences, such as the reason of a failure;
    /// what is quoted is not touched; those of a weak template have to be known, or numbers.
    fn templated(&self, text: &str, depth: usize) -> Option<String> {
        self.templates.iter().find_map(|(template, target)| {
            let is_weak = template.is_weak();
            let values = template.values(text)?.into_iter().map(|(place, value)| {
                let known = match place.is_quoted {
                    true => None,
                    false => self.at_depth(value, depth + 1),
                };
                match known {
                    Some(known) => Some((place.name, Cow::Owned(known))),
                    None if is_weak && value.parse::<f64>().is_err() => None,
                    None => Some((place.name, Cow::Borrowed(value))),
                }
            });
            Some(target.filled(&values.collect::<Option<Vec<_>>>()?))
        })
    }

    /// A known sentence behind the name of a field or file.
    fn prefixed(&self, text: &str, depth: usize) -> Option<String> {
        let (name, sentence) = text.split_once(": ")?;
        let is_name = !name.contains(char::is_whitespace);
        let known = is_name.then(|| self.at_depth(sentence, depth + 1))?;
        Some(format!("{name}：{}", known?))
    }

    /// Line by line; lines that are not known stay as they are.
    fn by_lines(&self, text: &str, depth: usize) -> Option<String> {
        if !text.contains('\n') {
            return None;
        }
        let lines = text.split('\n').map(|line| {
            let known = self.at_depth(line, depth + 1);
            known.map_or(Cow::Borrowed(line), Cow::Owned)
        });
        Some(lines.collect::<Vec<_>>().join("\n"))
    }

    /// A list such as `1 error, 2 warnings`, if all of it is known.
    fn listed(&self, text: &str, depth: usize) -> Option<String> {
        if !text.contains(", ") {
            return None;
        }
        let parts = text.split(", ").map(|part| self.at_depth(part, depth + 1));
        Some(parts.collect::<Option<Vec<_>>>()?.join("，"))
    }
}

/// The entries of a catalogue, English first. The files are part of the program, and tests hold them to
/// their form.
pub fn entries(yaml: &str) -> BTreeMap<String, String> {
    serde_yaml::from_str(yaml).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn catalogue() -> Catalogue {
        let entries = [
            ("cannot be read: {error}", "无法读取：{error}"),
            ("no such file", "文件不存在"),
            ("{n} errors", "{n} 个错误"),
            ("{n} warnings", "{n} 条警告"),
            ("{} stands twice", "{} 重复出现"),
            ("the id {} stands twice", "id {} 重复"),
            ("{} and then {}", "{1}在{0}之后"),
            ("{} in {}", "{}（{}）"),
            ("missing `{}`", "缺少 `{}`"),
        ];
        Catalogue::new(entries.map(|(a, b)| (a.to_owned(), b.to_owned())))
    }

    #[test]
    fn a_sentence_is_translated_with_the_sentences_in_it() {
        let translated = |text: &str| catalogue().translate(text);
        for (english, chinese) in [
            ("no such file", "文件不存在"),
            (
                "  cannot be read: no such file\n",
                "  无法读取：文件不存在\n",
            ),
            ("cannot be read: 甲{}乙", "无法读取：甲{}乙"),
            ("2 errors, 3 warnings", "2 个错误，3 条警告"),
            ("the id a stands twice", "id a 重复"),
            ("甲 and then 乙", "乙在甲之后"),
            ("2 errors in 3", "2 个错误（3）"),
            ("missing `no such file`", "缺少 `no such file`"),
            ("[0].id: no such file", "[0].id：文件不存在"),
            ("甲\n2 errors", "甲\n2 个错误"),
        ] {
            assert_eq!(translated(english).as_deref(), Some(chinese), "{english}");
        }
    }

    #[test]
    fn what_is_not_known_stays() {
        for text in [
            "",
            " ",
            "nothing",
            "2 errors, 3 others",
            "x errors",
            "{}",
            "}{",
        ] {
            assert_eq!(catalogue().translate(text), None, "{text}");
        }
        let deep = "cannot be read: ".repeat(40);
        assert!(catalogue().translate(&deep).is_some());
    }
}
