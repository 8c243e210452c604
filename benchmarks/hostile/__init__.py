"""How little it costs to refuse hostile requests, and that none is let through."""
