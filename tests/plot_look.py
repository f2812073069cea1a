"""Looks at figures of sixteen scenarios: usage: plot_look.py FIGURES LANGUAGE

Texts on an axis of months keep apart, every scenario has a colour, a mark and a dash of its own in the
legend, titles with names stand whole, and all texts stand on the picture."""
import pathlib
import re
import sys
import unicodedata

folder, language = pathlib.Path(sys.argv[1]), sys.argv[2]
failures = 0


def require(what, good, seen=""):
    global failures
    if not good:
        failures += 1
        print(f"not so: {what} {seen}", file=sys.stderr)


def columns(text):
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)


def read(name):
    """Texts of an SVG with their places and anchors, lines and marks in the order they are drawn."""
    svg = (folder / f"{name}.svg").read_text(encoding="utf-8")
    width, height = (float(x) for x in re.search(r'viewBox="0 0 ([\d.]+) ([\d.]+)"', svg).groups())
    texts = []
    for x, y, rest in re.findall(r'<g transform="translate\(([-\d.]+),([-\d.]+)\)([^"]*)"[^>]*>\s*<text', svg):
        texts.append([float(x), float(y), rest])
    words = re.findall(r"<text>(.*?)</text>", svg, re.S)
    anchors = re.findall(r'text-anchor="(\w+)"[^>]*>\s*<text', svg)
    assert len(texts) == len(words) == len(anchors), (len(texts), len(words), len(anchors))
    words = [re.sub(r"<[^>]*>", "", word).strip() for word in words]
    return width, height, [(x, y, word, anchor, rest) for (x, y, rest), word, anchor in zip(texts, words, anchors)], svg


def check_months(name):
    _, _, texts, _ = read(name)
    axes = {}
    for x, y, word, anchor, _ in texts:
        if anchor == "middle" and re.fullmatch(r"(19|20)\d\d(-\d\d)?", word):
            axes.setdefault(y, []).append((x, word))
    require(f"{name} has months", axes)
    for axis in axes.values():
        axis.sort()
        require(f"{name} has some months on each axis", len(axis) >= 3, axis)
        for (x, word), (next_x, next_word) in zip(axis, axis[1:]):
            room = (len(word) + len(next_word)) / 2 * 7.5 + 3
            require(f"{name}: {word} and {next_word} are apart", next_x - x >= room, next_x - x)


def check_page(name):
    width, height, texts, _ = read(name)
    for x, y, word, anchor, rest in texts:
        if "rotate" in rest:
            continue
        long = columns(word) * 6.2
        left = x - {"start": 0, "middle": 0.5, "end": 1}[anchor] * long
        require(f"{name}: '{word}' is on the page", left >= -2 and left + long <= width + 2 and 0 <= y <= height, (x, y))


def check_legend(name):
    _, _, texts, svg = read(name)
    places = sorted((y, x) for x, y, word, anchor, _ in texts if anchor == "start" and ("方案" in word or "丽水" in word))
    require(f"{name} has sixteen titles in its legend", len(places) == 16, len(places))
    top = min(y for y, _ in places) - 12
    marks = re.findall(r"<use xlink:href='#(gpPt\d+)' transform='translate\(([\d.]+),([\d.]+)\)[^']*' color='([^']*)'", svg)
    lines = re.findall(r"<path stroke='([^']*)'\s*(?:stroke-dasharray='([^']*)')?[^>]*d='M([\d.]+),([\d.]+) L([\d.]+),([\d.]+)", svg)
    looks = set()
    for mark, x, y, colour in marks:
        if mark == "gpPt13":  # what was observed has no line
            continue
        if float(y) < top:
            continue
        of_it = [(stroke, dash) for stroke, dash, x0, y0, x1, y1 in lines
                 if abs(float(y0) - float(y)) < 1 and float(x0) <= float(x) <= float(x1) and y0 == y1]
        require(f"{name}: a mark has its line", of_it, (mark, x, y))
        looks.add((mark, colour, of_it[0][1] if of_it else ""))
    require(f"{name} has sixteen looks", len(looks) == 16, sorted(looks))


for figure in ("output", "difference", "firms", "talent", "land", "fund", "target", "origins"):
    check_months(figure)
for figure in ("output", "difference", "firms", "talent", "land", "fund", "target", "sizes", "cost", "origins"):
    check_page(figure)
for figure in ("firms", "talent", "land", "fund", "target", "sizes"):
    check_legend(figure)
_, _, said, _ = read("target")
said = [word for _, _, word, _, _ in said]
require("what no run meets is shown by its distance", any(("distance to it [bn CNY]" if language == "en" else "与目标的差距（亿元）") in w for w in said), said)
require("the target's month stands on the axis", "2031-10" in said, said)
sys.exit(failures > 0)
