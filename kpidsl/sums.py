"""SHA-256 and MD5 sums, for which OpenSSL is loaded only where there is much to add up: that takes 2 ms, a tenth of the
time in which `kpic check` says again what it said before."""

from __future__ import annotations

from functools import cache

TYPE_CHECKING = False  # as in `typing`, which need not be loaded for it

if TYPE_CHECKING:
    from collections.abc import Callable
    from hashlib import _Hash

_MUCH = 1 << 18  # bytes, for which OpenSSL takes 1 ms less


def sha256(content: bytes) -> str:
    """The sum, in hexadecimal digits."""
    if len(content) > _MUCH:
        from hashlib import sha256
    else:
        sha256 = _own_sha256()
    return sha256(content).hexdigest()


def md5(content: bytes | bytearray) -> str:
    """The sum, in hexadecimal digits, for files that want one of this kind: it tells contents apart where nobody means
    harm."""
    if len(content) > _MUCH:
        from hashlib import md5
    else:
        md5 = _own_md5()
    return md5(content, usedforsecurity=False).hexdigest()


# What `hashlib` has where there is no OpenSSL; `random` asks for a sibling in this way. Asked for once: each time that
# Python does not find a module it looks through all folders.
@cache
def _own_sha256() -> Callable[..., _Hash]:
    try:
        from _sha2 import sha256  # type: ignore[import-not-found]
    except ImportError:
        try:
            from _sha256 import sha256  # type: ignore[import-not-found]  # before Python 3.12
        except ImportError:
            from hashlib import sha256
    found: Callable[..., _Hash] = sha256
    return found


@cache
def _own_md5() -> Callable[..., _Hash]:
    try:
        from _md5 import md5  # type: ignore[import-not-found]
    except ImportError:
        from hashlib import md5
    found: Callable[..., _Hash] = md5
    return found
