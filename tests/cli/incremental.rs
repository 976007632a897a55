//! A build over what former builds left gives the bytes of a build from nothing, whatever was edited
//! in between.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use proptest::prelude::*;

use crate::site::{FIRST, SECOND, Site, copy};

/// What somebody may do between two builds.
#[derive(Clone, Copy, Debug)]
enum Edit {
    Figure,
    Title,
    AddText,
    RemoveText,
    RenameText,
    Region,
    Template,
    PartOfTemplates,
    Style,
    WordOfTheme,
    Topic,
    Synonym,
    Correction,
    Settings,
    Page,
    Nothing,
    PublishedByHand,
    PublishedRemoved,
    IndexRemoved,
    Body,
    LineAbove,
    CacheRemoved,
    CacheBroken,
}

const EDITS: [Edit; 23] = [
    Edit::Figure,
    Edit::Title,
    Edit::AddText,
    Edit::RemoveText,
    Edit::RenameText,
    Edit::Region,
    Edit::Template,
    Edit::PartOfTemplates,
    Edit::Style,
    Edit::WordOfTheme,
    Edit::Topic,
    Edit::Synonym,
    Edit::Correction,
    Edit::Settings,
    Edit::Page,
    Edit::Nothing,
    Edit::PublishedByHand,
    Edit::PublishedRemoved,
    Edit::IndexRemoved,
    Edit::Body,
    Edit::LineAbove,
    Edit::CacheRemoved,
    Edit::CacheBroken,
];

fn change(site: &Site, file: &str, from: &str, to: &str) {
    let text = fs::read_to_string(site.path(file)).unwrap();
    // To and fro, so that an edit may come twice.
    let text = match text.contains(to) {
        true => text.replace(to, from),
        false => text.replacen(from, to, 1),
    };
    site.write(file, text);
}

fn sources(site: &Site, region: &str) {
    let mut list = format!("- {{file: seeds/first.txt, id: first{region}}}\n");
    for (file, id) in [("second", "second"), ("third", "third"), ("moved", "moved")] {
        if site.path(&format!("seeds/{file}.txt")).is_file() {
            list.push_str(&format!("- {{file: seeds/{file}.txt, id: {id}}}\n"));
        }
    }
    site.write("content/sources.yaml", list);
}

fn apply(site: &Site, edit: Edit) {
    match edit {
        Edit::Figure => change(site, "seeds/first.txt", "27万千瓦", "35万千瓦"),
        Edit::Title => change(site, "seeds/first.txt", "光伏惠民行动", "光伏富民行动"),
        Edit::AddText => {
            site.write("seeds/third.txt", FIRST.replace("某市", "另一市"));
            sources(site, "");
        }
        Edit::RemoveText => {
            let _ = fs::remove_file(site.path("seeds/third.txt"));
            sources(site, "");
        }
        Edit::RenameText => {
            let (here, there) = ("seeds/second.txt", "seeds/moved.txt");
            let to = if site.path(here).is_file() {
                [here, there]
            } else {
                [there, here]
            };
            fs::rename(site.path(to[0]), site.path(to[1])).unwrap();
            sources(site, "");
        }
        Edit::Region => sources(site, ", region: 丽水市"),
        Edit::Template => change(
            site,
            "themes/default/templates/measure.html",
            "<h1>",
            "<h1 class=\"x\">",
        ),
        Edit::PartOfTemplates => change(
            site,
            "themes/default/templates/base.html",
            "<main ",
            "<main data-x ",
        ),
        Edit::Style => change(site, "themes/default/static/style.css", "{", " {"),
        Edit::WordOfTheme => change(site, "themes/default/i18n/zh-CN.yaml", "城市", "地方"),
        Edit::Topic => change(
            site,
            "content/vocabulary/topics.yaml",
            "name: 光伏",
            "name: 光伏发电",
        ),
        Edit::Synonym => change(site, "content/vocabulary/synonyms.yaml", "充电桩", "充电枪"),
        Edit::Correction => {
            let file = "content/corrections/first.yaml";
            match site.path(file).is_file() {
                true => site.remove(file),
                false => site.write(
                    file,
                    "- {document: first, measure: first/1-1, set: {title: 光伏行动}, why: 校对}\n",
                ),
            }
        }
        Edit::Settings => change(site, "content/site.yaml", "title: 策问", "title: 策问试验"),
        Edit::Page => change(site, "content/pages/about.md", "。", "！"),
        Edit::Nothing => {}
        Edit::PublishedByHand => site.write("public/index.html", "by hand"),
        Edit::PublishedRemoved => site.remove("public/measures"),
        Edit::IndexRemoved => {
            let _ = fs::remove_dir_all(site.path(".cewen/index"));
        }
        Edit::Body => change(site, "seeds/first.txt", "市林业局", "市水利局"),
        Edit::LineAbove => change(site, "seeds/first.txt", "一、重点", "（2021年）\n一、重点"),
        Edit::CacheRemoved => {
            let _ = fs::remove_dir_all(site.path(".cewen/cache"));
        }
        Edit::CacheBroken => {
            for (path, mut bytes) in site.files(".cewen") {
                if !bytes.is_empty() {
                    let middle = bytes.len() / 2;
                    bytes[middle] ^= 1;
                    fs::write(path, bytes).unwrap();
                }
            }
        }
    }
}

