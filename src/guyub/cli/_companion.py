"""A command that runs beside another one and is started anew when it dies."""

import contextlib
import subprocess
import sys
import threading

REST_SECONDS = 3.0  # before a command that died is started again


class Companion:
    """One `guyub` command in a process of its own, kept alive until `stop`."""

    def __init__(self, *arguments: str) -> None:
        self._command = [sys.executable, "-m", "guyub.cli", *arguments]
        self._stopping = threading.Event()
        self._process: subprocess.Popen[bytes] | None = None
        self._thread = threading.Thread(target=self._keep, daemon=True)

    def start(self) -> None:
        """Start the command."""
        self._thread.start()

    def stop(self) -> None:
        """Let the command end; it has some seconds for the part it is at."""
        self._stopping.set()
        if self._process is not None:
            self._process.terminate()
            with contextlib.suppress(subprocess.TimeoutExpired):
                self._process.wait(timeout=5)

    def _keep(self) -> None:
        while not self._stopping.is_set():
            self._process = subprocess.Popen(self._command)  # noqa: S603 - our own command by this interpreter
            self._process.wait()
            self._stopping.wait(REST_SECONDS)
