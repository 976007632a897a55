//! A small site in a folder of its own, and the program run on it.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

/// Two made-up texts, enough for measures and figures.
pub const FIRST: &str = "某市绿色行动方案\n\n一、重点行动\n（一）光伏惠民行动。加快屋顶光伏建设，到2025年，力争完成光伏新增装机27万千瓦。（牵头单位：市发改委）\n（二）森林碳汇行动。推进国土绿化，森林覆盖率达到65%以上。（责任单位：市林业局）\n";
pub const SECOND: &str = "某县气候规划\n\n一、主要任务\n（一）节能改造。推动农药、化肥减量增效，建设５Ｇ基站100个。（责任单位：县农业农村局）\n";

/// A site that goes away with the test.
pub struct Site {
    folder: tempfile::TempDir,
}

/// What a run of the program came to.
pub struct Run {
    pub code: Option<i32>,
    pub out: String,
    pub err: String,
}

impl Site {
    /// The repository's own lists, pages and theme, and two small texts.
    pub fn new() -> Self {
        let site = Self {
            folder: tempfile::tempdir().unwrap(),
        };
        let repository = Path::new(env!("CARGO_MANIFEST_DIR"));
        for part in ["content/vocabulary", "content/pages", "themes"] {
            copy(&repository.join(part), &site.path(part));
        }
        fs::copy(
            repository.join("content/site.yaml"),
            site.path("content/site.yaml"),
        )
        .unwrap();
        site.write("seeds/first.txt", FIRST);
        site.write("seeds/second.txt", SECOND);
        site.write(
            "content/sources.yaml",
            "- {file: seeds/first.txt, id: first}\n- {file: seeds/second.txt, id: second}\n",
        );
        site
    }

    pub fn root(&self) -> &Path {
        self.folder.path()
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.root().join(name)
    }

    pub fn write(&self, name: &str, text: impl AsRef<[u8]>) {
        let path = self.path(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    pub fn remove(&self, name: &str) {
        let path = self.path(name);
        if path.is_dir() {
            fs::remove_dir_all(path).unwrap();
        } else {
            fs::remove_file(path).unwrap();
        }
    }

    /// Runs the program on the site.
    pub fn run(&self, arguments: &[&str]) -> Run {
        self.run_with(arguments, &[])
    }

    /// The same with more in the environment.
    pub fn run_with(&self, arguments: &[&str], environment: &[(&str, &str)]) -> Run {
        let output = Command::new(env!("CARGO_BIN_EXE_cewen"))
            .env("LC_ALL", "C.UTF-8")
            .arg("--root")
            .arg(self.root())
            .args(arguments)
            .envs(environment.iter().copied())
            .output()
            .unwrap();
        Run::from(output)
    }

    /// Builds, which has to go well.
    pub fn build(&self) -> Run {
        let run = self.run(&["build"]);
        assert_eq!(run.code, Some(0), "{}{}", run.out, run.err);
        run
    }

    /// Every file below a folder, with its bytes.
    pub fn files(&self, below: &str) -> BTreeMap<PathBuf, Vec<u8>> {
        let mut files = BTreeMap::new();
        collect(&self.path(below), &mut files);
        files
    }

    /// Builds a sound site, breaks it, builds again: the second build ends with `code`, says every
    /// one of `words`, and leaves site and documents as they were.
    pub fn stays_after(&self, breaking: impl FnOnce(&Self), code: i32, words: &[&str]) {
        self.build();
        let before = (self.files("public"), self.files("content/documents"));
        breaking(self);
        let run = self.run(&["build"]);
        assert_eq!(run.code, Some(code), "{}{}", run.out, run.err);
        for word in words {
            assert!(run.err.contains(word), "no {word:?} in:\n{}", run.err);
        }
        let after = (self.files("public"), self.files("content/documents"));
        assert!(before == after, "a failed build changed what was published");
        assert!(!before.0.is_empty() && !before.1.is_empty());
        assert_eq!(self.leftovers(), Vec::<String>::new());
    }

    /// Hidden folders that a build should have taken away.
    pub fn leftovers(&self) -> Vec<String> {
        fs::read_dir(self.root())
            .unwrap()
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .filter(|name| name.starts_with('.') && name != ".cewen")
            .collect()
    }
}

impl From<Output> for Run {
    fn from(output: Output) -> Self {
        Self {
            code: output.status.code(),
            out: String::from_utf8(output.stdout).unwrap(),
            err: String::from_utf8(output.stderr).unwrap(),
        }
    }
}

/// Copies a folder.
pub fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    let Ok(entries) = fs::read_dir(from) else {
        return;
    };
    for entry in entries {
        let entry = entry.unwrap();
        let target = to.join(entry.file_name());
        if entry.file_type().unwrap().is_dir() {
            copy(&entry.path(), &target);
        } else {
            fs::copy(entry.path(), target).unwrap();
        }
    }
}

fn collect(folder: &Path, files: &mut BTreeMap<PathBuf, Vec<u8>>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            collect(&path, files);
        } else {
            files.insert(path.clone(), fs::read(path).unwrap());
        }
    }
}
