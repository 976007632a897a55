"""What is looked at of a site by the programs beside this file."""

import hashlib
import os
import pathlib
import subprocess

REPOSITORY = pathlib.Path(__file__).resolve().parents[2]
PROGRAM = os.environ.get("CEWEN", str(REPOSITORY / "target/debug/cewen"))
TEXT = "某市绿色行动方案\n\n一、重点行动\n（一）光伏惠民行动。到2025年，光伏装机达到27万千瓦。（市发改委牵头）\n"


def build(root, day, **more):
    environment = os.environ | {"SOURCE_DATE_EPOCH": str(1790000000 + day * 86400)} | more
    command = [PROGRAM, "--root", str(root), "build"]
    return subprocess.run(command, env=environment, capture_output=True).returncode


def digest(folder):
    """Names and bytes of all files below a folder; None where there is no folder."""
    if not folder.is_dir():
        return None
    whole = hashlib.sha256()
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            whole.update(f"{path.relative_to(folder)}\0".encode() + path.read_bytes() + b"\0")
    return whole.hexdigest()


def state(root):
    history = (root / "content/updates.yaml").read_bytes()
    return digest(root / "content/documents"), history, digest(root / "public")


def left(root):
    """Names that no build may leave."""
    found = [p.name for p in root.iterdir() if p.name.startswith(".") and p.name not in (".cewen", ".gitignore")]
    found += [str(p) for p in (root / "content").rglob(".*")]
    found += [p.name for p in (root / ".cewen").iterdir() if p.name.startswith(".") or p.name == "documents"]
    return found
