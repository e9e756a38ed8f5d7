from . import desk  # noqa: F401 (registers a section of the home page)
