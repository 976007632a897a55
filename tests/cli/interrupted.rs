//! A build that is killed, raced or runs out of room leaves the former site or the new one, whole.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use crate::site::{Run, Site};

type Files = BTreeMap<PathBuf, Vec<u8>>;

/// The state of the published site after a build with each of two titles.
fn two_states(site: &Site) -> [Files; 2] {
    ["甲站", "乙站"].map(|title| {
        retitle(site, title);
        site.build();
        site.files("public")
    })
}

fn retitle(site: &Site, title: &str) {
    let settings = std::fs::read_to_string(site.path("content/site.yaml")).unwrap();
    let settings: Vec<String> = settings
        .lines()
        .map(|line| match line.starts_with("title:") {
            true => format!("title: {title}"),
            false => line.to_owned(),
        })
        .collect();
    site.write("content/site.yaml", settings.join("\n"));
}

fn command(site: &Site) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_cewen"));
    command.env("LC_ALL", "C.UTF-8");
    command.arg("--root").arg(site.root()).arg("build");
    command.stdout(Stdio::null()).stderr(Stdio::null());
    command
}

#[test]
fn killed_at_any_moment_the_site_is_whole() {
    let site = Site::new();
    let states = two_states(&site);
    assert!(states[0] != states[1]);
    let started = Instant::now();
    site.build();
    let whole = started.elapsed();
    // Moments over the whole of a build, closer together towards its end, where the site is changed.
    let moments = (0..24u32).map(|n| {
        let part = f64::from(n) / 24.0;
        whole.mul_f64(1.05 * (1.0 - (1.0 - part).powi(2)))
    });
    let mut killed = 0;
    for (n, moment) in moments.enumerate() {
        retitle(&site, ["甲站", "乙站"][n % 2]);
        let mut build = command(&site).spawn().unwrap();
        std::thread::sleep(moment);
        killed += usize::from(build.try_wait().unwrap().is_none());
        // SIGKILL: nothing of the program runs after it.
        build.kill().unwrap();
        build.wait().unwrap();
        let now = site.files("public");
        assert!(
            states.contains(&now),
            "killed after {moment:?} the site was {} files, neither the former nor the new",
            now.len()
        );
    }
    assert!(
        killed >= 12,
        "only {killed} builds were killed before their end"
    );
    // The next build takes away what the killed ones left, and documents are whole again.
    retitle(&site, "甲站");
    site.build();
    assert!(site.files("public") == states[0]);
    assert_eq!(site.leftovers(), Vec::<String>::new());
}

#[test]
fn two_builds_at_once_leave_a_whole_site() {
    let site = Site::new();
    let states = two_states(&site);
    for round in 0..3 {
        retitle(&site, "甲站");
        let mut first = command(&site).spawn().unwrap();
        std::thread::sleep(Duration::from_millis(40 * round));
        let mut second = command(&site).spawn().unwrap();
        assert!(first.wait().unwrap().success());
        assert!(second.wait().unwrap().success());
        assert!(site.files("public") == states[0], "round {round}");
        assert_eq!(site.leftovers(), Vec::<String>::new());
        assert!(site.files("content/documents").len() == 2);
    }
}

/// Runs a shell script with `$CEWEN` and `$ROOT`.
fn shell(site: &Site, script: &str) -> Run {
    let output = Command::new("sh")
        .args(["-c", script])
        .env("LC_ALL", "C.UTF-8")
        .env("CEWEN", env!("CARGO_BIN_EXE_cewen"))
        .env("ROOT", site.root())
        .output()
        .unwrap();
    Run::from(output)
}

#[test]
fn a_file_that_cannot_be_written_to_its_end_leaves_the_former_site() {
    let site = Site::new();
    let states = two_states(&site);
    let documents = site.files("content/documents");
    retitle(&site, "丙站");
    // No file may be longer than 40 blocks of 512 bytes: the first that is fails as on a full disk.
    let run = shell(
        &site,
        "trap '' XFSZ; ulimit -f 40; exec \"$CEWEN\" --root \"$ROOT\" build",
    );
    assert_eq!(run.code, Some(1), "{}{}", run.out, run.err);
    assert!(run.err.contains("cannot be written"), "{}", run.err);
    assert!(site.files("public") == states[1]);
    assert!(site.files("content/documents") == documents);
    assert_eq!(site.leftovers(), Vec::<String>::new());
}

