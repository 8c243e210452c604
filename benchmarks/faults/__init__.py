"""A campaign of faults against the delivery of mails: none lost, none doubled."""
