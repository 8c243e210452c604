"""Resident memory of this process, from the kernel's own counters (Linux)."""

from pathlib import Path

_STATUS = Path("/proc/self/status")
_CLEAR = Path("/proc/self/clear_refs")
_KIB = 1024
# Written to clear_refs, it sets the peak back to what is resident now: proc(5).
_RESET_PEAK = "5"


def resident_mb() -> float:
    """What is resident now."""
    return _field("VmRSS")


def peak_mb() -> float:
    """The most since the last `reset_peak`, or since the process began."""
    return _field("VmHWM")


def reset_peak() -> None:
    """Begin a new peak. Without the right to do so, the peak stays that of the whole process."""
    try:
        _CLEAR.write_text(_RESET_PEAK)
    except OSError:
        return


def _field(name: str) -> float:
    """Megabytes (10^6 bytes)."""
    for line in _STATUS.read_text().splitlines():
        if line.startswith(f"{name}:"):
            return int(line.split()[1]) * _KIB / 1e6
    raise RuntimeError(f"the kernel tells no {name}: this measurement needs Linux")
