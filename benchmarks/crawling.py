"""Save every public page of the demonstration, to compare two versions of the code.

python -m benchmarks.crawling keep FOLDER        follow all links and save each response
python -m benchmarks.crawling compare OLD NEW    print the addresses whose responses differ
"""

import argparse
import difflib
import hashlib
import os
import re
import sys
from collections import Counter
from html import unescape
from pathlib import Path
from urllib.parse import parse_qs, urldefrag, urljoin, urlsplit

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ecuador_site.settings")
STARTS = ["/", "/en/", "/es/", "/robots.txt", "/en/no-such-page/", "/es/no-such-page/"]
LINK = re.compile(rb'(?:href|src)="([^"#][^"]*)"')
SHOWN_LINES = 12
LOCAL = {"SERVER_NAME": "localhost"}
MAX_PAGES = 20_000


def links_of(address, response, body):
    """The links of an HTML page."""
    if "html" in response.headers.get("Content-Type", ""):
        for match in LINK.findall(body):
            yield unescape(match.decode())


def _has_room(url, counted, same_questions, of_a_kind):
    """Whether the address is one of the first so many: of those that ask a page for the same, or of pages of a kind, as
    all indicators of a language are. One where nothing is stands alone: what it answers is to be seen."""
    from django.urls import Resolver404, resolve

    if url.query:
        group, most = (url.path, *sorted(parse_qs(url.query, keep_blank_values=True))), same_questions
    else:
        most = of_a_kind
        try:
            group = resolve(url.path).view_name
        except Resolver404:
            group = url.path
    counted[group] += 1
    return counted[group] <= most


def crawl(more=(), environment=LOCAL, links=links_of, same_questions=MAX_PAGES, of_a_kind=MAX_PAGES):
    """(address, response, body) of every page of this site that links lead to without signing in, and of `more`.

    `environment` is what a WSGI server would add to each request. `links` finds the links to follow in an answer. Of
    addresses that differ only in what they ask for, `?area=EC-G` and `?area=EC-P`, `same_questions` are followed, and
    of pages of a kind `of_a_kind`.
    """
    from django.test import Client

    client = Client(**environment)
    queue = list(dict.fromkeys([*STARTS, *more]))
    queued, counted = set(queue), Counter()
    while queue and len(queued) < MAX_PAGES:
        address = queue.pop(0)
        response = client.get(address)
        body = b"".join(response.streaming_content) if response.streaming else response.content
        yield address, response, body
        for link in links(address, response, body):
            url = urlsplit(urldefrag(urljoin(address, link)).url)
            target = url.path + (f"?{url.query}" if url.query else "")
            is_ours = url.netloc in ("", "localhost", "localhost:8000") and url.scheme in ("", "http")
            is_new = is_ours and target not in queued and not target.startswith(("/static/", "/admin/"))
            if is_new and _has_room(url, counted, same_questions, of_a_kind):
                queued.add(target)
                queue.append(target)


def keep(folder):
    """Write one file per address with status, the headers that caches and browsers use, and body."""
    import django

    django.setup()
    folder.mkdir(parents=True)
    count = 0
    for address, response, body in crawl():
        count += 1
        names = ("Content-Type", "Location", "Content-Language", "Vary", "Cache-Control", "Content-Security-Policy")
        headers = [f"{name}: {response.headers[name]}" for name in names if name in response.headers]
        text = "\n".join([address, str(response.status_code), *headers, ""]).encode() + b"\n" + body
        (folder / f"{hashlib.sha256(address.encode()).hexdigest()[:20]}.txt").write_bytes(text)
    print(f"{count} addresses kept in {folder}")


def read(folder):
    """{address: saved response} of a folder that `keep` wrote."""
    texts = [path.read_bytes() for path in folder.glob("*.txt")]
    return {text.partition(b"\n")[0].decode(): text for text in texts}


def compare(old, new):
    """Print the differences; return the number of addresses that differ."""
    before, after = read(old), read(new)
    differing = 0
    for address in sorted(before.keys() | after.keys()):
        texts = before.get(address), after.get(address)
        if texts[0] == texts[1]:
            continue
        differing += 1
        if None in texts:
            print(f"{address}: only {'after' if texts[0] is None else 'before'}")
            continue
        print(f"{address}:")
        lines = [text.decode(errors="replace").splitlines() for text in texts]
        shown = [line for line in difflib.unified_diff(*lines, n=0, lineterm="") if line[:2] not in ("--", "++", "@@")]
        print("\n".join(f"    {line[:200]}" for line in shown[:SHOWN_LINES]))
    print(f"{differing} of {len(before.keys() | after.keys())} addresses differ.")
    return differing


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("command", choices=["keep", "compare"])
    parser.add_argument("folders", nargs="+", type=Path)
    options = parser.parse_args()
    if options.command == "keep":
        keep(*options.folders)
    else:
        sys.exit(bool(compare(*options.folders)))


if __name__ == "__main__":
    main()
