"""The forms of an article's blocks. A kind with a form of its own has a module here that is named like the kind, with
its `Inline`; the others are edited with the plain one."""

from functools import cache
from importlib import import_module

from django.utils.module_loading import module_has_submodule

from ...blocks import Block, block_models
from .forms import BlockForm, selection_form
from .inline import BlockInline


def inline_of(model: type[Block]) -> type[BlockInline]:
    if module_has_submodule(import_module(__name__), model.kind.type):
        return import_module(f".{model.kind.type}", __name__).Inline
    options = {"model": model, "form": selection_form(model) if model.row_model() else BlockForm}
    return type(f"{model.__name__}Inline", (BlockInline,), options | {"__module__": model.__module__})


@cache
def form_of(model: type[Block]) -> type[BlockForm]:
    return inline_of(model).form


def block_inlines() -> list[type[BlockInline]]:
    return [inline_of(model) for model in block_models()]
