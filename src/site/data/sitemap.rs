//! What search engines ask for: which pages there are, and that they may read them.

use std::collections::BTreeSet;

use crate::model::Diagnostic;
use crate::site::Files;
use crate::site::Site;

/// A sitemap has at most so many addresses (sitemaps.org); a larger site has several and a list.
const MOST: usize = 50_000;

/// Writes sitemap.xml and robots.txt. Without a base address there is no
/// sitemap: its addresses have to be absolute.
pub fn write_all(
    site: &Site<'_>,
    pages: &BTreeSet<String>,
    out: &dyn Files,
) -> Result<(), Diagnostic> {
    let mut robots = String::from("User-agent: *\nAllow: /\n");
    if let Some(base) = &site.settings.base_url {
        let base = base.trim_end_matches('/');
        let shown: Vec<&String> = pages
            .iter()
            .filter(|path| path.is_empty() || path.ends_with('/'))
            .collect();
        if shown.len() <= MOST {
            out.put("sitemap.xml", urls(base, &shown).as_bytes())?;
        } else {
            let mut names = Vec::new();
            for (n, some) in shown.chunks(MOST).enumerate() {
                let name = format!("sitemap-{}.xml", n + 1);
                out.put(&name, urls(base, some).as_bytes())?;
                names.push(name);
            }
            out.put("sitemap.xml", index(base, &names).as_bytes())?;
        }
        robots.push_str(&format!("Sitemap: {base}/sitemap.xml\n"));
    }
    out.put("robots.txt", robots.as_bytes())
}

const SPACE: &str = "http://www.sitemaps.org/schemas/sitemap/0.9";

fn urls(base: &str, pages: &[&String]) -> String {
    let mut xml =
        format!("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<urlset xmlns=\"{SPACE}\">\n");
    for page in pages {
        xml.push_str(&format!(
            "<url><loc>{}/{}</loc></url>\n",
            escape(base),
            escape(page)
        ));
    }
    xml.push_str("</urlset>\n");
    xml
}

fn index(base: &str, names: &[String]) -> String {
    let mut xml =
        format!("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<sitemapindex xmlns=\"{SPACE}\">\n");
    for name in names {
        xml.push_str(&format!(
            "<sitemap><loc>{}/{name}</loc></sitemap>\n",
            escape(base)
        ));
    }
    xml.push_str("</sitemapindex>\n");
    xml
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('\'', "&apos;")
        .replace('"', "&quot;")
}
