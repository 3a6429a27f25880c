"""The first version of the "Fool the thief" checklist, in Swedish and English.

Its order follows the municipality's training of 2011: alarm, mechanical protection, Grannsamverkan. Coordinators
edit later versions on their desk.
"""

from __future__ import annotations

from django.db import transaction

from common import clock
from neighbourhoods.models import ChecklistItem, ChecklistVersion

T = ChecklistItem.Topic

# key, topic, Swedish question and advice, English question and advice
ITEMS: tuple[tuple[str, str, str, str, str, str], ...] = (
    (
        "alarm-sign",
        T.ALARM_DETER,
        "Syns det utifrån att hemmet har larm eller är med i Grannsamverkan?",
        "Sätt skylt eller dekal vid entrén och på baksidan. Den som letar ett lätt hus går vidare.",
        "Can it be seen from outside that the home has an alarm or takes part in Grannsamverkan?",
        "Put a sign or sticker at the entrance and at the back. Someone looking for an easy house moves on.",
    ),
    (
        "lights",
        T.ALARM_DETER,
        "Tänds lampor av sig själva när ni är borta?",
        "Sätt timer på ett par lampor inne, och lampa med rörelsevakt vid dörrar och altan.",
        "Do lamps go on by themselves when you are away?",
        "Put a timer on a couple of lamps indoors, and a lamp with a motion sensor at doors and terrace.",
    ),
    (
        "siren",
        T.ALARM_SCARE,
        "Finns en siren som hörs ut om någon bryter sig in?",
        "Ett larm med siren gör besöket kort. Kom överens med grannarna om vem som ringer 112.",
        "Is there a siren that is heard outside if somebody breaks in?",
        "An alarm with a siren makes the visit short. Agree with your neighbours who calls 112.",
    ),
    (
        "door-strength",
        T.DOORS,
        "Är ytterdörren hel, stadig och svår att bända upp?",
        "Välj en dörr i minst motståndsklass 3 när den byts. Till dess: brytskydd runt låset och bakkantssäkring.",
        "Is the front door whole, sturdy and hard to pry open?",
        "Choose a door of at least resistance class 3 when you change it. Until then: a guard plate around the lock "
        "and hinge bolts.",
    ),
    (
        "other-doors",
        T.DOORS,
        "Är källardörr, altandörr och garage lika svåra att öppna som ytterdörren?",
        "De flesta inbrott sker på baksidan. Ge altandörren låsbart handtag och lås vägen från garaget in i huset.",
        "Are the cellar door, terrace door and garage as hard to open as the front door?",
        "Most break-ins are at the back. Give the terrace door a lockable handle, and lock the door from the garage.",
    ),
    (
        "windows",
        T.WINDOWS,
        "Har fönster som nås från marken lås eller låsbara handtag?",
        "Sätt fönsterlås på alla fönster som nås från mark, balkong eller stege, och ta nyckeln ur låset.",
        "Do windows within reach of the ground have locks or lockable handles?",
        "Put window locks on every window within reach of ground, balcony or ladder, and take the key out.",
    ),
    (
        "hedge",
        T.WINDOWS,
        "Syns fönster och dörrar från gatan eller från grannen?",
        "Klipp häck och buskar framför fönster. Den som syns vill inte bryta sig in.",
        "Can windows and doors be seen from the street or by a neighbour?",
        "Trim hedges and bushes in front of windows. Nobody who is seen wants to break in.",
    ),
    (
        "locks",
        T.LOCKS,
        "Har ytterdörren ett godkänt lås som bara öppnas med nyckel?",
        "Fråga en låssmed om lås i klass 3. Byt cylinder om en nyckel är borta.",
        "Does the front door have an approved lock that opens only with a key?",
        "Ask a locksmith for a class 3 lock. Change the cylinder if a key is missing.",
    ),
    (
        "keys",
        T.LOCKS,
        "Är reservnyckeln någon annanstans än under mattan eller krukan?",
        "Lämna reservnyckeln till en granne ni litar på. Lås också när ni bara är i trädgården.",
        "Is the spare key somewhere else than under the mat or the flower pot?",
        "Leave it with a neighbour you trust. Lock also when you are only in the garden.",
    ),
    (
        "bars",
        T.BARS,
        "Har källarfönster och förråd galler, jalusi eller annat som hindrar?",
        "Ett galler på insidan av källarfönstret räcker ofta. Lås in stegar och verktyg som kan användas mot huset.",
        "Do cellar windows and sheds have bars, shutters or something else in the way?",
        "Bars on the inside of a cellar window are often enough. Lock away ladders and tools that could be used "
        "against the house.",
    ),
    (
        "marking",
        T.MARKING,
        "Är cyklar, verktyg, datorer och annat värdefullt märkt?",
        "Märk med märk-DNA eller gravering. Fråga ditt kontaktombud om märkutrustning.",
        "Are bicycles, tools, computers and other valuables marked?",
        "Mark them with forensic marking or engraving. Ask your contact agent about a marking kit.",
    ),
    (
        "registering",
        T.REGISTERING,
        "Finns en lista med bilder och serienummer på det värdefulla?",
        "Fotografera saker och nummer och spara listan någon annanstans än hemma.",
        "Is there a list with pictures and serial numbers of your valuables?",
        "Photograph things and numbers and keep the list somewhere else than at home.",
    ),
    (
        "looks-lived-in",
        T.TRICKS,
        "Ser det ut som om någon är hemma när ni är bortresta?",
        "Låt en granne parkera hos er, ställa ut sopkärlet, skotta och dra för gardiner ibland.",
        "Does it look as if somebody is at home when you are away?",
        "Let a neighbour park in your drive, put out the bin, clear snow and draw the curtains now and then.",
    ),
    (
        "social-media",
        T.TRICKS,
        "Låter ni bli att berätta öppet på nätet att ni är bortresta?",
        "Lägg ut semesterbilderna när ni är hemma igen. Säg inte i telefonsvararen att ni är borta.",
        "Do you avoid telling openly on the net that you are away?",
        "Post the holiday pictures when you are back. Don't say on the answering machine that you are away.",
    ),
    (
        "post",
        T.CARE,
        "Tömmer någon brevlådan och tittar till hemmet när ni är borta?",
        "Byt tjänster med en granne: post, tidning, blommor och en titt runt huset.",
        "Does somebody empty the letter box and look after the home when you are away?",
        "Trade favours with a neighbour: post, newspaper, flowers and a look around the house.",
    ),
    (
        "newcomers",
        T.CARE,
        "Känner ni grannarna närmast och vet hur ni når dem?",
        "Hälsa på den som är ny, byt telefonnummer, och fråga extra efter den som är ensam eller gammal.",
        "Do you know your nearest neighbours and how to reach them?",
        "Say hello to newcomers, swap phone numbers, and look in on those who are alone or old.",
    ),
    (
        "attention",
        T.ATTENTION,
        "Brukar ni hälsa på och fråga den ni inte känner igen om ni kan hjälpa till?",
        "Ett vänligt hej räcker: den som har ärende blir glad, den som inte har det går.",
        "Do you say hello to those you don't recognise and ask if you can help?",
        "A friendly hello is enough: someone with an errand is glad, someone without one leaves.",
    ),
    (
        "witness",
        T.WITNESS,
        "Vet alla hemma vad man gör om man ser ett inbrott?",
        "Ring 112 när det pågår, 114 14 efteråt. Gå inte emellan. Skriv upp tid, plats och vad du såg.",
        "Does everybody at home know what to do when they see a burglary?",
        "Call 112 while it goes on, 114 14 afterwards. Don't step in. Write down time, place and what you saw.",
    ),
)


@transaction.atomic
def load() -> None:
    """Publish the first version of each language that has none."""
    for offset, language in ((2, "sv"), (4, "en")):
        if ChecklistVersion.objects.filter(language=language).exists():
            continue
        version = ChecklistVersion.objects.create(language=language, number=1, published_at=clock.now())
        ChecklistItem.objects.bulk_create(
            ChecklistItem(
                version=version, key=item[0], topic=item[1], place=place, question=item[offset], advice=item[offset + 1]
            )
            for place, item in enumerate(ITEMS)
        )
