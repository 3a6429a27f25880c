from django.urls import URLPattern, URLResolver, path

from holiday_calendar.views import copying, feed, wheel, year

app_name = "calendar"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", year.year, name="year"),
    path("arshjul/", wheel.wheel, name="wheel"),
    path("arshjul.svg", wheel.picture, name="wheel_picture"),
    path("kopiera/", copying.copy, name="copy"),
    path("utkast/", copying.drafts, name="drafts"),
    path("kalender.ics", feed.feed, name="feed"),
]
