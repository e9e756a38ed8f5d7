"""Rules about names in strings: an act is named in its declaration only, and no slice names a higher one."""

import ast
import re

from .layout_rules import SLICES, modules_with_rules, offence, parsed, parts_of, python_files, role_of, slice_of

ALSO_DJANGOS = {"add", "change", "delete"}  # names of acts that are Django's permissions too
NO_MODEL = re.compile(r"class \w+\(.*(QuerySet|Manager|Choices)|abstract = True")
ADDRESS = re.compile(r"briefings_([a-z]+)_")
TEMPLATE = re.compile(r"[\w/.]+\.(html|txt)")
INCLUDED = re.compile(r"{% (?:include|extends) [\"']([\w/.]+)[\"']")


def _literals(node):
    """The strings in a list, tuple or set, or among the keys of a dict."""
    inside = node.keys if isinstance(node, ast.Dict) else getattr(node, "elts", [])
    return [one.value for one in inside if isinstance(one, ast.Constant) and isinstance(one.value, str)]


def _is_text(node):
    return isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value != ""


def _declares_acts(root, path):
    return slice_of(parts_of(root, path)) and role_of(parts_of(root, path)) == "acts"


def _act_names(root):
    """Names of all acts, former ones included."""
    names = set()
    for path in python_files(root, "briefings"):
        for node in ast.walk(parsed(path)) if _declares_acts(root, path) else ():
            if isinstance(node, ast.Call) and ast.unparse(node.func).endswith("declare"):
                former = [keyword.value for keyword in node.keywords if keyword.arg == "former"]
                names.update([node.args[0].value], *(_literals(value) for value in former))
    return names - ALSO_DJANGOS


def acts_named_outside_their_declarations(root):
    """No list holds two or more names of acts, and nothing records, asks for, compares or looks up an act by a string.

    Aside: declarations, the demonstration, and `__all__`, which names functions.
    """
    names, found = _act_names(root), []
    for path in python_files(root, "briefings"):
        if _declares_acts(root, path) or parts_of(root, path)[1:2] == ("demo",):
            continue
        tree = parsed(path)
        exports = {
            id(node.value) for node in ast.walk(tree)
            if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "__all__"
        }  # fmt: skip
        for node in ast.walk(tree):
            listed = sorted(names.intersection(_literals(node))) if id(node) not in exports else []
            if len(listed) > 1:
                found.append(offence(root, path, node.lineno, f"lists the acts {', '.join(listed)}"))
            if isinstance(node, ast.keyword) and node.arg in ("act", "act__in") and _names_act(node.value):
                found.append(offence(root, path, node.value.lineno, f"names an act: {ast.unparse(node.value)}"))
            if isinstance(node, ast.Compare) and _compares_act(node):
                found.append(offence(root, path, node.lineno, f"compares an act: {ast.unparse(node)}"))
            if _looks_up_act(node):
                found.append(offence(root, path, node.lineno, f"looks an act up: {ast.unparse(node)}"))
    return found


def _names_act(node):
    return _is_text(node) or bool(_literals(node))


def _is_act(node):
    """Whether the expression is called an act, or is the name of one."""
    return re.search(r"(^|\.)act(\.name)?$", ast.unparse(node)) is not None


def _compares_act(node):
    """Whether an act is compared with strings or with declared acts: its declaration says what is special about it."""
    sides = [node.left, *node.comparators]
    others = [side for side in sides if not _is_act(side)]
    if len(others) == len(sides):
        return False
    inside = [one for side in others for one in getattr(side, "elts", [side])]
    declared = any(isinstance(one, ast.Name) and one.id.isupper() for one in inside)
    is_list = any(isinstance(side, ast.Tuple | ast.List | ast.Set) for side in others)
    is_same = isinstance(node.ops[0], ast.Is | ast.IsNot | ast.Eq | ast.NotEq)
    return any(_names_act(side) for side in others) or (declared and (is_list or is_same))


def _looks_up_act(node):
    """Whether the node takes an act out of ACTS by a string, or something for an act out of a dict of strings."""
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in ("get", "pop"):
        table, key = node.func.value, node.args[0] if node.args else None
    elif isinstance(node, ast.Subscript):
        table, key = node.value, node.slice
    else:
        return False
    if key is None:
        return False
    return (ast.unparse(table).endswith("ACTS") and _is_text(key)) or (bool(_literals(table)) and _is_act(key))


def _models(root):
    """{name of a model, as the class and as Django have it: its slice}."""
    found = {}
    for path in python_files(root, "briefings"):
        parts = parts_of(root, path)
        if not slice_of(parts) or role_of(parts) != "models":
            continue
        for node in parsed(path).body:
            if isinstance(node, ast.ClassDef) and not NO_MODEL.search(ast.unparse(node)):
                found |= {node.name: slice_of(parts), node.name.lower(): slice_of(parts)}
    return found


def _words_for_people(tree):
    """The docstrings, and what is translated."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Expr):
            yield node.value
        if isinstance(node, ast.Call) and re.search(r"gettext|^_$", ast.unparse(node.func)):
            yield from node.args


def _templates_of(root, path):
    """The templates that the file names in strings, with those that they include or extend."""
    strings = (node.value for node in ast.walk(parsed(path)) if _is_text(node))
    found, waiting = set(), [name for name in strings if TEMPLATE.fullmatch(name)]
    while waiting:
        template = root / "templates" / waiting.pop()
        if template.is_file() and template not in found:
            found.add(template)
            waiting += INCLUDED.findall(template.read_text())
    return found


def higher_slices_in_templates(root):
    """The templates of the lowest slice, and of models, actions and acts of any, lead to no page of a higher slice."""
    models, found = _models(root), []
    for path in sorted({*modules_with_rules(root), *python_files(root, f"briefings/{SLICES[0]}")}):
        own = SLICES.index(slice_of(parts_of(root, path)))
        for template in sorted(_templates_of(root, path)):
            for number, line in enumerate(template.read_text().splitlines(), 1):
                higher = {models.get(name) for name in ADDRESS.findall(line)} - {None}
                found += [
                    offence(root, template, number, f"a template of {SLICES[own]} names a page of {name}")
                    for name in sorted(higher)
                    if SLICES.index(name) > own
                ]
    return found


def names_of_higher_slices(root):
    """Models, actions, acts and what they rest on, and all of the lowest slice, name no model or module of a higher
    slice in a string."""
    models, found = _models(root), []
    lowest = python_files(root, f"briefings/{SLICES[0]}")
    for path in sorted({*modules_with_rules(root), *lowest}):
        own, tree = SLICES.index(slice_of(parts_of(root, path))), parsed(path)
        words = {id(node) for node in _words_for_people(tree)}
        for node in ast.walk(tree):
            if not _is_text(node) or id(node) in words:
                continue
            named = [models.get(name) for name in (node.value.removeprefix("briefings."), *ADDRESS.findall(node.value))]
            named += [slice_of(tuple(node.value.split(".")))]
            for higher in {name for name in named if name and SLICES.index(name) > own}:
                found.append(offence(root, path, node.lineno, f"{SLICES[own]} names {node.value!r} of {higher}"))
    return found
