//! What is shown with a link to a page: title, description and picture.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use scraper::Html;

use super::built::{ATLAS, REPO, Site, VOCABULARY, files, history, settings};
use super::select;

const BASE: &str = "https://example.org/policies";

/// The files of the site of the seeds, which knows where it stands.
fn files_with_base() -> BTreeMap<String, Vec<u8>> {
    let out = tempfile::tempdir().unwrap();
    let mut settings = settings();
    settings.base_url = Some(BASE.to_owned());
    let input = cewen::site::Input {
        atlas: &ATLAS,
        vocabulary: &VOCABULARY,
        settings: &settings,
        history: &history(),
        accuracy: &cewen::content::Accuracy::read(&Path::new(REPO).join("content/accuracy")).0,
        today: jiff::civil::date(2026, 11, 21),
        theme: &Path::new(REPO).join("themes/default"),
        pages: &Path::new(REPO).join("content/pages"),
    };
    let tree = cewen::publish::Tree::new(out.path().to_owned(), None);
    cewen::site::build(&input, &tree, &cewen::observe::Nobody).unwrap();
    files(out.path())
}

/// What a page says of itself under a property or name; panics where it says it twice.
fn tag(page: &Html, name: &str) -> Option<String> {
    let tags = select(&format!("meta[property='{name}'], meta[name='{name}']"));
    let mut found = page.select(&tags);
    let content = found.next()?.attr("content").unwrap().to_owned();
    assert!(found.next().is_none(), "{name} twice");
    Some(content)
}

#[test]
fn a_link_to_any_page_shows_a_card_with_picture_and_title() {
    let files = files_with_base();
    let mut pictures = BTreeSet::new();
    // The page for what is not there is shown at any address.
    let pages = files
        .iter()
        .filter(|(path, _)| path.ends_with(".html") && *path != "404.html");
    for (path, bytes) in pages {
        let page = Html::parse_document(std::str::from_utf8(bytes).unwrap());
        let told = |name: &str| tag(&page, name).unwrap_or_else(|| panic!("{path}: no {name}"));
        let title = page.select(&select("title")).next().unwrap();
        assert_eq!(told("og:title"), title.text().collect::<String>(), "{path}");
        assert!(!told("og:description").is_empty(), "{path}");
        assert!(!told("og:type").is_empty(), "{path}");
        assert_eq!(told("twitter:card"), "summary_large_image", "{path}");
        let address = path.strip_suffix("index.html").unwrap_or(path);
        assert_eq!(told("og:url"), format!("{BASE}/{address}"));
        let image = told("og:image");
        let image = image.strip_prefix(BASE).unwrap().trim_start_matches('/');
        let png = files.get(image).unwrap_or_else(|| panic!("no {image}"));
        assert_eq!(&png[..8], b"\x89PNG\r\n\x1a\n");
        assert!(png.len() < 20_000, "{image}: {} bytes", png.len());
        let sides = [&png[16..20], &png[20..24]];
        let sides = sides.map(|side| u32::from_be_bytes(side.try_into().unwrap()).to_string());
        let told = ["og:image:width", "og:image:height"].map(told);
        assert_eq!(told, sides);
        pictures.insert((address.to_owned(), image.to_owned()));
    }
    let has_own =
        |address: &str| pictures.contains(&(address.to_owned(), format!("{address}card.png")));
    let of = |kind: &str| -> Vec<&String> {
        let below = pictures.iter().map(|(address, _)| address);
        below
            .filter(|address| address.starts_with(kind) && address.len() > kind.len())
            .collect()
    };
    assert!(has_own(""));
    for kind in ["cities/", "documents/", "compare/"] {
        let pages = of(kind);
        assert!(pages.len() > 3, "{kind}");
        for address in pages.into_iter().filter(|a| a.matches('/').count() == 2) {
            assert!(has_own(address), "{address}");
        }
    }
    // A measure is shown with the card of its document.
    let measures = pictures.iter().filter(|(a, _)| a.starts_with("measures/"));
    let (own, of_site): (Vec<_>, Vec<_>) = measures.partition(|(_, i)| i.starts_with("documents/"));
    assert!(own.len() > 150 && of_site.len() < 10, "{of_site:?}");
}

#[test]
fn pictures_are_the_same_wherever_they_are_drawn() {
    let pictures = |files: BTreeMap<String, Vec<u8>>| -> BTreeMap<String, Vec<u8>> {
        let all = files.into_iter();
        all.filter(|(path, _)| path.ends_with(".png")).collect()
    };
    let (first, second) = (pictures(files_with_base()), pictures(files_with_base()));
    assert!(first.len() > 80, "{}", first.len());
    assert!(first == second);
}

#[test]
fn a_site_that_does_not_know_its_address_names_no_picture() {
    let site = Site::of_the_seeds();
    for (path, page) in site.pages.iter().filter(|(path, _)| *path != "404.html") {
        assert!(tag(page, "og:title").is_some(), "{path}");
        assert!(tag(page, "og:description").is_some(), "{path}");
        assert_eq!(tag(page, "og:image"), None, "{path}");
        assert_eq!(tag(page, "og:url"), None, "{path}");
        assert_eq!(
            tag(page, "twitter:card").as_deref(),
            Some("summary"),
            "{path}"
        );
    }
    assert!(!site.root().join("card.png").exists());
}
