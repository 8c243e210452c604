"""Compiled plans: an executor that completes values by generated functions, as graphql-core would.

graphql-core interprets a document anew for every value: about 5 µs a leaf. Here a selection whose
fields are plain attributes is compiled, when its document is seen a second time, into one Python
function (a dict display, comprehensions, attribute access, inlined checks of scalars).

There is one implementation of errors, not two: whatever is odd (a wrong value, a None where none
may be, an awaitable, a class that was not expected) raises inside the generated function, and
graphql-core completes that same value again. So answers, messages, paths, locations and the way
nulls spread are graphql-core's own; a differential test holds that.

What is assumed of a schema: reading a plain attribute twice is harmless, and no resolver changes
the plain attributes of its own source. Mutations, subscriptions, incremental delivery and schemas
with resolving extensions are left to graphql-core.

It rests on methods of `graphql.execution.Executor` (graphql-core 3.3) and on Strawberry's
converter (0.341) that are not public: both are pinned, and nothing else here is Maillage's.
"""

from api.plans.executor import PlannedExecutor, planned_executor
from api.plans.fields import PREFETCHED, is_prefetchable

__all__ = ["PREFETCHED", "PlannedExecutor", "is_prefetchable", "planned_executor"]
