"""What can be changed, one file for each aggregate; `api.schema` joins them."""
