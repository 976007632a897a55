//! Reads every file below the given folders, each in a process of its own, and lists what ended it
//! early, what it refused, and what took longest and most memory. With `--build` every text becomes a
//! site of its own.

use std::fs::File;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitCode, Stdio};
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use wait4::Wait4;
use walkdir::WalkDir;

use super::{root, run};

/// A process that takes longer has no end.
const LONGEST: Duration = Duration::from_secs(300);
/// How many of the slowest and the hungriest are listed.
const LISTED: usize = 10;
/// A line of what is told that says that the program failed.
const FAILED: [&str; 4] = [
    "panicked at",
    "text-failed",
    "text-too-slow",
    "overflowed its stack",
];

/// What came of a file.
struct Swept {
    file: PathBuf,
    end: End,
    /// What it told first where it did not go well.
    told: String,
    seconds: f64,
    /// The most memory it had, in MB.
    memory: u64,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum End {
    /// It was read.
    Read,
    /// It was refused with a message.
    Refused,
    /// The program failed: a panic, an abort, or no end.
    Failed,
}

pub fn run_task(arguments: &[String]) -> Result<ExitCode, String> {
    let build = arguments.iter().any(|a| a == "--build");
    let folders: Vec<&String> = arguments.iter().filter(|a| *a != "--build").collect();
    if folders.is_empty() {
        return Err("usage: cargo xtask sweep [--build] DIR…".to_owned());
    }
    let root = root()?;
    run(Command::new("cargo")
        .current_dir(&root)
        .args(["build", "--quiet", "--bin", "cewen"]))?;
    let program = root.join("target/debug/cewen");
    let files = files(&folders, build)?;
    let next = AtomicUsize::new(0);
    let swept = Mutex::new(Vec::new());
    thread::scope(|scope| {
        for _ in 0..thread::available_parallelism().map_or(1, Into::into) {
            scope.spawn(|| {
                while let Some(file) = files.get(next.fetch_add(1, Ordering::Relaxed)) {
                    let one = sweep(&program, file, build);
                    if let Ok(mut swept) = swept.lock() {
                        swept.push(one);
                    }
                }
            });
        }
    });
    let swept = swept.into_inner().map_err(|e| e.to_string())?;
    let swept = swept.into_iter().collect::<Result<Vec<_>, String>>()?;
    Ok(report(swept))
}

/// The files below the folders, sorted; hidden ones are nobody's.
fn files(folders: &[&String], only_texts: bool) -> Result<Vec<PathBuf>, String> {
    let mut files = Vec::new();
    for folder in folders {
        let walk = WalkDir::new(folder).sort_by_file_name().into_iter();
        let hidden = |name: &str| name.starts_with('.') && name.len() > 2;
        for entry in walk.filter_entry(|e| !hidden(&e.file_name().to_string_lossy())) {
            let entry = entry.map_err(|e| format!("{folder}: {e}"))?;
            let wanted = !only_texts || is_text(entry.path());
            if entry.file_type().is_file() && wanted {
                files.push(entry.into_path());
            }
        }
    }
    Ok(files)
}

fn is_text(file: &Path) -> bool {
    file.extension()
        .is_some_and(|e| e.eq_ignore_ascii_case("txt"))
}

/// Does with one file what a maintainer would.
fn sweep(program: &Path, file: &Path, build: bool) -> Result<Swept, String> {
    let scratch = tempfile::tempdir().map_err(|e| e.to_string())?;
    let file = &file.canonicalize().map_err(|e| named(file, &e))?;
    let site = scratch.path().join("site");
    let mut command = Command::new(program);
    if is_text(file) && !build {
        let root = root()?;
        command
            .arg("--root")
            .arg(root)
            .args(["extract", "--format", "json"])
            .arg(file);
    } else {
        new_site(program, &site)?;
        command.arg("--root").arg(&site);
        if build {
            std::fs::copy(file, site.join("seeds/text.txt")).map_err(|e| named(file, &e))?;
            command.arg("build");
        } else {
            command.arg("import").arg(file);
        }
    }
    let said = scratch.path().join("said");
    command
        .env("RUST_BACKTRACE", "0")
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(File::create(&said).map_err(|e| named(&said, &e))?);
    let started = Instant::now();
    let child = command.spawn().map_err(|e| named(program, &e))?;
    let (code, memory) = wait(child, started)?;
    let seconds = started.elapsed().as_secs_f64();
    let said = std::fs::read(&said).unwrap_or_default();
    let said = String::from_utf8_lossy(&said);
    let failed = said.lines().find(|l| FAILED.iter().any(|f| l.contains(f)));
    let published = !build || site.join("public/index.html").is_file();
    let end = match code {
        Some(0) if published => End::Read,
        Some(1 | 2) if failed.is_none() => End::Refused,
        _ => End::Failed,
    };
    let told = failed.or_else(|| said.lines().find(|l| l.starts_with("error")));
    Ok(Swept {
        file: file.clone(),
        end,
        told: match (end, told) {
            (End::Read, _) => String::new(),
            (_, Some(told)) => told.to_owned(),
            (_, None) => format!("ended with {code:?} and said nothing"),
        },
        seconds,
        memory,
    })
}

/// A new site without any text.
fn new_site(program: &Path, site: &Path) -> Result<(), String> {
    run(Command::new(program)
        .arg("new")
        .arg(site)
        .stdout(Stdio::null()))?;
    let seeds = site.join("seeds");
    let emptied = std::fs::remove_dir_all(&seeds)
        .and_then(|()| std::fs::create_dir(&seeds))
        .and_then(|()| std::fs::write(site.join("content/sources.yaml"), "[]\n"));
    emptied.map_err(|e| named(site, &e))
}

/// Waits for the end; gives the exit code, none where a signal ended it, and the memory in MB.
fn wait(child: Child, started: Instant) -> Result<(Option<i32>, u64), String> {
    let (done, ended) = std::sync::mpsc::channel::<()>();
    let id = child.id().to_string();
    let watch = thread::spawn(move || {
        let left = LONGEST.saturating_sub(started.elapsed());
        if ended.recv_timeout(left) == Err(std::sync::mpsc::RecvTimeoutError::Timeout) {
            let _ = Command::new("kill").args(["-9", &id]).status();
        }
    });
    let mut child = child;
    let used = child.wait4().map_err(|e| e.to_string())?;
    drop(done);
    let _ = watch.join();
    Ok((used.status.code(), used.rusage.maxrss >> 20))
}

fn named(path: &Path, error: &dyn std::fmt::Display) -> String {
    format!("{}: {error}", path.display())
}

/// Prints the lists; 1 where the program failed on a file.
fn report(mut swept: Vec<Swept>) -> ExitCode {
    let count = |end| swept.iter().filter(|s| s.end == end).count();
    let (read, refused, failed) = (count(End::Read), count(End::Refused), count(End::Failed));
    for (end, head) in [(End::Failed, "Failed"), (End::Refused, "Refused")] {
        let mut told: Vec<&Swept> = swept.iter().filter(|s| s.end == end).collect();
        told.sort_by(|a, b| a.file.cmp(&b.file));
        if !told.is_empty() {
            println!("{head}:");
        }
        for one in told {
            println!("  {}\n    {}", one.file.display(), one.told);
        }
    }
    println!("Slowest, in seconds:");
    swept.sort_by(|a, b| b.seconds.total_cmp(&a.seconds));
    for one in swept.iter().take(LISTED) {
        println!("{:8.1}  {}", one.seconds, one.file.display());
    }
    println!("Hungriest, in MB:");
    swept.sort_by_key(|one| std::cmp::Reverse(one.memory));
    for one in swept.iter().take(LISTED) {
        println!("{:8}  {}", one.memory, one.file.display());
    }
    println!(
        "{} files: {read} read, {refused} refused, {failed} failed",
        swept.len()
    );
    ExitCode::from(u8::from(failed > 0))
}
