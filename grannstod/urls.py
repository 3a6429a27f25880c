from django.urls import URLPattern, URLResolver, path

from grannstod.views import home, observations, patrols, shifts

app_name = "grannstod"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", home.home, name="home"),
    path("paminnelse/", home.reminders, name="reminders"),
    path("pass/", shifts.shifts, name="shifts"),
    path("pass/nytt/", shifts.plan, name="plan"),
    path("pass/<int:shift_id>/starta/", patrols.start, name="start"),
    path("korpass/<int:patrol_id>/", patrols.patrol, name="patrol"),
    path("korpass/<int:patrol_id>/steg/<int:step_id>/", patrols.step, name="step"),
    path("korpass/<int:patrol_id>/iakttagelse/", observations.observe, name="observe"),
    path("korpass/<int:patrol_id>/avsluta/", patrols.end, name="end"),
    path("korpass/<int:patrol_id>/avbryt/", patrols.break_off, name="break_off"),
    path("iakttagelse/<int:observation_id>/foto/", observations.photo, name="photo"),
]
