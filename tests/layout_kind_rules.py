"""A block kind is named in its own files and the registry only (docs/decisions/22-block-kinds.md).

Not looked at: migrations; the demonstration, which makes blocks; stylesheets, which lay out what the templates print.
"""

import ast
import re

from .layout_rules import SLICES, imports, offence, parsed, parts_of, python_files, slice_of

FOLDERS = ("briefings/documents/kinds", "briefings/articles/blocks", "briefings/articles/admin/blocks")
TEMPLATES = "templates/briefings/documents/blocks"
SHARED = {"__init__", "base", "resolution", "forms", "inline"}
READING_DOCUMENTS = {"history", *SLICES[SLICES.index("documents") :]}


def own_files(root):
    """{kind: the Python files that are its own}."""
    files = {}
    for folder in FOLDERS:
        for path in sorted((root / folder).glob("*.py")):
            if path.stem not in SHARED:
                files.setdefault(path.stem, []).append(path)
    return files


def _field_names(paths):
    """The fields of the blocks' models in these files."""
    return {
        node.targets[0].id
        for path in paths
        for model in parsed(path).body
        if isinstance(model, ast.ClassDef) and model.name.endswith("Block")
        for node in model.body
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Call) and isinstance(node.targets[0], ast.Name)
    }


def _class_names(paths):
    return {node.name for path in paths for node in parsed(path).body if isinstance(node, ast.ClassDef)}


def _types_compared(tree):
    """String constants in comparisons and `match`: there "sources" is a type, elsewhere it may be any word."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Compare | ast.MatchValue):
            yield from (one for one in ast.walk(node) if isinstance(one, ast.Constant))


def _names(tree):
    """(line, name) of every identifier, imported name, keyword argument and string."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Name):
            yield node.lineno, node.id
        elif isinstance(node, ast.Attribute):
            yield node.lineno, node.attr
        elif isinstance(node, ast.alias):
            yield node.lineno, node.name
        elif isinstance(node, ast.keyword) and node.arg:
            yield node.value.lineno, node.arg
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.lineno, node.value


def _kind_named(name, classes):
    """The kind of a class that the name is or, in lower case, has in it, as in `-calloutblock_set__title`."""
    if name in classes:
        return classes[name]
    models = {each.lower(): kind for each, kind in classes.items()}
    parts = (part.removesuffix("_set") for part in re.split(r"__|\W+", name))
    return next((models[part] for part in parts if part in models), None)


def fields_of_kinds_named_in_shared_files(root):
    """What all kinds share compares with no name of a field that only one of them has."""
    own, found = own_files(root), []
    fields = {name: kind for kind, paths in own.items() for name in _field_names(paths)}
    for path in (path for folder in FOLDERS for path in sorted((root / folder).glob("*.py")) if path.stem in SHARED):
        found += [
            offence(root, path, constant.lineno, f"asks for the field {constant.value}; its kind says what it is")
            for constant in _types_compared(parsed(path))
            if constant.value in fields
        ]
    return found


def kinds_named_in_python(root):
    own = own_files(root)
    classes = {name: kind for kind, paths in own.items() for name in _class_names(paths) if name != "Inline"}
    registry = root / "briefings/documents/kinds/__init__.py"
    found = {}
    for path in python_files(root, "briefings", "ecuador_site"):
        parts = parts_of(root, path)
        if parts[1:2] == ("demo",) or path == registry:
            continue
        tree, named = parsed(path), []
        named += [(line, kind, name) for line, name in _names(tree) if (kind := _kind_named(name, classes))]
        if slice_of(parts) in READING_DOCUMENTS:
            named += [(line, name, name) for line, name in _names(tree) if name in own and "_" in name]
            named += [(one.lineno, one.value, one.value) for one in _types_compared(tree) if one.value in own]
        for line, target in imports(root, path):
            module = next((folder for folder in FOLDERS if "/".join(target).startswith(f"{folder}/")), None)
            kind = target[module.count("/") + 1] if module else ""
            if kind in own:
                named.append((line, kind, kind))
        for line, kind, name in named:
            if path not in own[kind]:
                found[path, line] = offence(root, path, line, f"names {name}; only a kind's own files name it")
    return list(found.values())


def kinds_named_in_templates(root):
    kinds = own_files(root)
    compound = [kind for kind in kinds if "_" in kind]
    models = [f"{kind.replace('_', '')}block" for kind in kinds]
    patterns = [rf"[\"']({'|'.join(compound)})[\"']"] if compound else []
    patterns += [rf"==\s*[\"']({'|'.join(kinds)})[\"']", rf"\b({'|'.join(models)})(?:_set)?\b"] if kinds else []
    paths = [*(root / "templates").rglob("*.html"), *(root / "briefings/static").rglob("*.js")]
    return [
        offence(root, path, number, f"names {next(filter(None, match.groups()))}; only the template of the kind does")
        for path in sorted(paths)
        if not path.is_relative_to(root / TEMPLATES)
        for number, line in enumerate(path.read_text().splitlines(), 1)
        for match in [re.search("|".join(patterns), line)]
        if patterns and match
    ]
