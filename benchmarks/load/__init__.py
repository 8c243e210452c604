"""What becomes of more requests than the service can answer."""
