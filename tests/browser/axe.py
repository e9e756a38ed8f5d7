"""What axe-core finds wrong with a page, for people who do not see or point."""

from importlib.resources import files

SOURCE = (files("axe_playwright_python") / "axe.min.js").read_text()
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


def offences(page):
    """One line for each: the rule, and the first elements that break it."""
    page.evaluate(SOURCE)
    found = page.evaluate("rules => axe.run(document, {runOnly: rules})", RULES)
    return [
        f"{one['id']}: {one['help']} ({'; '.join(node['html'][:120] for node in one['nodes'][:3])})"
        for one in found["violations"]
    ]
