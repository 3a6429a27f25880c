from django.urls import URLPattern, URLResolver, path

from grannstod import views

app_name = "grannstod"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", views.home, name="home"),
    path("paminnelse/", views.reminders, name="reminders"),
    path("pass/", views.shifts, name="shifts"),
    path("pass/nytt/", views.plan, name="plan"),
    path("pass/<int:shift_id>/starta/", views.start, name="start"),
    path("korpass/<int:patrol_id>/", views.patrol, name="patrol"),
    path("korpass/<int:patrol_id>/steg/<int:step_id>/", views.step, name="step"),
    path("korpass/<int:patrol_id>/iakttagelse/", views.observe, name="observe"),
    path("korpass/<int:patrol_id>/avsluta/", views.end, name="end"),
    path("korpass/<int:patrol_id>/avbryt/", views.break_off, name="break_off"),
    path("iakttagelse/<int:observation_id>/foto/", views.photo, name="photo"),
]
