use super::*;

fn key(text: &str) -> Key {
    Key::of_bytes(text.as_bytes())
}

fn read(known: &Known, path: &str) -> String {
    fs::read_to_string(known.folder.join(path)).unwrap()
}

#[test]
fn what_is_made_of_the_same_is_kept_and_all_else_goes() {
    let home = tempfile::tempdir().unwrap();
    let [one, two] = ["one", "two"].map(|name| home.path().join(name));
    fs::create_dir_all(&one).unwrap();
    let output = Output::into(&one);
    for path in ["a/index.html", "b/c/index.html", "data/x.csv"] {
        assert!(!output.keep(path, key(path)));
        output.put(path, key(path), path.as_bytes()).unwrap();
    }
    let published = output.finish().unwrap();
    // Into an empty folder: shared with what is published.
    fs::create_dir_all(&two).unwrap();
    let output = Output::new(
        Known {
            folder: two.clone(),
            files: Manifest::default(),
        },
        published.clone(),
    )
    .unwrap();
    assert!(output.keep("a/index.html", key("a/index.html")));
    assert!(!output.keep("b/c/index.html", key("other")));
    output
        .put("b/c/index.html", key("other"), b"other")
        .unwrap();
    assert!(output.keep_all("data/", key("data/x.csv")));
    let next = output.finish().unwrap();
    assert_eq!(read(&next, "b/c/index.html"), "other");
    assert_eq!(read(&published, "b/c/index.html"), "b/c/index.html");
    // One file of a group is not as it was: those that were taken before it are written anew, and
    // not where they are published.
    let three = home.path().join("three");
    fs::create_dir_all(&three).unwrap();
    let group = |output: &Output, text: &[u8]| {
        for path in ["g/a", "g/b"] {
            output.put(path, key("g"), text).unwrap();
        }
    };
    let output = Output::into(&three);
    group(&output, b"old");
    let shown = output.finish().unwrap();
    fs::remove_file(three.join("g/b")).unwrap();
    let four = home.path().join("four");
    fs::create_dir_all(&four).unwrap();
    let empty = Known {
        folder: four,
        files: Manifest::default(),
    };
    let output = Output::new(empty, shown.clone()).unwrap();
    assert!(!output.keep_all("g/", key("g")));
    group(&output, b"new");
    assert_eq!(read(&shown, "g/a"), "old");
    // The same bytes made of something else: nothing is written.
    let before = fs::metadata(two.join("b/c/index.html")).unwrap();
    let output = Output::new(next, published.clone()).unwrap();
    let other = output.put("b/c/index.html", key("third"), b"other");
    assert!(other.is_ok() && output.keep("a/index.html", key("a/index.html")));
    let next = output.finish().unwrap();
    let after = fs::metadata(two.join("b/c/index.html")).unwrap();
    assert_eq!(before.modified().unwrap(), after.modified().unwrap());
    assert!(next.has("b/c/index.html", key("third")).is_some());
    // Over what stands there: a file that is written anew is no longer shared.
    let output = Output::new(next, published.clone()).unwrap();
    output.put("a/index.html", key("third"), b"third").unwrap();
    let last = output.finish().unwrap();
    assert_eq!(read(&published, "a/index.html"), "a/index.html");
    assert_eq!(last.files.len(), 1);
    assert!(!two.join("b").exists() && !two.join("data").exists());
}

#[test]
fn a_second_folder_of_the_same_files_stands_in_for_a_former_one() {
    let home = tempfile::tempdir().unwrap();
    let [one, two] = ["one", "two"].map(|name| home.path().join(name));
    fs::create_dir(&one).unwrap();
    let output = Output::into(&one);
    for path in ["a.html", "b/c/d.html"] {
        output.put(path, key(path), path.as_bytes()).unwrap();
    }
    let first = output.finish().unwrap();
    fs::create_dir(&two).unwrap();
    let output = Output::beside(&two, first.clone()).unwrap();
    assert!(output.keep("a.html", key("a.html")));
    output.put("b/c/d.html", key("other"), b"other").unwrap();
    assert_eq!(read(&output.finish().unwrap(), "b/c/d.html"), "other");
    assert!(first.is_whole());
    // A file of it is gone, another one is not as it was: neither stands there.
    fs::remove_file(one.join("a.html")).unwrap();
    fs::write(one.join("b/c/d.html"), "by hand").unwrap();
    fs::write(one.join("b/mine.html"), "by hand").unwrap();
    let three = home.path().join("three");
    fs::create_dir(&three).unwrap();
    let output = Output::beside(&three, first).unwrap();
    assert!(!output.keep("a.html", key("a.html")));
    assert!(!output.keep_all("b/", key("b/c/d.html")));
    // No folder stays that has no file, neither that of the file nor those above it.
    output.put("e.html", key("e"), b"e").unwrap();
    let third = output.finish().unwrap();
    assert!(third.is_whole());
    assert_eq!(fs::read_dir(&three).unwrap().count(), 1);
}

