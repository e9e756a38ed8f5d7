"""python -m benchmarks.browser.lighthouse: what Lighthouse gives public pages of the demonstration on a phone.

The site runs under `manage.py serve` with nothing in front. Each score is the median of five. Needs Chromium, and
`npm install --no-save lighthouse@12.8.2` in the project's folder.
"""

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile

from ..serving import ROOT, free_port, running
from .typing import chromium

LIGHTHOUSE = ROOT / "node_modules/.bin/lighthouse"
PAGES = {
    "home": "/en/",
    "briefing": "/en/briefings/ecuador-request-for-military-support/",
    "indicator": "/en/statistics/homicides/",
    "place": "/en/places/guayas/",
    "search": "/en/search/",  # results ask not to be indexed, which costs points
}
WANTED = {"performance": 98, "accessibility": 100, "best-practices": 100, "seo": 100}
FLAGS = "--headless=new --no-sandbox --disable-dev-shm-usage"
TIMEOUT = 180  # seconds for a page
TRIES = 3  # now and then Chromium records no trace


def audit(address):
    """Lighthouse's report; its defaults are a phone on a slow connection."""
    command = [LIGHTHOUSE, address, "--output=json", "--output-path=stdout", "--quiet", f"--chrome-flags={FLAGS}"]
    command.append(f"--only-categories={','.join(WANTED)}")
    environment = os.environ | {"CHROME_PATH": chromium()}
    for _try in range(TRIES):
        run = subprocess.run(command, env=environment, stdout=subprocess.PIPE, timeout=TIMEOUT)
        if not run.returncode:
            break
    else:
        sys.exit(f"Lighthouse failed at {address}.")  # it has said why
    return json.loads(run.stdout)


def lost_points(report):
    """The audits that keep a page from 100."""
    for name in WANTED:
        for reference in report["categories"][name]["auditRefs"]:
            result = report["audits"][reference["id"]]
            if reference["weight"] and result["score"] is not None and result["score"] < 1:
                yield f"{name}: {result['title']} ({result.get('displayValue', result['score'])})"


def measure(site, pages, runs):
    """Print a row for each page; return whether all are as wanted."""
    print(f"| page | {' | '.join(WANTED)} | largest text or picture | blocked |\n|{'---|' * (len(WANTED) + 3)}")
    is_good, lost = True, {}
    for page in pages:
        reports = [audit(site + PAGES[page]) for _run in range(runs)]
        scores = {
            name: round(100 * statistics.median(report["categories"][name]["score"] for report in reports))
            for name in WANTED
        }
        times = [
            statistics.median(report["audits"][name]["numericValue"] for report in reports)
            for name in ("largest-contentful-paint", "total-blocking-time")
        ]
        print(f"| {page} | {' | '.join(map(str, scores.values()))} | {times[0] / 1000:.1f} s | {times[1]:.0f} ms |")
        is_good &= all(score >= WANTED[name] for name, score in scores.items())
        lost |= dict.fromkeys(line for report in reports for line in lost_points(report))
    print("\n".join(lost))
    return is_good


def main():
    parser = argparse.ArgumentParser(prog="python -m benchmarks.browser.lighthouse", description=__doc__)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--pages", nargs="+", choices=PAGES, default=list(PAGES))
    options = parser.parse_args()
    if not (LIGHTHOUSE.exists() and chromium()):
        sys.exit("Chromium or Lighthouse is missing: npm install --no-save lighthouse@12.8.2")
    with tempfile.TemporaryDirectory() as folder:
        port = free_port()
        environment = {
            "SITE_MODE": "local",
            "DATA_DIR": folder,
            "PORT": str(port),
            "SITE_URL": f"http://localhost:{port}",
        }
        for words in (["migrate", "-v0"], ["load_demo"], ["collectstatic", "-v0", "--no-input"]):
            command = [sys.executable, ROOT / "manage.py", *words]
            subprocess.run(command, env=os.environ | environment, stdout=subprocess.DEVNULL, check=True)
        command = [sys.executable, ROOT / "manage.py", "serve", "--bind", f"127.0.0.1:{port}"]
        with running(command, port, environment):
            sys.exit(not measure(f"http://localhost:{port}", options.pages, options.runs))


if __name__ == "__main__":
    main()
