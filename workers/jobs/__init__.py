"""One job per file: load, call, store. Every job may run twice; its arguments are ids."""
