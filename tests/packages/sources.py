"""Holds the source package against the sources: whatever is compiled into the program is in it.

    sources.py SDIST
"""
import pathlib
import re
import sys
import tarfile

ROOT = pathlib.Path(__file__).resolve().parents[2]


def included():
    """The files that sources include by macros."""
    for source in sorted((ROOT / "src").rglob("*.rs")):
        text = source.read_text()
        for name in re.findall(r'include_(?:str|bytes)!\(\s*"([^"]+)"', text):
            yield (source.parent / name).resolve()
        for name in re.findall(r'include_dir!\(\s*"\$CARGO_MANIFEST_DIR/([^"]+)"', text):
            yield from (file for file in (ROOT / name).rglob("*") if file.is_file())


def main(sdist):
    with tarfile.open(sdist) as archive:
        packed = {member.name.split("/", 1)[1] for member in archive.getmembers()}
    wanted = {file.relative_to(ROOT).as_posix() for file in included()}
    wanted |= {file.relative_to(ROOT).as_posix() for file in (ROOT / "src").rglob("*.rs")}
    assert len(wanted) > 400, len(wanted)
    missing = sorted(wanted - packed)
    assert not missing, f"not in {sdist}: {missing}"
    # Texts of the repository's own site and what it makes of them are nobody's to compile.
    needless = [name for name in packed if name.startswith(("seeds/", "content/documents/", "tests/", "bench/"))]
    assert not needless, needless
    size = pathlib.Path(sdist).stat().st_size
    assert size < 5_000_000, size
    print(f"  {len(packed)} files, {size / 1e6:.1f} MB")


main(sys.argv[1])
