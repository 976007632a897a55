//! Files that people keep, or that lie outside the site, are neither lost nor overwritten.

use std::fs;
use std::process::{Command, Stdio};

use crate::site::{FIRST, Site};

#[test]
fn a_copy_of_a_document_with_notes_stays_and_is_told() {
    let site = Site::new();
    site.build();
    let document = fs::read_to_string(site.path("content/documents/first.yaml")).unwrap();
    let notes = format!("{document}# notes of three days\n");
    site.write("content/documents/reviewed.yaml", &notes);
    site.write("content/documents/copy.yaml", &document);
    let run = site.build();
    for (name, text) in [("reviewed", &notes), ("copy", &document)] {
        let file = format!("content/documents/{name}.yaml");
        assert!(run.err.contains(&file), "{}", run.err);
        assert_eq!(&fs::read_to_string(site.path(&file)).unwrap(), text);
    }
    assert!(run.err.contains("foreign-file"), "{}", run.err);
}

#[test]
fn a_document_that_somebody_changed_is_told_and_left_and_the_others_are_published() {
    let site = Site::new();
    site.build();
    let file = "content/documents/first.yaml";
    let edited = fs::read_to_string(site.path(file))
        .unwrap()
        .replace("某市", "他市");
    site.write(file, &edited);
    site.write(
        "seeds/second.txt",
        crate::site::SECOND.replace("100个", "120个"),
    );
    let run = site.run(&["build"]);
    assert_eq!(run.code, Some(1), "{}{}", run.out, run.err);
    assert!(
        run.err.contains("document-edited") && run.err.contains(file),
        "{}",
        run.err
    );
    assert_eq!(fs::read_to_string(site.path(file)).unwrap(), edited);
    let second = fs::read_to_string(site.path("content/documents/second.yaml")).unwrap();
    assert!(second.contains("120"));
}

/// History and addresses do not depend on a document that a merge damaged.
#[test]
fn a_merge_that_was_not_finished_costs_no_address() {
    let day = |n: &'static str| [("SOURCE_DATE_EPOCH", n)];
    let [undisturbed, damaged] = [false, true].map(|is_damaged| {
        let site = Site::new();
        site.run_with(&["build"], &day("1790000000"));
        // The second measure goes: its address is kept in the history.
        let less: Vec<&str> = FIRST
            .lines()
            .filter(|line| !line.starts_with("（二）"))
            .collect();
        site.write("seeds/first.txt", less.join("\n"));
        if is_damaged {
            let file = site.path("content/documents/first.yaml");
            let text = fs::read_to_string(&file).unwrap();
            let lines: Vec<&str> = text.lines().collect();
            let merged = [
                &lines[..10],
                &["<<<<<<< HEAD", "=======", ">>>>>>> x"],
                &lines[10..],
            ];
            fs::write(&file, merged.concat().join("\n")).unwrap();
            let run = site.run_with(&["build"], &day("1790086400"));
            assert_eq!(run.code, Some(1), "{}{}", run.out, run.err);
            assert!(
                run.err.contains("content/documents/first.yaml:11:1"),
                "{}",
                run.err
            );
            fs::remove_file(&file).unwrap();
        }
        let run = site.run_with(&["build"], &day("1790086400"));
        assert_eq!(run.code, Some(0), "{}{}", run.out, run.err);
        site
    });
    let history = |site: &Site| fs::read_to_string(site.path("content/updates.yaml")).unwrap();
    assert!(history(&undisturbed).contains("address:"));
    assert_eq!(history(&undisturbed), history(&damaged));
}

#[test]
fn what_cannot_be_listed_does_not_count_as_empty() {
    for folder in ["content/corrections", "content/pages"] {
        let site = Site::new();
        site.stays_after(
            |site| {
                if site.path(folder).exists() {
                    site.remove(folder);
                }
                site.write(folder, "not a folder");
            },
            1,
            &[folder],
        );
    }
}

#[cfg(unix)]
#[test]
fn links_of_a_strangers_site_lead_no_write_out_of_it() {
    use std::os::unix::fs::symlink;
    // Where a build writes, and where the link leads.
    for (link, target) in [
        ("content/.updates.yaml.new", "../../home/.bashrc"),
        ("content/updates.yaml", "../../home/.bashrc"),
        (".cewen", "../home"),
        (".cewen/documents", "../../home"),
        (".cewen/lock", "../../home/.bashrc"),
        ("content/documents", "../../home"),
    ] {
        let outer = tempfile::tempdir().unwrap();
        let home = outer.path().join("home");
        for name in ["documents/a", "parts/c", "cache/b", "first.yaml", ".bashrc"] {
            let file = home.join(name);
            fs::create_dir_all(file.parent().unwrap()).unwrap();
            fs::write(file, "precious").unwrap();
        }
        let site = Site::new();
        crate::site::copy(site.root(), &outer.path().join("site"));
        let root = outer.path().join("site");
        let from = root.join(link);
        fs::create_dir_all(from.parent().unwrap()).unwrap();
        symlink(target, &from).unwrap();
        for arguments in [
            &["build"][..],
            &["correct", "first", "title=甲", "--why", "乙"],
            &["search", "光伏"],
        ] {
            let mut command = Command::new(env!("CARGO_BIN_EXE_cewen"));
            command.env("LC_ALL", "C.UTF-8");
            command.arg("--root").arg(&root).args(arguments);
            command.stdout(Stdio::null()).stderr(Stdio::null());
            command.status().unwrap();
        }
        let mut files = Vec::new();
        for entry in walkdir::WalkDir::new(&home).into_iter().flatten() {
            if entry.file_type().is_file() {
                assert_eq!(
                    fs::read_to_string(entry.path()).unwrap(),
                    "precious",
                    "{link}"
                );
                files.push(entry.into_path());
            }
        }
        assert_eq!(files.len(), 5, "{link}: {files:?}");
    }
}

