"""Redis or Valkey as the shared cache, with short timeouts and one exception for all connection errors."""

from django.core.cache.backends.redis import RedisCache, RedisCacheClient

TIMEOUTS = {"socket_connect_timeout": 2, "socket_timeout": 2}  # seconds


class CacheUnavailable(Exception):
    """The cache server does not answer, so attempts cannot be counted."""


class _CacheClient(RedisCacheClient):
    def get_client(self, *args, **kwargs):
        return _RedisClient(super().get_client(*args, **kwargs), self._lib.RedisError)


class _RedisClient:
    """Wraps the client of redis-py and raises `CacheUnavailable` for its errors."""

    def __init__(self, client, errors):
        self._client, self._errors = client, errors

    def __getattr__(self, name):
        command = getattr(self._client, name)

        def call(*args, **kwargs):
            try:
                return command(*args, **kwargs)
            except self._errors as error:
                raise CacheUnavailable("The shared cache that CACHE_URL names does not answer.") from error

        return call


class SharedCache(RedisCache):
    def __init__(self, server, params):
        super().__init__(server, params | {"OPTIONS": TIMEOUTS | params.get("OPTIONS", {})})
        self._class = _CacheClient
