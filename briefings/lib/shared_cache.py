"""The cache that all processes share, in Redis or in the database: one exception where it cannot count."""

from functools import wraps

from django.core.cache.backends import db
from django.core.cache.backends.base import DEFAULT_TIMEOUT
from django.core.cache.backends.redis import RedisCache
from redis.exceptions import RedisError

TIMEOUTS = {"socket_connect_timeout": 2, "socket_timeout": 2}  # seconds
ASKS_THE_SERVER = [
    "add", "get", "set", "touch", "delete", "get_many", "has_key", "incr", "set_many", "delete_many", "clear",
]  # fmt: skip


class CacheUnavailable(Exception):
    """The cache does not answer or cannot be written, so attempts cannot be counted."""


def _translating_errors(method):
    @wraps(method)
    def call(*args, **kwargs):
        try:
            return method(*args, **kwargs)
        except RedisError as error:
            raise CacheUnavailable("The shared cache that CACHE_URL names does not answer.") from error

    return call


class SharedCache(RedisCache):
    """Raises `CacheUnavailable` for every error of the server or the way to it."""

    def __init__(self, server, params):
        super().__init__(server, params | {"OPTIONS": TIMEOUTS | params.get("OPTIONS", {})})


for name in ASKS_THE_SERVER:
    setattr(SharedCache, name, _translating_errors(getattr(RedisCache, name)))


class DatabaseCache(db.DatabaseCache):
    def add(self, key, value, timeout=DEFAULT_TIMEOUT, version=None):
        """Django's also answers False where the database cannot be written: that would mean too many attempts."""
        if super().add(key, value, timeout, version):
            return True
        if self.get(key, version=version) is None:
            raise CacheUnavailable("The database cannot be written.")
        return False
