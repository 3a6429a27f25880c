from django.urls import URLPattern, URLResolver, path

from holiday_calendar import views

app_name = "calendar"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", views.year, name="year"),
    path("kalender.ics", views.feed, name="feed"),
]
