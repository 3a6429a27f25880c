from django.urls import URLPattern, URLResolver, include, path

from holiday_calendar.views import (
    activities,
    copying,
    feed,
    items,
    meetings,
    month,
    own_feed,
    participants,
    phones,
    planning,
    rings,
    rooms,
    school_years,
    sheet,
    wheel,
    year,
)

app_name = "calendar"
calendar: list[URLPattern | URLResolver] = [
    path("", year.year, name="year"),
    path("arshjul/", wheel.wheel, name="wheel"),
    path("arshjul.svg", wheel.picture, name="wheel_picture"),
    path("kopiera/", copying.copy, name="copy"),
    path("utkast/", copying.drafts, name="drafts"),
    path("manad/", month.month, name="month"),
    path("kalender.json", feed.data, name="data"),
    path("lista/<str:form>/", sheet.sheet, name="sheet"),
    path("kalender.ics", feed.feed, name="feed"),
    path("min/", own_feed.own, name="own_feed"),
    path("min/<str:token>/kalender.ics", own_feed.file, name="own_feed_file"),
    path("uppgift/<str:token>/", meetings.task, name="task"),
    path("mote/<str:token>/", meetings.answer, name="answer"),
    path("lov/<int:pk>/", rooms.partner, name="partner"),
    path("lov/<int:pk>/kontaktlista/", phones.partner_phones, name="partner_phones"),
    path("lov/<str:token>/", participants.participant, name="participant"),
]
breaks: list[URLPattern | URLResolver] = [
    path("", rooms.rooms, name="rooms"),
    path("<int:pk>/", rooms.room, name="room"),
    path("<int:pk>/plan/", rooms.plan, name="room_plan"),
    path("<int:pk>/kontaktlista/", phones.phones, name="room_phones"),
    path("<int:pk>/deltagare/ny/", rooms.person_new, name="room_person_new"),
    path("<int:pk>/deltagare/<int:line>/", rooms.person, name="room_person"),
    path("<int:pk>/vuxna-ute/", rooms.presence_new, name="room_presence"),
    path("<int:pk>/vuxna-ute/<int:row>/", rooms.presence, name="room_presence_change"),
    path("<int:pk>/aktivitet/", activities.new, name="room_activity_new"),
    path("<int:pk>/aktivitet/fil/", activities.from_file, name="room_activity_file"),
    path("<int:pk>/aktivitet/<int:item>/", activities.change, name="room_activity"),
    path("<int:pk>/mal/", rooms.target_new, name="room_target"),
    path("<int:pk>/gor/", rooms.act, name="room_act"),
]
gatherings: list[URLPattern | URLResolver] = [
    path("", meetings.index, name="meetings"),
    path("regler/", planning.rules, name="meeting_rules"),
    path("uppgifter/", meetings.tasks, name="meeting_tasks"),
    path("<int:pk>/", meetings.meeting, name="meeting"),
    path("<int:pk>/bjud-in/", meetings.invite, name="meeting_invite"),
    path("<int:pk>/protokoll/", meetings.minutes, name="meeting_minutes"),
    path("<int:pk>/beslut/", meetings.decide, name="meeting_decide"),
    path("<int:pk>/uppgift/", meetings.promise, name="meeting_promise"),
    path("<int:pk>/gor/", meetings.act, name="meeting_act"),
]
entries: list[URLPattern | URLResolver] = [
    path("ny/", items.new, name="item_new"),
    path("ringar/", rings.rings, name="wheel_rings"),
    path("ringar/<int:pk>/", rings.ring, name="wheel_ring"),
    path("<int:pk>/", items.change, name="item"),
]
years: list[URLPattern | URLResolver] = [
    path("", school_years.index, name="school_years"),
    path("ny/", school_years.by_hand, name="school_year_new"),
    path("<int:pk>/", school_years.proposal, name="school_year_proposal"),
]
urlpatterns: list[URLPattern | URLResolver] = [
    path("kalender/", include(calendar)),
    path("samordning/lov/", include(breaks)),
    path("samordning/lasar/", include(years)),
    path("samordning/moten/", include(gatherings)),
    path("samordning/kalendern/", include(entries)),
]
