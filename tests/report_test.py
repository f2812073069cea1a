"""Opens a report in a real browser, wide and narrow, and prints it. usage: report_test.py PAGE LANGUAGE WORK_FOLDER"""
import html.parser
import pathlib
import re
import subprocess
import sys

page, language, work = pathlib.Path(sys.argv[1]), sys.argv[2], pathlib.Path(sys.argv[3])
text = page.read_text(encoding="utf-8")
checks = 0


def require(what, good, seen=""):
    global checks
    checks += 1
    if not good:
        sys.exit(f"{page}: not so: {what} {seen}")


class Reader(html.parser.HTMLParser):
    """Holds elements against each other: each that opens closes, in order; identifiers are there once."""
    empty = {"meta", "br", "wbr", "path", "circle", "use", "line", "rect", "polygon", "polyline", "stop", "image"}

    def __init__(self):
        super().__init__()
        self.open, self.ids, self.links, self.fetched, self.words = [], [], [], [], []

    def handle_starttag(self, tag, attributes):
        values = dict(attributes)
        self.ids += [values["id"]] if "id" in values else []
        for name in ("href", "xlink:href", "src"):
            if values.get(name):
                (self.links if values[name].startswith("#") else self.fetched).append(values[name])
        if tag not in self.empty:
            self.open.append(tag)

    def handle_startendtag(self, tag, attributes):
        self.handle_starttag(tag, attributes)
        if tag not in self.empty:
            self.open.pop()

    def handle_endtag(self, tag):
        if tag in self.empty:
            return
        require("elements close in order", self.open and self.open[-1] == tag, f"</{tag}> in {self.open[-3:]}")
        self.open.pop()

    def handle_data(self, data):
        self.words.append(data)


reader = Reader()
reader.feed(text)
said = " ".join(reader.words)
require("every element is closed", not reader.open, reader.open)
require("identifiers are there once", len(reader.ids) == len(set(reader.ids)),
        sorted(i for i in reader.ids if reader.ids.count(i) > 1)[:4])
require("every link leads somewhere", all(link[1:] in reader.ids for link in reader.links),
        [link for link in reader.links if link[1:] not in reader.ids][:4])
require("money has no unit that no one uses", "百万元" not in said or language == "en")
require("every figure has a link", all(f"#figure-{name}" in reader.links for name in ("output", "cost", "talent")))
require("nothing is fetched", not reader.fetched, reader.fetched[:3])
require("there is no script", "<script" not in text)
require("no number is missing", not re.search(r"\bnan\b|\binf\b|%[a-z]", said), re.findall(r".{30}\bnan\b.{20}", said)[:2])
for wanted in {"en": ["Findings", "ival towns", "of public money", "How to reproduce", "--seed", "assumed"],
               "zh": ["结论", "竞争地区", "亿元", "万元", "如何重现", "--seed", "assumed"]}[language]:
    require(f"it says '{wanted}'", wanted in said)
require("the language is marked", f'<html lang="{"zh-CN" if language == "zh" else "en"}"' in text)
require("figures stand in it", text.count("<svg") >= 8, text.count("<svg"))

measure = """<script>
const wide = [...document.querySelectorAll('main *')].filter(e => !e.closest('.wide') && !e.closest('svg')
  && e.getBoundingClientRect().right > document.documentElement.clientWidth + 1);
const small = [...document.querySelectorAll('svg')].filter(e => e.getBoundingClientRect().width < 250);
const letters = [...document.querySelectorAll('.picture svg text')].map(e => {
  const svg = e.closest('svg');
  return parseFloat(e.closest('[font-size]').getAttribute('font-size')) * svg.getBoundingClientRect().width / svg.viewBox.baseVal.width; });
const shown = [...document.querySelectorAll('#comparison tbody tr:first-child td:nth-child(3)')].map(e => e.getBoundingClientRect().right);
const thin = [...document.querySelectorAll('td:first-child')].filter(e => e.offsetParent && e.getBoundingClientRect().width < 90);
parent.postMessage(JSON.stringify({page: document.documentElement.scrollWidth, view: document.documentElement.clientWidth,
  height: document.documentElement.scrollHeight, wide: wide.map(e => e.tagName + '.' + e.className).slice(0, 5),
  small: small.length, letters: Math.min(...letters), shown: Math.max(...shown), thin: thin.length, sections: document.querySelectorAll('section').length}), '*');
</script>"""
probe = work / "probe.html"
probe.write_text(text.replace("</body>", measure + "</body>"), encoding="utf-8")


def browse(*arguments):
    return subprocess.run(["chromium", "--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage",
                           f"--user-data-dir={work}/profile", *arguments],
                          capture_output=True, text=True, timeout=120, check=True).stdout


import json  # noqa: E402
for width, height in ((1280, 900), (390, 844)):
    # A frame of that width: the browser's own window is never as narrow as a telephone.
    frame = work / f"frame{width}.html"
    frame.write_text(f"""<title></title><script>onmessage = event => document.title = event.data</script>
<iframe src="probe.html" style="border:0" width="{width}" height="{height}"></iframe>""", encoding="utf-8")
    dom = browse("--window-size=1400,1000", "--virtual-time-budget=10000", "--dump-dom", frame.as_uri())
    seen = json.loads(re.search(r"<title>(\{.*?\})</title>", dom.replace("&quot;", '"'))[1])
    require(f"at {width} the page fits", seen["page"] <= seen["view"] + 1 and not seen["wide"], seen)
    require(f"at {width} the view is that wide", abs(seen["view"] - width) <= 20, seen)
    require(f"at {width} figures can be seen", seen["small"] == 0, seen)
    require(f"at {width} letters of figures can be read", seen["letters"] >= 9.5, seen)
    require(f"at {width} differences and intervals can be seen", seen["shown"] <= seen["view"], seen)
    require(f"at {width} names in tables have room", seen["thin"] == 0, seen)
    require(f"at {width} all sections stand", seen["sections"] >= 8, seen)
paper = work / "page.pdf"
browse(f"--print-to-pdf={paper}", "--no-pdf-header-footer", page.absolute().as_uri())
printed = subprocess.run(["pdftotext", "-layout", paper, "-"], capture_output=True, text=True, check=True).stdout
pages = int(re.search(r"Pages:\s+(\d+)", subprocess.run(["pdfinfo", paper], capture_output=True, text=True, check=True).stdout)[1])
require("it prints on a few pages", 4 <= pages <= 40, pages)
require("what is printed can be read", ("结论" if language == "zh" else "Findings") in printed and "xianju/baseline" in printed)
print(f"{page.name}: {checks} checks passed, {pages} pages on paper")