#[test]
fn files_that_are_kept_with_another_leave_a_page_beside_them_alone() {
    let home = tempfile::tempdir().unwrap();
    let [one, two, three] = ["one", "two", "three"].map(|name| home.path().join(name));
    let page = "s/index.html";
    let build = |output: &Output, words: &str| {
        for (path, made_of) in [("s/start.bin", "index"), ("s/1/a.bin", "a"), (page, words)] {
            output.put(path, key(made_of), made_of.as_bytes()).unwrap();
        }
    };
    fs::create_dir(&one).unwrap();
    let output = Output::into(&one);
    build(&output, "old words");
    let published = output.finish().unwrap();
    // The index is the same as in the published site, or as in the own folder; the page is not, and
    // comes before it or after.
    for (folder, beside) in [(&two, true), (&three, false)] {
        for page_first in [true, false] {
            fs::create_dir(folder).unwrap();
            let output = match beside {
                true => Output::beside(folder, published.clone()).unwrap(),
                false => {
                    let files = Manifest::default();
                    let folder = folder.clone();
                    Output::new(Known { folder, files }, published.clone()).unwrap()
                }
            };
            let put = || output.put(page, key("new words"), b"new words").unwrap();
            if page_first {
                put();
            }
            assert!(output.keep_with("s/", "s/start.bin", key("index")));
            if !page_first {
                put();
            }
            let site = output.finish().unwrap();
            assert_eq!(read(&site, page), "new words");
            assert_eq!(read(&site, "s/1/a.bin"), "a");
            assert_eq!(site.files.len(), 3);
            fs::remove_dir_all(folder).unwrap();
        }
    }
}

#[test]
fn a_file_that_somebody_changed_is_not_kept() {
    let home = tempfile::tempdir().unwrap();
    let output = Output::into(home.path());
    output.put("a.html", key("a"), b"a").unwrap();
    let known = output.finish().unwrap();
    fs::write(home.path().join("a.html"), "by hand").unwrap();
    fs::write(home.path().join("mine.txt"), "by hand").unwrap();
    let output = Output::new(known, Known::default()).unwrap();
    assert!(!output.keep("a.html", key("a")));
    output.finish().unwrap();
    assert_eq!(fs::read_dir(home.path()).unwrap().count(), 0);
}

#[test]
fn a_folder_that_is_renamed_is_not_filled_anew() {
    let home = tempfile::tempdir().unwrap();
    let folder = home.path().join("own");
    fs::create_dir_all(&folder).unwrap();
    let output = Output::into(&folder);
    for path in ["s/1/a", "s/1/p/b", "s/1/p/c", "s/index.html"] {
        output.put(path, key(path), path.as_bytes()).unwrap();
    }
    let known = output.finish().unwrap();
    let output = Output::new(known, Known::default()).unwrap();
    output.rename("s/", "2");
    assert!(output.keep("s/2/p/b", key("s/1/p/b")));
    assert!(
        !output.keep("s/1/a", key("s/1/a")),
        "it is not there any more"
    );
    output.put("s/2/a", key("new"), b"new").unwrap();
    assert!(output.keep("s/index.html", key("s/index.html")));
    let next = output.finish().unwrap();
    assert_eq!(read(&next, "s/2/p/b"), "s/1/p/b");
    assert_eq!(read(&next, "s/2/a"), "new");
    let paths: Vec<String> = next.files.below("").map(|(path, _)| path).collect();
    assert_eq!(paths, ["s/index.html", "s/2/a", "s/2/p/b"]);
    assert!(next.is_whole(), "what was not kept is gone");
    assert!(!folder.join("s/1").exists());
}

/// Lets all folders below one look as if nothing had happened in them for a minute.
fn rest(folder: &Path) {
    let then = SystemTime::now() - std::time::Duration::from_secs(60);
    for entry in walkdir::WalkDir::new(folder).contents_first(true) {
        let entry = entry.unwrap();
        if entry.file_type().is_dir() {
            let open = File::open(entry.path()).unwrap();
            open.set_modified(then).unwrap();
        }
    }
}

#[test]
fn a_folder_that_has_come_to_rest_is_seen_to_change() {
    type Change = fn(&Path);
    let changes: [(&str, Change); 5] = [
        ("another file", |page| {
            fs::write(page.join("mine.txt"), "by hand").unwrap();
        }),
        ("another folder", |page| {
            fs::create_dir(page.join("mine")).unwrap();
            fs::write(page.join("mine/mine.txt"), "by hand").unwrap();
        }),
        ("other bytes", |page| {
            fs::write(page.join("index.html"), "by hand").unwrap();
        }),
        ("no file", |page| {
            fs::remove_file(page.join("index.html")).unwrap();
        }),
        ("a file instead", |page| {
            fs::remove_dir_all(page).unwrap();
            fs::write(page, "by hand").unwrap();
        }),
    ];
    for (what, change) in changes {
        let home = tempfile::tempdir().unwrap();
        let folder = home.path().join("site");
        let build = |files: Manifest| {
            let folder = folder.clone();
            let output = Output::new(Known { folder, files }, Known::default()).unwrap();
            for path in ["a/index.html", "a/b/index.html", "a/c/index.html"] {
                if !output.keep(path, key(path)) {
                    output.put(path, key(path), path.as_bytes()).unwrap();
                }
            }
            output.finish().unwrap()
        };
        let young = build(Manifest::default());
        assert_eq!(young.files.settled("a/b/"), None, "of this moment");
        rest(&folder);
        let old = build(young.files);
        assert!(old.files.settled("a/b/").is_some());
        assert_eq!(old.files.settled("a/"), None, "it holds folders");
        assert!(old.is_whole());
        change(&folder.join("a/b"));
        assert!(!old.is_whole(), "{what}");
        let mended = build(old.files);
        assert!(mended.is_whole(), "{what}");
        assert_eq!(read(&mended, "a/b/index.html"), "a/b/index.html");
        assert_eq!(fs::read_dir(folder.join("a/b")).unwrap().count(), 1);
        assert!(mended.files.settled("a/c/").is_some(), "{what}");
    }
}
