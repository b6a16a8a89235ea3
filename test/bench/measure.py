"""Runs one program and prints what it cost: `measure.py SPEC`, SPEC and answer are JSON (see measure.ts).

The figures are the kernel's for that one process (wait4): what feeds it and what reads its output is not in them.
"""

import json
import os
import signal
import subprocess
import sys
import threading
import time

BLOCK = 1 << 20
# Of the output that is kept; holds its last line.
END = 1 << 16


def feed(paths: list[str]) -> subprocess.Popen:
    return subprocess.Popen(["cat", *paths], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE)


class Drain:
    """Reads the program's output: all of it at once, or at a slow reader's pace; counts lines, sees the first record."""

    def __init__(self, stream: int, marker: bytes, bytes_per_second: float | None, began: float) -> None:
        self.stream, self.marker, self.rate, self.began = stream, marker, bytes_per_second, began
        self.bytes = self.lines = 0
        self.end = b""
        self.first: float | None = None

    def run(self) -> None:
        tail = b""
        size = BLOCK if self.rate is None else max(1, int(self.rate / 20))
        while block := os.read(self.stream, size):
            self.bytes += len(block)
            self.lines += block.count(b"\n")
            self.end = block[-END:] if len(block) >= END else (self.end + block)[-END:]
            if self.first is None and self.marker:
                if self.marker in tail + block:
                    self.first = time.monotonic() - self.began
                tail = block[-len(self.marker) :]
            if self.rate is not None:
                time.sleep(max(0.0, self.began + self.bytes / self.rate - time.monotonic()))


def main(spec: dict) -> dict:
    feeder = feed(spec["stdin"]) if spec.get("stdin") else None
    read_end, write_end = os.pipe()
    log = open(spec["stderr"], "wb")
    began = time.monotonic()
    child = subprocess.Popen(
        spec["argv"],
        stdin=feeder.stdout if feeder else subprocess.DEVNULL,
        stdout=open(spec["stdout"], "wb") if spec.get("stdout") else write_end,
        stderr=log,
        cwd=spec.get("cwd"),
        env={**os.environ, **spec.get("env", {})},
    )
    os.close(write_end)
    if feeder:
        feeder.stdout.close()
    drain = Drain(read_end, spec.get("marker", "").encode(), spec.get("drain_bytes_per_second"), began)
    reading = threading.Thread(target=drain.run, daemon=True)
    reading.start()
    stopped = threading.Event()

    def stop() -> None:
        stopped.set()
        os.kill(child.pid, signal.SIGKILL)

    limit = threading.Timer(spec["stop_after_seconds"], stop) if spec.get("stop_after_seconds") else None
    if limit:
        limit.start()
    _, status, usage = os.wait4(child.pid, 0)
    wall = time.monotonic() - began
    if limit:
        limit.cancel()
    child.returncode = os.waitstatus_to_exitcode(status)
    if not stopped.is_set():
        reading.join()
    if feeder:
        feeder.kill()
        feeder.wait()
    return {
        "code": child.returncode,
        "stopped": stopped.is_set(),
        "user_seconds": usage.ru_utime,
        "system_seconds": usage.ru_stime,
        "wall_seconds": wall,
        "max_rss_bytes": usage.ru_maxrss * 1024,
        "output_bytes": drain.bytes,
        "output_lines": drain.lines,
        "first_seconds": drain.first,
        "last_line": drain.end.rstrip(b"\n").rpartition(b"\n")[2].decode("utf-8", "replace"),
    }


if __name__ == "__main__":
    print(json.dumps(main(json.loads(sys.argv[1]))))
