"""The times of a place on the crew are the shift's own: one foreign key over id, start and end.

When a shift moves, its crew's times follow, and the exclusion constraint judges them again.
"""

from django.db import migrations

ADD = """
ALTER TABLE grannstod_crewmember
  ADD CONSTRAINT crew_has_the_times_of_its_shift
  FOREIGN KEY (shift_id, starts_at, ends_at) REFERENCES grannstod_shift (id, starts_at, ends_at)
  ON UPDATE CASCADE ON DELETE CASCADE
"""
DROP = "ALTER TABLE grannstod_crewmember DROP CONSTRAINT crew_has_the_times_of_its_shift"


class Migration(migrations.Migration):
    dependencies = [("grannstod", "0001_initial")]

    operations = [migrations.RunSQL(ADD, DROP)]
