"""The workers: queued jobs over the graph, and the mails they send."""
