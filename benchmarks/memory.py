"""Resident memory of a process, from the kernel's own counters (Linux)."""

from pathlib import Path

_CLEAR = Path("/proc/self/clear_refs")
_KIB = 1024
# Written to clear_refs, it sets the peak back to what is resident now: proc(5).
_RESET_PEAK = "5"


def resident_mb(pid: int | None = None) -> float:
    """What is resident now, of this process or of another."""
    return _field("VmRSS", pid)


def peak_mb() -> float:
    """The most since the last `reset_peak`, or since the process began."""
    return _field("VmHWM")


def reset_peak() -> None:
    """Begin a new peak. Without the right to do so, the peak stays that of the whole process."""
    try:
        _CLEAR.write_text(_RESET_PEAK)
    except OSError:
        return


def _field(name: str, pid: int | None = None) -> float:
    """Megabytes (10^6 bytes)."""
    status = Path("/proc", "self" if pid is None else str(pid), "status")
    for line in status.read_text("ascii").splitlines():
        if line.startswith(f"{name}:"):
            return int(line.split()[1]) * _KIB / 1e6
    raise RuntimeError(f"the kernel tells no {name}: this measurement needs Linux")
