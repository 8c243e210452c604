"""One way to find texts, by meaning and by words: for search, suggestions and candidates."""
