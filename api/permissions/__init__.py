"""Who may do what: one table, looked at before every mutation and every query."""

from api.permissions.extension import Permitted
from api.permissions.table import MUTATIONS, QUERIES, Permission, Reach

__all__ = ["MUTATIONS", "QUERIES", "Permission", "Permitted", "Reach"]
