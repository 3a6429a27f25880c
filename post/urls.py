from django.urls import URLPattern, URLResolver, path

from post import views

app_name = "post"
urlpatterns: list[URLPattern | URLResolver] = [
    path("bekrafta/<str:token>/", views.confirm, name="confirm"),
    path("avsluta/<str:token>/", views.leave, name="leave"),
    path("installningar/<str:token>/", views.preferences, name="preferences"),
]