fn build(site: &Site) {
    let run = site.run_with(&["build"], &[("SOURCE_DATE_EPOCH", "1800000000")]);
    assert_eq!(run.code, Some(0), "{}{}", run.out, run.err);
}

/// All files by their paths in the site.
fn state(site: &Site) -> BTreeMap<PathBuf, Vec<u8>> {
    let mut all = BTreeMap::new();
    for folder in ["public", "content"] {
        for (path, bytes) in site.files(folder) {
            all.insert(path.strip_prefix(site.root()).unwrap().to_owned(), bytes);
        }
    }
    all
}

/// The same site without what builds left beside its sources.
fn clean(site: &Site) -> Site {
    let other = Site::new();
    for part in ["seeds", "content", "themes"] {
        fs::remove_dir_all(other.path(part)).unwrap();
        copy(&site.path(part), &other.path(part));
    }
    other
}

fn assert_same(site: &Site, other: &Site, after: &str) {
    let (ours, theirs) = (state(site), state(other));
    let names = |state: &BTreeMap<PathBuf, Vec<u8>>| state.keys().cloned().collect::<Vec<_>>();
    assert_eq!(names(&ours), names(&theirs), "after {after}");
    for (path, bytes) in &ours {
        assert!(
            theirs[path] == *bytes,
            "{} differs after {after}",
            path.display()
        );
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 6, max_shrink_iters: 0, ..ProptestConfig::default() })]
    #[test]
    fn edits_in_any_order_give_the_bytes_of_a_clean_build(
        edits in prop::collection::vec(prop::sample::select(&EDITS[..]), 5)
    ) {
        let site = Site::new();
        build(&site);
        for (n, edit) in edits.iter().enumerate() {
            apply(&site, *edit);
            let other = clean(&site);
            build(&other);
            build(&site);
            assert_same(&site, &other, &format!("{:?}", &edits[..=n]));
        }
    }
}

/// What somebody may do to a line of a text.
fn edit_line(text: &str, line: usize, how: usize) -> String {
    let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
    let line = line % lines.len();
    let words = [("推进", "大力推进"), ("市", "区"), ("5", "6"), ("。", "；")];
    match how {
        0 => {
            lines.remove(line);
        }
        1 => lines.insert(line, lines[line].clone()),
        2 => lines.insert(line, String::new()),
        3 => lines.swap(0, line),
        n => {
            let (from, to) = words[n % words.len()];
            lines[line] = lines[line].replace(from, to);
        }
    }
    lines.join("\n")
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 3, max_shrink_iters: 0, ..ProptestConfig::default() })]
    #[test]
    fn real_texts_edited_anywhere_give_the_bytes_of_a_clean_build(
        edits in prop::collection::vec((0_usize..5, 0_usize..2_000, 0_usize..8), 3)
    ) {
        let site = Site::new();
        site.remove("seeds");
        site.remove("content/sources.yaml");
        copy(&Path::new(env!("CARGO_MANIFEST_DIR")).join("seeds"), &site.path("seeds"));
        let seeds: Vec<PathBuf> = site.files("seeds").into_keys().collect();
        build(&site);
        for &(seed, line, how) in &edits {
            let seed = &seeds[seed % seeds.len()];
            let text = fs::read_to_string(seed).unwrap();
            fs::write(seed, edit_line(&text, line, how)).unwrap();
            let other = clean(&site);
            build(&other);
            build(&site);
            assert_same(&site, &other, &format!("{edits:?}"));
        }
    }
}

