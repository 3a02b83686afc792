"""What a column holds, by the many words that Swedish plans call it.

The words come from plans that municipalities and police have published together; a heading may be in singular or
plural, with a colon, a star or something in brackets after it.
"""

import re
from functools import lru_cache

from arboga_loften.foundation.letters import folded

# What a column can hold. Those in brackets are settled by what stands in the cells:
# aim – a goal in words or a number; when – a start, an end or both; who – a party, a function or both;
# done – "ja", a date or a status; followed – what came out, or when it is looked at.
TITLE, GOAL, AREA = "title", "goal", "area"
AIM, WHEN, WHO, DONE, FOLLOWED = "aim", "when", "who", "done", "followed"
MARKS = {"by_municipality": "municipality", "by_police": "police", "by_both": "both"}

WORDS = {
    AREA: """fokusområde fokus område prioriterat-område prioriterade-områden prioritering målområde insatsområde
        utvecklingsområde problemområde tema huvudområde samverkansområde medborgarlöfte""",
    "area_number": "område-nr områdesnummer fokusområde-nr",
    "problem": """problem problembild problembeskrivning beskrivning bakgrund lägesbild nuläge utmaning behov varför
        problemformulering nulägesbeskrivning beskrivning-av-problemet varför-är-det-viktigt syfte""",
    "cause": "orsak orsaksanalys orsaksbild bakomliggande-orsaker orsaker-till-problemet bidragande-orsaker riskfaktorer",
    "area_goal": """effektmål övergripande-mål mål-för-området inriktningsmål målsättning-för-området önskat-läge
        önskad-effekt långsiktigt-mål""",
    "number": "nr nummer löpnummer aktivitetsnummer aktivitet-nr åtgärd-nr löfte-nr id # punkt",
    TITLE: """aktivitet åtgärd insats aktiviteter/åtgärder delaktivitet vad vad-ska-göras vad-gör-vi åtgärd/aktivitet
        målsatt-aktivitet planerad-aktivitet planerad-åtgärd aktivitet/insats arbetsuppgift uppgift rubrik
        konkret-åtgärd vad-vi-ska-göra vad-ska-vi-göra det-här-ska-vi-göra så-gör-vi""",
    GOAL: """löfte det-vi-lovar det-vi-lovade vi-lovar löftet löftestext åtagande medborgarlöfte-i-ord lovar
        vad-vi-lovar vad-lovar-vi""",
    "summary": """beskrivning-av-aktiviteten aktivitetsbeskrivning kort-om-aktiviteten hur genomförande metod
        tillvägagångssätt hur-ska-det-göras beskrivning-av-åtgärden så-här-gör-vi innehåll""",
    AIM: "mål målsättning delmål mål/målvärde mål-och-mått resultatmål aktivitetsmål mätbart-mål kvantitativt-mål",
    "target": """målvärde mål-minst antal minst målantal målnivå omfattning frekvens hur-ofta hur-många antal-tillfällen
        måltal volym planerat-antal""",
    "unit": "enhet måttenhet räknas-i",
    "indicator": """indikator mått nyckeltal mätetal hur-mäts-det hur-följs-det-upp uppföljningsmetod mätmetod mätning
        hur-följer-vi-upp uppföljningssätt så-följer-vi-upp mäts-genom""",
    "parties": """avsändare part vem-lovar parter huvudman polis/kommun kommun/polis polis-eller-kommun aktör
        ansvarig-part ansvarig-organisation ansvarig-aktör ansvarig-huvudman organisation utförs-av utförare""",
    "by_municipality": "kommun kommunen k",
    "by_police": "polis polisen polismyndigheten lokalpolisområdet p",
    "by_both": "gemensamt gemensam båda tillsammans samverkan polis-och-kommun kommun-och-polis i-samverkan",
    "responsible": """ansvarig-funktion funktion ansvarig-befattning befattning kontaktperson ansvarig-tjänsteman
        aktivitetsansvarig aktivitetsägare ansvarig-tjänsteperson projektledare""",
    "responsible_municipality": """ansvarig-kommun ansvarig-i-kommunen ansvarig-kommunen kommunens-ansvarige
        kommunens-ansvar ansvarig-hos-kommunen ansvar-kommun kommunansvarig""",
    "responsible_police": """ansvarig-polis ansvarig-polisen ansvarig-hos-polisen polisens-ansvarige polisens-ansvar
        ansvar-polis""",
    WHO: """ansvarig ansvar vem ansvarig/a ansvarsfördelning vem-gör-det ansvarig-förvaltning förvaltning
        ansvarig-enhet ansvarig-för-genomförande huvudansvarig vem-gör vem-ansvarar""",
    "participants": """medverkande samverkan-med samarbetspartner samverkanspart samverkansparter medaktör deltagare
        övriga-aktörer tillsammans-med medverkar samverkar-med berörda involverade samarbete-med stöd-av resurser""",
    "target_group": "målgrupp målgruppen för-vem vilka-berörs riktas-till vänder-sig-till",
    "places": "plats ort var geografiskt-område bostadsområde var-någonstans plats/område område/plats",
    "kind": """typ slag typ-av-åtgärd åtgärdstyp slag-av-åtgärd social/situationell social-eller-situationell
        typ-av-insats kategori""",
    WHEN: """tid när tidplan tidsplan period tidsperiod datum tidpunkt tidsram genomförs när-i-tid tidsättning månad
        kvartal planerad-tid tid-för-genomförande när-ska-det-göras genomförandetid""",
    "starts_on": "start börjar startdatum från startar påbörjas start-datum planerad-start fr.o.m början",
    "due_on": """slut klart-senast slutdatum deadline senast till klar-senast ska-vara-klart färdigt sluttid slut-datum
        klart-till planerat-slut t.o.m avslutas färdigdatum sista-datum ska-vara-klar klart-datum""",
    DONE: "klart klar färdig genomfört genomförd utfört utförd avslutad avslutat",
    "status": "status läge hur-går-det statusläge statusrapport trafikljus lägesstatus nuvarande-status",
    FOLLOWED: "uppföljning avstämning uppföljningsdatum",
    "result": """resultat utfall effekt resultat/utfall vad-blev-det vad-hände hur-gick-det måluppfyllelse
        uppföljning/resultat resultat-av-aktiviteten återrapportering så-gick-det utvärdering redovisning analys
        detta-har-genomförts""",
    "comment": """kommentar avvikelse anmärkning notering övrigt kommentar/avvikelse not anteckning orsak-till-avvikelse
        information""",
}
# For headings that say more than one of the words above: the first that fits.
SHAPES = [
    (re.compile(r"^(resultat|utfall|uppföljning)\b.*\d"), "result"),
    (re.compile(r"^(polisens|kommunens) (uppföljning|resultat)$"), "result"),
    (re.compile(r"^ansvarig\w*\b.*\b(polis|polisen)$"), "responsible_police"),
    (re.compile(r"^ansvarig\w*\b.*\b(kommun|kommunen)$"), "responsible_municipality"),
    (re.compile(r"^ansvarig\w*\b.*\bfunktion"), "responsible"),
    (re.compile(r"^ansvarig"), WHO),
    (re.compile(r"^(start|börja|påbörja)"), "starts_on"),
    (re.compile(r"^(slut|deadline|klart? senast|klart? till|senast)"), "due_on"),
    (re.compile(r"^(tid|tidplan|tidsplan|när)\b"), WHEN),
    (re.compile(r"^(planerade?|målsatta?|konkreta?|prioriterade?) (aktivitet|åtgärd|insats)"), TITLE),
    (re.compile(r"^(aktivitet|åtgärd|insats)(er|en|erna)?\b"), TITLE),
    (re.compile(r"^fokusområde"), AREA),
    (re.compile(r"^(status|läge)\b"), "status"),
    (re.compile(r"^(kommentar|avvikelse|anmärkning)"), "comment"),
    (re.compile(r"^målgrupp"), "target_group"),
    (re.compile(r"^(mål|målsättning)\b"), AIM),
    (re.compile(r"^(indikator|nyckeltal|mått)"), "indicator"),
    (re.compile(r"^(resultat|utfall)"), "result"),
    (re.compile(r"^uppföljning"), FOLLOWED),
    (re.compile(r"^(medverkande|samverkan)"), "participants"),
    (re.compile(r"^problem"), "problem"),
    (re.compile(r"^orsak"), "cause"),
]
# A heading over others: what the one under it becomes.
UNDER = {
    ("by_municipality", WHO): "responsible_municipality",
    ("by_police", WHO): "responsible_police",
    ("by_municipality", "responsible"): "responsible_municipality",
    ("by_police", "responsible"): "responsible_police",
    ("by_municipality", "result"): "result",
    ("by_police", "result"): "result",
    ("by_municipality", FOLLOWED): "result",
    ("by_police", FOLLOWED): "result",
    ("number", TITLE): "number",
    ("number", AREA): "area_number",
    ("problem", TITLE): "summary",
    ("target", AIM): "target",
    (AIM, AREA): "area_goal",
}
LONGEST_HEADING = 70
PLURALS = re.compile(r"(erna|arna|orna|na|en|et|er|ar|or|s|n|t|a)$")


