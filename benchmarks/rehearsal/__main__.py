"""python -m benchmarks.rehearsal: run the real site on loopback, let servers fail, and print what people meet.

Everything comes from the shipped files. Needs PostgreSQL, Redis, nginx with its brotli module, and openssl. The exit
code is 1 when a page that had been read before failed, a confirmed save was lost, or recovery took more than 5 seconds
(in the short form: did not happen).
"""

import argparse
import contextlib
import signal
import subprocess
import sys
import time

from ..databases import program_folder
from . import mixed, secrecy, speed
from .faults import FAULTS
from .report import MOST_RECOVERY, Result, heading, line
from .stack import missing_packages, running
from .traffic import Traffic

SETTLES = 7  # seconds that are watched after the end of a fault


def rehearse(fault, site, traffic):
    """The Result of one fault."""
    first = len(traffic.met)
    remarks = []
    try:
        remarks.append(fault.begin(site))
        if fault.end:
            time.sleep(fault.lasts)
            remarks.append(fault.end(site))
    except (AssertionError, OSError, subprocess.SubprocessError) as error:
        remarks.append(f"FAILED: {error}")
    restored = time.monotonic()
    time.sleep(SETTLES)
    lost = site.inside("people.lost", list(traffic.confirmed))
    sentences = [remark for remark in remarks if isinstance(remark, str)]
    result = Result(fault.name, traffic.met[first:], restored, len(lost), sentences)
    if (result.recovery or 0) > MOST_RECOVERY:
        sentences.append(f"late: {'; '.join(result.late)}")
    return result


def is_as_expected(result, is_short):
    """The short form runs on busy machines: there the site has to recover, and how long that takes is only printed."""
    if any(remark.startswith("FAILED") for remark in result.remarks):
        return False
    has_recovered = result.serves_again if is_short else (result.recovery or 0) <= MOST_RECOVERY
    return not result.failed_reads and not result.lost and has_recovered


def chosen(is_short, words):
    return [fault for fault in FAULTS if (fault.is_short or not is_short) and words in fault.name]


def main():
    parser = argparse.ArgumentParser(prog="python -m benchmarks.rehearsal", description=__doc__)
    parser.add_argument("--short", action="store_true", help="only the faults of the short form, as .ci/run does")
    parser.add_argument("--only", metavar="WORDS", help="only faults whose name contains this")
    parser.add_argument("--speed", action="store_true", help="no faults, only what nginx answers without the site")
    parser.add_argument("--keep", action="store_true", help="keep the files, logs above all")
    options = parser.parse_args()
    faults = [] if options.speed else chosen(options.short, options.only or "")
    missing = missing_packages() + ([] if program_folder() else ["postgresql"])
    if missing:
        sys.exit(f"The rehearsal needs more programs: apt install {' '.join(missing)}")
    signal.signal(signal.SIGTERM, lambda *_signal: sys.exit(143))
    with contextlib.ExitStack() as stack:
        print("Starting PostgreSQL, its replica, Redis, two sites and nginx …", flush=True)
        site, staff = stack.enter_context(running(options.keep))
        traffic = Traffic(site, staff)
        stack.callback(traffic.stop)
        traffic.start()
        time.sleep(3)
        print(f"{len(traffic.pages)} pages are read again and again.\n\n{heading()}", flush=True)
        results = []
        for fault in faults:
            if reason := fault.needs(site):
                print(f"{fault.name}: left out, {reason}")
                continue
            results.append(rehearse(fault, site, traffic))
            print(line(results[-1].cells()), *results[-1].remarks, sep="\n    ", flush=True)
        traffic.stop()
        measures = [lambda: secrecy.leaks(site, traffic)]
        if not (options.short or options.only):
            measures += [lambda: speed.cached_beside_static(site), lambda: speed.many_readers(site, traffic.pages)]
            measures += [lambda: mixed.briefing_beside_others(site, traffic.pages)]
        is_met = print_measures(measures)
    sys.exit(not is_met or not all(is_as_expected(result, options.short) for result in results))


def print_measures(measures):
    """Print a sentence for each; whether all are as expected."""
    print()
    is_met = True
    for measure in measures:
        sentence, is_as_wanted = measure()
        print(f"{'met    ' if is_as_wanted else 'NOT met'}  {sentence}", flush=True)
        is_met = is_met and is_as_wanted
    return is_met


if __name__ == "__main__":
    main()
