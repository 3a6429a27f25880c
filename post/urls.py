from django.urls import URLPattern, URLResolver, path

from post.views import desk, reader

app_name = "post"
urlpatterns: list[URLPattern | URLResolver] = [
    path("bekrafta/<str:token>/", reader.confirm, name="confirm"),
    path("avsluta/<str:token>/", reader.leave, name="leave"),
    path("installningar/<str:token>/", reader.preferences, name="preferences"),
    path("samordning/post/", desk.ledger, name="ledger"),
    path("samordning/post/utskick/<int:pk>/", desk.mailing, name="mailing"),
    path("samordning/post/utskick/<int:pk>/lage/", desk.mailing_progress, name="mailing_progress"),
    path("samordning/post/utskick/<int:pk>/<slug:action>/", desk.control, name="control"),
]
