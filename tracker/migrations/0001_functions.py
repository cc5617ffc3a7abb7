"""The SQL functions that rules and generated columns call."""

from pathlib import Path

from django.db import migrations

SQL = Path(__file__).resolve().parent.parent / "models" / "sql"

DROP_RULES = """
DO $$
DECLARE
    rule regprocedure;
BEGIN
    FOR rule IN SELECT oid FROM pg_proc WHERE proname LIKE 'rule\\_%'
            AND pronamespace = 'public'::regnamespace AND prorettype = 'trigger'::regtype LOOP
        EXECUTE 'DROP FUNCTION ' || rule;
    END LOOP;
END $$
"""


class Migration(migrations.Migration):
    initial = True
    dependencies: list[tuple[str, str]] = []
    operations = [
        # The triggers went with their tables; what they called stays behind.
        migrations.RunSQL(migrations.RunSQL.noop, DROP_RULES),
        migrations.RunSQL(
            (SQL / "refuse.sql").read_text(encoding="utf-8"),
            "DROP FUNCTION tracker_refuse(text, text, text);"
            "DROP FUNCTION tracker_nearest(text, text, integer);",
        ),
        migrations.RunSQL(
            (SQL / "edtf.sql").read_text(encoding="utf-8"),
            "DROP FUNCTION tracker_edtf_earliest(text); DROP FUNCTION tracker_edtf_latest(text);"
            "DROP FUNCTION tracker_edtf_plain_day(text); DROP FUNCTION tracker_edtf_bounds(text);"
            "DROP FUNCTION tracker_edtf_date; DROP FUNCTION tracker_edtf_refuse(text, text);",
        ),
        migrations.RunSQL(
            (SQL / "search.sql").read_text(encoding="utf-8"),
            "DROP FUNCTION tracker_search; DROP FUNCTION tracker_fold(text);",
        ),
        migrations.RunSQL(
            (SQL / "stale.sql").read_text(encoding="utf-8"),
            "DROP FUNCTION tracker_mark_sources(bigint[]); DROP FUNCTION tracker_mark(bigint[]);"
            "DROP FUNCTION tracker_older(bigint[]);"
            "DROP FUNCTION tracker_hold_memberships(boolean);",
        ),
    ]
