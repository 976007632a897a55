//! One text that cannot be read takes no other along: the others are published, the end is 1, and
//! what the site held of it before stays, marked.

use std::fs;

use crate::site::{FIRST, Run, SECOND, Site};

/// A text that grew by a line.
fn grown(text: &str) -> String {
    format!("{text}（三）绿色出行行动。新增充电桩300个。（责任单位：市交通局）\n")
}

/// Builds with a reader that fails on a file.
#[cfg(debug_assertions)]
fn failing(site: &Site, arguments: &[&str], file: &str) -> Run {
    site.run_with(arguments, &[("CEWEN_TEST_FAIL_ON", file)])
}

/// What the site says of the second text after a build that could not read it, which is what it said
/// before, and that it says so.
fn assert_second_stands(site: &Site, run: &Run, document: &[u8], history: &[u8]) {
    assert_eq!(run.code, Some(1), "{}{}", run.out, run.err);
    assert!(run.err.contains("seeds/second.txt"), "{}", run.err);
    assert!(run.out.contains("1 error, "), "{}", run.out);
    assert!(run.out.contains("2 documents"), "{}", run.out);
    let read = |name: &str| fs::read(site.path(name)).unwrap();
    assert_eq!(read("content/documents/second.yaml"), document);
    let now = read("content/updates.yaml");
    let (now, before) = (String::from_utf8(now).unwrap(), history);
    let before = std::str::from_utf8(before).unwrap();
    assert_eq!(
        now.matches("id: second").count(),
        before.matches("id: second").count(),
        "{now}"
    );
    assert!(!now.contains("removed"), "{now}");
    let page = |name: &str| String::from_utf8(read(name)).unwrap();
    let second = page("public/documents/second/index.html");
    assert!(second.contains("未更新") && second.contains("节能改造"));
    let measures = site.files("public/measures/second");
    assert!(!measures.is_empty());
    for (path, bytes) in measures {
        if path.extension().is_some_and(|e| e == "html") {
            assert!(String::from_utf8(bytes).unwrap().contains("未更新"));
        }
    }
    assert!(!page("public/documents/first/index.html").contains("未更新"));
}

/// A site that has been built, and what it holds of its second text.
fn built() -> (Site, Vec<u8>, Vec<u8>) {
    let site = Site::new();
    site.build();
    let document = fs::read(site.path("content/documents/second.yaml")).unwrap();
    let history = fs::read(site.path("content/updates.yaml")).unwrap();
    (site, document, history)
}

#[cfg(debug_assertions)]
#[test]
fn a_reader_that_panics_takes_no_other_text_along() {
    let (site, document, history) = built();
    site.write("seeds/first.txt", grown(FIRST));
    site.write("seeds/second.txt", grown(SECOND));
    let run = failing(&site, &["build"], "second.txt");
    assert_second_stands(&site, &run, &document, &history);
    assert!(run.err.contains("text-failed"), "{}", run.err);
    // The other text is up to date.
    let first = fs::read_to_string(site.path("public/documents/first/index.html")).unwrap();
    assert!(first.contains("绿色出行行动"));
    // What cannot be read again is told again, not taken from memory.
    let run = failing(&site, &["build"], "second.txt");
    assert_second_stands(&site, &run, &document, &history);
    // As soon as it can be read all of it is as if nothing had happened.
    let run = site.build();
    assert!(run.out.contains("2 documents"), "{}", run.out);
    let second = fs::read_to_string(site.path("public/documents/second/index.html")).unwrap();
    assert!(!second.contains("未更新") && second.contains("绿色出行行动"));
}

#[cfg(debug_assertions)]
#[test]
fn strict_publishes_nothing() {
    let (site, ..) = built();
    site.write("seeds/first.txt", grown(FIRST));
    site.write("seeds/second.txt", grown(SECOND));
    let before = (site.files("public"), site.files("content"));
    let run = failing(&site, &["build", "--strict"], "second.txt");
    assert_eq!(run.code, Some(1), "{}{}", run.out, run.err);
    assert!(run.err.contains("seeds/second.txt"), "{}", run.err);
    assert!(before == (site.files("public"), site.files("content")));
}

#[test]
fn a_text_in_no_encoding_takes_no_other_along() {
    let (site, document, history) = built();
    site.write(
        "seeds/second.txt",
        b"\xE6\x9F\x90\xE5\xB8\x82\xFF\xFF\x00\x01",
    );
    let run = site.run(&["build"]);
    assert_second_stands(&site, &run, &document, &history);
    assert!(run.err.contains("not-text"), "{}", run.err);
    // A correction of what still stands is no mistake.
    site.write(
        "content/corrections/second.yaml",
        "- {document: second, set: {title: 某县规划}, why: 标题}\n",
    );
    let run = site.run(&["build"]);
    assert_second_stands(&site, &run, &document, &history);
}

#[test]
fn a_text_that_is_too_large_takes_no_other_along() {
    let (site, document, history) = built();
    let file = fs::File::create(site.path("seeds/second.txt")).unwrap();
    file.set_len(17 << 20).unwrap();
    let run = site.run(&["build"]);
    assert_second_stands(&site, &run, &document, &history);
    assert!(run.err.contains("text-too-large"), "{}", run.err);
}

