//! All that is wrong with theme, pages and links, found by making every page in memory.

mod address;
mod broken_links;
mod collected_links;
mod html_links;

use std::collections::BTreeSet;

use super::{Input, Site, data, llms, markdown_pages, views};
use crate::model::Diagnostic;
use crate::site::theme::Theme;
use collected_links::Gathered;

/// Mistakes that stand one behind another on one page and are still told in one run.
const ROUNDS: usize = 20;

/// Everything that is wrong with the theme and the pages of the site, and every link of it that leads
/// nowhere. Nothing is written.
pub fn check(input: &Input<'_>) -> Vec<Diagnostic> {
    let (mut theme, mut told) = Theme::salvage(input.theme, &input.settings.language);
    told.extend(theme.unshown_words(input.theme, &input.settings.language));
    let phrases = theme.phrases().clone();
    let site = Site::of(input, &phrases);
    let (written, wrong) = markdown_pages::salvage(input.pages);
    told.extend(wrong);
    theme.share(&views::shared(&site, &written));
    let mut doubtful: BTreeSet<String> = BTreeSet::new();
    let mut gathered = Gathered::default();
    for _ in 0..ROUNDS {
        gathered = Gathered::of(&site, &theme, &written);
        doubtful.extend(gathered.failed.iter().cloned());
        let mut mistakes = std::mem::take(&mut gathered.mistakes);
        mistakes.extend(data::mistakes(&site, &theme));
        mistakes.extend(llms::text(&site, &theme).err());
        mistakes.sort_by(|a, b| (&a.file, a.line, a.column).cmp(&(&b.file, b.line, b.column)));
        mistakes.dedup();
        mistakes.retain(|mistake| !told.contains(mistake));
        let mut more = false;
        for mistake in &mistakes {
            more |= theme.step_over(mistake);
        }
        told.extend(mistakes);
        if !more {
            break;
        }
    }
    told.extend(broken_links::written(&site, &written, &gathered));
    told.extend(broken_links::built(&theme, &gathered, &doubtful));
    told.extend(broken_links::searched(&site, &theme, &gathered, &doubtful));
    told
}
