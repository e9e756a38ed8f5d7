"""Redis or Valkey as the shared cache, with short timeouts and one exception for all connection errors."""

from functools import wraps

from django.core.cache.backends.redis import RedisCache
from redis.exceptions import RedisError

TIMEOUTS = {"socket_connect_timeout": 2, "socket_timeout": 2}  # seconds
ASKS_THE_SERVER = [
    "add", "get", "set", "touch", "delete", "get_many", "has_key", "incr", "set_many", "delete_many", "clear",
]  # fmt: skip


class CacheUnavailable(Exception):
    """The cache server does not answer, so attempts cannot be counted."""


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
