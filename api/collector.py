"""The garbage collector in a process that serves."""

import gc

NEW_OBJECTS = 5_000  # some requests' worth; by default, each request pays for a collection


def spare_what_is_loaded() -> None:
    """Has the collector look at nothing that is there by now: it lives as long as the process.

    Otherwise a full collection holds up all requests for 70 ms, about once a second under load.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(NEW_OBJECTS)
