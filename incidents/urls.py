"""The room's addresses, in Swedish."""

from django.urls import URLPattern, URLResolver, path, re_path

from incidents.api.open311 import views as open311
from incidents.views import (
    api_keys,
    delivered,
    desk,
    disclosing,
    efforts,
    following,
    joining,
    many,
    own,
    photos,
    places,
    police,
    portal,
    public,
    retention,
    routing,
    situation,
    situation_map,
    standing,
    statistics,
    triage,
)

app_name = "incidents"
DESK = "samordning/anmalningar/"
COUNTS = "samordning/siffror/"
EFFORTS = "samordning/insatser/"
SUMMARIES = "samordning/sammanfattningar/"
urlpatterns: list[URLPattern | URLResolver] = [
    path("rapportera/", public.report, name="report"),
    path("rapportera/karta.json", places.report_map, name="report_map"),
    re_path(r"^open311/(?:v2/)?discovery\.(?P<form>xml|json)$", open311.discovery, name="open311_discovery"),
    re_path(r"^open311/v2/services\.(?P<form>xml|json)$", open311.service_list, name="open311_services"),
    re_path(
        r"^open311/v2/services/(?P<code>[-\w]{1,40})\.(?P<form>xml|json)$", open311.service, name="open311_service"
    ),
    re_path(r"^open311/v2/requests\.(?P<form>xml|json)$", open311.requests, name="open311_requests"),
    re_path(
        r"^open311/v2/requests/(?P<number>[-\w]{1,40})\.(?P<form>xml|json)$",
        open311.request_by_id,
        name="open311_request",
    ),
    re_path(r"^open311/v2/tokens/(?P<token>[-\w]{1,64})\.(?P<form>xml|json)$", open311.token, name="open311_token"),
    re_path(r"^open311/", open311.unknown, name="open311_unknown"),
    path("anmalningar/folj/", places.follow_place, name="follow_place"),
    path("anmalningar/flode.atom", places.feed, name="feed"),
    path("anmalningar/kommundel/<slug:district>.atom", places.feed, name="district_feed"),
    path("anmalningar/omrade/<slug:area>.atom", places.feed, name="area_feed"),
    path("samordning/polisens-handelser/", police.police_events, name="police_events"),
    path(f"{DESK}nycklar/", api_keys.api_keys, name="api_keys"),
    re_path(rf"^{DESK}nycklar/(?P<pk>\d{{1,18}})/aterkalla/$", api_keys.revoke, name="revoke_api_key"),
    path("samordning/lage/", situation.index, name="situation"),
    re_path(r"^samordning/lage/lage\.(?P<form>xlsx|csv|geojson)$", situation.export, name="situation_export"),
    path("samordning/lage/karta/", situation_map.index, name="situation_map"),
    path("samordning/lage/karta.json", situation_map.data, name="situation_map_data"),
    path("samordning/lage/lista/", situation.behind, name="situation_list"),
    re_path(
        r"^samordning/lage/lista/lista\.(?P<form>xlsx|csv|geojson)$",
        situation.behind_export,
        name="situation_list_export",
    ),
    path(EFFORTS, efforts.index, name="efforts"),
    path(f"{EFFORTS}ny/", efforts.edit, name="new_effort"),
    re_path(rf"^{EFFORTS}(?P<pk>\d{{1,18}})/$", efforts.one, name="effort"),
    re_path(rf"^{EFFORTS}(?P<pk>\d{{1,18}})/andra/$", efforts.edit, name="change_effort"),
    path(SUMMARIES, standing.index, name="standing"),
    path(f"{SUMMARIES}ny/", standing.edit, name="new_standing"),
    re_path(rf"^{SUMMARIES}(?P<pk>\d{{1,18}})/$", standing.edit, name="change_standing"),
    re_path(r"^sammanfattningar/(?P<pk>\d{1,18})/$", standing.partner, name="summaries"),
    re_path(
        r"^sammanfattningar/(?P<pk>\d{1,18})/(?P<issue>\d{1,18})\.pdf$", standing.partner_file, name="summary_file"
    ),
    path("statistik/", statistics.index, name="statistics"),
    re_path(r"^statistik/statistik\.(?P<form>csv|json)$", statistics.data, name="statistics_data"),
    path("statistik/anmalda/", statistics.listed, name="statistics_list"),
    path("statistik/anmalningar.geojson", statistics.singles, name="statistics_singles"),
    path(COUNTS, delivered.index, name="counts"),
    re_path(rf"^{COUNTS}siffror\.(?P<form>xlsx|csv)$", delivered.export, name="counts_export"),
    path(f"{COUNTS}listor/", delivered.lists, name="count_lists"),
    path(f"{COUNTS}kalla/", delivered.source, name="count_source"),
    re_path(rf"^{COUNTS}listor/(?P<pk>\d{{1,18}})/$", delivered.one_list, name="count_list"),
    re_path(
        rf"^{COUNTS}listor/(?P<pk>\d{{1,18}})/(?P<what>spara|angra|slang)/$", delivered.decide, name="count_list_decide"
    ),
    re_path(
        rf"^{COUNTS}listor/(?P<pk>\d{{1,18}})/att-ratta\.(?P<form>xlsx|csv)$",
        delivered.refused,
        name="count_list_refused",
    ),
    path("arende/<str:token>/", following.follow, name="follow"),
    path("arende/<str:token>/inte-klart/", following.not_fixed, name="not_fixed"),
    path("arende/<str:token>/hjalpte/", following.helped, name="helped"),
    path("arende/<str:token>/sluta/", following.stop, name="stop_following"),
    re_path(r"^anmald/(?P<number>\d{4}-\d{1,9})/$", following.released, name="released"),
    path(DESK, triage.queue, name="triage"),
    path(f"{DESK}vagar/", routing.routes, name="routes"),
    path(f"{DESK}vagar/mottagare/ny/", routing.destination, name="new_destination"),
    re_path(rf"^{DESK}vagar/mottagare/(?P<pk>\d{{1,18}})/$", routing.destination, name="destination"),
    path(f"{DESK}vagar/regel/ny/", routing.rule, name="new_rule"),
    re_path(rf"^{DESK}vagar/regel/(?P<pk>\d{{1,18}})/$", routing.rule, name="rule"),
    re_path(rf"^{DESK}vagar/regel/(?P<pk>\d{{1,18}})/publicera/$", routing.publish, name="publish_rule"),
    re_path(rf"^{DESK}(?P<number>\d{{4}}-\d{{1,9}})/skicka/$", routing.forward, name="forward"),
    re_path(rf"^{DESK}skickat/(?P<pk>\d{{1,18}})/nummer/$", routing.their_number, name="their_number"),
    re_path(rf"^{DESK}(?P<number>\d{{4}}-\d{{1,9}})/lamna-ut/$", disclosing.disclose, name="disclose"),
    path(f"{DESK}filter/", desk.save_filter, name="save_filter"),
    path(f"{DESK}standardtexter/", desk.standard_texts, name="standard_texts"),
    path(f"{DESK}standardtexter/ny/", desk.standard_text, name="new_standard_text"),
    re_path(rf"^{DESK}standardtexter/(?P<pk>\d{{1,18}})/$", desk.standard_text, name="standard_text"),
    path("samordning/gallring/", retention.index, name="retention"),
    path("samordning/gallring/<slug:code>/", retention.kind, name="retention_kind"),
    path(f"{DESK}flera/", many.act_on_many, name="many"),
    re_path(rf"^{DESK}lista\.(?P<form>xlsx|csv)$", triage.export, name="export"),
    re_path(rf"^{DESK}(?P<number>\d{{4}}-\d{{1,9}})/$", triage.detail, name="triage_detail"),
    re_path(rf"^{DESK}(?P<number>\d{{4}}-\d{{1,9}})/anmalare/$", triage.show_reporter, name="show_reporter"),
    re_path(rf"^{DESK}(?P<number>\d{{4}}-\d{{1,9}})/samma/$", joining.merge, name="merge"),
    re_path(rf"^{DESK}(?P<number>\d{{4}}-\d{{1,9}})/skilj/$", joining.split, name="split"),
    re_path(rf"^{DESK}(?P<number>\d{{4}}-\d{{1,9}})/nummer/$", triage.show_plate, name="show_plate"),
    re_path(
        rf"^{DESK}(?P<number>\d{{4}}-\d{{1,9}})/foto/(?P<pk>\d{{1,18}})/$", triage.release_photo, name="release_photo"
    ),
    re_path(rf"^{DESK}(?P<number>\d{{4}}-\d{{1,9}})/foto/(?P<pk>\d{{1,18}})/sudda/$", photos.blur, name="blur"),
    path("mina-anmalningar/", own.ask, name="own"),
    path("mina-anmalningar/<str:token>/", own.show, name="own_list"),
    re_path(r"^portal/anmalningar/(?P<number>\d{4}-\d{1,9})/$", portal.say, name="agent_says"),
    path("portal/anmalningar/", portal.reports, name="portal"),
    re_path(r"^anmalningar/foto/(?P<name>[0-9a-f]{32})\.jpg$", portal.photo, name="photo"),
]
