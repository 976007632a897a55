//! Where former addresses of data lead: `_redirects`, which many hosts of static sites read.
//!
//! Pages keep their addresses. Data that stood twice are left where they stand once: those of a measure in its
//! document's, those of lists in the tables.

/// The file.
pub const FILE: &str = "_redirects";

/// What tells where each table is.
const TABLES: &str = "data/datapackage.json";

/// Former addresses below the site's root, with `:name` for a folder, and where they lead. No page is among them:
/// some hosts redirect even where there is a file.
const MOVED: [(&str, &str); 14] = [
    (
        "measures/:document/:measure/index.json",
        "documents/:document/index.json",
    ),
    (
        "documents/:document/index.yaml",
        "documents/:document/index.json",
    ),
    ("index.json", TABLES),
    ("agencies/index.json", TABLES),
    ("agencies/:agency/index.json", TABLES),
    ("cities/index.json", TABLES),
    ("cities/:city/index.json", TABLES),
    ("compare/index.json", TABLES),
    ("compare/measures/:a/:b/:c/:d/index.json", TABLES),
    ("documents/index.json", TABLES),
    ("indicators/index.json", TABLES),
    ("measures/index.json", TABLES),
    ("topics/index.json", TABLES),
    ("topics/:topic/index.json", TABLES),
];

/// The text of `_redirects`: rules below the path that the site stands at.
pub fn rules(below: &str) -> String {
    let rules = MOVED.iter();
    let rules = rules.map(|(from, to)| format!("{below}/{from} {below}/{to} 301\n"));
    rules.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rules_lead_from_one_place_below_the_site_to_another() {
        let rules = rules("/policies");
        let first = "/policies/measures/:document/:measure/index.json /policies/documents/:document/index.json 301";
        assert_eq!(rules.lines().next(), Some(first));
        for rule in rules.lines() {
            let parts: Vec<&str> = rule.split(' ').collect();
            assert_eq!(parts.len(), 3, "{rule}");
            let known = |part: &&str| part.starts_with(':');
            for name in parts[1].split('/').filter(known) {
                assert!(parts[0].split('/').any(|part| part == name), "{rule}");
            }
        }
    }
}
