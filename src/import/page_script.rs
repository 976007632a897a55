//! A text that a page shows by a script: kept in a hidden field or template, or in the script.

use scraper::{Html, Selector};

/// Fewer Chinese characters are no text.
const LEAST: usize = 15;

/// The text that a page keeps in a hidden field or a template, whose script shows it, if that is most
/// of what the page says; it says `said` characters of its own.
pub fn kept(page: &Html, said: usize) -> Option<String> {
    let places = Selector::parse("textarea, template, script[type^='text/html'], xmp").ok()?;
    let kept = page
        .select(&places)
        .map(|element| match element.value().name() {
            "template" => element.inner_html(),
            _ => element.text().collect(),
        });
    let longest = kept.max_by_key(|text| prose(text))?;
    let enough = prose(&longest) >= LEAST && prose(&longest) > said * 2;
    enough.then_some(longest)
}

/// The Chinese characters of the scripts of a page.
pub fn in_scripts(page: &Html) -> usize {
    let scripts = Selector::parse("script").ok();
    let scripts = scripts.iter().flat_map(|selector| page.select(selector));
    scripts
        .map(|script| prose(&script.text().collect::<String>()))
        .sum()
}

/// Chinese characters.
fn prose(text: &str) -> usize {
    text.chars()
        .filter(|c| ('\u{4e00}'..='\u{9fff}').contains(c))
        .count()
}
