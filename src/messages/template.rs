use std::borrow::Cow;
use std::collections::BTreeSet;

/// A sentence with places for values: `{name}`, `{name:.1}`, `{}` and `{0}`, as in format strings.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Template {
    /// The fixed text before each place, and that after the last one.
    texts: Vec<String>,
    /// The names of the places; those without one are numbered.
    names: Vec<String>,
}

/// A place for a value in a template.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Slot<'a> {
    pub name: &'a str,
    /// Whether quotation marks say that its value is given word for word.
    pub is_quoted: bool,
}

/// The most letters of a weak template.
const WEAK: usize = 3;

impl Template {
    /// The parts of a format string.
    pub fn parse(format: &str) -> Self {
        let (mut texts, mut names) = (vec![String::new()], Vec::new());
        let mut numbered = 0;
        let mut rest = format;
        while let Some(at) = rest.find(['{', '}']) {
            let (before, after) = rest.split_at(at);
            let last = texts.len() - 1;
            texts[last].push_str(before);
            let bracket = &after[..1];
            let inside = after[1..].split_once('}').map(|(inside, _)| inside);
            match inside {
                // A doubled bracket is a bracket.
                _ if after[1..].starts_with(bracket) => {
                    texts[last].push_str(bracket);
                    rest = &after[2..];
                }
                Some(inside) if bracket == "{" && is_place(inside) => {
                    let name = inside.split(':').next().unwrap_or_default();
                    names.push(match name {
                        "" => {
                            numbered += 1;
                            (numbered - 1).to_string()
                        }
                        name => name.to_owned(),
                    });
                    texts.push(String::new());
                    rest = &after[inside.len() + 2..];
                }
                _ => {
                    texts[last].push_str(bracket);
                    rest = &after[1..];
                }
            }
        }
        let last = texts.len() - 1;
        texts[last].push_str(rest);
        Self { texts, names }
    }

    /// Number of characters of its fixed text.
    pub fn length(&self) -> usize {
        self.texts.iter().map(|text| text.chars().count()).sum()
    }

    /// Whether its fixed text says so little that it fits much that it is not meant for.
    pub fn is_weak(&self) -> bool {
        let letters = self.texts.iter().flat_map(|text| text.chars());
        letters.filter(|c| c.is_alphabetic()).count() <= WEAK
    }

    /// Its fixed text; the places are blanks.
    #[cfg(test)]
    pub fn words(&self) -> String {
        self.texts.join(" ")
    }

    /// The names of its places.
    pub fn names(&self) -> BTreeSet<&str> {
        self.names.iter().map(String::as_str).collect()
    }

    /// The values that make it into `text`, in the order of their places; none where no values do.
    ///
    /// `n` is a whole number. A value is one line, but for that of a last place on a line of its own.
    pub fn values<'t>(&self, text: &'t str) -> Option<Vec<(Slot<'_>, &'t str)>> {
        let mut rest = text.strip_prefix(self.texts[0].as_str())?;
        let mut values = Vec::new();
        for (n, place) in self.places().enumerate() {
            let after = match n + 1 == self.names.len() {
                true => "",
                false => self.end(n, rest)?,
            };
            let value =
                rest[..rest.len() - after.len()].strip_suffix(self.texts[n + 1].as_str())?;
            if !self.fits(n, value) {
                return None;
            }
            values.push((place, value));
            rest = after;
        }
        rest.is_empty().then_some(values)
    }

    /// What is left of `rest` behind the fixed text that follows a place: the first such text, before the
    /// last place the first that leaves a value for it.
    fn end<'t>(&self, n: usize, rest: &'t str) -> Option<&'t str> {
        let fixed = self.texts[n + 1].as_str();
        let mut ends = rest
            .match_indices(fixed)
            .map(|(at, _)| &rest[at + fixed.len()..]);
        if n + 2 < self.names.len() {
            return ends.next();
        }
        let last = self.texts[n + 2].as_str();
        ends.find(|after| {
            let value = after.strip_suffix(last);
            value.is_some_and(|value| self.fits(n + 1, value))
        })
    }

    fn fits(&self, n: usize, value: &str) -> bool {
        let has_own_line = n + 1 == self.names.len() && self.texts[n].ends_with('\n');
        match self.names[n].as_str() {
            "n" => !value.is_empty() && value.bytes().all(|byte| byte.is_ascii_digit()),
            _ => has_own_line || !value.contains('\n'),
        }
    }

    fn places(&self) -> impl Iterator<Item = Slot<'_>> {
        self.names
            .iter()
            .zip(&self.texts)
            .map(|(name, before)| Slot {
                name,
                is_quoted: before.ends_with(['`', '“', '「', '\'', '"']),
            })
    }

    /// The sentence with these values in its places.
    pub fn filled(&self, values: &[(&str, Cow<'_, str>)]) -> String {
        let mut text = self.texts[0].clone();
        for (name, fixed) in self.names.iter().zip(&self.texts[1..]) {
            let value = values.iter().find(|(own, _)| own == name);
            text.push_str(value.map_or("", |(_, value)| value));
            text.push_str(fixed);
        }
        text
    }
}

/// Whether what stands in brackets names a place: a name or number, and the form of the value.
fn is_place(inside: &str) -> bool {
    let (name, form) = inside.split_once(':').unwrap_or((inside, ""));
    let is_word = name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_');
    is_word && !form.contains([' ', '\n', '{', '"'])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn values<'t>(template: &str, text: &'t str) -> Option<Vec<(String, &'t str)>> {
        let template = Template::parse(template);
        let values = template.values(text)?.into_iter();
        Some(
            values
                .map(|(place, value)| (place.name.to_owned(), value))
                .collect(),
        )
    }

    fn pair<'t>(name: &str, value: &'t str) -> (String, &'t str) {
        (name.to_owned(), value)
    }

    #[test]
    fn a_sentence_is_taken_apart() {
        let template = "{first} and {} hold {n} texts: {}";
        let names = ["0", "1", "first", "n"];
        assert_eq!(Template::parse(template).names(), BTreeSet::from(names));
        let found = [
            pair("first", "a b"),
            pair("0", "c"),
            pair("n", "12"),
            pair("1", "甲："),
        ];
        let text = "a b and c hold 12 texts: 甲：";
        assert_eq!(values(template, text), Some(found.to_vec()));
        let others = [
            "",
            "a and b",
            "a and c hold two texts: d",
            "a and\n hold 1 texts: x",
        ];
        for other in others {
            assert_eq!(values(template, other), None, "{other}");
        }
        let counted = "Files (of all) (12):";
        let found = [pair("head", "Files (of all)"), pair("n", "12")];
        assert_eq!(values("{head} ({n}):", counted), Some(found.to_vec()));
    }

    #[test]
    fn brackets_that_hold_no_name_are_text() {
        let template = "a list of {id, url | x} and `{{`: {error:.1}";
        assert_eq!(Template::parse(template).names(), BTreeSet::from(["error"]));
        let text = "a list of {id, url | x} and `{`: }{";
        assert_eq!(values(template, text), Some(vec![pair("error", "}{")]));
    }

    #[test]
    fn only_a_value_on_a_line_of_its_own_has_several_lines() {
        assert_eq!(values("what failed: {e}", "what failed: a\nb"), None);
        let found = values("add:\n{yaml}", "add:\na\nb");
        assert_eq!(found, Some(vec![pair("yaml", "a\nb")]));
    }
}
