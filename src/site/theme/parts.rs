//! Which templates a template is made of.

use std::collections::{BTreeMap, BTreeSet};

use crate::key::Key;

/// For each template the key of all that it is made of: itself, those that it extends or includes and
/// those whose components it uses, and theirs in turn; and of what all pages show.
pub fn keys(sources: &BTreeMap<String, String>, shared: Key) -> BTreeMap<String, Key> {
    let components: Vec<(&str, &str)> = sources
        .iter()
        .flat_map(|(file, source)| defined(source).map(move |name| (name, file.as_str())))
        .collect();
    let uses: BTreeMap<&str, BTreeSet<&str>> = sources
        .iter()
        .map(|(file, source)| {
            let named = sources.keys().map(String::as_str);
            let named = named.filter(|other| source.contains(&format!("\"{other}\"")));
            let used = components
                .iter()
                .filter(|(name, _)| source.contains(&format!("<{name}")))
                .map(|(_, other)| *other);
            (file.as_str(), named.chain(used).collect())
        })
        .collect();
    let of = |file: &str| {
        let mut all = BTreeSet::from([file]);
        let mut open = vec![file];
        while let Some(file) = open.pop() {
            for &other in uses.get(file).into_iter().flatten() {
                if all.insert(other) {
                    open.push(other);
                }
            }
        }
        let parts: Vec<_> = all.iter().map(|file| (file, sources.get(*file))).collect();
        Key::of(&(shared.hex(), parts))
    };
    let files = sources.keys();
    files.map(|file| (file.clone(), of(file))).collect()
}

/// The names of the components that a template defines.
pub fn defined(source: &str) -> impl Iterator<Item = &str> {
    source.match_indices("component ").filter_map(|(at, word)| {
        let rest = &source[at + word.len()..];
        let end = rest.find(|c: char| !(c.is_alphanumeric() || c == '_'))?;
        (end > 0 && rest[end..].starts_with('(')).then(|| &rest[..end])
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn changed(edited: &str) -> Vec<String> {
        let sources = [
            ("base.html", "<html>{% block main %}{% endblock %}"),
            (
                "page.html",
                "{% extends \"base.html\" %}{{<chart line={x}/>}}",
            ),
            ("plain.html", "{% extends \"base.html\" %}"),
            (
                "parts.html",
                "{% component chart(line) %}…{% endcomponent chart %}",
            ),
            ("feed.xml", "<feed>"),
        ];
        let mut sources: BTreeMap<String, String> = sources
            .map(|(file, source)| (file.to_owned(), source.to_owned()))
            .into();
        let before = keys(&sources, Key::of(""));
        sources.get_mut(edited).unwrap().push('!');
        let after = keys(&sources, Key::of(""));
        let files = sources.into_keys();
        files.filter(|file| before[file] != after[file]).collect()
    }

    #[test]
    fn a_template_changes_those_that_are_made_of_it() {
        assert_eq!(
            changed("base.html"),
            ["base.html", "page.html", "plain.html"]
        );
        assert_eq!(changed("parts.html"), ["page.html", "parts.html"]);
        assert_eq!(changed("feed.xml"), ["feed.xml"]);
    }
}
