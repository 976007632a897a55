"""Does with an installed program what packages/README.md shows: a site, a text from a PDF, pages, a look at them.

    site.py FOLDER PROGRAM [ARGUMENT …]

FOLDER is new, outside of this repository, and all that the program finds.
"""
import http.client
import os
import pathlib
import re
import shlex
import subprocess
import sys
import time

WORDS = [
    "丽水市节水行动方案",
    "一、重点任务",
    "（一）改造管网。到2025年，改造供水管网120公里。",
    "（牵头单位：市水利局）",
]
# A build of a debugging program on a machine that does other things as well.
SECONDS = 10


def pdf(lines):
    """A page of A4 with these lines, in a font that readers have to know the characters of."""
    content = "\n".join(
        f"BT /F1 16 Tf 72 {760 - 28 * number} Td <{line.encode('utf-16-be').hex()}> Tj ET"
        for number, line in enumerate(lines)
    )
    objects = [
        "<</Type/Catalog/Pages 2 0 R>>",
        "<</Type/Pages/Kids[3 0 R]/Count 1>>",
        "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 7 0 R/Resources<</Font<</F1 4 0 R>>>>>>",
        "<</Type/Font/Subtype/Type0/BaseFont/SimSun/Encoding/UniGB-UCS2-H/DescendantFonts[5 0 R]>>",
        "<</Type/Font/Subtype/CIDFontType0/BaseFont/SimSun/CIDSystemInfo<</Registry(Adobe)/Ordering(GB1)"
        "/Supplement 4>>/FontDescriptor 6 0 R/DW 1000/W[1 95 500]>>",
        "<</Type/FontDescriptor/FontName/SimSun/Flags 6/FontBBox[0 -200 1000 900]/ItalicAngle 0/Ascent 859"
        "/Descent -140/CapHeight 700/StemV 80>>",
        f"<</Length {len(content)}>>stream\n{content}\nendstream",
    ]
    file, places = "%PDF-1.4\n", []
    for number, body in enumerate(objects, 1):
        places.append(len(file))
        file += f"{number} 0 obj{body}endobj\n"
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    size = len(objects) + 1
    trailer = f"trailer<</Size {size}/Root 1 0 R>>\nstartxref\n{len(file)}\n%%EOF\n"
    return f"{file}xref\n0 {size}\n0000000000 65535 f \n{table}{trailer}".encode()


def transcript():
    """The commands of the page that people see before they install it, and what it shows that each prints."""
    page = pathlib.Path(__file__).resolve().parents[2] / "packages/README.md"
    block = page.read_text("utf-8").split("```console\n")[1].split("```")[0]
    for part in block.split("$ ")[1:]:
        command, _, shown = part.partition("\n")
        words = shlex.split(command, comments=True)
        if words[0] == "cewen":
            yield words[1:], shown


def plain(text):
    """A text without what differs from run to run, how long it took, and from theme to theme, how many pages it has."""
    return re.sub(r"[\d.]+ (秒|毫秒|个页面)", r"… \1", text).strip()


def main(folder, program):
    folder.mkdir()
    version = subprocess.check_output([*program, "--version"], cwd=folder, text=True)
    (folder / "方案.pdf").write_bytes(pdf(WORDS))
    spoken = {**os.environ, "LC_ALL": "zh_CN.UTF-8"}
    commands = [(words, shown) for words, shown in transcript() if "serve" not in words]
    assert len(commands) == 3, commands
    for words, shown in commands:
        begin = time.monotonic()
        done = subprocess.run([*program, *words], cwd=folder, capture_output=True, encoding="utf-8", env=spoken)
        seconds = time.monotonic() - begin
        assert done.returncode == 0, f"{words}: {done.returncode}\n{done.stdout}{done.stderr}"
        assert plain(done.stdout) == plain(shown), f"{words} prints\n{done.stdout}, packages/README.md shows\n{shown}"
        assert seconds < SECONDS, f"{words} took {seconds:.1f} s"
    print(f"  {version.strip()}: as packages/README.md shows; the build in {seconds:.1f} s")
    look(folder, program)


def look(folder, program):
    """Serves the site, fetches the home page, ends the program; how it ends reaches who started it."""
    serve = [*program, "--root", "my-site", "serve", "--port", "0"]
    server = subprocess.Popen(serve, cwd=folder, stdout=subprocess.PIPE, text=True)
    try:
        found = (re.match(r"http://([^/]+)/", line) for line in server.stdout)
        address = next(match[1] for match in found if match)
        host = http.client.HTTPConnection(address, timeout=10)
        host.request("GET", "/")
        answer = host.getresponse()
        page = answer.read().decode()
        assert answer.status == 200 and "<h1" in page and "丽水" in page, page[:2000]
    finally:
        server.terminate()
        code = server.wait(10)
    assert code != 0, "a program that is ended does not end well by itself"
    # Nothing is left that would go on answering.
    try:
        http.client.HTTPConnection(address, timeout=2).request("GET", "/")
    except ConnectionRefusedError:
        print(f"  serve: 200, {len(page)} characters; ended by SIGTERM ({code})")
    else:
        raise SystemExit("the server goes on after the program was ended")


if __name__ == "__main__":
    main(pathlib.Path(sys.argv[1]), sys.argv[2:])
