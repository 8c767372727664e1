"""Write a file whole or not at all."""

import contextlib
import os
import tempfile
from collections.abc import Callable
from pathlib import Path

from guyub.analytics.tables.errors import UnwritableFile


def write_whole(file: Path, write: Callable[[Path], object]) -> None:
    """Let ``write`` fill a file beside ``file``, then put it in place in one step; on failure leave no trace.

    Raises:
        UnwritableFile: The folder does not exist, is not writable, or the disk is full.
    """
    try:
        handle, name = tempfile.mkstemp(prefix=f".{file.name}.", suffix=".part", dir=file.parent)
    except OSError as error:
        raise UnwritableFile(file=file, reason=error.strerror) from error
    os.close(handle)
    part = Path(name)
    try:
        write(part)
        part.chmod(0o666 & ~_umask())
        os.replace(part, file)
    except OSError as error:
        raise UnwritableFile(file=file, reason=error.strerror or str(error)) from error
    finally:
        with contextlib.suppress(FileNotFoundError):
            part.unlink()


def _umask() -> int:
    """The process's mask; files of `tempfile` are private, an output file is what the user's mask says."""
    mask = os.umask(0)
    os.umask(mask)
    return mask
