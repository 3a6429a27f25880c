from django.urls import URLPattern, URLResolver, path

from holiday_calendar.views import feed, wheel, year

app_name = "calendar"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", year.year, name="year"),
    path("arshjul/", wheel.wheel, name="wheel"),
    path("arshjul.svg", wheel.picture, name="wheel_picture"),
    path("kalender.ics", feed.feed, name="feed"),
]
