"""What beat starts, and when: a line a job of a room's `periodic`."""

from __future__ import annotations

from typing import Any

from celery.schedules import crontab

JOBS: dict[str, dict[str, Any]] = {
    "post-sweep-incoming": {"task": "post.periodic.sweep_incoming", "schedule": 60.0},
    "post-fetch-mail": {"task": "post.periodic.fetch_mail", "schedule": 60.0},
    "post-sweep-texts": {"task": "post.periodic.sweep_texts", "schedule": 60.0},
    "post-tidy": {"task": "post.periodic.tidy", "schedule": crontab(hour=3, minute=10)},
    "documents-sweep": {"task": "documents.periodic.sweep", "schedule": 60.0},
    "documents-tidy": {"task": "documents.periodic.tidy", "schedule": crontab(hour=3, minute=20)},
    "newsletters-send-due": {"task": "newsletters.periodic.send_due", "schedule": 60.0},
    "newsletters-alarms": {"task": "newsletters.periodic.raise_alarms", "schedule": 300.0},
    "newsletters-pictures": {"task": "newsletters.periodic.tidy_pictures", "schedule": crontab(hour=4, minute=20)},
    "newsletters-plan-ahead": {"task": "newsletters.periodic.plan_ahead", "schedule": crontab(hour=5, minute=40)},
    "grannstod-seats": {"task": "grannstod.periodic.seats", "schedule": crontab(minute="10,40")},
    "grannstod-schedules": {"task": "grannstod.periodic.schedules", "schedule": 120.0},
    "grannstod-forget": {"task": "grannstod.periodic.forget", "schedule": crontab(hour=4, minute=0)},
    "grannstod-remind": {"task": "grannstod.periodic.remind", "schedule": crontab(minute="5,35")},
    "grannstod-support": {"task": "grannstod.periodic.support", "schedule": crontab(hour=8, minute=5)},
    "calendar-invitations": {"task": "calendar.periodic.invitations", "schedule": 60.0},
    "calendar-room-mails": {"task": "calendar.periodic.room_mails", "schedule": crontab(hour="8-18", minute=5)},
    "calendar-forget": {"task": "calendar.periodic.forget_outlived", "schedule": crontab(hour=3, minute=35)},
    "calendar-late-tasks": {"task": "calendar.periodic.late_tasks", "schedule": crontab(hour=7, minute=20)},
    "incidents-fold-counts": {"task": "incidents.periodic.fold_counts", "schedule": 60.0},
    "incidents-sweep-photos": {"task": "incidents.periodic.sweep_photos", "schedule": 300.0},
    "incidents-places": {"task": "incidents.periodic.tell_followers_of_places", "schedule": 300.0},
    "incidents-police": {"task": "incidents.periodic.fetch_police_events", "schedule": 600.0},
    "incidents-anonymise": {"task": "incidents.periodic.anonymise", "schedule": crontab(hour=2, minute=30)},
    "incidents-release-months": {"task": "incidents.periodic.release_months", "schedule": crontab(hour=5, minute=10)},
    "incidents-summaries": {
        "task": "incidents.periodic.send_standing_summaries",
        "schedule": crontab(hour="6-18", minute=20),
    },
    "incidents-forwardings": {"task": "incidents.periodic.sweep_forwardings", "schedule": 120.0},
    "incidents-ask-systems": {"task": "incidents.periodic.ask_where_they_stand", "schedule": 900.0},
    "incidents-late": {"task": "incidents.periodic.tell_of_late", "schedule": crontab(minute=5)},
    "incidents-follow-up": {
        "task": "incidents.periodic.ask_how_it_went",
        "schedule": crontab(hour="9-16", minute=20),
    },
    "incidents-tidy": {"task": "incidents.periodic.tidy", "schedule": crontab(hour=3, minute=30)},
    "agents-roles": {"task": "neighbourhoods.periodic.take_back_roles", "schedule": crontab(hour=0, minute=10)},
    "interested-forget": {
        "task": "neighbourhoods.periodic.forget_interested",
        "schedule": crontab(hour=3, minute=50),
    },
    "lists-forget": {"task": "neighbourhoods.periodic.forget_lists", "schedule": crontab(hour=3, minute=55)},
    "trainings-sweep": {"task": "neighbourhoods.periodic.sweep_trainings", "schedule": 60.0},
    "trainings-tidy": {"task": "neighbourhoods.periodic.tidy_trainings", "schedule": crontab(hour=3, minute=50)},
    "areas-vitality": {"task": "neighbourhoods.periodic.score_areas", "schedule": crontab(hour="2,4,6", minute=40)},
    "borders-tidy": {"task": "neighbourhoods.periodic.tidy_border_changes", "schedule": crontab(hour=4, minute=10)},
    "areas-messages": {"task": "neighbourhoods.periodic.send_waiting_messages", "schedule": 60.0},
    "accounts-tidy": {"task": "accounts.periodic.tidy", "schedule": crontab(hour=3, minute=40)},
    "heartbeat": {"task": "botkyrka_trygghet.periodic.heartbeat", "schedule": 30.0},
}
