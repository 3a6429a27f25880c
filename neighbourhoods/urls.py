from django.urls import path

from neighbourhoods.views import area, areas, handing_over, interest, interested, portal, prevention, signs, startup

app_name = "neighbourhoods"
urlpatterns = [
    path("lura-tjuven/", prevention.checklist, name="checklist"),
    path("samordning/lura-tjuven/", prevention.versions, name="checklist_versions"),
    path("samordning/lura-tjuven/utkast/", prevention.begin, name="checklist_begin"),
    path("samordning/lura-tjuven/<int:pk>/", prevention.version, name="checklist_version"),
    path("samordning/lura-tjuven/<int:pk>/<slug:what>/", prevention.decide, name="checklist_decide"),
    path("portal/omrade/<slug:slug>/", portal.area_page, name="portal_area"),
    path("portal/omrade/<slug:slug>/lamna-over/", handing_over.portal_hand_over, name="portal_hand_over"),
    path("grannsamverkan/starta/", interest.begin, name="interest"),
    path("grannsamverkan/starta/tack/", interest.thanks, name="interest_thanks"),
    path("grannsamverkan/intresse/<str:token>/", interest.own, name="interest_own"),
    path("samordning/uppstart/", startup.index, name="startups"),
    path("samordning/uppstart/lista.<str:kind>", startup.export, name="startups_export"),
    path("samordning/uppstart/ny/", interested.start, name="startup_new"),
    path("samordning/uppstart/<int:pk>/", startup.page, name="startup"),
    path("samordning/uppstart/<int:pk>/<slug:what>/", startup.decide, name="startup_decide"),
    path("samordning/intresserade/", interested.index, name="interested"),
    path("samordning/intresserade/lista.<str:kind>", interested.export, name="interested_export"),
    path("samordning/intresserade/<int:pk>/", interested.move, name="interested_move"),
    path("samordning/skyltar/", signs.index, name="signs"),
    path("samordning/skyltar/lista.<str:kind>", signs.export, name="signs_export"),
    path("samordning/skyltar/bestallningar/", signs.orders, name="sign_orders"),
    path("samordning/skyltar/bestallningar/<int:pk>/<slug:what>/", signs.decide, name="sign_order_decide"),
    path("samordning/omraden/<slug:slug>/skyltar/", signs.area_signs, name="area_signs"),
    path("skyltar/<int:pk>/foto/", signs.photo, name="sign_photo"),
    path("samordning/omraden/", areas.index, name="areas"),
    path("samordning/omraden/lista.<str:kind>", areas.export, name="areas_export"),
    path("samordning/omraden/<slug:slug>/", area.page, name="area"),
    path("samordning/omraden/<slug:slug>/status/", area.move, name="area_move"),
    path("samordning/omraden/<slug:slug>/ombud/", area.appoint, name="appoint"),
    path("samordning/omraden/<slug:slug>/ombud/<int:pk>/avsluta/", area.end, name="end"),
    path("samordning/omraden/<slug:slug>/ombud/<int:pk>/lamna-over/", handing_over.hand_over, name="hand_over"),
]
