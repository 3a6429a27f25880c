from django.urls import path
from django.views.decorators.http import require_safe

from newsletters import views

app_name = "newsletters"
urlpatterns = [
    path("", views.archive, name="archive"),
    path("flode.atom", require_safe(views.ArchiveFeed()), name="feed"),
    path("prenumerera/", views.subscribe, name="subscribe"),
    path("lasare/<str:token>/plats/", views.reader_place, name="reader_place"),
    path("bild/<int:pk>.jpg", views.picture, name="picture"),
    path("redaktion/", views.desk, name="desk"),
    path("redaktion/planera/", views.plan, name="plan"),
    path("redaktion/<int:pk>/", views.edit, name="edit"),
    path("redaktion/<int:pk>/gor/", views.act, name="act"),
    path("redaktion/<int:pk>/forhandsvisning/", views.preview, name="preview"),
    path("redaktion/<int:pk>/forhandsvisning/brev/", views.preview_frame, name="preview_frame"),
    path("redaktion/<int:pk>/kontroll/", views.check, name="check"),
    path("redaktion/<int:pk>/kontroll/ord/", views.know_words, name="know_words"),
    path("redaktion/<int:pk>/kommentar/", views.comment, name="comment"),
    path("redaktion/<int:pk>/versioner/", views.versions, name="versions"),
    path("redaktion/<int:pk>/sprak/<slug:language>/", views.translate, name="translate"),
    path("redaktion/<int:pk>/lage/", views.progress, name="progress"),
    path("redaktion/<int:pk>/utfall/", views.outcome, name="outcome"),
    path("redaktion/<int:pk>/partner/", views.invite_partner, name="invite_partner"),
    path("partner/<int:pk>/", views.partner, name="partner"),
    path("<slug:series>/<int:year>/<int:number>/", views.issue, name="issue"),
    path("<slug:series>/<int:year>/<int:number>/rattelse/<int:correction>/", views.issue, name="correction"),
]
