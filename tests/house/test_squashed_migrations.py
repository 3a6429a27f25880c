"""A squashed migration leads where the ones it replaces lead, and a database between two of those can go on."""

import pytest
from django.db import connection
from django.db.migrations import RunSQL
from django.db.migrations.autodetector import MigrationAutodetector
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder


@pytest.fixture(scope="module")
def squashed():
    return MigrationLoader(None)


@pytest.fixture(scope="module")
def one_by_one(squashed):
    """The replaced migrations alone, and the last one of each room."""
    loader = MigrationLoader(None, replace_migrations=False)
    return loader.graph, [max(migration.replaces) for migration in squashed.replacements.values()]


def test_the_models_and_the_sql_are_the_same(squashed, one_by_one):
    graph, last = one_by_one
    by_squashed = squashed.graph.make_state(nodes=list(squashed.replacements))
    changes = MigrationAutodetector(graph.make_state(nodes=last), by_squashed).changes(squashed.graph)
    assert changes.keys().isdisjoint(room for room, _ in last)
    for replacing in squashed.replacements.values():
        replaced = [graph.nodes[key] for key in replacing.replaces]
        assert sql_of([replacing]) == sql_of(replaced)


def sql_of(migrations):
    operations = [operation for migration in migrations for operation in migration.operations]
    return [(one.sql, one.reverse_sql) for one in operations if isinstance(one, RunSQL)]


@pytest.mark.django_db
def test_a_database_that_stopped_anywhere_goes_on(one_by_one, monkeypatch):
    graph, last = one_by_one
    order = list(dict.fromkeys(node for leaf in sorted(last) for node in graph.forwards_plan(leaf)))
    for stopped in range(0, len(order) + 1, 7):
        applied = {key: MigrationRecorder.Migration(app=key[0], name=key[1]) for key in order[:stopped]}
        monkeypatch.setattr(MigrationRecorder, "applied_migrations", lambda _self, held=applied: dict(held))
        executor = MigrationExecutor(connection)
        executor.loader.check_consistent_history(connection)
        plan = [migration for migration, _ in executor.migration_plan(executor.loader.graph.leaf_nodes())]
        covered = {key for migration in plan for key in (migration.replaces or [(migration.app_label, migration.name)])}
        assert covered.isdisjoint(applied)
        assert covered | set(applied) >= set(order)
