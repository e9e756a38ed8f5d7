"""A process that runs the production site on one database and calls functions there."""

import logging
import os
import signal
import traceback
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context

import django
from django.utils.module_loading import import_string


def _start(environment):
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent handles Ctrl-C and ends this process
    os.environ.update(environment)
    django.setup()
    logging.disable(logging.WARNING)  # each 404 that is measured


def _call(name, arguments):
    try:
        return import_string(name)(*arguments)
    except Exception as error:  # as text: the parent cannot unpickle the site's exceptions
        raise RuntimeError("".join(traceback.format_exception(error))) from None


class Worker:
    """`worker.do("benchmarks.measuring.labels", "acts")` calls the function in the other process."""

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
