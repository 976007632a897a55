use std::fs;
use std::io;
use std::path::Path;

use include_dir::{Dir, include_dir};

use super::{End, empty_or_new, terminal};
use crate::cli;
use crate::model::Diagnostic;
use crate::pipeline::Failure;
use crate::vocabulary::BUILT_IN;

static THEME: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/themes/default");
/// How right the program is, which a new site tells, too.
const ACCURACY: &str = include_str!("../../content/accuracy/cewen.yaml");
/// The files of a new site: settings, a page, an example of a text, a theme to change.
static SKELETON: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/src/commands/new");

/// What is made anew by every build.
const IGNORED: &str = "public/\n.cewen/\n.*.cewen-*\n";

/// Texts stay byte for byte as they were found; what the program writes has one form on all systems.
const LINE_ENDS: &str =
    "seeds/** -text\noriginals/** -text\ncontent/** text=auto eol=lf\nthemes/** text=auto eol=lf\n";

/// Creates the folder of a new site, ready to be built.
pub fn run(arguments: &cli::New) -> Result<End, Failure> {
    let folder = &arguments.dir;
    empty_or_new(folder)?;
    let unwritable = |error: io::Error| Failure::CannotRun(Diagnostic::unwritable(folder, &error));
    for (dir, to) in [
        (&SKELETON, folder.clone()),
        (&BUILT_IN, folder.join("content/vocabulary")),
        (&THEME, folder.join("themes/default")),
    ] {
        write(dir, &to).map_err(unwritable)?;
    }
    // Not part of the skeleton, where Git would heed these files itself.
    for (name, text) in [
        (".gitignore", IGNORED),
        (".gitattributes", LINE_ENDS),
        ("content/accuracy/cewen.yaml", ACCURACY),
    ] {
        let file = folder.join(name);
        let made = file.parent().map_or(Ok(()), fs::create_dir_all);
        made.and_then(|()| fs::write(&file, text))
            .map_err(unwritable)?;
    }
    let root = folder.display();
    terminal::say(&format!(
        "{root}: a site with one example text\n\n\
         cewen --root {root} build     makes {root}/public/\n\
         cewen --root {root} serve     shows it, and every change as you make it\n\
         cewen --root {root} import …  makes a text of a PDF, a Word file or a saved page\n\n\
         Take seeds/示例.txt and its line in content/sources.yaml out when you have a text of your own.\n",
    ));
    Ok(End::Fine)
}

fn write(dir: &Dir<'_>, to: &Path) -> io::Result<()> {
    fs::create_dir_all(to)?;
    dir.extract(to)
}
