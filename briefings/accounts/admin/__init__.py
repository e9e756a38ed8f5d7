from . import desk, people
