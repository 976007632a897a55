//! Where an address leads that stands on a page.

use percent_encoding::percent_decode_str;
use url::Url;

/// What an address leads to.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum LinkTarget {
    /// Something of this site: a path below its root, decoded, and an anchor there.
    Site {
        /// As it is written there: empty for the home page.
        path: String,
        /// The part after `#`, or nothing.
        anchor: String,
    },
    /// Something elsewhere, in a form that can be.
    Elsewhere,
    /// Nothing: why.
    Malformed(String),
    /// Code that would run in the reader's browser.
    Unsafe,
}

/// Ways of reaching something that are no pages of the web.
const OTHERS: [&str; 5] = ["mailto", "tel", "sms", "geo", "ftp"];
/// What browsers run or show as a page of this site.
const UNSAFE: [&str; 4] = ["javascript", "vbscript", "data", "blob"];

/// Where `address` leads on the page at `page` of a site that stands at `base`. On the web an address
/// that begins with `/` leads from the root of the host, which may be above the site.
pub fn resolve(address: &str, page: &str, base: Option<&Url>) -> LinkTarget {
    let address = address.trim();
    if let Some((scheme, rest)) = scheme(address) {
        return match scheme.as_str() {
            "http" | "https" => web(address, rest, base),
            scheme if UNSAFE.contains(&scheme) => LinkTarget::Unsafe,
            scheme if OTHERS.contains(&scheme) && !rest.is_empty() => LinkTarget::Elsewhere,
            scheme if OTHERS.contains(&scheme) => {
                LinkTarget::Malformed(format!("nothing stands after {scheme}:"))
            }
            scheme => LinkTarget::Malformed(format!("{scheme}: is no way to reach a page")),
        };
    }
    if address.starts_with("//") {
        return web(&format!("https:{address}"), address, base);
    }
    let (before, anchor) = address.split_once('#').unwrap_or((address, ""));
    let path = before.split('?').next().unwrap_or_default();
    let Some(path) = decoded(path) else {
        return LinkTarget::Malformed("its % signs do not stand for characters".to_owned());
    };
    let Some(anchor) = decoded(anchor) else {
        return LinkTarget::Malformed("its % signs do not stand for characters".to_owned());
    };
    if path.starts_with('/') {
        let above = base.map_or("/", Url::path).trim_end_matches('/');
        let below = path
            .strip_prefix(above)
            .and_then(|path| path.strip_prefix('/'));
        return match below {
            Some(below) => joined("", below, anchor),
            None => LinkTarget::Malformed(format!(
                "it leads out of the site, which stands at {above}/"
            )),
        };
    }
    match path.is_empty() {
        true => LinkTarget::Site {
            path: page.to_owned(),
            anchor,
        },
        false => joined(page, &path, anchor),
    }
}

/// The scheme in small letters and what follows it.
fn scheme(address: &str) -> Option<(String, &str)> {
    // What browsers leave out before they look.
    let plain: String = address
        .chars()
        .take_while(|c| !"/?#".contains(*c))
        .filter(|c| !c.is_control())
        .collect();
    let (scheme, _) = plain.split_once(':')?;
    let rest = address.split_once(':')?.1;
    let fits = scheme.starts_with(|c: char| c.is_ascii_alphabetic())
        && scheme
            .chars()
            .all(|c| c.is_ascii_alphanumeric() || "+-.".contains(c));
    fits.then(|| (scheme.to_ascii_lowercase(), rest))
}

fn web(address: &str, rest: &str, base: Option<&Url>) -> LinkTarget {
    if !rest.starts_with("//") {
        return LinkTarget::Malformed("two slashes follow http: and https:".to_owned());
    }
    let url = match Url::parse(address) {
        Ok(url) => url,
        Err(error) => return LinkTarget::Malformed(error.to_string()),
    };
    let own = base.filter(|base| {
        (base.host_str(), base.port_or_known_default())
            == (url.host_str(), url.port_or_known_default())
    });
    let below = own.and_then(|base| {
        let above = base.path().trim_end_matches('/');
        url.path().strip_prefix(above)?.strip_prefix('/')
    });
    match below {
        Some(path) => match (decoded(path), decoded(url.fragment().unwrap_or_default())) {
            (Some(path), Some(anchor)) => joined("", &path, anchor),
            _ => LinkTarget::Malformed("its % signs do not stand for characters".to_owned()),
        },
        None => LinkTarget::Elsewhere,
    }
}

fn decoded(part: &str) -> Option<String> {
    let text = percent_decode_str(part).decode_utf8().ok()?;
    Some(text.into_owned())
}

/// A path below that of a page's folder.
fn joined(page: &str, path: &str, anchor: String) -> LinkTarget {
    let folder = page.rsplit_once('/').map_or("", |(folder, _)| folder);
    let mut parts: Vec<&str> = folder.split('/').filter(|part| !part.is_empty()).collect();
    let steps: Vec<&str> = path.split('/').collect();
    for (n, step) in steps.iter().enumerate() {
        match *step {
            "." | "" => {}
            ".." => {
                if parts.pop().is_none() {
                    return LinkTarget::Malformed("it leads out of the site".to_owned());
                }
            }
            // The page of a folder, by its other name.
            "index.html" if n + 1 == steps.len() => {}
            step => parts.push(step),
        }
    }
    let ends = matches!(steps.last(), Some(&("" | "." | ".." | "index.html")));
    let mut path = parts.join("/");
    if ends && !path.is_empty() {
        path.push('/');
    }
    LinkTarget::Site { path, anchor }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_way_to_write_an_address() {
        let base = Url::parse("https://example.org/policies/").unwrap();
        let site = |path: &str, anchor: &str| LinkTarget::Site {
            path: path.to_owned(),
            anchor: anchor.to_owned(),
        };
        let cases = [
            ("../cities/", site("cities/", "")),
            ("../cities/index.html", site("cities/", "")),
            ("../cities/index.html#a", site("cities/", "a")),
            ("../cities", site("cities", "")),
            ("../cities/?a=/b#c", site("cities/", "c")),
            ("..", site("", "")),
            ("./", site("about/", "")),
            ("index.json", site("about/index.json", "")),
            ("", site("about/", "")),
            ("#x", site("about/", "x")),
            ("#%E6%95%B0%E6%8D%AE", site("about/", "数据")),
            ("../%E5%9F%8E/", site("城/", "")),
            ("../城/", site("城/", "")),
            ("/policies/cities/", site("cities/", "")),
            (
                "https://example.org/policies/cities/#a",
                site("cities/", "a"),
            ),
            ("//example.org/policies/", site("", "")),
            ("https://example.org/other/", LinkTarget::Elsewhere),
            ("mailto:a@example.org", LinkTarget::Elsewhere),
            ("JavaScript:alert(1)", LinkTarget::Unsafe),
            ("java\nscript:alert(1)", LinkTarget::Unsafe),
            ("data:text/html,x", LinkTarget::Unsafe),
        ];
        for (address, wanted) in cases {
            assert_eq!(resolve(address, "about/", Some(&base)), wanted, "{address}");
        }
        assert_eq!(resolve("/cities/", "about/", None), site("cities/", ""));
        for address in [
            "../../x/",
            "%FF/",
            "https://",
            "http:/x",
            "https:// a/",
            "mailto:",
            "wechat:x",
            "/cities/",
            "/policiesx/",
        ] {
            let found = resolve(address, "about/", Some(&base));
            assert!(
                matches!(found, LinkTarget::Malformed(_)),
                "{address}: {found:?}"
            );
        }
    }
}
