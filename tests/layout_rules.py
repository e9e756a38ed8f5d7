"""The layout's rules (docs/decisions/01-slices.md): functions from the root of a source tree to a list of offences."""

import ast
from collections import Counter
from functools import cache
from pathlib import Path

from . import private_parts

SLICES = (
    "history", "mail", "search", "accounts", "addresses", "sources", "topics", "statistics", "initiatives", "impacts",
    "media", "documents", "articles", "sharing", "recall", "reuse", "signing_in", "desk", "pages", "upkeep",
)  # fmt: skip
BESIDE_SLICES = {"lib", "demo", "migrations", "management", "templatetags", "static", "locale", "formats"}
HUBS = {"__init__", "acts", "models", "admin", "urls", "api", "apps", "roles", "checks", "middleware", "triggers"}
ASKING = {"views", "admin", "feeds", "api", "forms", "urls"}
PRIVATE = {"views", "admin"}
DRAWERS = {"utils", "util", "helpers", "common", "core", "misc", "services"}
RELATIONS = {"ForeignKey", "OneToOneField", "ManyToManyField", "SortedForeignKey"}
TOP = {
    "manage.py", "ecuador_site", "briefings", "templates", "tests", "benchmarks", "deploy", "docs", "requirements.txt",
    "requirements.lock",
    "README.md", "Makefile", "LICENSE", "pyproject.toml",
}  # fmt: skip
FILE_LINES, FUNCTION_LINES, TEMPLATE_LINES, FOLDER_MODULES = 300, 50, 120, 20


def python_files(root, *under):
    folders = [root / name for name in under or ("briefings", "ecuador_site", "tests", "benchmarks")]
    return sorted(path for folder in folders for path in folder.rglob("*.py") if "migrations" not in path.parts)


tree_of = cache(ast.parse)  # by text: every rule reads the same files


def parsed(path):
    """The syntax tree of a file."""
    return tree_of(path.read_text())


def parts_of(root, path):
    """`briefings/topics/models/x.py` → ("briefings", "topics", "models", "x"); a package goes without `__init__`."""
    parts = path.relative_to(root).with_suffix("").parts
    return parts[:-1] if parts[-1] == "__init__" else parts


def slice_of(parts):
    return parts[1] if parts[:1] == ("briefings",) and len(parts) > 1 and parts[1] in SLICES else None


def role_of(parts):
    """What a module of a slice is for: "views" for views.py, views/briefing.py and views_briefing.py alike."""
    return parts[2].partition("_")[0] if len(parts) > 2 else ""


def imports(root, path):
    """(line, parts of an imported module or name) for every import in the file, the nested ones included."""
    package = parts_of(root, path) if path.name == "__init__.py" else parts_of(root, path)[:-1]
    for node in ast.walk(parsed(path)):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, tuple(alias.name.split("."))) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = package[: len(package) - node.level + 1] if node.level else ()
            base += tuple(node.module.split(".")) if node.module else ()
            yield from ((node.lineno, (*base, alias.name)) for alias in node.names)


def offence(root, path, line, words):
    return f"{path.relative_to(root)}:{line}: {words}"


def modules_with_rules(root):
    """The models and actions of each slice and all that they import from their own slice, as files."""
    files = python_files(root, "briefings")
    by_parts = {parts_of(root, path): path for path in files}
    found, waiting = set(), [path for path in files if slice_of(parts_of(root, path)) and _holds_rules(root, path)]
    while waiting:
        path = waiting.pop()
        if path in found:
            continue
        found.add(path)
        for _line, target in imports(root, path):
            if slice_of(target) == slice_of(parts_of(root, path)) and len(target) > 2:
                waiting += [by_parts[parts] for parts in (target, target[:-1]) if len(parts) > 2 and parts in by_parts]
    return sorted(found)


def _holds_rules(root, path):
    """Models, actions, and all of `documents`, which the slices above it share."""
    parts = parts_of(root, path)
    return role_of(parts) in {"models", "actions", "acts"} or slice_of(parts) == "documents"


def imports_of_higher_slices(root):
    """Models, actions and what they rest on import only lower slices."""
    return [
        offence(root, path, line, f"{slice_of(parts_of(root, path))} imports {slice_of(target)}, which is higher")
        for path in modules_with_rules(root)
        for line, target in imports(root, path)
        if slice_of(target) and SLICES.index(slice_of(target)) > SLICES.index(slice_of(parts_of(root, path)))
    ]


def imports_of_what_asks(root):
    """What holds rules does not import what asks and shows, not even of its own slice."""
    return [
        offence(root, path, line, f"a module with rules imports {'.'.join(target)}")
        for path in modules_with_rules(root)
        for line, target in imports(root, path)
        if slice_of(target) and role_of(target) in ASKING
    ]


def imports_of_anothers_views_or_admin(root):
    return [
        offence(root, path, line, f"imports {'.'.join(target)}, which belongs to another slice alone")
        for path in python_files(root, "briefings")
        if slice_of(parts_of(root, path))
        for line, target in imports(root, path)
        if slice_of(target) not in (None, slice_of(parts_of(root, path))) and role_of(target) in PRIVATE
    ]


def imports_inside_functions(root):
    """An import of our own inside a function of a slice or of lib dodges a cycle instead of removing it."""
    found = []
    for path in python_files(root, "briefings"):
        parts = parts_of(root, path)
        if not (slice_of(parts) or parts[1:2] == ("lib",)):
            continue
        for function in ast.walk(parsed(path)):
            if isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef):
                found += [
                    offence(root, path, node.lineno, f"{function.name} imports inside")
                    for node in ast.walk(function)
                    if isinstance(node, ast.ImportFrom)
                    and (node.level or (node.module or "").partition(".")[0] == "briefings")
                ]
    return found


