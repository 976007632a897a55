//! Files of other office programs, which LibreOffice turns into .docx where it is installed.

use std::path::Path;
use std::time::Duration;

use super::Problem;
use super::program::{self, TimeLimit};

/// The longest time that LibreOffice may take; its first start makes a profile.
const LONGEST: Duration = Duration::from_secs(30);
/// The largest address space of it, in KiB: it maps far more than it uses.
const LARGEST: u64 = 8 << 20;

/// The bytes of a .docx with what stands in the file at `path`; `kind` says what it is.
///
/// # Errors
/// Where LibreOffice is not there, or cannot read the file.
pub fn as_docx(path: &Path, kind: &'static str) -> Result<Vec<u8>, Problem> {
    let failed = |error: std::io::Error| Problem::damaged(kind, error);
    let folder = tempfile::tempdir().map_err(failed)?;
    // A profile of its own, so that a LibreOffice that is open does not take the file.
    let profile = format!(
        "-env:UserInstallation=file://{}/profile",
        folder.path().display()
    );
    let mut command = program::bounded("soffice", LARGEST);
    command.args([&profile, "--headless", "--convert-to", "docx", "--outdir"]);
    command.arg(folder.path()).arg(program::as_file(path));
    let output = match TimeLimit::new(LONGEST).output(&mut command) {
        Ok(Ok(output)) => output,
        Ok(Err(exceeded)) => return Err(Problem::damaged(kind, exceeded.told("LibreOffice"))),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
            return Err(Problem::NoOffice { kind });
        }
        Err(error) => return Err(failed(error)),
    };
    if output.status.code() == Some(program::NO_PROGRAM) {
        return Err(Problem::NoOffice { kind });
    }
    let name = path.file_stem().unwrap_or_default().to_string_lossy();
    let made = folder.path().join(format!("{name}.docx"));
    std::fs::read(&made).map_err(|_| Problem::damaged(kind, "LibreOffice could not read it"))
}
