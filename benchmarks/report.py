"""Print the measurements and compare them with what is expected."""

from statistics import median, quantiles

MAX_QUERIES = {
    "briefing": 5,
    "home": 8,
    "list, first page": 6,
    "list, last page": 6,
    "indicator": 9,
    "desk": 14,
    "desk of an author": 14,
    "calendar": 8,
    "admin list": 15,
    "admin edit": 40,
    "roles": 8,
    "people": 15,
    "log": 12,
}
MAX_MS = 2
STORED = (", stored", ", 304")
MAX_MS_STORED = 0.8
MAX_GROWTH = 1.5
MAX_TIMES_BARE = 5


def _verdict(text, is_met):
    print(f"  {'met    ' if is_met else 'NOT met'}  {text}")


def median_time(times):
    """The median milliseconds of `times`, which are (milliseconds, milliseconds of CPU)."""
    return median(elapsed for elapsed, _cpu in times)


def print_pages(sizes, times, queries):
    """`times` and `queries` are {(page, number of articles): …}; return {page: time with many / time with few}."""
    small, large = sizes
    print(f"\n{'':24}{'queries':>8}{small:>9,} articles{large:>9,} articles    ratio  quickest tenth  in Python")
    growth = {}
    for page in dict.fromkeys(page for page, _size in times):
        few, many = median_time(times[page, small]), median_time(times[page, large])
        growth[page] = many / few
        quick = quantiles([elapsed for elapsed, _cpu in times[page, large]], n=10)[0]
        busy = median(cpu for _elapsed, cpu in times[page, large])
        count = len(queries[page, large])
        print(f"{page:24}{count:>8}{few:>15.2f} ms{many:>15.2f} ms{growth[page]:>9.2f}{quick:>13.2f} ms{busy:>8.2f} ms")
    return growth


def print_served(rates):
    """`rates` is {"briefing": [requests per second, …], "bare": […]}; return bare / briefing."""
    briefing, bare = median(rates["briefing"]), median(rates["bare"])
    print(f"\n{'':30}requests per second (median of {len(rates['bare'])} rounds, lowest and highest)")
    for name, label in (("briefing", "briefing page"), ("bare", "bare Django view")):
        print(f"{label:30}{median(rates[name]):>10,.0f}   ({min(rates[name]):,.0f} to {max(rates[name]):,.0f})")
    print(f"{'a bare view is faster by':30}{bare / briefing:>10.1f} times")
    return bare / briefing


def print_expectations(sizes, times, queries, growth, times_bare):
    print("\nExpected")
    for size in sizes:
        milliseconds = median_time(times["briefing", size])
        text = f"briefing page with {size:,} articles in at most {MAX_MS} ms: {milliseconds:.2f}"
        _verdict(text, milliseconds <= MAX_MS)
        for page in growth:
            if page.endswith(STORED):
                milliseconds = median_time(times[page, size])
                text = f"{page}: with {size:,} articles in at most {MAX_MS_STORED} ms: {milliseconds:.2f}"
                _verdict(text, milliseconds <= MAX_MS_STORED)
    _verdict(
        f"bare view at most {MAX_TIMES_BARE} times as fast as the briefing page: {times_bare:.1f}",
        times_bare <= MAX_TIMES_BARE,
    )
    for page, ratio in growth.items():
        text = (
            f"{page}: with {sizes[1]:,} articles at most {MAX_GROWTH} times as long as with {sizes[0]:,}: {ratio:.2f}"
        )
        _verdict(text, ratio <= MAX_GROWTH)
    for page, most in (MAX_QUERIES | {page: 1 for page in growth if page.endswith(STORED)}).items():
        count = max(len(queries[page, size]) for size in sizes)
        _verdict(f"{page}: at most {most} queries: {count}", count <= most)
