"""Reads a page with another parser: each element closed, nothing from elsewhere, and which paths are named."""

import html.parser
import sys

VOID = {"meta", "br"}


class Page(html.parser.HTMLParser):
    def __init__(self):
        super().__init__()
        self.open, self.problems, self.code, self.rows = [], [], "", []

    def handle_starttag(self, tag, attributes):
        if tag in {"script", "img", "link", "iframe", "a"}:
            self.problems.append("element " + tag)
        for name, value in attributes:
            if name in {"src", "href"} or name.startswith("on"):
                self.problems.append("attribute " + name)
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag):
        if not self.open or self.open.pop() != tag:
            self.problems.append("not well-formed at </%s>" % tag)

    def handle_data(self, data):
        if self.open[-1:] == ["td"] and data in {"different", "missing", "extra", "unknown"}:
            self.rows.append(data.upper())
        if self.open[-1:] == ["code"] and self.rows and " " not in self.rows[-1]:
            self.rows[-1] += " " + data


for line in sys.stdin:
    page = Page()
    page.feed(open(line.strip(), encoding="utf-8").read())
    page.close()
    problems = page.problems + page.open
    print("; ".join(problems) if problems else "well-formed: " + "; ".join(page.rows))
