"""Keeps every public page of the demonstration as a file, to compare two states of the code.

python -m benchmarks.crawling keep FOLDER        fetch every page that links lead to, and keep each answer
python -m benchmarks.crawling compare OLD NEW    print the addresses at which the two folders differ
"""

import argparse
import difflib
import hashlib
import os
import re
import sys
from html import unescape
from pathlib import Path
from urllib.parse import urldefrag, urljoin, urlsplit

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ecuador_site.settings")
STARTS = ["/", "/en/", "/es/", "/robots.txt", "/en/no-such-page/", "/es/no-such-page/"]
LINK = re.compile(rb'(?:href|src)="([^"#][^"]*)"')
SHOWN_LINES = 12
MOST_PAGES = 20_000


def crawl():
    """(address, answer) for every page of this site that can be reached by links without signing in."""
    from django.test import Client

    client = Client(SERVER_NAME="localhost")
    waiting, met = list(STARTS), set(STARTS)
    while waiting and len(met) < MOST_PAGES:
        address = waiting.pop(0)
        answer = client.get(address)
        body = b"".join(answer.streaming_content) if answer.streaming else answer.content
        yield address, answer, body
        if "html" not in answer.headers.get("Content-Type", ""):
            continue
        for match in LINK.findall(body):
            target = urlsplit(urldefrag(urljoin(address, unescape(match.decode()))).url)
            found = target.path + (f"?{target.query}" if target.query else "")
            is_ours = target.netloc in ("", "localhost", "localhost:8000") and target.scheme in ("", "http")
            if is_ours and found not in met and not found.startswith(("/static/", "/admin/")):
                met.add(found)
                waiting.append(found)


def keep(folder):
    """One file for each address: its status, the headers that caches and browsers act on, and its body."""
    import django

    django.setup()
    folder.mkdir(parents=True)
    count = 0
    for count, (address, answer, body) in enumerate(crawl(), 1):  # noqa: B007 (it is the count that is wanted)
        named = ("Content-Type", "Location", "Content-Language", "Vary", "Cache-Control", "Content-Security-Policy")
        heads = [f"{name}: {answer.headers[name]}" for name in named if name in answer.headers]
        text = "\n".join([address, str(answer.status_code), *heads, ""]).encode() + b"\n" + body
        (folder / f"{hashlib.sha256(address.encode()).hexdigest()[:20]}.txt").write_bytes(text)
    print(f"{count} addresses kept in {folder}")


def read(folder):
    """{address: answer} of a folder that `keep` wrote."""
    texts = [path.read_bytes() for path in folder.glob("*.txt")]
    return {text.partition(b"\n")[0].decode(): text for text in texts}


def compare(old, new):
    """How many addresses differ; says where, and how each differs."""
    before, after = read(old), read(new)
    differing = 0
    for address in sorted(before.keys() | after.keys()):
        one, other = before.get(address), after.get(address)
        if one == other:
            continue
        differing += 1
        if one is None or other is None:
            print(f"{address}: only {'after' if one is None else 'before'}")
            continue
        print(f"{address}:")
        lines = [text.decode(errors="replace").splitlines() for text in (one, other)]
        shown = [line for line in difflib.unified_diff(*lines, n=0, lineterm="") if line[:2] not in ("--", "++", "@@")]
        print("\n".join(f"    {line[:200]}" for line in shown[:SHOWN_LINES]))
    print(f"{differing} of {len(before.keys() | after.keys())} addresses differ.")
    return differing


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=["keep", "compare"])
    parser.add_argument("folders", nargs="+", type=Path)
    options = parser.parse_args()
    if options.what == "keep":
        keep(*options.folders)
    else:
        sys.exit(bool(compare(*options.folders)))


if __name__ == "__main__":
    main()
