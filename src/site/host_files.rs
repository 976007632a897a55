//! Files that hosts of static sites read: headers, and that no page is to be made anew.

use super::Site;
use super::redirects;

/// Tells GitHub Pages to publish the files as they are.
const AS_IT_IS: &str = ".nojekyll";

/// Headers by address, as Cloudflare Pages, Netlify and others read them.
const HEADERS: &str = "_headers";

/// What pages may load and who may frame them; docs/hosting.md names the same for other hosts.
const POLICY: &str = "default-src 'self'; base-uri 'self'; form-action 'self'; frame-ancestors 'none'; object-src 'none'";

/// Names of the files.
pub const NAMES: [&str; 3] = [AS_IT_IS, HEADERS, redirects::FILE];

impl Site<'_> {
    /// The files with their texts.
    pub fn host_files(&self) -> [(&'static str, String); 3] {
        let below = self.below();
        [
            (AS_IT_IS, String::new()),
            (HEADERS, headers(&below)),
            (redirects::FILE, redirects::rules(&below)),
        ]
    }

    /// The path that the site stands at, without the last `/`.
    fn below(&self) -> String {
        let base = self.settings.base_url.as_deref().map(url::Url::parse);
        let base = base.and_then(Result::ok);
        let below = base.as_ref().map_or("", |base| base.path());
        below.trim_end_matches('/').to_owned()
    }
}

/// JSON beside pages, and the schema that each names.
const DESCRIBED: [(&str, &str); 3] = [
    ("documents/:document", "document"),
    ("indicators/:indicator", "indicator"),
    ("compare/:topic", "comparison"),
];

/// Rules for `_headers`. Two rules for one header would be joined by hosts, so `Cache-Control` is only set for
/// what never changes; pages have the hosts' own, which asks each time.
fn headers(below: &str) -> String {
    let mut rules = format!(
        "{below}/*\n  Content-Security-Policy: {POLICY}\n\
         {below}/search/:version/*\n  Cache-Control: public, max-age=31536000, immutable\n"
    );
    for (folder, schema) in DESCRIBED {
        let link = format!("<{below}/data/schemas/{schema}.json>; rel=\"describedby\"");
        rules.push_str(&format!("{below}/{folder}/index.json\n  Link: {link}\n"));
    }
    rules
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headers_hold_below_the_site_and_are_set_once() {
        let rules = headers("/policies");
        let addresses: Vec<&str> = rules.lines().filter(|l| l.starts_with('/')).collect();
        assert_eq!(
            addresses,
            [
                "/policies/*",
                "/policies/search/:version/*",
                "/policies/documents/:document/index.json",
                "/policies/indicators/:indicator/index.json",
                "/policies/compare/:topic/index.json",
            ]
        );
        let link = "  Link: </policies/data/schemas/document.json>; rel=\"describedby\"";
        assert!(rules.lines().any(|line| line == link), "{rules}");
        assert_eq!(rules.matches("Content-Security-Policy").count(), 1);
        assert_eq!(rules.matches("Cache-Control").count(), 1);
    }

    #[test]
    fn the_policy_is_that_of_the_documentation() {
        let documented = include_str!("../../docs/hosting.md");
        assert!(documented.contains(&format!("`Content-Security-Policy: {POLICY}`")));
    }
}
