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
