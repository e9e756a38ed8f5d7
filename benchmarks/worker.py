"""A process with the site in it, as in production, on one database; it does what it is told and sends the result."""

import os
import signal
import traceback
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context

import django
from django.utils.module_loading import import_string


def _start(environment):
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the parent's to answer; it ends this process
    os.environ.update(environment)
    django.setup()


def _call(name, arguments):
    try:
        return import_string(name)(*arguments)
    except Exception as error:  # as text: the site's own exceptions cannot be unpacked where there is no site
        raise RuntimeError("".join(traceback.format_exception(error))) from None


class Worker:
    """`worker.do("benchmarks.pages.times", "home", 0.1)` calls the function there: two databases, two processes."""

    def __init__(self, environment):
        self.pool = ProcessPoolExecutor(1, get_context("spawn"), initializer=_start, initargs=(environment,))

    def do(self, name, *arguments):
        return self.pool.submit(_call, name, arguments).result()

    def __enter__(self):
        return self

    def __exit__(self, *exception):
        for process in (self.pool._processes or {}).values():
            process.terminate()
        self.pool.shutdown(cancel_futures=True)
