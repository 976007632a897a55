//! The programs of poppler.

use std::io::{self, ErrorKind, Read};
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::thread;
use std::time::Duration;

use crate::import::Problem;

/// Which words of a page are wanted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wanted {
    /// Those that stand upright.
    Upright,
    /// All, watermarks aslant among them.
    All,
}

/// The words of a PDF with their places, as XHTML.
pub fn words(path: &Path, wanted: Wanted) -> Result<String, Problem> {
    let mut command = bounded("pdftotext");
    command.args(["-bbox", "-enc", "UTF-8"]);
    if wanted == Wanted::Upright {
        command.arg("-nodiag");
    }
    command.arg(as_file(path)).arg("-");
    run(command)
}

/// What is known of a PDF and of each of its pages, as lines.
pub fn info(path: &Path) -> Result<String, Problem> {
    let mut command = bounded("pdfinfo");
    command.args(["-f", "1", "-l", "100000"]).arg(as_file(path));
    run(command)
}

/// The fonts of a PDF, a line each below two lines of head.
pub fn fonts(path: &Path) -> Result<String, Problem> {
    let mut command = bounded("pdffonts");
    command.arg(as_file(path));
    run(command)
}

/// The words of a page that is stored on its side, as XML.
pub fn turned_words(path: &Path, page: usize) -> Result<String, Problem> {
    let (page, zoom) = (page.to_string(), super::turned::ZOOM.to_string());
    let mut command = bounded("pdftohtml");
    command.args(["-xml", "-i", "-stdout", "-enc", "UTF-8", "-zoom", &zoom]);
    command.args(["-f", &page, "-l", &page]).arg(as_file(path));
    run(command)
}

/// What is drawn on a page, as SVG.
pub fn drawing(path: &Path, page: usize) -> Result<String, Problem> {
    let page = page.to_string();
    let mut command = bounded("pdftocairo");
    command.args(["-svg", "-f", &page, "-l", &page]);
    command.arg(as_file(path)).arg("-");
    run(command)
}

/// A program that gets no more memory than [`LARGEST`], where the system has a shell that can say so.
fn bounded(program: &str) -> Command {
    if !cfg!(unix) {
        return Command::new(program);
    }
    let mut command = Command::new("/bin/sh");
    // Where the shell knows no such limit the program runs without; one that is missing is told as ever.
    let script = format!("ulimit -v {LARGEST} 2>/dev/null; exec \"$@\"");
    command.args(["-c", &script, "sh", program]);
    command
}

/// The largest address space of a program, in KiB.
const LARGEST: u64 = 1 << 20;

/// What a shell ends with where there is no program of a name.
const NO_PROGRAM: i32 = 127;

/// A path that no program takes for an option.
fn as_file(path: &Path) -> PathBuf {
    match path.as_os_str().as_encoded_bytes().starts_with(b"-") {
        true => Path::new(".").join(path),
        false => path.to_owned(),
    }
}

fn run(mut command: Command) -> Result<String, Problem> {
    let failed = |error: std::io::Error| match error.kind() {
        ErrorKind::NotFound => Problem::NoPdftotext,
        _ => Problem::damaged("the PDF", error),
    };
    let Some(output) = output_within(&mut command, LONGEST).map_err(failed)? else {
        let seconds = LONGEST.as_secs();
        let told = format!("poppler takes more than the limit of {seconds} seconds for it");
        return Err(Problem::damaged("the PDF", told));
    };
    if output.status.code() == Some(NO_PROGRAM) {
        return Err(Problem::NoPdftotext);
    }
    let told = String::from_utf8_lossy(&output.stderr);
    // Such a font is skipped, and all that is set in it is missing: the text would look like a scan,
    // or worse, like a text.
    if let Some(mapping) = missing_pack(&told) {
        return Err(Problem::NoLanguagePack {
            mapping: mapping.to_owned(),
        });
    }
    if output.status.success() {
        return Ok(String::from_utf8_lossy(&output.stdout).into_owned());
    }
    let first = told.lines().next().unwrap_or("poppler gave up");
    Err(Problem::damaged("the PDF", first))
}

/// The longest time that poppler may take for one file or page.
const LONGEST: Duration = Duration::from_secs(60);
/// So often it is looked at; the time that it waits is the sum of these.
const STEP: Duration = Duration::from_millis(5);

/// The output of a program; `None` where it ran longer than `longest` and was killed.
fn output_within(command: &mut Command, longest: Duration) -> io::Result<Option<Output>> {
    command.stdin(Stdio::null());
    let mut child = command
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()?;
    let (stdout, stderr) = (child.stdout.take(), child.stderr.take());
    let mut waited = Duration::ZERO;
    thread::scope(|scope| {
        let [stdout, stderr] = [
            scope.spawn(|| stdout.map_or(Ok(Vec::new()), read_whole)),
            scope.spawn(|| stderr.map_or(Ok(Vec::new()), read_whole)),
        ];
        let status = loop {
            match child.try_wait()? {
                Some(status) => break Some(status),
                None if waited > longest => {
                    child.kill()?;
                    child.wait()?;
                    break None;
                }
                None => {
                    thread::sleep(STEP);
                    waited += STEP;
                }
            }
        };
        let read = [stdout, stderr].map(|reader| reader.join().unwrap_or(Ok(Vec::new())));
        let [stdout, stderr] = read;
        let (stdout, stderr) = (stdout?, stderr?);
        Ok(status.map(|status| Output {
            status,
            stdout,
            stderr,
        }))
    })
}

fn read_whole(mut pipe: impl Read) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    pipe.read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// The collection of characters, such as Adobe-GB1, that poppler has no tables for:
/// 「Syntax Error: Missing language pack for 'Adobe-GB1' mapping」.
fn missing_pack(told: &str) -> Option<&str> {
    let (_, rest) = told.split_once("Missing language pack for '")?;
    rest.split_once('\'').map(|(mapping, _)| mapping)
}

#[cfg(all(test, unix))]
mod tests {
    use std::time::Instant;

    use super::*;

    #[test]
    fn a_program_that_does_not_end_is_killed() {
        let began = Instant::now();
        let mut command = Command::new("sleep");
        let output = output_within(command.arg("60"), Duration::from_millis(50));
        assert!(output.unwrap().is_none());
        assert!(began.elapsed() < Duration::from_secs(30));
        let mut command = Command::new("echo");
        let output = output_within(command.arg("光伏"), LONGEST)
            .unwrap()
            .unwrap();
        assert_eq!(output.stdout, "光伏\n".as_bytes());
    }
}
