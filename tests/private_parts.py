"""Where the source reaches into private parts of its dependencies (`_x`, `internal`), as far as the source shows it."""

import ast
import inspect
import pydoc
import re
from collections import Counter
from functools import cache
from pathlib import Path

UPGRADES = Path("docs/decisions/upgrades.md")
MOST = 5
# Documented, in spite of the underscore.
DOCUMENTED = {"_meta", "_state", "_default_manager", "_base_manager", "_replace", "_asdict", "_fields"}


def listed(root):
    """Names in the first column of the first table in upgrades.md, without the way to them."""
    text = (root / UPGRADES).read_text() if (root / UPGRADES).exists() else ""
    return [
        line.split("`")[1].rpartition(".")[2]
        for line in text.partition("\n## ")[0].splitlines()
        if line.startswith("| `")
    ]


def is_private(name):
    return name.startswith("_") and not name.startswith("__") and name not in DOCUMENTED


def uses(trees):
    """(path, line, name) of each use; `trees`: {path: the parsed file}."""
    own, bases = _own_names(trees), _outside_bases(trees)
    for path, tree in trees.items():
        for node in ast.walk(tree):
            if isinstance(node, ast.Attribute) and is_private(node.attr) and own[node.attr] <= _is_of_super(node):
                yield path, node.lineno, node.attr
            elif isinstance(node, ast.ImportFrom) and not node.level:
                names = [*node.module.split("."), *(alias.name for alias in node.names)]
                yield from ((path, node.lineno, name) for name in names if is_private(name) or name == "internal")
            elif isinstance(node, ast.ClassDef):
                yield from (
                    (path, line, name)
                    for line, name in _defined_in(node)
                    if is_private(name) and any(_has(base, name) for base in bases[node.name])
                )


def _defined_in(definition):
    """(line, name) of each method, and of each attribute that a method gives to `self`."""
    for node in ast.walk(definition):
        if isinstance(node, ast.FunctionDef):
            yield node.lineno, node.name
        elif isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Store) and _is_of(node, "self"):
            yield node.lineno, node.attr


def _has(base, name):
    """Whether the class, or one that it rests on, defines the name, on itself or on `self` in a method."""
    return hasattr(base, name) or any(
        re.search(rf"\bself\.{name}\b[^=\n]*=[^=]", _source(part)) for part in base.__mro__ if part is not object
    )


@cache
def _source(definition):
    try:
        return inspect.getsource(definition)
    except (OSError, TypeError):
        return ""


def _own_names(trees):
    """How often our own files define a name: functions, classes, variables and attributes."""
    names = Counter()
    for tree in trees.values():
        for node in ast.walk(tree):
            if isinstance(node, ast.FunctionDef | ast.ClassDef):
                names[node.name] += 1
            elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
                names[node.id] += 1
            elif isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Store) and _is_of(node, "self"):
                names[node.attr] += 1
    return names


def _is_of(node, name):
    return ast.unparse(node.value) == name


def _is_of_super(node):
    """Called on `super()` a name has to be defined twice to be ours: here and by a base."""
    return _is_of(node, "super()")


def _outside_bases(trees):
    """{name of a class of ours: the classes of dependencies that it rests on}, through classes of ours too."""
    written = {}
    for tree in trees.values():
        imported = {
            alias.asname or alias.name: f"{node.module}.{alias.name}"
            for node in ast.walk(tree)
            if isinstance(node, ast.ImportFrom) and not node.level
            for alias in node.names
        }
        for node in ast.walk(tree):
            if isinstance(node, ast.ClassDef):
                names = [ast.unparse(base) for base in node.bases]
                heads = [name.partition(".") for name in names]
                written[node.name] = (
                    names,
                    [imported[head] + dot + rest for head, dot, rest in heads if head in imported],
                )

    def outside(name, seen=()):
        if name in seen or name not in written:
            return []
        names, paths = written[name]
        found = [base for base in map(pydoc.locate, paths) if base]
        return found + [base for other in names for base in outside(other, (*seen, name))]

    return {name: outside(name) for name in written}
