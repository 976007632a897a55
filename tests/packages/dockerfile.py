"""Holds what the Dockerfile names against what there is: packages of Debian, files of the build.

There is no Docker where the tests run; that its steps do what they say is not shown here.
"""
import pathlib
import re
import subprocess
import tomllib

ROOT = pathlib.Path(__file__).resolve().parents[2]
lines = (ROOT / "Dockerfile").read_text().replace("\\\n", " ").splitlines()

installed = [line for line in lines if "apt-get install" in line]
names = [word for line in installed for word in re.search(r"apt-get install (.*?)(&&|$)", line)[1].split()]
names = [word for word in names if not word.startswith("-")]
assert names
for name in names:
    found = subprocess.run(["apt-cache", "show", name], capture_output=True, text=True)
    assert found.returncode == 0, f"Debian has no package {name}"

# The compiler of the first stage is one that Cargo.toml allows.
package = tomllib.loads((ROOT / "Cargo.toml").read_text())["package"]
compiler = next(line for line in lines if line.startswith("FROM rust:"))
assert compiler.startswith(f"FROM rust:{package['rust-version']}-"), compiler

# What is left of the folder is what a crate is compiled of, and the other targets that Cargo.toml names.
kept = [line[1:] for line in (ROOT / ".dockerignore").read_text().splitlines() if line.startswith("!")]
for pattern in package["include"]:
    path = pattern.strip("/").removesuffix("/**")
    if path != "LICENSE-*":
        assert any(path == one or one.startswith(path.removesuffix("/**/*.md")) for one in kept), pattern
for path in kept:
    assert list(ROOT.glob(path)), f".dockerignore: {path} is not there"
print(f"  {len(names)} packages of Debian, {len(kept)} parts of the folder")
