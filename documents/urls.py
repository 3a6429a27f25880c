from django.urls import path

from documents import views

app_name = "documents"
urlpatterns = [
    path("", views.index, name="index"),
    path("bestall/", views.ask, name="ask"),
    path("<uuid:pk>/", views.document, name="document"),
    path("<uuid:pk>/fil/", views.file, name="file"),
    path("<uuid:pk>/igen/", views.again, name="again"),
]
