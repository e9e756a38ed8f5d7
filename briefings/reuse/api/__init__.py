"""The API at /api/v1/: read only, no key, open to scripts of every site."""
