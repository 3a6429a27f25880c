from django.urls import path

from neighbourhoods.views import area, areas, portal

app_name = "neighbourhoods"
urlpatterns = [
    path("portal/omrade/<slug:slug>/", portal.area_page, name="portal_area"),
    path("samordning/omraden/", areas.index, name="areas"),
    path("samordning/omraden/lista.<str:kind>", areas.export, name="areas_export"),
    path("samordning/omraden/<slug:slug>/", area.page, name="area"),
    path("samordning/omraden/<slug:slug>/status/", area.move, name="area_move"),
    path("samordning/omraden/<slug:slug>/ombud/", area.appoint, name="appoint"),
    path("samordning/omraden/<slug:slug>/ombud/<int:pk>/avsluta/", area.end, name="end"),
]
