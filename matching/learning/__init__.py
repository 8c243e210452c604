"""What a tenant's members answered, learned from: graph on one side, engine on the other."""
