//! Inputs that no one writes by accident: the program ends, says what is wrong or makes a harmless
//! page, and never panics.

use std::fs;
use std::time::{Duration, Instant};

use crate::site::Site;

/// Builds with a seed of these bytes besides the others; the build ends well or with a told problem.
fn with_seed(bytes: impl AsRef<[u8]>) -> (Site, crate::site::Run) {
    let site = Site::new();
    site.write("seeds/third.txt", bytes);
    let run = site.run(&["build"]);
    assert!(
        matches!(run.code, Some(0 | 1)),
        "{:?} {}{}",
        run.code,
        run.out,
        run.err
    );
    assert!(!run.err.contains("panicked"), "{}", run.err);
    (site, run)
}

const HEAD: &str = "某市方案\n一、任务\n";

#[test]
fn nesting_and_repetition_come_to_an_end() {
    let many = |words: &str, times: usize| words.repeat(times);
    let texts = [
        format!(
            "{HEAD}（一）{}市发改委牵头{}\n",
            many("（", 10_000),
            many("）", 10_000)
        ),
        format!("{HEAD}{}{}\n", many("《", 10_000), many("》", 10_000)),
        format!(
            "{HEAD}（一）行动。{}\n",
            many("到2025年，森林覆盖率达到65%以上，", 3_000)
        ),
        format!("{HEAD}（一）行动。建成{}2个。\n", many("1、", 20_000)),
        format!("{HEAD}（一）行动。{}牵头。\n", many("市发改委、", 5_000)),
        format!("某市方案\n{}", many("（一）题\n", 5_000)),
        format!(
            "{HEAD}{}",
            many(
                "（一）推进光伏，到2025年装机27万千瓦。（市发改委牵头）",
                3_000
            )
        ),
        format!("{HEAD}{}万千瓦\n", many("1", 200_000)),
        format!("{HEAD}{}\n", many(" ", 500_000)),
        many("\n", 300_000),
        format!("{HEAD}{}", many(&format!("{}\n", many("a\t", 200)), 200)),
    ];
    for text in texts {
        let (site, run) = with_seed(&text);
        let start: String = text.chars().take(40).collect();
        assert_eq!(run.code, Some(0), "{start}: {}", run.err);
        assert!(site.path("public/index.html").is_file());
    }
}

#[test]
fn marks_that_turn_or_hide_text_do_no_harm() {
    let (site, run) = with_seed(
        "某\u{202E}市\u{200B}方\u{FEFF}案\n一、任\u{2066}务\n（一）光\u{200D}伏\u{2069}行动。到\u{202D}2025年，装机27万千瓦。（市发改委牵头）\n",
    );
    assert_eq!(run.code, Some(0), "{}", run.err);
    // A mark that turns the text around would turn the rest of a page around as well.
    for (path, bytes) in site.files("public") {
        if path.extension().is_some_and(|e| e == "html") {
            let text = String::from_utf8(bytes).unwrap();
            assert!(
                !text.contains([
                    '\u{202A}', '\u{202B}', '\u{202D}', '\u{202E}', '\u{2066}', '\u{2067}'
                ]),
                "{}",
                path.display()
            );
        }
    }
}

