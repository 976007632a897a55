//! Programs of others that read files for us: within bounds of memory and time.

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

/// So often it is looked at; the time that it waits is the sum of these.
const STEP: Duration = Duration::from_millis(5);

/// The output of a program; `None` where it ran longer than `longest` and was killed.
pub fn output_within(command: &mut Command, longest: Duration) -> io::Result<Option<Output>> {
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
        let output = output_within(command.arg("光伏"), Duration::from_secs(60))
            .unwrap()
            .unwrap();
        assert_eq!(output.stdout, "光伏\n".as_bytes());
    }
}
