//! Programs of others that read files for us: within bounds of memory and time.

use std::cell::Cell;
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::thread;
use std::time::Duration;

/// A program that gets no more address space than `largest` KiB, where the system has a shell that can say so.
pub fn bounded(program: &str, largest: u64) -> Command {
    if !cfg!(unix) {
        return Command::new(program);
    }
    let mut command = Command::new("/bin/sh");
    // Where the shell knows no such limit the program runs without; one that is missing is told as ever.
    let script = format!("ulimit -v {largest} 2>/dev/null; exec \"$@\"");
    command.args(["-c", &script, "sh", program]);
    command
}

/// What a shell ends with where there is no program of a name.
pub const NO_PROGRAM: i32 = 127;

/// A path that no program takes for an option.
pub fn as_file(path: &Path) -> PathBuf {
    match path.as_os_str().as_encoded_bytes().starts_with(b"-") {
        true => Path::new(".").join(path),
        false => path.to_owned(),
    }
}

/// Time between two looks at whether a program has ended; what it takes is counted in these.
const STEP: Duration = Duration::from_millis(5);
/// Bytes that a program may write: several times what the longest plans take.
const LARGEST_OUTPUT: u64 = 128 << 20;

/// Why a program was ended before it was done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Exceeded {
    /// It took longer than it may.
    Time(Duration),
    /// It wrote more than [`LARGEST_OUTPUT`].
    Output,
}

impl Exceeded {
    /// What is told of it.
    pub fn told(self, program: &str) -> String {
        match self {
            Self::Time(limit) => format!(
                "{program} takes more than the limit of {} seconds for it",
                limit.as_secs()
            ),
            Self::Output => format!(
                "{program} writes more than the limit of {} MiB for it",
                LARGEST_OUTPUT >> 20
            ),
        }
    }
}

/// Time that the programs may take which are asked about one file.
#[derive(Debug)]
pub struct TimeLimit {
    whole: Duration,
    left: Cell<Duration>,
}

impl TimeLimit {
    /// All of the time is left.
    pub fn new(whole: Duration) -> Self {
        let left = Cell::new(whole);
        Self { whole, left }
    }

    /// The output of a program, within what is left of the time; what it takes is taken off.
    pub fn output(&self, command: &mut Command) -> io::Result<Result<Output, Exceeded>> {
        Ok(match output_within(command, &self.left)? {
            Some(output) if output.stdout.len() as u64 > LARGEST_OUTPUT => Err(Exceeded::Output),
            Some(output) => Ok(output),
            None => Err(Exceeded::Time(self.whole)),
        })
    }
}

/// The output of a program, no more than the largest and a byte; `None` where it ran for all that is left
/// of the time and was killed.
fn output_within(command: &mut Command, left: &Cell<Duration>) -> io::Result<Option<Output>> {
    command.stdin(Stdio::null());
    let mut child = command
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()?;
    let (stdout, stderr) = (child.stdout.take(), child.stderr.take());
    thread::scope(|scope| {
        let [stdout, stderr] = [
            scope.spawn(|| stdout.map_or(Ok(Vec::new()), read_whole)),
            scope.spawn(|| stderr.map_or(Ok(Vec::new()), read_whole)),
        ];
        let status = loop {
            match child.try_wait()? {
                Some(status) => break Some(status),
                None if left.get().is_zero() => {
                    child.kill()?;
                    child.wait()?;
                    break None;
                }
                None => {
                    thread::sleep(STEP);
                    left.set(left.get().saturating_sub(STEP));
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

/// What a program writes; where it is too much the pipe is closed, which ends the program.
fn read_whole(pipe: impl Read) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    pipe.take(LARGEST_OUTPUT + 1).read_to_end(&mut bytes)?;
    Ok(bytes)
}

#[cfg(all(test, unix))]
mod tests {
    use std::time::Instant;

    use super::*;

    #[test]
    fn a_program_that_does_not_end_is_killed() {
        let began = Instant::now();
        let time = TimeLimit::new(Duration::from_millis(1_500));
        let output = time.output(Command::new("echo").arg("光伏")).unwrap();
        assert_eq!(output.unwrap().stdout, "光伏\n".as_bytes());
        let output = time.output(Command::new("sleep").arg("60")).unwrap();
        let told = output.unwrap_err().told("poppler");
        assert_eq!(
            told,
            "poppler takes more than the limit of 1 seconds for it"
        );
        // Nothing is left for the next one.
        assert!(
            time.output(Command::new("sleep").arg("60"))
                .unwrap()
                .is_err()
        );
        assert!(began.elapsed() < Duration::from_secs(30));
    }

    #[test]
    fn a_program_that_writes_without_end_is_ended() {
        let time = TimeLimit::new(Duration::from_secs(60));
        let output = time.output(&mut Command::new("yes")).unwrap();
        assert_eq!(output.unwrap_err(), Exceeded::Output);
    }
}
