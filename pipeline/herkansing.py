"""What may go right at the next attempt: a file that a scanner holds, a network drive that is gone for a moment.

Only errors of the system count. A refused delivery, a failed check or a wrong setting stays what it is, however often
it is tried. Used by the Dagster assets, which then try their step again.
"""

from __future__ import annotations

import errno
from collections.abc import Iterator
from contextlib import contextmanager

from dagster import RetryRequested

KEREN = 3
SECONDEN = 10
WINDOWS_IN_GEBRUIK = (32, 33, 53, 59, 64, 121)  # sharing and lock violations; network path, name or server gone
TIJDELIJK = frozenset({
    errno.EAGAIN, errno.EBUSY, errno.EIO, errno.ESTALE, errno.ETIMEDOUT, errno.ETXTBSY, errno.ENETDOWN, errno.ENETRESET,
    errno.ENETUNREACH, errno.EHOSTDOWN, errno.EHOSTUNREACH, errno.ENOTCONN, errno.ECONNRESET, errno.ECONNABORTED,
})  # fmt: skip


def is_tijdelijk(fout: BaseException) -> bool:
    """Whether an error is one of the system that may be over in a moment."""
    if not isinstance(fout, OSError):
        return False
    return fout.errno in TIJDELIJK or getattr(fout, "winerror", None) in WINDOWS_IN_GEBRUIK


@contextmanager
def herkansbaar() -> Iterator[None]:
    """A step of a Dagster run: tried again, up to three times, where it met what may be over in a moment."""
    try:
        yield
    except OSError as fout:
        if is_tijdelijk(fout):
            raise RetryRequested(max_retries=KEREN, seconds_to_wait=SECONDEN) from fout
        raise
