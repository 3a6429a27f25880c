from django.urls import path

from neighbourhoods.views import area, areas, handing_over, portal, prevention

app_name = "neighbourhoods"
urlpatterns = [
    path("lura-tjuven/", prevention.checklist, name="checklist"),
    path("samordning/lura-tjuven/", prevention.versions, name="checklist_versions"),
    path("samordning/lura-tjuven/utkast/", prevention.begin, name="checklist_begin"),
    path("samordning/lura-tjuven/<int:pk>/", prevention.version, name="checklist_version"),
    path("samordning/lura-tjuven/<int:pk>/<slug:what>/", prevention.decide, name="checklist_decide"),
    path("portal/omrade/<slug:slug>/", portal.area_page, name="portal_area"),
    path("portal/omrade/<slug:slug>/lamna-over/", handing_over.portal_hand_over, name="portal_hand_over"),
    path("samordning/omraden/", areas.index, name="areas"),
    path("samordning/omraden/lista.<str:kind>", areas.export, name="areas_export"),
    path("samordning/omraden/<slug:slug>/", area.page, name="area"),
    path("samordning/omraden/<slug:slug>/status/", area.move, name="area_move"),
    path("samordning/omraden/<slug:slug>/ombud/", area.appoint, name="appoint"),
    path("samordning/omraden/<slug:slug>/ombud/<int:pk>/avsluta/", area.end, name="end"),
    path("samordning/omraden/<slug:slug>/ombud/<int:pk>/lamna-over/", handing_over.hand_over, name="hand_over"),
]
