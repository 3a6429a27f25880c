"""The library of tips to begin with: heading, months it fits (None: always), text."""

from __future__ import annotations

TIPS: tuple[tuple[str, tuple[int, int] | None, str], ...] = (
    (
        "Låt det synas att någon är hemma",
        (10, 2),
        "Sätt en timer på lampan i köket och en i vardagsrummet. Be en granne tömma brevlådan och "
        "parkera på din uppfart när du är borta. Säg till två grannar, så räcker det om en glömmer.",
    ),
    (
        "Lås fast cykeln i något",
        (4, 9),
        "Lås ramen, inte bara hjulet, i ett ställ eller en stolpe. Skriv upp ramnumret och ta ett foto: "
        "då kan polisen lämna tillbaka cykeln om den hittas.",
    ),
    (
        "Be en granne titta till",
        (6, 8),
        "Säg när du reser och när du kommer hem. Låt gräset bli klippt och soptunnan använd. Lägg inte "
        "ut resan på nätet förrän du är hemma.",
    ),
    (
        "Släpp inte in någon du inte känner",
        None,
        "Fråga vem det är och varför. Den som kommer från kommunen, banken eller polisen har "
        "legitimation. Vänta inte artigt: stäng dörren och ring det nummer du själv letar upp.",
    ),
    (
        "Lägg på luren",
        None,
        "Ingen bank och ingen polis frågar efter din kod eller ber dig logga in med e-legitimation åt "
        "någon annan. Lägg på. Ring själv upp på det nummer som står på bankens sida.",
    ),
    (
        "Märk det du vill ha kvar",
        None,
        "Märk verktyg, cyklar och elektronik. Fotografera smycken och skriv upp serienummer. "
        "Kontaktombudet vet var du lånar märkutrustning.",
    ),
    (
        "Brandvarnare på varje våning",
        (11, 1),
        "Tryck på knappen i dag. Byt batteri om den tiger. Öva en gång med dem du bor med: vilken väg "
        "går ni ut, och var möts ni?",
    ),
    (
        "Lampan vid dörren",
        (8, 11),
        "En lampa som tänds av rörelse gör att ingen kan stå osedd. Säg till fastighetsägaren eller "
        "kommunen om en gatlampa är trasig.",
    ),
    (
        "Hej, jag heter",
        (3, 5),
        "Presentera dig för en granne du inte känner. Den som vet vem som bor var märker också när något inte stämmer.",
    ),
    (
        "Lås även när du är hemma",
        None,
        "Många inbrott sker genom en olåst dörr medan någon är hemma. Lås altandörren när du är på "
        "framsidan, och ta in stegen.",
    ),
    (
        "Ljus i trapphuset",
        (9, 3),
        "Ring hyresvärden om lampan i trapphuset eller tvättstugan är trasig. Skriv datum: då syns det om det dröjer.",
    ),
    (
        "Anmäl även det lilla",
        None,
        "Klotter, glaskross, en trasig lampa. Anmäl det, också när du tror att någon annan redan har "
        "gjort det. Det som inte anmäls finns inte när resurserna fördelas.",
    ),
)
