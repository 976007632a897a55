//! Every mistake in the input is told with its place, and what was published before stays.

use crate::site::Site;

#[test]
fn no_seeds() {
    let site = Site::new();
    site.stays_after(
        |site| {
            site.remove("seeds/first.txt");
            site.remove("seeds/second.txt");
            site.write("content/sources.yaml", "");
        },
        1,
        &["seeds", "holds no text", "help"],
    );
    site.remove("seeds");
    let run = site.run(&["build"]);
    assert_eq!(run.code, Some(1));
    assert!(run.err.contains("no such folder"), "{}", run.err);
}

#[test]
fn one_id_given_to_two_files() {
    Site::new().stays_after(
        |site| {
            site.write(
                "content/sources.yaml",
                "- {file: seeds/first.txt, id: same}\n- {file: seeds/second.txt, id: same}\n",
            );
        },
        1,
        &["content/sources.yaml:2:", "given to two files", "^"],
    );
}

#[test]
fn a_source_without_its_file() {
    Site::new().stays_after(
        |site| {
            site.write(
                "content/sources.yaml",
                "# 来源\n- {file: seeds/gone.txt, id: gone}\n",
            )
        },
        1,
        &["content/sources.yaml:2:", "seeds/gone.txt", "^"],
    );
}

#[test]
fn broken_settings() {
    let site = Site::new();
    site.stays_after(
        |site| {
            site.write(
                "content/site.yaml",
                "title: 策问\ndescription: x\nlanguage: zh-CN\ntheme: default\n标题: x\n",
            )
        },
        1,
        &["content/site.yaml:5:", "标题", "^", "help"],
    );
    site.remove("content/site.yaml");
    let run = site.run(&["build"]);
    assert_eq!(run.code, Some(1));
    assert!(
        run.err.contains("content/site.yaml") && run.err.contains("help"),
        "{}",
        run.err
    );
}

#[test]
fn a_theme_that_is_not_there() {
    Site::new().stays_after(
        |site| {
            site.write(
                "content/site.yaml",
                "title: 策问\ndescription: x\nlanguage: zh-CN\ntheme: baroque\n",
            )
        },
        1,
        &["content/site.yaml:4:", "baroque", "^"],
    );
}

#[test]
fn a_broken_vocabulary() {
    Site::new().stays_after(
        |site| {
            site.write(
                "content/vocabulary/topics.yaml",
                "- {id: energy, name: 能源\n- x\n",
            )
        },
        1,
        &["content/vocabulary/topics.yaml:"],
    );
}

#[test]
fn a_broken_template() {
    Site::new().stays_after(
        |site| site.write("themes/default/templates/broken.html", "{% if %}\n"),
        1,
        &["broken.html:1"],
    );
}

#[test]
fn a_foreign_file_in_the_way_of_a_document() {
    let site = Site::new();
    site.write("content/documents/first.yaml", "mine: 1\n");
    let run = site.run(&["build"]);
    assert_eq!(run.code, Some(1), "{}", run.err);
    assert!(
        run.err.contains("content/documents/first.yaml"),
        "{}",
        run.err
    );
    assert!(!site.path("public").exists());
}

#[test]
fn check_tells_all_mistakes_at_once_and_writes_nothing() {
    let site = Site::new();
    site.write("content/site.yaml", "title: 策问\n");
    site.write("content/sources.yaml", "- {file: seeds/gone.txt}\n");
    site.write("seeds/first.txt", b"\xff\xff\xff");
    let run = site.run(&["check"]);
    assert_eq!(run.code, Some(1));
    for place in [
        "content/site.yaml",
        "content/sources.yaml:1",
        "seeds/first.txt",
    ] {
        assert!(run.err.contains(place), "no {place} in:\n{}", run.err);
    }
    for path in ["public", ".cewen", "content/documents"] {
        assert!(!site.path(path).exists(), "{path} was written");
    }
}

#[test]
fn check_of_a_sound_site_ends_well() {
    let site = Site::new();
    let run = site.run(&["check"]);
    assert_eq!(run.code, Some(0), "{}{}", run.out, run.err);
    assert!(run.out.contains("0 errors"), "{}", run.out);
}

#[test]
fn a_broken_history() {
    let site = Site::new();
    site.stays_after(
        |site| {
            site.write(
                "content/updates.yaml",
                "days:\n- {date: yesterday, documents: []}\n",
            )
        },
        1,
        &["content/updates.yaml:2", "take the committed version back"],
    );
    let run = site.run(&["check"]);
    assert_eq!(run.code, Some(1), "{}", run.err);
    assert!(run.err.contains("content/updates.yaml:2"), "{}", run.err);
}
