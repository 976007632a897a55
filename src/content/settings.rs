use std::path::Path;

use serde::{Deserialize, Serialize};

use crate::model::Diagnostic;
use crate::yaml;

/// Settings of the site, `content/site.yaml`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Settings {
    /// Name of the site.
    pub title: String,
    /// A description in one sentence.
    pub description: String,
    /// BCP 47 language of the interface; the theme's `i18n/` has a file of this name.
    pub language: String,
    /// Absolute address the site is published at, for canonical links and feeds; may have a path.
    #[serde(default)]
    pub base_url: Option<String>,
    /// Folder below `themes/`.
    pub theme: String,
    /// Ids of the indicators that the home page shows.
    #[serde(default)]
    pub headline_indicators: Vec<String>,
    /// The address for error reports, to which `?title=…&body=…` is appended.
    #[serde(default)]
    pub report_url: Option<String>,
    /// The licence of the site's data; the texts have terms of their own.
    #[serde(default)]
    pub data_licence: Option<Licence>,
}

/// A licence, with the fields of Data Packages.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Licence {
    /// Identifier of the Open Definition or SPDX, such as `CC-BY-4.0`.
    pub name: String,
    /// Address of the licence text.
    pub path: String,
    /// Its name for people.
    pub title: String,
}

impl Settings {
    /// Reads the text of `file`.
    ///
    /// # Errors
    /// Everything that is wrong with it, at its line.
    pub fn parse(text: &str, file: &Path) -> Result<Self, Vec<Diagnostic>> {
        match Self::salvage(text, file) {
            (Some(settings), wrong) if wrong.is_empty() => Ok(settings),
            (_, wrong) => Err(wrong),
        }
    }

    /// Parses as much of the text of `file` as is valid, and returns all its mistakes with their lines.
    pub fn salvage(text: &str, file: &Path) -> (Option<Self>, Vec<Diagnostic>) {
        let read = yaml::salvage::<Self>(text, file, "site-settings");
        let help = |wrong: Diagnostic| {
            wrong.help(
                "site.yaml needs title, description, language and theme; \
                 base_url, headline_indicators, report_url and data_licence may be left out",
            )
        };
        let mut wrong: Vec<Diagnostic> = read.wrong.into_iter().map(help).collect();
        let mut settings = read.value;
        if let Some(settings) = &mut settings {
            settings.judge(text, file, &mut wrong);
            // A wrong base URL would make every link wrong, so it is dropped.
            settings.base_url = settings
                .base_url
                .take()
                .filter(|url| bad_base_url(url).is_none());
        }
        (settings, wrong)
    }

    /// Checks the values and adds a diagnostic for each fault.
    fn judge(&self, text: &str, file: &Path, wrong: &mut Vec<Diagnostic>) {
        let settings = self;
        let mut refuse = |key: &str, message: String, help: &str| {
            let at = yaml::find(text, key, 0).unwrap_or((1, 1));
            wrong.push(
                Diagnostic::error("site-settings", file, message)
                    .at(at.0, Some(at.1), text)
                    .help(help),
            );
        };
        if let Some(reason) = settings.base_url.as_deref().and_then(bad_base_url) {
            refuse(
                "base_url",
                reason,
                "write it out, such as https://example.org/policies/",
            );
        }
        if let Some(reason) = settings.report_url.as_deref().and_then(bad_report_url) {
            refuse(
                "report_url",
                format!("report_url is no address: {reason}"),
                "write it out, with https:// or mailto:",
            );
        }
        let licence = settings.data_licence.as_ref();
        if licence
            .is_some_and(|l| !(l.path.starts_with("https://") || l.path.starts_with("http://")))
        {
            refuse(
                "data_licence",
                "the path of data_licence is no address".to_owned(),
                "write out the address of the licence's text, with https://",
            );
        }
        // A missing theme has been reported already.
        if !settings.theme.is_empty() && !is_folder_name(&settings.theme) {
            refuse(
                "theme",
                format!("theme “{}” is not the name of a folder", settings.theme),
                "name one folder below themes/, without a path",
            );
        }
    }

    /// The line and column of `key` in the file, for diagnostics of checks made outside this module.
    pub fn position_of(text: &str, key: &str) -> Option<(usize, usize)> {
        yaml::find(text, key, 0)
    }
}

/// The reason why an address cannot be the base URL of a site, if there is one.
pub(crate) fn bad_base_url(address: &str) -> Option<String> {
    match url::Url::parse(address) {
        Err(reason) => Some(format!(
            "base_url “{address}” is no absolute address: {reason}"
        )),
        Ok(url) if !matches!(url.scheme(), "http" | "https") => Some(format!(
            "base_url “{address}” does not begin with http:// or https://"
        )),
        Ok(url) if url.query().is_some() || url.fragment().is_some() => Some(format!(
            "base_url “{address}” ends in a query or fragment, which pages cannot be put below"
        )),
        Ok(_) => None,
    }
}

/// Whether a name is a single folder name, without a path.
pub(crate) fn is_folder_name(name: &str) -> bool {
    let mut parts = Path::new(name).components();
    matches!(parts.next(), Some(std::path::Component::Normal(_)))
        && parts.next().is_none()
        && !name.contains(['/', '\\'])
}

/// The reason why an address cannot be used for error reports: it runs a program, or is no address.
fn bad_report_url(address: &str) -> Option<String> {
    match url::Url::parse(address) {
        Ok(url) if matches!(url.scheme(), "https" | "http" | "mailto") => None,
        Ok(url) => Some(format!("{}: leads to no page and no mailbox", url.scheme())),
        Err(reason) => Some(reason.to_string()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const GOOD: &str = "title: 策问\ndescription: 一句话\nlanguage: zh-CN\ntheme: default\n";

    fn parse(text: &str) -> Result<Settings, Vec<Diagnostic>> {
        Settings::parse(text, Path::new("content/site.yaml"))
    }

    #[test]
    fn what_is_left_out_is_empty() {
        let settings = parse(GOOD).unwrap();
        assert_eq!(settings.base_url, None);
        assert!(settings.headline_indicators.is_empty());
    }

    #[test]
    fn every_bad_value_is_told_at_its_line() {
        let text = format!(
            "{}base_url: /x\nreport_url: nowhere\n",
            GOOD.replace("default", "../x")
        );
        let lines: Vec<_> = parse(&text)
            .unwrap_err()
            .into_iter()
            .map(|d| d.line)
            .collect();
        assert_eq!(lines, [Some(5), Some(6), Some(4)]);
    }

    #[test]
    fn what_can_be_read_is_kept_beside_all_that_is_wrong() {
        let text = format!(
            "colour: red\n{}标题\nreport_url: x\n",
            GOOD.replace("title", "titel")
        );
        let (settings, wrong) = Settings::salvage(&text, Path::new("content/site.yaml"));
        assert_eq!(settings.unwrap().theme, "default");
        let mut lines: Vec<_> = wrong.iter().map(|d| d.line.unwrap()).collect();
        lines.sort_unstable();
        // `title` is missing in the whole file: its first line.
        assert_eq!(lines, [1, 1, 2, 6, 7], "{wrong:#?}");
    }

    #[test]
    fn an_unknown_key_is_a_mistake() {
        let wrong = parse(&format!("{GOOD}colour: red\n")).unwrap_err();
        assert_eq!(wrong[0].line, Some(5));
        assert!(wrong[0].message.contains("colour"));
    }
}
