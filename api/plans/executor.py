"""The executor: graphql-core's own, asked only for what no plan completes."""

from collections.abc import Awaitable
from typing import Any, ClassVar

from graphql import (
    GraphQLObjectType,
    GraphQLOutputType,
    GraphQLResolveInfo,
    Undefined,
)
from graphql.execution.collect_fields import FieldDetailsList, GroupedFieldSet
from graphql.pyutils import AwaitableOrValue, Path, gather_with_cancel
from strawberry.schema.schema import StrawberryGraphQLCoreExecutionContext

from api.plans.cache import PlanCache
from api.plans.compiler import Selection
from api.plans.levels import Levels
from api.plans.prefetching import read_ahead
from api.plans.selected import Selected, selected

Answer = dict[str, Any]


class PlannedExecutor(StrawberryGraphQLCoreExecutionContext):
    """Executes operations by their plans. Make a class for each schema: `planned_executor`."""

    plans: ClassVar[PlanCache] = PlanCache()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.plan = self.plans.plan_for(self)
        if self.plan is not None:
            self._relevant_sub_fields = self.plan.sub_fields

    def execute_collected_root_fields(
        self,
        root_type: GraphQLObjectType,
        root_value: Any,
        grouped_field_set: GroupedFieldSet,
        serially: bool,  # noqa: FBT001  # graphql-core's signature
        new_defer_usages: Any,
    ) -> AwaitableOrValue[Answer]:
        """Takes the plan's own collection of the root fields: compiled parts are known by it."""
        if self.plan is not None:
            self.plan.root_fields = self.plan.root_fields or grouped_field_set
            grouped_field_set = self.plan.root_fields
        return super().execute_collected_root_fields(
            root_type, root_value, grouped_field_set, serially, new_defer_usages
        )

    def complete_value(
        self,
        return_type: GraphQLOutputType,
        field_details_list: FieldDetailsList,
        info: GraphQLResolveInfo[Any],
        path: Path,
        result: Any,
        position_context: Any,
    ) -> AwaitableOrValue[Any]:
        """Completes a value by the plan, or as graphql-core does."""
        if self.plan is not None and result is not None:
            compiled = self.plan.completion(return_type, field_details_list)
            if compiled.made is not None:
                try:
                    completed = compiled.made(result)
                except Exception:  # noqa: BLE001  # whatever it is, graphql-core meets it again
                    compiled.misses += 1
                else:
                    compiled.hits += 1
                    return completed
        return super().complete_value(
            return_type, field_details_list, info, path, result, position_context
        )

    async def complete_awaitable_value(
        self,
        return_type: GraphQLOutputType,
        field_details_list: FieldDetailsList,
        info: GraphQLResolveInfo[Any],
        path: Path,
        result: Any,
        position_context: Any,
    ) -> Any:
        """Tells a field at the root what is wanted of it, reads ahead, and completes it."""
        if self.plan is not None and path.prev is None:
            levels = self.plan.levels(return_type, field_details_list)
            if levels.by_type:
                result = self._with_prefetched(result, levels)
        return await super().complete_awaitable_value(
            return_type, field_details_list, info, path, result, position_context
        )

    async def _with_prefetched(self, result: Awaitable[Any], levels: Levels) -> Any:
        # The resolver runs now, in this task.
        token = selected.set(Selected(levels, self.variable_values))
        try:
            value = await result
        finally:
            selected.reset(token)
        if levels.has_loads:
            try:
                await read_ahead(self, levels, value)
            except Exception:  # noqa: BLE001  # the resolvers, asked now, tell it at their places
                self.plan = None
        return value

    def execute_fields(
        self,
        parent_type: GraphQLObjectType,
        source_value: Any,
        path: Path | None,
        grouped_field_set: GroupedFieldSet,
        position_context: Any,
    ) -> AwaitableOrValue[Answer]:
        """Executes the fields that have resolvers; the plan completes those beside them."""
        if self.plan is not None:
            compiled = self.plan.selection(parent_type, grouped_field_set)
            if compiled.made is not None:
                try:
                    answer = compiled.made.fill(source_value)
                except Exception:  # noqa: BLE001  # as above
                    compiled.misses += 1
                else:
                    compiled.hits += 1
                    return self._execute_others(
                        compiled.made, answer, parent_type, source_value, path
                    )
        return super().execute_fields(
            parent_type, source_value, path, grouped_field_set, position_context
        )

    def _execute_others(
        self,
        selection: Selection,
        answer: Answer,
        parent_type: GraphQLObjectType,
        source_value: Any,
        path: Path | None,
    ) -> AwaitableOrValue[Answer]:
        waiting: list[str] = []
        try:
            for name, details in selection.others:
                field_path = Path(path, name, parent_type.name)
                result = self.execute_field(parent_type, source_value, details, field_path, None)
                assert result is not Undefined  # noqa: S101  # unknown fields are not compiled
                answer[name] = result
                if self.is_awaitable(result):
                    waiting.append(name)
        except Exception:
            if waiting:
                self.settle_in_background([answer[name] for name in waiting])
            raise
        return self._awaited(answer, waiting) if waiting else answer

    async def _awaited(self, answer: Answer, waiting: list[str]) -> Answer:
        if len(waiting) == 1:
            answer[waiting[0]] = await answer[waiting[0]]
        else:
            found = await gather_with_cancel(*(answer[name] for name in waiting))
            answer.update(zip(waiting, found, strict=True))
        return answer


def planned_executor(most_documents: int = 256) -> type[PlannedExecutor]:
    """An executor's class with plans of its own: for one schema."""
    return type("PlannedExecutor", (PlannedExecutor,), {"plans": PlanCache(most_documents)})