#[test]
fn of_one_text_in_two_files_the_first_is_published() {
    let site = Site::new();
    site.write("content/sources.yaml", "");
    site.write("seeds/second.txt", FIRST);
    let run = site.run(&["build"]);
    assert_eq!(run.code, Some(0), "{}{}", run.out, run.err);
    for words in [
        "duplicate-text",
        "seeds/first.txt and seeds/second.txt",
        "help",
    ] {
        assert!(run.err.contains(words), "{words}: {}", run.err);
    }
    assert!(run.out.contains("1 document,"), "{}", run.out);
}

#[test]
fn two_texts_with_one_title_are_told_apart_for_good() {
    let site = Site::new();
    site.write("content/sources.yaml", "");
    site.write("seeds/second.txt", grown(FIRST));
    let run = site.run(&["build"]);
    assert_eq!(run.code, Some(0), "{}{}", run.out, run.err);
    let file_of = |id: &str| {
        let path = site.path(&format!("content/documents/{id}.yaml"));
        let document = fs::read_to_string(path).unwrap();
        let file = document.lines().find_map(|l| l.strip_prefix("  file: "));
        file.unwrap().to_owned()
    };
    let id = "text-mou-shi-lv-se-xing-dong-fang-an";
    assert_eq!(file_of(id), "seeds/first.txt");
    assert_eq!(file_of(&format!("{id}-2")), "seeds/second.txt");
    // A third that comes before both takes the id of neither.
    site.write("seeds/another.txt", grown(&grown(FIRST)));
    let run = site.run(&["build"]);
    assert_eq!(run.code, Some(0), "{}{}", run.out, run.err);
    assert_eq!(file_of(id), "seeds/first.txt");
    assert_eq!(file_of(&format!("{id}-2")), "seeds/second.txt");
    assert_eq!(file_of(&format!("{id}-3")), "seeds/another.txt");
    // The same where nothing is remembered but the documents.
    site.remove(".cewen");
    let run = site.run(&["build"]);
    assert_eq!(run.code, Some(0), "{}{}", run.out, run.err);
    assert_eq!(file_of(&format!("{id}-2")), "seeds/second.txt");
}

#[test]
fn a_site_of_which_no_text_can_be_read_is_not_published() {
    let site = Site::new();
    for name in ["seeds/first.txt", "seeds/second.txt"] {
        site.write(name, b"\xFF\xFF\x00\x01");
    }
    let run = site.run(&["build"]);
    assert_eq!(run.code, Some(1), "{}{}", run.out, run.err);
    assert!(!site.path("public").exists());
}

#[cfg(debug_assertions)]
#[test]
fn import_and_extract_go_on_with_the_next_file() {
    let site = Site::new();
    site.write("in/bad.txt", FIRST);
    site.write("in/good.txt", grown(SECOND));
    let (bad, good) = (site.path("in/bad.txt"), site.path("in/good.txt"));
    let (bad, good) = (bad.to_str().unwrap(), good.to_str().unwrap());
    let run = failing(&site, &["import", bad, "in/none.txt", good], "bad.txt");
    assert_eq!(run.code, Some(1), "{}{}", run.out, run.err);
    assert!(
        run.err.contains("bad.txt") && run.err.contains("none.txt"),
        "{}",
        run.err
    );
    assert_eq!(site.files("seeds").len(), 3);
    let run = failing(&site, &["extract", bad, "in/none.txt", good], "bad.txt");
    assert_eq!(run.code, Some(1), "{}{}", run.out, run.err);
    assert!(run.out.contains("绿色出行行动"), "{}", run.out);
    assert!(
        run.err.contains("bad.txt") && run.err.contains("none.txt"),
        "{}",
        run.err
    );
}

#[cfg(debug_assertions)]
#[test]
fn a_line_of_documents_that_fails_gives_a_line_that_says_so() {
    use std::io::Write;
    use std::process::{Command, Stdio};

    let site = Site::new();
    let line = |file: &str| serde_json::json!({"file": file, "text": FIRST}).to_string() + "\n";
    let mut run = Command::new(env!("CARGO_BIN_EXE_cewen"))
        .env("LC_ALL", "C.UTF-8")
        .arg("--root")
        .arg(site.root())
        .args(["extract", "--ndjson"])
        .env("CEWEN_TEST_FAIL_ON", "bad.txt")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let lines = [line("a.txt"), line("bad.txt"), line("b.txt")].concat();
    run.stdin
        .take()
        .unwrap()
        .write_all(lines.as_bytes())
        .unwrap();
    let run = Run::from(run.wait_with_output().unwrap());
    assert_eq!(run.code, Some(1), "{}", run.err);
    let records: Vec<serde_json::Value> = run
        .out
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    let read: Vec<bool> = records.iter().map(|r| r["policy"].is_object()).collect();
    assert_eq!(read, [true, false, true]);
    assert!(
        records[1]["error"]["message"]
            .as_str()
            .unwrap()
            .contains("told to fail")
    );
}