#[cfg(unix)]
#[test]
fn pipes_among_what_is_read_keep_nobody_waiting() {
    for file in [
        "seeds/f.txt",
        "content/pages/f.md",
        "content/corrections/f.yaml",
        "content/site.yaml",
        "themes/default/static/f.css",
    ] {
        let site = Site::new();
        let path = site.path(file);
        let _ = fs::remove_file(&path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        assert!(
            Command::new("mkfifo")
                .arg(&path)
                .status()
                .unwrap()
                .success()
        );
        for verb in ["check", "build"] {
            let run = site.run(&[verb]);
            // What no reader takes for a file of its own, a build may pass over.
            let is_told = run.err.contains(file) && run.code == Some(1);
            assert!(is_told || file.starts_with("themes"), "{file}: {}", run.err);
        }
    }
}

/// At whatever step an import is killed: imported again, the text is there once, with its entry.
#[cfg(debug_assertions)]
#[test]
fn a_killed_import_leaves_text_and_entry_together_or_neither() {
    let mut killed = 0;
    for step in 1.. {
        let site = Site::new();
        site.write("in/a.txt", FIRST.replace("某市", "某镇"));
        let file = site.path("in/a.txt");
        let import = ["import", file.to_str().unwrap()];
        let fault = format!("{step}:kill");
        let run = site.run_with(&import, &[("CEWEN_FAULT", fault.as_str())]);
        if run.code == Some(0) {
            break;
        }
        killed += 1;
        site.run(&import);
        let seeds = site.files("seeds");
        let sources = fs::read_to_string(site.path("content/sources.yaml")).unwrap();
        let names: Vec<String> = seeds
            .keys()
            .map(|path| path.display().to_string())
            .collect();
        assert_eq!(seeds.len(), 3, "step {step}: {names:?}");
        assert_eq!(
            sources.matches("sha256").count(),
            1,
            "step {step}: {sources}"
        );
    }
    assert!(killed >= 4, "{killed}");
}

#[test]
fn two_sites_that_publish_to_one_folder_leave_a_whole_one() {
    let (one, other) = (Site::new(), Site::new());
    let outer = tempfile::tempdir().unwrap();
    let target = outer.path().join("public");
    let build = |site: &Site| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_cewen"));
        command.env("LC_ALL", "C.UTF-8");
        command
            .arg("--root")
            .arg(site.root())
            .arg("build")
            .arg("--out")
            .arg(&target);
        command
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap()
    };
    let count = || walkdir::WalkDir::new(&target).into_iter().flatten().count();
    assert!(build(&one).wait().unwrap().success());
    let whole = count();
    for _ in 0..3 {
        for site in [&one, &other] {
            let _ = fs::remove_dir_all(site.path(".cewen"));
        }
        let mut builds = [build(&one), build(&other)];
        assert!(
            builds
                .iter_mut()
                .all(|build| build.wait().unwrap().success())
        );
        assert_eq!(count(), whole);
    }
    assert_eq!(fs::read_dir(outer.path()).unwrap().count(), 1);
}

#[test]
fn an_address_that_runs_a_program_is_no_address_to_report_to() {
    let site = Site::new();
    site.stays_after(
        |site| {
            let settings = fs::read_to_string(site.path("content/site.yaml")).unwrap();
            let kept = settings
                .lines()
                .filter(|line| !line.starts_with("report_url"));
            let kept: Vec<&str> = kept.collect();
            let address = "report_url: \"javascript:alert(1)//\"\n";
            site.write(
                "content/site.yaml",
                format!("{}\n{address}", kept.join("\n")),
            );
        },
        1,
        &["report_url", "javascript"],
    );
}

#[cfg(unix)]
#[test]
fn names_of_files_do_not_act_on_the_terminal() {
    let site = Site::new();
    site.write(
        "seeds/a\u{1b}[31m\nerror: no.txt",
        "某市方案\n一、任务\n（一）行动。\n",
    );
    let run = site.run(&["check"]);
    assert!(
        !run.err.contains('\u{1b}') && !run.out.contains('\u{1b}'),
        "{:?}",
        run.err
    );
    assert!(
        run.err.contains("a\\u{1b}[31m\\u{a}error: no.txt"),
        "{}",
        run.err
    );
}