def plain_heading(text):
    """A heading as it is compared: small letters, without signs, brackets and stray hyphens from the typesetting."""
    words = folded(text).replace("\u00ad", "").replace("-\n", "")
    words = re.sub(r"\([^)]*\)|[:*?”\"“’'…]", " ", words)
    words = re.sub(r"\s*/\s*", "/", words)
    return re.sub(r"\s+", " ", words).strip(" .,;–-")


KNOWN = {plain_heading(words.replace("-", " ")): what for what, together in WORDS.items() for words in together.split()}


@lru_cache(maxsize=4096)
def what_is(text):
    """What a column with a heading holds, or None where nobody knows."""
    if "effektmål" in folded(text):
        return "area_goal"
    words = plain_heading(text)
    if not words or len(words) > LONGEST_HEADING:
        return None
    if found := KNOWN.get(words) or _singular(words):
        return found
    parts = [part for part in re.split(r"/| och | eller |, ?| & | ?\+ ?| ?[–-] ", words) if part]
    if len(parts) > 1:
        named = [KNOWN.get(part) or _singular(part) for part in parts]
        if all(named):
            return _of_several(named)
    return next((what for shape, what in SHAPES if shape.search(words)), None)


def _singular(words):
    """Also in plural and in the definite form, the last word or the only one."""
    stem = words
    for _round in range(2):
        stem = PLURALS.sub("", stem)
        if len(stem) < 3:
            return None
        for ending in ("", "e", "a", "n", "t"):
            if (found := KNOWN.get(stem + ending)) and len(stem + ending) > 3:
                return found
    return None


def _of_several(named):
    """”Mål/Indikator”, ”Start och slut”, ”Ansvarig/Medverkande”: the wider of the two, else the first."""
    kinds = set(named)
    if kinds <= {"starts_on", "due_on", WHEN}:
        return WHEN
    if kinds <= {"by_police", "by_municipality", "by_both"}:
        return "parties"
    if kinds <= {AIM, "target", "indicator"}:
        return AIM if AIM in kinds else "target"
    return named[0]


def under(above, below):
    """What a column holds whose heading stands under another one: ”Tid” over ”Start”, ”Ansvarig” over ”Polis”."""
    child, parent = what_is(below), what_is(above)
    if child is None or (not below.strip()):
        return parent
    return UNDER.get((child, parent), child)
