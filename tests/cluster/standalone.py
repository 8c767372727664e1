"""A Spark cluster on the loopback: a master and two workers, each a process of its own, from the PySpark wheel."""

import contextlib
import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pyspark

HOST = "127.0.0.1"
_HOME = Path(pyspark.__file__).parent
_START_SECONDS = 90
WORKERS = 2
# Every Java here lives for a minute: compiling hot code a second time, and better, never pays.
_SHORT_LIVED = "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC"
_SETTINGS = f"""
spark.executor.memory 512m
spark.cores.max 2
spark.driver.extraJavaOptions {_SHORT_LIVED}
spark.executor.extraJavaOptions {_SHORT_LIVED}
"""


class Cluster:
    """Processes of a standalone cluster; ``url`` is what a driver connects to."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.port, self.page = _free_port(), _free_port()
        self.url = f"spark://{HOST}:{self.port}"
        configuration = folder / "conf"
        configuration.mkdir()
        (configuration / "spark-defaults.conf").write_text(_SETTINGS)
        self.environment = {
            **os.environ,
            "SPARK_HOME": str(_HOME),
            "SPARK_CONF_DIR": str(configuration),
            "SPARK_LOCAL_IP": HOST,
            "PYSPARK_PYTHON": sys.executable,
            "SPARK_LAUNCHER_OPTS": _SHORT_LIVED,
            "SPARK_DAEMON_JAVA_OPTS": _SHORT_LIVED,
        }
        self.processes: list[subprocess.Popen[bytes]] = []
        self.begun = 0  # workers, the dead ones too

    def start(self) -> None:
        """Start master and workers, and wait until the master knows both."""
        self._run("master.Master", "--host", HOST, "--port", str(self.port), "--webui-port", str(self.page))
        for _ in range(WORKERS):
            self._run_worker()
        self.wait_for_workers(WORKERS)

    def wait_for_workers(self, count: int) -> None:
        """Wait until so many workers are alive."""
        end = time.monotonic() + _START_SECONDS
        while self.alive_workers() != count:
            if time.monotonic() > end:
                raise TimeoutError(f"{count} workers did not come up; see {self.folder}")
            time.sleep(0.3)

    def alive_workers(self) -> int:
        """Workers that the master counts as alive."""
        with (
            contextlib.suppress(OSError),
            urllib.request.urlopen(f"http://{HOST}:{self.page}/json/", timeout=2) as page,
        ):
            return int(json.load(page)["aliveworkers"])
        return 0

    def kill_a_worker(self) -> None:
        """Kill the last worker with its executor, as a power cut would."""
        _kill(self.processes.pop())

    def replace_the_worker(self) -> None:
        """Once the master has noticed that a worker died, bring a new one, for whoever comes next."""
        self.wait_for_workers(WORKERS - 1)
        self._run_worker()
        self.wait_for_workers(WORKERS)

    def stop(self) -> None:
        """End every process that this cluster started."""
        while self.processes:
            _kill(self.processes.pop())

    def _run_worker(self) -> None:
        self.begun += 1
        place = ("--host", HOST, "--webui-port", "0", "--work-dir", str(self.folder / f"worker{self.begun}"))
        self._run("worker.Worker", *place, "--cores", "1", "--memory", "1g", self.url)

    def _run(self, role: str, *arguments: str) -> None:
        command = [str(_HOME / "bin" / "spark-class"), f"org.apache.spark.deploy.{role}", *arguments]
        with (self.folder / f"{role}-{self.begun}.log").open("wb") as log:
            process = subprocess.Popen(
                command, stdout=log, stderr=log, env=self.environment, start_new_session=True, cwd=self.folder
            )
        self.processes.append(process)


def _kill(process: subprocess.Popen[bytes]) -> None:
    """The process and its children: they share a session of their own."""
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def _free_port() -> int:
    with socket.socket() as free:
        free.bind((HOST, 0))
        return int(free.getsockname()[1])


@contextlib.contextmanager
def running_cluster(folder: Path) -> Iterator[Cluster]:
    """A cluster that is up, and gone afterwards."""
    cluster = Cluster(folder)
    try:
        cluster.start()
        yield cluster
    finally:
        cluster.stop()
