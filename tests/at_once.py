"""Run acts concurrently."""

import threading

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection


def at_once(*calls):
    """Run all calls concurrently, each in a thread with its own connection: (results, refusals, failures)."""
    barrier = threading.Barrier(len(calls))
    results, refusals, failures = [], [], []

    def run(call):
        try:
            barrier.wait(timeout=30)
            results.append(call())
        except (ValidationError, PermissionDenied) as refusal:
            refusals.append(refusal)
        except Exception as failure:
            failures.append(failure)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(call,)) for call in calls]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    return results, refusals, failures
