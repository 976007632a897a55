//! What a build writes and what it leaves alone.

use std::fs;

use crate::site::{FIRST, Run, Site};

#[test]
fn a_build_publishes_and_sums_up() {
    let site = Site::new();
    let run = site.build();
    assert!(run.out.contains("2 documents"), "{}", run.out);
    assert!(run.out.contains("index.html"), "{}", run.out);
    assert!(site.path("public/index.html").is_file());
    assert!(site.path("content/documents/first.yaml").is_file());
    assert!(site.leftovers().is_empty());
    // No progress line in a pipe.
    assert!(
        !run.err.contains('\r') && !run.err.contains('\u{1b}'),
        "{}",
        run.err
    );
}

#[test]
fn a_second_build_changes_no_byte() {
    let site = Site::new();
    site.build();
    let documents = site.files("content/documents");
    let pages = site.files("public");
    site.build();
    assert!(documents == site.files("content/documents"));
    assert!(pages == site.files("public"));
}

#[test]
fn a_second_build_of_the_same_files_makes_nothing() {
    let site = Site::new();
    let first = site.run(&["build", "--timings"]);
    assert!(first.err.contains("rendering"), "{}", first.err);
    // Of the same bytes, whatever its time.
    let text = fs::read(site.path("seeds/first.txt")).unwrap();
    site.remove("seeds/first.txt");
    site.write("seeds/first.txt", &text);
    let second = site.run(&["build", "--timings"]);
    assert!(!second.err.contains("rendering"), "{}", second.err);
    let pages = |run: &Run| run.out.lines().next().map(str::to_owned);
    assert_eq!(pages(&first), pages(&second));
}

#[test]
fn documents_of_seeds_that_are_gone_go_and_other_files_stay() {
    let site = Site::new();
    site.build();
    site.write("content/documents/notes.yaml", "mine: 1\n");
    site.remove("seeds/second.txt");
    site.write(
        "content/sources.yaml",
        "- {file: seeds/first.txt, id: first}\n",
    );
    let run = site.build();
    assert!(
        run.err.contains("content/documents/notes.yaml"),
        "{}",
        run.err
    );
    let names: Vec<_> = site
        .files("content/documents")
        .into_keys()
        .map(|path| path.file_name().unwrap().to_string_lossy().into_owned())
        .collect();
    assert_eq!(names, ["first.yaml", "notes.yaml"]);
}

#[test]
fn a_foreign_folder_is_never_cleaned() {
    let site = Site::new();
    site.write("public/thesis.doc", "years of work");
    let run = site.run(&["build"]);
    assert_eq!(run.code, Some(2), "{}", run.err);
    assert!(
        run.err.contains("left untouched") && run.err.contains("help"),
        "{}",
        run.err
    );
    assert_eq!(
        fs::read_to_string(site.path("public/thesis.doc")).unwrap(),
        "years of work"
    );
    assert!(!site.path("content/documents").exists());
}

#[test]
fn the_sources_are_no_place_to_publish_to() {
    let site = Site::new();
    for out in ["", "seeds", "content/new"] {
        let target = site.path(out);
        let run = site.run(&["build", "--out", target.to_str().unwrap()]);
        assert_eq!(run.code, Some(2), "{out}: {}", run.err);
    }
    assert!(site.path("seeds/first.txt").is_file());
}

#[test]
fn an_empty_folder_may_be_published_to() {
    let site = Site::new();
    fs::create_dir_all(site.path("elsewhere/www")).unwrap();
    let target = site.path("elsewhere/www");
    let run = site.run(&["build", "--out", target.to_str().unwrap()]);
    assert_eq!(run.code, Some(0), "{}", run.err);
    assert!(target.join("index.html").is_file());
    assert!(!site.path("public").exists());
}

#[test]
fn other_files_among_the_seeds_are_told_and_count_under_strict() {
    let site = Site::new();
    site.write("seeds/photo.pdf", "x");
    site.write("seeds/.hidden.txt", "x");
    let run = site.build();
    assert!(run.err.contains("seeds/photo.pdf"), "{}", run.err);
    assert!(!run.err.contains(".hidden"), "{}", run.err);
    assert_eq!(site.run(&["build", "--strict"]).code, Some(1));
}

#[cfg(unix)]
#[test]
fn links_among_the_seeds_are_not_followed() {
    let site = Site::new();
    site.write("elsewhere/third.txt", FIRST);
    std::os::unix::fs::symlink(
        site.path("elsewhere/third.txt"),
        site.path("seeds/third.txt"),
    )
    .unwrap();
    let run = site.build();
    assert!(run.out.contains("2 documents"), "{}", run.out);
    assert!(run.err.contains("seeds/third.txt"), "{}", run.err);
}

#[cfg(unix)]
#[test]
fn what_is_published_can_be_read_by_a_web_server() {
    use std::os::unix::fs::PermissionsExt;
    let site = Site::new();
    site.build();
    let mode = fs::metadata(site.path("public"))
        .unwrap()
        .permissions()
        .mode();
    let plain = fs::metadata(site.path("seeds"))
        .unwrap()
        .permissions()
        .mode();
    assert_eq!(mode, plain);
}

#[test]
fn texts_without_a_region_are_filtered_like_all_others() {
    let site = Site::new();
    site.write(
        "seeds/third.txt",
        "杭州市绿色行动方案\n\n一、重点行动\n（一）光伏行动。推进光伏。（市发改委牵头）\n（二）节水行动。推进节水。（市水利局牵头）\n（三）造林行动。推进造林。（市林业局牵头）\n",
    );
    site.build();
    let list = fs::read_to_string(site.path("public/measures/index.html")).unwrap();
    assert!(
        list.contains("<option value=\"unplaced\">未注明地区（"),
        "{list}"
    );
    assert!(
        list.contains("<option value=\"hangzhou\">杭州市（3）"),
        "{list}"
    );
}

#[test]
fn a_site_has_what_hosts_read_and_says_what_a_host_needs() {
    let site = Site::new();
    let text = |name: &str| fs::read_to_string(site.path(name)).unwrap();
    let run = site.run(&["build", "--for", "github-pages"]);
    assert_eq!(run.code, Some(0), "{}", run.err);
    assert!(run.err.contains("base-url-missing"), "{}", run.err);
    assert_eq!(text("public/.nojekyll"), "");
    assert!(text("public/_headers").starts_with("/*\n"));
    let address = "https://example.org/policies/";
    let run = site.run(&["build", "--for", "github-pages", "--base-url", address]);
    assert!(!run.err.contains("base-url-missing"), "{}", run.err);
    let headers = text("public/_headers");
    assert!(headers.starts_with("/policies/*\n"), "{headers}");
}
