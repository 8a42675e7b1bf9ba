"""What a report is made by: this program as its files are, this Python, and the libraries beside it.

The same wherever these are installed, unlike the name that `kpidsl/cache.py` has for them, which is found in a tenth of
the time: this one is written down beside reports, and says nothing of the machine.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

from kpidsl import __version__
from kpidsl.cache import digest, digest_of

_PACKAGE = Path(__file__).parents[1]
_INSTALLED = (".dist-info", ".egg-info")  # how the names of folders end that say which version of a library is there


def made_by() -> str:
    """A hash of it. A version would not do: in a checkout the program changes under the same one."""
    files = sorted(path for path in _PACKAGE.rglob("*") if path.is_file() and "__pycache__" not in path.parts)
    own = [f"{path.relative_to(_PACKAGE).as_posix()} {digest_of(path.read_bytes())}" for path in files]
    beside = {name for folder in sys.path if os.path.isdir(folder) for name in os.listdir(folder)}
    libraries = sorted(name for name in beside if name.endswith(_INSTALLED))
    return digest(__version__, sys.version, *libraries, *own)
