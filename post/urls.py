from django.urls import URLPattern, URLResolver, path

from post.views import desk, incoming, messages, reader

app_name = "post"
urlpatterns: list[URLPattern | URLResolver] = [
    path("bekrafta/<str:token>/", reader.confirm, name="confirm"),
    path("avsluta/<str:token>/", reader.leave, name="leave"),
    path("installningar/<str:token>/", reader.preferences, name="preferences"),
    path("samordning/post/", desk.ledger, name="ledger"),
    path("samordning/post/inkommet/", incoming.inbox, name="inbox"),
    path("samordning/post/inkommet/<int:pk>/", incoming.incoming, name="incoming"),
    path("samordning/post/inkommet/<int:pk>/oppna/", incoming.open_incoming, name="open_incoming"),
    path("samordning/post/inkommet/<int:pk>/tillhor/", incoming.belongs, name="belongs"),
    path("samordning/post/inkommet/<int:pk>/<slug:action>/", incoming.sort_incoming, name="sort_incoming"),
    path("samordning/post/utskick/<int:pk>/", desk.mailing, name="mailing"),
    path("samordning/post/utskick/<int:pk>/lage/", desk.mailing_progress, name="mailing_progress"),
    path("samordning/post/utskick/<int:pk>/avbryt/", desk.cancel, name="cancel"),
    path("samordning/post/utskick/<int:pk>/prov/<int:content>/", desk.test_mail, name="test_mail"),
    path("samordning/post/meddelande/<int:pk>/", messages.message, name="message"),
    path("samordning/post/meddelande/<int:pk>/oppna/", messages.open_message, name="open_message"),
    path("samordning/post/meddelande/<int:pk>/innehall/", messages.message_frame, name="message_frame"),
    path("samordning/post/meddelande/<int:pk>/igen/", messages.again, name="again"),
    path("samordning/post/meddelande/<int:pk>/sparra/", messages.suppress_recipient, name="suppress"),
    path("samordning/post/utskick/<int:pk>/<slug:action>/", desk.control, name="control"),
]
