"""One class per aggregate: domain arguments in, models out, every query bound to the tenant."""
