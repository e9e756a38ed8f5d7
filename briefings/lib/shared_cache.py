"""Redis or Valkey as the cache in which all processes count together. That it does not answer is said in one way."""

from django.core.cache.backends.redis import RedisCache, RedisCacheClient

PATIENCE = {"socket_connect_timeout": 2, "socket_timeout": 2}  # seconds: nobody waits long for a count


class NotAnswering(Exception):
    """Nothing can be counted now."""


class _Client(RedisCacheClient):
    def get_client(self, *args, **kwargs):
        return _Told(super().get_client(*args, **kwargs), self._lib.RedisError)


class _Told:
    """The library's client; what it says about the server is said as `NotAnswering`."""

    def __init__(self, client, errors):
        self._client, self._errors = client, errors

    def __getattr__(self, name):
        command = getattr(self._client, name)

        def told(*args, **kwargs):
            try:
                return command(*args, **kwargs)
            except self._errors as error:
                raise NotAnswering("The shared cache that CACHE_URL names does not answer.") from error

        return told


class SharedCache(RedisCache):
    def __init__(self, server, params):
        super().__init__(server, params | {"OPTIONS": PATIENCE | params.get("OPTIONS", {})})
        self._class = _Client
