"""report_sources.py BELLWETHER REPORT BASE SCENARIO [SETTING...] - a report's sources are those of `show --sources`.

Every value of BASE, and every value in which SCENARIO differs from it, has the same source on both sides."""
import html
import re
import subprocess
import sys

bellwether, report, base, other, *settings = sys.argv[1:]


def shown(name):
    """Path to (value, source), as `show --sources` prints them."""
    command = [bellwether, "show", name, "--sources"]
    for setting in settings:
        command += ["--set", setting]
    text = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    found, above = {}, []
    for line in text.splitlines():
        indent, key, rest = re.fullmatch(r"( *)([^:]+): ?(.*)", line).groups()
        above = above[: len(indent) // 2] + [key]
        if not rest:
            continue
        quoted = re.fullmatch(r'("(?:[^"\\]|\\.)*")  # (.*)', rest)
        value, source = quoted.groups() if quoted else rest.split("  # ", 1)
        found[".".join(above)] = (value, source)
    return found


def rows(page, caption):
    """The rows of the table that has this caption."""
    for table in re.findall(r"<table>.*?</table>", page, re.S):
        if caption not in html.unescape(re.search(r"<caption>(.*?)</caption>", table, re.S).group(1)):
            continue
        for row in re.findall(r"<tr>(.*?)</tr>", table.split("<tbody>")[1], re.S):
            cells = re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row, re.S)
            yield [html.unescape(re.sub(r"<[^>]*>", "", cell)) for cell in cells]


page = open(report, encoding="utf-8").read()
lines = shown(base)
checked = 0
for path, value, source in rows(page[page.index('id="assumptions"') :], base):
    assert lines[path] == (value, source), (path, value, source, lines[path])
    checked += 1
assert checked > 300, checked
lines = shown(other)
changed = 0
for path, there, here, source in rows(page, f"({other}) changes: "):
    if path in lines:
        assert lines[path] == (here, source), (path, here, source, lines[path])
        changed += 1
    else:
        assert here == "-" and source == "-", (path, here, source)
assert changed > 3, changed
assert "resolved.yaml" not in page and not re.search(r">:[0-9]", page), "a source is a line of a resolved copy"
print(f"sources of {other}: {checked} and {changed} values agree")
