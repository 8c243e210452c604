"""What one request may ask: refused before it costs anything."""
