from django.urls import URLPattern, URLResolver

app_name = "grannstod"
urlpatterns: list[URLPattern | URLResolver] = []
