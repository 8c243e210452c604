"""What a text says nearest to what somebody wants, in its own words."""

from matching.quoting.citations import Citations

__all__ = ["Citations"]
