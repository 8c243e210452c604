"""What a score is made of: eight features in [0, 1], one module and one function each."""

from matching.engine.features.assemble import ArcFeatures, FeatureTables, calibrate
from matching.engine.features.scale import UNKNOWN

__all__ = ["UNKNOWN", "ArcFeatures", "FeatureTables", "calibrate"]