#[test]
fn every_edit_alone_gives_the_bytes_of_a_clean_build() {
    let site = Site::new();
    build(&site);
    for edit in EDITS {
        apply(&site, edit);
        let other = clean(&site);
        build(&other);
        build(&site);
        assert_same(&site, &other, &format!("{edit:?}"));
    }
}

#[test]
fn two_folders_of_one_site_never_get_in_each_others_way() {
    let site = Site::new();
    let other = site.path("elsewhere").display().to_string();
    for round in 0..4 {
        apply(&site, Edit::Figure);
        build(&site);
        let before = site.files("public");
        apply(&site, Edit::Title);
        let run = site.run(&["build", "--out", &other]);
        assert_eq!(run.code, Some(0), "round {round}: {}", run.err);
        assert!(
            before == site.files("public"),
            "round {round}: the other folder was changed"
        );
    }
    build(&site);
    let twin = clean(&site);
    build(&twin);
    assert!(
        site.files("public")
            .into_values()
            .eq(twin.files("public").into_values())
    );
}

#[test]
fn after_a_mistake_a_build_still_knows_what_stands() {
    let site = Site::new();
    build(&site);
    let page = site.path("public/measures/second/1-1/index.html");
    let before = written(&page);
    apply(&site, Edit::Figure);
    change(
        &site,
        "themes/default/templates/cities.html",
        "<h1>",
        "<h1>{{ nothing.here }}",
    );
    assert_eq!(site.run(&["build"]).code, Some(1));
    change(
        &site,
        "themes/default/templates/cities.html",
        "<h1>",
        "<h1>{{ nothing.here }}",
    );
    build(&site);
    assert_eq!(
        written(&page),
        before,
        "a page that did not change was written"
    );
}

fn written(path: &Path) -> SystemTime {
    fs::metadata(path).unwrap().modified().unwrap()
}

#[test]
fn only_what_depends_on_an_edit_is_written() {
    let site = Site::new();
    site.write("seeds/first.txt", FIRST);
    site.write("seeds/second.txt", SECOND);
    build(&site);
    let times = |site: &Site| -> BTreeMap<PathBuf, SystemTime> {
        let files = site.files("public").into_keys();
        files.map(|path| (path.clone(), written(&path))).collect()
    };
    let before = times(&site);
    let changed = |site: &Site| -> Vec<String> {
        let after = times(site).into_iter();
        let new = after.filter(|(path, time)| before.get(path) != Some(time));
        let name = |path: PathBuf| {
            path.strip_prefix(site.path("public"))
                .unwrap()
                .display()
                .to_string()
        };
        new.map(|(path, _)| name(path)).collect()
    };
    build(&site);
    assert_eq!(changed(&site), Vec::<String>::new(), "nothing was edited");
    apply(&site, Edit::Figure);
    build(&site);
    let pages = changed(&site);
    assert!(
        pages.contains(&"measures/first/1-1/index.html".to_owned()),
        "{pages:?}"
    );
    assert!(
        !pages.iter().any(|p| p.starts_with("documents/second/")),
        "{pages:?}"
    );
    assert!(
        !pages.iter().any(|p| p.starts_with("measures/first/1-2/")),
        "{pages:?}"
    );
    assert!(!pages.contains(&"about/index.html".to_owned()), "{pages:?}");
}

#[test]
fn a_page_of_the_site_is_never_changed_where_it_stands() {
    // Files of the next site that did not change are links to those of this one: whoever still reads
    // the former site, file by file, reads one state.
    let site = Site::new();
    build(&site);
    build(&site);
    let page = site.path("public/measures/first/1-1/index.html");
    let open = fs::File::open(&page).unwrap();
    for edit in [Edit::Figure, Edit::Title, Edit::Template] {
        apply(&site, edit);
        build(&site);
    }
    let text = std::io::read_to_string(open).unwrap();
    assert!(text.contains("27") && text.contains("光伏惠民行动") && !text.contains("class=\"x\""));
    let now = fs::read_to_string(&page).unwrap();
    assert!(now.contains("35") && now.contains("光伏富民行动") && now.contains("class=\"x\""));
}
