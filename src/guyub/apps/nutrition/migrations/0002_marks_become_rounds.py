"""Supplementary food of children was kept as marks of care; each beginning becomes a round, its answers servings."""

from django.db import migrations

BEGUN, EATEN, ENDED = "pmt-begun", "pmt-eaten", "pmt-ended"
FOLLOWED = 4  # quarters: eaten as advised; of what was not, nobody said how much


def move(apps, schema_editor):
    marks = apps.get_model("growth", "CareMark").objects.filter(kind__in=(BEGUN, EATEN, ENDED))
    rounds, servings = apps.get_model("nutrition", "PmtRound"), apps.get_model("nutrition", "PmtServing")
    counting = marks.filter(withdrawn_on=None).order_by("child_id", "day", "pk")
    running = None
    for mark in sorted(counting, key=lambda one: (one.child_id, one.day, (BEGUN, EATEN, ENDED).index(one.kind))):
        if mark.kind == BEGUN:
            running = rounds.objects.create(
                person_id=mark.child_id,
                village_id=mark.village_id,
                rw=mark.rw,
                rt=mark.rt,
                category=mark.code,
                edition=mark.detail["edition"],
                begun=mark.day,
                days=mark.detail["days"],
                begun_by_id=mark.marked_by_id,
                noted_at=mark.recorded_at,
            )
        elif running is None or running.person_id != mark.child_id:
            continue
        elif mark.kind == EATEN:
            servings.objects.create(
                round=running,
                day=mark.day,
                eaten=FOLLOWED if mark.detail["followed"] else None,
                noted_by_id=mark.marked_by_id,
                noted_at=mark.recorded_at,
            )
        else:
            running.ended_on, running.outcome, running.ended_by_id = mark.day, mark.code, mark.marked_by_id
            running.save()
            running = None
    marks.delete()


class Migration(migrations.Migration):
    dependencies = [("nutrition", "0001_initial"), ("growth", "0006_rules_named_at_length")]

    operations = [migrations.RunPython(move, migrations.RunPython.noop)]
