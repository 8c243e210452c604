"""What can be asked, one file for each aggregate; `api.schema` joins them."""
