from django.urls import URLPattern, URLResolver, path

from grannstod.views import home, leading, observations, patrols, seats, shifts

app_name = "grannstod"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", home.home, name="home"),
    path("paminnelse/", home.reminders, name="reminders"),
    path("pass/", shifts.shifts, name="shifts"),
    path("pass/nytt/", shifts.plan, name="plan"),
    path("pass/<int:shift_id>/starta/", patrols.start, name="start"),
    path("pass/<int:shift_id>/ta/", seats.take, name="take"),
    path("pass/<int:shift_id>/lamna/", seats.leave, name="leave"),
    path("pass/<int:shift_id>/ko/", seats.line, name="line"),
    path("pass/<int:shift_id>/byt/", seats.swap, name="swap"),
    path("byte/<int:swap_id>/", seats.take_over, name="take_over"),
    path("mina-pass/", seats.seats, name="seats"),
    path("kalender/ny/", seats.renew, name="renew_calendar"),
    path("kalender/<str:token>.ics", seats.feed, name="feed"),
    path("vecka/", leading.week, name="week"),
    path("vecka/lagg-ut/", leading.lay_out, name="lay_out"),
    path("vecka/<int:pattern_id>/ta-bort/", leading.remove_pattern, name="remove_pattern"),
    path("plats/<int:seat_id>/uteblev/", leading.absent, name="absent"),
    path("timmar/", leading.hours, name="hours"),
    path("timmar/<str:what>.<str:kind>", leading.hours_export, name="hours_export"),
    path("korpass/<int:patrol_id>/", patrols.patrol, name="patrol"),
    path("korpass/<int:patrol_id>/steg/<int:step_id>/", patrols.step, name="step"),
    path("korpass/<int:patrol_id>/iakttagelse/", observations.observe, name="observe"),
    path("korpass/<int:patrol_id>/avsluta/", patrols.end, name="end"),
    path("korpass/<int:patrol_id>/avbryt/", patrols.break_off, name="break_off"),
    path("iakttagelse/<int:observation_id>/foto/", observations.photo, name="photo"),
]