#[test]
fn bytes_that_are_no_text_are_told_with_their_offset() {
    for (bytes, words) in [
        (&b"\xE6\x9F\x90\xE5\xB8\x82\xFF\xFF\x00\x01"[..], "byte"),
        (&[0u8, 1, 2, 3, 255, 254, 0, 0][..], "third.txt"),
        (&b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR"[..], "third.txt"),
    ] {
        let (_, run) = with_seed(bytes);
        assert_eq!(run.code, Some(1), "{}", run.err);
        assert!(run.err.contains(words), "{}", run.err);
    }
}

#[test]
fn every_encoding_that_chinese_texts_come_in_is_read() {
    let text =
        "某市新能源方案\n一、任务\n（一）光伏行动。到2025年，装机27万千瓦。（市发改委牵头）\n";
    let (gb, _, _) = encoding_rs::GB18030.encode(text);
    let utf16 = |little: bool| {
        let mut bytes = if little {
            vec![0xFF, 0xFE]
        } else {
            vec![0xFE, 0xFF]
        };
        for unit in text.encode_utf16() {
            bytes.extend(if little {
                unit.to_le_bytes()
            } else {
                unit.to_be_bytes()
            });
        }
        bytes
    };
    let with_mark = format!("\u{FEFF}{text}").into_bytes();
    for bytes in [gb.into_owned(), utf16(true), utf16(false), with_mark] {
        let (site, run) = with_seed(bytes);
        assert_eq!(run.code, Some(0), "{}", run.err);
        let found = site.run(&["search", "光伏行动", "--json"]);
        assert!(found.out.contains("光伏行动"), "{}", found.out);
    }
}

#[test]
fn yaml_that_grows_without_end_is_a_told_mistake() {
    let mut bomb = String::from("a: &a [x, x, x, x, x, x, x, x, x]\n");
    for (name, of) in ["b", "c", "d", "e", "f", "g", "h", "i"]
        .iter()
        .zip("abcdefgh".chars())
    {
        bomb.push_str(&format!(
            "{name}: &{name} [*{of}, *{of}, *{of}, *{of}, *{of}, *{of}, *{of}, *{of}, *{of}]\n"
        ));
    }
    let nested = format!("title: {}{}\n", "[".repeat(20_000), "]".repeat(20_000));
    let maps = format!("title: {}\n", "{a: ".repeat(64_000));
    for file in [
        "content/site.yaml",
        "content/sources.yaml",
        "content/corrections/a.yaml",
        "content/vocabulary/topics.yaml",
        "themes/default/i18n/zh-CN.yaml",
        "themes/default/theme.yaml",
        "content/updates.yaml",
    ] {
        for text in [&bomb, &nested, &maps] {
            let site = Site::new();
            site.build();
            let before = site.files("public");
            site.write(file, text);
            let started = Instant::now();
            let run = site.run(&["build"]);
            assert!(started.elapsed() < Duration::from_secs(20), "{file}");
            if text == &nested || text == &maps {
                let place = format!("{}:1:", file.rsplit('/').next().unwrap());
                for words in ["deeper than the limit of 100", &place] {
                    assert!(run.err.contains(words), "{file}: {}", run.err);
                }
            }
            assert!(
                matches!(run.code, Some(1 | 2)),
                "{file}: {:?} {}",
                run.code,
                run.err
            );
            assert!(!run.err.contains("panicked"), "{file}: {}", run.err);
            assert!(before == site.files("public"), "{file}");
        }
    }
    let site = Site::new();
    let keys = (0..200_000).map(|n| format!("a{n}: 1\n"));
    site.write("content/site.yaml", keys.collect::<String>());
    let started = Instant::now();
    assert_eq!(site.run(&["check"]).code, Some(1));
    assert!(started.elapsed() < Duration::from_secs(20));
    let site = Site::new();
    site.write("content/pages/a.md", format!("---\n{maps}---\n文\n"));
    let run = site.run(&["build"]);
    assert_eq!(run.code, Some(1));
    let told = ["content/pages/a.md:2:", "deeper than the limit of 100"];
    assert!(
        told.iter().all(|words| run.err.contains(words)),
        "{}",
        run.err
    );
}

#[test]
fn ids_and_addresses_do_not_leave_the_site() {
    for id in [
        "../../x",
        "/etc/x",
        "a/../../b",
        "..",
        ".",
        "CON\\x",
        "a\u{0}b",
    ] {
        let site = Site::new();
        site.write(
            "content/sources.yaml",
            format!("- {{file: seeds/first.txt, id: {id:?}}}\n- {{file: seeds/second.txt, id: second}}\n"),
        );
        let run = site.run(&["build"]);
        assert_eq!(run.code, Some(1), "{id}: {}{}", run.out, run.err);
        assert!(run.err.contains("content/sources.yaml"), "{}", run.err);
        assert!(!site.path("public").exists());
    }
    let site = Site::new();
    site.write(
        "content/pages/a.md",
        "---\ntitle: x\nslug: ../../x\n---\n文\n",
    );
    assert_eq!(site.run(&["build"]).code, Some(1));
    // A history that was tampered with cannot write elsewhere.
    let site = Site::new();
    site.build();
    let outside = site.root().parent().unwrap().join("cewen-escaped");
    site.write(
        "content/updates.yaml",
        "days: []\ngone:\n- {address: ../../cewen-escaped/, title: x, since: 2026-01-01}\n",
    );
    assert_eq!(site.run(&["build"]).code, Some(1));
    assert!(!outside.exists());
    let _ = fs::remove_dir_all(outside);
}