#[test]
fn a_full_disk_leaves_the_former_site() {
    let site = Site::new();
    site.build();
    // A small file system of its own, where the machine lets a program have one.
    let mount = "exec unshare --user --map-root-user --mount sh -c";
    let may = shell(&site, &format!("{mount} true"));
    if may.code != Some(0) {
        // The same by a limit on the length of files is tested above.
        assert!(site.path("public/index.html").is_file());
        return;
    }
    for kilobytes in [100, 300, 700] {
        let run = shell(
            &site,
            &format!(
                r#"{mount} '
                set -e
                mkdir -p "$ROOT/small"
                mount -t tmpfs -o size={kilobytes}k none "$ROOT/small"
                mkdir "$ROOT/small/public"
                printf "made by cewen" > "$ROOT/small/public/.cewen"
                printf "former" > "$ROOT/small/public/index.html"
                if "$CEWEN" --root "$ROOT" build --out "$ROOT/small/public"; then exit 9; else code=$?; fi
                test "$(cat "$ROOT/small/public/index.html")" = former
                test "$(ls -A "$ROOT/small")" = public
                exit $code'"#
            ),
        );
        assert!(
            matches!(run.code, Some(1 | 2)),
            "{kilobytes} kB: {:?} {}{}",
            run.code,
            run.out,
            run.err
        );
        let full = ["No space left", "database or disk is full"];
        assert!(
            full.iter().any(|words| run.err.contains(words)),
            "{}",
            run.err
        );
    }
}

/// A build on the second day, where it is told at which step to fail.
fn second_day(site: &Site, fault: &str) -> Run {
    let day = ("SOURCE_DATE_EPOCH", "1790086400");
    site.run_with(&["build"], &[day, ("CEWEN_FAULT", fault)])
}

/// The files of a folder by their names in the site.
fn below(site: &Site, folder: &str) -> Files {
    let files = site.files(folder).into_iter();
    let own = files.map(|(path, bytes)| match path.strip_prefix(site.root()) {
        Ok(name) => (name.to_owned(), bytes),
        Err(_) => (path, bytes),
    });
    own.collect()
}

/// Documents, history and site.
fn all(site: &Site) -> [Files; 3] {
    let history = std::fs::read(site.path("content/updates.yaml")).unwrap();
    [
        below(site, "content/documents"),
        Files::from([(PathBuf::new(), history)]),
        below(site, "public"),
    ]
}

#[test]
fn after_a_fault_at_any_step_the_next_build_tells_what_an_undisturbed_one_does() {
    let base = Site::new();
    let day = ("SOURCE_DATE_EPOCH", "1790000000");
    assert_eq!(base.run_with(&["build"], &[day]).code, Some(0));
    // A text that changes, one that goes and one that comes.
    let first = std::fs::read_to_string(base.path("seeds/first.txt")).unwrap();
    base.write("seeds/first.txt", first.replace("27万千瓦", "28万千瓦"));
    base.write("seeds/third.txt", first.replace("绿色", "低碳"));
    base.remove("seeds/second.txt");
    base.write(
        "content/sources.yaml",
        "- {file: seeds/first.txt, id: first}\n- {file: seeds/third.txt, id: third}\n",
    );
    let copy = || {
        let site = Site::new();
        let from = base.path(".");
        let copied = Command::new("cp")
            .arg("-a")
            .arg(from)
            .arg(site.root())
            .status();
        let copied = copied.unwrap();
        assert!(copied.success());
        let _ = std::fs::remove_file(site.path("seeds/second.txt"));
        site
    };
    let undisturbed = copy();
    let former = below(&undisturbed, "public");
    assert_eq!(second_day(&undisturbed, "").code, Some(0));
    let wanted = all(&undisturbed);
    assert!(wanted[2] != former);
    for kind in ["error", "kill"] {
        let mut steps = 0;
        loop {
            let site = copy();
            let fault = format!("{}:{kind}", steps + 1);
            if second_day(&site, &fault).code == Some(0) {
                break;
            }
            steps += 1;
            let published = below(&site, "public");
            let whole = published == former || published == wanted[2];
            assert!(whole, "a half site after {fault}");
            let next = second_day(&site, "");
            assert_eq!(next.code, Some(0), "{fault}: {}", next.err);
            for (now, wanted) in all(&site).iter().zip(&wanted) {
                let differ = now
                    .iter()
                    .find(|(path, bytes)| wanted.get(*path) != Some(bytes));
                assert!(now == wanted, "{fault}: {:?}", differ.map(|(path, _)| path));
            }
            assert_eq!(site.leftovers(), Vec::<String>::new(), "{fault}");
        }
        assert!(steps >= 8, "{kind}: only {steps} steps");
    }
}