def relations_not_by_name(root):
    found = []
    for path in python_files(root, "briefings"):
        for node in ast.walk(parsed(path)):
            if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute | ast.Name)):
                continue
            called = node.func.attr if isinstance(node.func, ast.Attribute) else node.func.id
            given = node.args[:1] or [keyword.value for keyword in node.keywords if keyword.arg == "to"]
            if called in RELATIONS and given and not _is_name(given[0]):
                found.append(offence(root, path, node.lineno, f"{called} to {ast.unparse(given[0])}, not by name"))
    return found


def _is_name(node):
    return isinstance(node, ast.Constant) or ast.unparse(node) == "settings.AUTH_USER_MODEL"


def receivers_outside_apps(root):
    found = []
    for path in python_files(root, "briefings"):
        if path == root / "briefings" / "apps.py":
            continue
        for node in ast.walk(parsed(path)):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "connect":
                found.append(offence(root, path, node.lineno, "connects a receiver; list it in apps.py"))
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "receiver":
                found.append(offence(root, path, node.lineno, "@receiver; list it in apps.py"))
    return found


def lib_that_knows_the_site(root):
    return [
        offence(root, path, line, f"lib imports {'.'.join(target)}")
        for path in python_files(root, "briefings/lib")
        for line, target in imports(root, path)
        if (target[0] == "briefings" and target[1:2] != ("lib",))
        or ("models" in target and target[:3] not in (("django", "db", "models"),))
    ]


def demo_imported_by_the_site(root):
    """The demonstration is content: only its commands and its own files know it."""
    commands = {root / "briefings" / "management" / "commands" / name for name in ("load_demo.py", "demo_password.py")}
    return [
        offence(root, path, line, "imports the demonstration")
        for path in python_files(root, "briefings", "ecuador_site")
        if path not in commands and parts_of(root, path)[1:2] != ("demo",)
        for line, target in imports(root, path)
        if target[:2] == ("briefings", "demo")
    ]


def slices_missing_in_models(root):
    hub = root / "briefings" / "models.py"
    named = {slice_of(target) for _line, target in imports(root, hub)}
    having = {path.parent.name for path in (root / "briefings").glob("*/models.py")}
    having |= {path.parent.parent.name for path in (root / "briefings").glob("*/models/__init__.py")}
    return [f"briefings/models.py: does not import {name}" for name in sorted((having & set(SLICES)) - named)]


def drawers(root):
    """Modules and folders whose name says nothing about what is in them."""
    return [f"{path.relative_to(root)}: a drawer" for path in python_files(root) if parts_of(root, path)[-1] in DRAWERS]


def strangers_in_the_app(root):
    """Folders of the app that are neither a slice nor known to stand beside them, and modules that are no hub."""
    folders = [path for path in (root / "briefings").iterdir() if path.is_dir() and path.name != "__pycache__"]
    modules = [path for path in (root / "briefings").glob("*.py") if path.stem not in HUBS]
    strangers = [path for path in folders if path.name not in BESIDE_SLICES | set(SLICES)] + modules
    return [f"{path.relative_to(root)}: neither a slice nor a hub" for path in sorted(strangers)]


def strangers_at_the_top(root):
    ignored = (root / ".gitignore").read_text().split() if (root / ".gitignore").exists() else []
    made_here = {line.strip("/") for line in ignored}
    return [
        f"{path.name}: not at the top of the repository"
        for path in sorted(Path(root).iterdir())
        if path.name not in TOP | made_here and not path.name.startswith(".")
    ]


def long_python_files(root):
    counted = ((path, len(path.read_text().splitlines())) for path in python_files(root))
    return [
        offence(root, path, count, f"more than {FILE_LINES} lines") for path, count in counted if count > FILE_LINES
    ]


def long_functions(root):
    return [
        offence(root, path, node.lineno, f"{node.name} has more than {FUNCTION_LINES} lines")
        for path in python_files(root)
        for node in ast.walk(parsed(path))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and node.end_lineno - node.lineno + 1 > FUNCTION_LINES
    ]


def full_folders(root):
    """Folders of the app and of the settings with too many modules; `__init__.py` does not count."""
    counts = Counter(path.parent for path in python_files(root, "briefings", "ecuador_site") if path.stem != "__init__")
    return [
        offence(root, folder, 1, f"has {count} modules, more than {FOLDER_MODULES}")
        for folder, count in sorted(counts.items())
        if count > FOLDER_MODULES
    ]


def long_templates(root):
    templates = sorted([*(root / "templates").rglob("*.*"), *(root / "briefings").glob("*/templates/**/*.*")])
    counted = ((path, len(path.read_text().splitlines())) for path in templates if path.is_file())
    return [
        offence(root, path, count, f"more than {TEMPLATE_LINES} lines")
        for path, count in counted
        if count > TEMPLATE_LINES
    ]


def private_parts_of_dependencies(root):
    """What is private to a dependency is used only where docs/decisions/upgrades.md says what an upgrade may break."""
    paths = python_files(root, "briefings", "ecuador_site")
    trees = {path: parsed(path) for path in paths}
    listed, text = private_parts.listed(root), "".join(path.read_text() for path in paths)
    found = [
        offence(root, path, line, f"{name} is private to a dependency and not in {private_parts.UPGRADES}")
        for path, line, name in private_parts.uses(trees)
        if name not in listed
    ]
    found += [f"{private_parts.UPGRADES}: {name} is not used any more" for name in listed if name not in text]
    return found + [f"{private_parts.UPGRADES}: more than {private_parts.MOST}"] * (len(listed) > private_parts.MOST)
