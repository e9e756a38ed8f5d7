from . import desk, switches  # noqa: F401 (registers a section of the home page, and pages)
