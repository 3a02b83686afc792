"""The words that the guard knows, as plain data: add a line when one is missing.

In phrases, a comma or a new line begins the next phrase, `/` is "or" between words, `*` stands for any ending, `…` for up to
four words in between, and `<drug>` for any of DRUGS.
"""


def listed(text):
    """The words of a text, each once."""
    return tuple(dict.fromkeys(text.split()))


# People ---------------------------------------------------------------------------------------------------------------

# What comes before somebody's name.
INTRODUCED_BY = listed(
    """
heter hette kallas kallad kallades herr fru fröken familjen bröderna brodern systern granne grannen grannarna killen
kille snubben snubbe gubben gubbe grabben kvinnan mannen tjejen tanten gumman kärringen langaren dealern tjuven chefen
läraren rektorn rektor tränaren kompis kompisen kusin kusinen sonen dottern pojken flickan exet pojkvän pojkvännen
flickvän flickvännen sambon sambo hyresgästen ägaren svågern namnet mr mrs ms named called neighbour neighbor guy
dealer boyfriend girlfriend husband wife boss teacher landlord
"""
)

# Before and after a name that is a word too: "utanför Max" is a place, "Björn kör" is somebody, "Max är 30" nobody.
BESIDE = {"vid", "utanför", "bakom", "framför", "kring", "mittemot"}
AFTER_A_NAME = {"på", "i", "som", "från", "är", "har", "kör"}
OFTEN_FIRST = {"per", "max", "bo", "hans", "love", "dag"}

SURNAME_ENDINGS = ["sson", "qvist", "kvist", "dotter", "ović", "ovic"]

# Places and bodies in capital letters ---------------------------------------------------------------------------------

PLACES = frozenset(
    listed(
        """
arboga köping kungsör västerås örebro eskilstuna stockholm göteborg malmö uppsala lindesberg fellingsbro götlunda
medåker säterbo tyringe lunger sätra gluggen nytorget stortorget järntorget resecentrum medborgarhuset ahlöfsparken
sturevallen bensingatan oljevägen nästkvarn brattberget ekbacken hällby strömsborg marieborg vasaparken teknikparken
götaplatsen norrgården söderstaden västermo höjen stureborg ladubacken åsby åspa jädersbruk jäder kyrkbyn grindberga
dalhem centrum hjälmaren mälaren arbogaån hallstahammar fagersta sala nora hallsberg kumla katrineholm strängnäs närke
västmanland västmanlands sörmland sverige svealand västra östra norra södra mälardalen bergslagen europa norden sweden
finland norge danmark skåne järnvägsstationen systembolaget biblioteket galleria gallerian
"""
    )
)

PLACE_ENDINGS = listed(
    """
gatan gata vägen väg torget torg parken park skolan bron bro leden gränd gränden stigen backen kyrkan kyrka badet
hallen vallen huset området stan staden sjön ån berget hamnen stationen centrum macken tunneln rondellen planen plan
platsen allén lunden hagen gården köping kullen kvarteret lekplatsen reningsverket fabriken torpet bruket bruk viken
holmen krogen puben hemmet förskolan gymnasiet rondell station centret center hotellet
"""
)

# After a name, these make it a place or a shop: "Kalles kiosk", "Karl Johans gata".
PLACE_WORDS = frozenset(
    listed(
        """
gata gränd väg plats plan torg park parken skola stig bro kyrka kulle backe minne krog pub kiosk grill pizzeria salong
frisör bar bageri konditori café kafé restaurang livs mack bil bilverkstad verkstad museum staty lekplats street road
"""
    )
)

ORGANISATIONS = frozenset(
    listed(
        """
polisen polis kommunen kommun kommunens trafikverket skolverket socialtjänsten socialen räddningstjänsten brandkåren
ordningsvakter ordningsvakt väktare fritidsgården fältarna fältgruppen hemtjänsten arbogabostäder rådhuset regionen
region hyresgästföreningen migrationsverket arbetsförmedlingen försäkringskassan skatteverket kronofogden
kriminalvården säpo bris brå pro spf sj vl mälartåg ica coop willys lidl netto hemköp systemet circle preem okq8 shell
ingo st1 max mcdonalds mcdonald's sibylla burger king maxi konsum city gross dollarstore rusta jula biltema ikea
swedbank nordea seb handelsbanken bankid swish postnord dhl facebook tiktok snapchat instagram whatsapp telegram
messenger google youtube blocket tele2 telia telenor klarna hells angels bandidos foxtrot satudarah volvo saab bmw
audi mercedes toyota ford tesla epa a-traktor röda korset rädda barnen frälsningsarmén svenska kyrkan pingstkyrkan
equmeniakyrkan grannsamverkan trygg missing people nattvandrarna lions rotary allehanda bärgslagsbladet magazin
tidning aftonbladet expressen svt sveriges radio kommunpolisen kommunpolis kommunfullmäktige kommunstyrelsen
socialnämnden tekniska trygghetscentralen
"""
    )
)

CALENDAR = frozenset(
    listed(
        """
måndag tisdag onsdag torsdag fredag lördag söndag januari februari mars april maj juni juli augusti september oktober
november december monday tuesday wednesday thursday friday saturday sunday january february march may june july august
october jul påsk midsommar valborg nyår lucia halloween ramadan christmas easter
"""
    )
)

# Words that often have a capital letter because they begin a sentence or a greeting.
ORDINARY = frozenset(
    listed(
        """
jag du han hon hen den det vi ni de dom dem man mig dig oss er sig min mitt mina din ditt dina vår vårt våra ert era
hans hennes deras en ett någon nån något några ingen inget inga alla allt många få flera både och men eller så att om
när då där här var vart vad vem vilka vilken vilket varför hur som för på i till från med utan under över efter innan
vid hos kring mot bakom framför mellan genom ute inne hemma nu sen sedan igår idag ikväll imorgon ofta alltid aldrig
ibland kanske tack hej hejsan snälla please hälsningar mvh vänligen är blir blev kan kunde ska skulle vill måste får
borde har hade gör sätt bygg ta gå kom se fixa stoppa stäng öppna laga mer mera fler bättre inte ja nej också även
bara just varje igen bilar bilarna mopeder mopederna ungdomar ungdomarna barn barnen folk människor personer gäng
gänget killar tjejer grannen grannar grannarna boende invånare trafiken belysningen parken skolan gatan vägen centrum
kvällar helger äldre gubbar grabbar kvinnor män pensionärer elever lärare politiker kameror droger knark narkotika rån
inbrott stölder klotter skadegörelse fyllon missbrukare kriminella tjuvar langare i'm the a an this that these those
there here it he she they we you my our your his her their its what when where why who how is are was were be been has
have had do does did can could will would should may might must thank thanks hello hi dear some any many most all no
not and or but if so because people kids cars police someone somebody everyone street swedish english municipality
council god gott lilla stora gamla nya utanför nära bredvid runt förbi längs inom near outside behind at by
"""
    )
)

# Plates ---------------------------------------------------------------------------------------------------------------

# Words of three letters that stand before a number without being a plate.
NO_PLATE = frozenset(
    listed(
        """
all bar bus car ett den det dag dom dnr fem fel fax gan han har hus hen hon kan kap kat kom lag las led lgh man med
mej men mer mot nej nog nr och oss par per plan ren rum sal san sen ska som sju tag tel the var ca top tre typ upp ute
era pat max age for not and run num ram usb ral kul bra tio sex ser vet vem bor hem
"""
    )
)
ABBREVIATIONS = frozenset(
    listed(
        """
NTU EST LPO SCB SOU NJA SFS KPI SMS MCF MSB TEL BUP SPF PRO SKR SKL BRA SSM SVT LSS LSU GDS ADR
"""
    )
)

# What follows a number that counts something.
UNITS = listed(
    """
kr kronor sek st km meter m mil procent % gånger ggr bilar mopeder personer år dagar timmar tim minuter min grader
kilometer km/h times people cars lampor barn kvällar nätter veckor månader poliser platser
"""
)

TOP_DOMAINS = frozenset(
    listed(
        """
se com nu net org eu no fi dk de uk info biz me io edu gov app tv ru pl
"""
    )
)

# What somebody may be accused of --------------------------------------------------------------------------------------

DRUGS = listed(
    """
knark* narkot* narkisar droger drogen drogerna hasch* cannabis* marijuana kokain* amfetamin* heroin* tramadol*
fentanyl spice tjack* ladd weed braj* lyrica benzo* xanax ecstasy mdma drugs cocaine hash narcotics meth droghandel*
drogförsäljning*
"""
)

# Deeds that the law knows. A deed in this list makes a person, with or without a name, somebody who is accused.
DEEDS = """
sälj*/sålt/sålde/sålda/köper/köpt/köpte/pushar/kränger/krängde/delar/delade/smugglar/förvarar/gömmer/odlar/tillverkar … <drug>
sälj*/sålt/sålde/sålda … tabletter/piller/vapen/sprit/stöldgods
sell*/sold/deal*/push*/buys/bought/smuggl* … <drug>
<drug> säljs/såldes
langa/langar/langade/langat/langas/langning, deala/dealar/dealade/dealat/deals/dealt/dealing
knarka/knarkar/knarkade/knarkat/haschar/haschade/haschat
röker/rökte/rökt/röka … <drug>
röker/rökte/rökt/röka/säljer/sålde/sålt/sälja gräs
slå/slår/slog/slagit/slås, misshandla*/misshandel/kvinnomisshandlar
sparka/sparkar/sparkade/sparkat mig/honom/henne/oss/min/mitt/sin/sitt/sina/på/ner/någon/en/ett
hota/hotar/hotade/hotat/hotas/hotades, hot mot
knivhögg/knivhugger/knivhuggit/knivskar/knivskär/knivskurit/knivmisshandla*, skjuter/sköt/skjutit/beskjuter/beskjutit
våldtar/våldtog/våldtagit/våldta, tafsa/tafsar/tafsade/tafsat
antasta/antastar/antastade/antastat/ofreda/ofredar/ofredade/ofredat
trakassera/trakasserar/trakasserade/trakasserat, förföljer/förföljde/förföljt, stalka*, blottar/blottade/blottat
strypt/stryper/ströp, utpressar/utpressade, pressar/pressade … pengar
råna/rånar/rånade/rånat, stjäl/stjäla/stjälas/stal/stulit/stjäls, snor/snodde/snott/snattar/snattade/snattat/snatta
bryter/bröt/brutit/bryta sig/oss in
bryter/bröt/brutit in
gör/gjorde/gjort/begår/begick/begått inbrott/rån/stölder/stöld/brott
vandaliserar/vandaliserade/vandaliserat, tänder/tände/tänt eld/på
bränner/brände/bränt upp/ner/bilar/en/min
anlägger/anlade/anlagt brand
kör/körde/kört/körandes/köra … onykter/rattfull/berusad/full/påverkad/aspackad/drogad
kör/körde/kört/köra … fyllan
kör/körde/kört/köra utan körkort
lurar/lurade/lurat av/på/äldre/pensionärer/gamla/min/mig
bedrar/bedrog/bedragit … pengar
har/bär/bar/hade/drog/drar … pistol/kniv/vapen/skjutvapen/machete/sprängmedel/handgranat
springer/sprang/viftar/viftade … pistol/kniv/vapen/yxa/machete
hits/hit/hitting/beats/beat/beating/punches/punched/abuses/abused/assaulted/assaulting/raped/raping/groped/groping/stabbed/stabbing
steals/stole/stealing/stolen/robs/robbed/robbing/threatens/threatened/threatening/vandalised/vandalized/stalks/stalking/kicked
breaks/broke/breaking/broken into/in
drives/driving/drove/drink drunk/driving, is drunk driving
shoots/shot/shooting
""".strip().splitlines()

# Words that say what somebody is.
LABELS = listed(
    """
tjuv tjuven tjuvar* langare langaren langarna dealer dealern dealers drughandlare knarklangare kriminell kriminella
kriminelle gängkriminell* gängmedlem* gängledare* rånare rånaren bedragare bedragaren bedragarna våldtäktsman*
pedofil* mördare mördaren kvinnomisshandlare hustrumisshandlare hälare hälaren brottsling* knarkare knarkaren pundare
pundaren missbrukare missbrukaren narkoman* rattfyllerist* pyroman* vandal vandalen rattfull* maffia* thief thieves
criminal* robber rapist junkie addict
"""
)

# Crimes as things, where somebody's name stands near them.
CRIMES = listed(
    """
<drug> rån rånet rånen rånad rånade inbrott inbrottet inbrotten stöld stölden stölder* stulen stulet stulna hot hotet
hotfull* misshandel* misshandlad slagen slagsmål* våldtäkt* våldtagen våldsam* knivskuren knivdåd* skottlossning*
skjutning* skjuten sprängning* mordbrand* mord mordet mördat narkotikabrott* häleri* bedrägeri* rattfylleri*
övergrepp* utpressning* ofredande* vapen vapnet pistol* kniv kniven misstänk* suspect* gäng gänget gängets gängen gang
gangs polisanmäl* robbery burglary theft assault rape stabbing shooting fight weapon knife gun
"""
)

# Lesser things, which still shouldn't stand beside a name.
LESSER = """
kör/körde/kört/köra … för fort
kör/körde/kört/köra … fort/vårdslöst/vansinnigt/livsfarligt/galet
kör/körde/kört/köra … som en idiot/galning/dåre/tok
kör/körde/kört/köra … som idioter/galningar/dårar
buskör*/busåk*/fortkör*/hastighetsöverträdelse*
bråka*/bråk/bråket/bråkig*/bråkstake*/slåss/slogs/störig*
klottra*/klotter/klottret
elda/eldar/eldade/eldat/eldas
druckit/dricker/drack/dricka/berusad*/fyllo/fyllot/fyllon/alkis*/alkoholist*/supa/söp
är/var/blir … full/fulla/packad/packade
förstör*/skadegör*/sabotera*/terrorisera*/mobba*
slänger/slängde/dumpar/dumpade/dumpat … sopor/skräp/möbler
luras/lurar/lurade/lurat/fuskar
drunk/drinking/speeding/speeds/graffiti/fighting/fights/bullies/bullying/trespassing
drives … fast
idiot/idioten/psykopat*/galning*/skurk*/svin/svinet
""".strip().splitlines()

# Who drives or makes noise in general: a deed of "bilarna" is nobody's in particular.
CROWD = frozenset(
    listed(
        """
bilar bilarna bilister bilisterna mopeder mopederna moppar mopparna a-traktorer a-traktorerna epor eporna lastbilar
lastbilarna trafiken folk människor ungdomar ungdomarna ungar ungarna barn barnen många alla man vissa personer
cyklister elsparkcyklar motorcyklar bussar bussarna killar tjejer gäng kids people cars drivers teenagers youths
everyone
"""
    )
)
TOGETHER = {"och", "med", "samt", "and", "with"}

# Telling of a crime ---------------------------------------------------------------------------------------------------

SOMEBODY_CERTAIN = listed(
    """
han hon hen honom henne killen tjejen snubben gubben grabben mannen kvinnan tanten grannen grannens grannarna granne
pojken flickan chefen läraren rektorn tränaren exet sambo sambon pojkvän pojkvännen flickvännen make maken maka
svågern ägaren hyresgästen pappan mamman pappa mamma sonen dottern brodern son bror brorsa kompis kusin langaren
dealern tjuven he she him neighbour neighbor boyfriend girlfriend husband wife guy boss teacher landlord killarna
grabbarna gubbarna tjejerna
"""
)
# "min man" is somebody; "man" is nobody.
SOMEBODY_BY_PHRASE = """
min/hennes/vår man
mitt/hennes/hans/sitt/my/her/his ex
the man/woman/boy/girl/guy
ett gäng
en/två/tre/fyra/några/flera man/kille/killar/män/person/personer/tjejer/gubbe/snubbe/snubbar
familjen
""".strip().splitlines()

THEY = listed(
    """
de dom någon nån några they someone somebody
"""
)

DWELLING = listed(
    """
lägenheten lägenhet lgh lägenheterna huset villan radhuset porten portuppgången trappuppgången uppgången trapphuset
källaren källarna garaget förrådet kolonistugan nummer nr våningen balkongen bilen hemifrån affären butiken kiosken
pizzerian flat apartment house basement garage
"""
)

HAPPENED = """
har/hade … brutit sig in
har/hade … brutit in
bröt sig in
bröt in
har/hade … stulit/snott/rånat/misshandlat/hotat/våldtagit/knivhuggit/skjutit/antastat/ofredat/tafsat/anlagt/länsat
har/hade … slagit mig/honom/henne/min/ner/en
har/hade … slagit sönder min/mitt/mina/vår/våra
stal/snodde/rånade/misshandlade/hotade/våldtog/knivhögg/antastade/ofredade
slog mig/honom/henne/min/ner/ned/en/oss
tafsade på
tände/eldade eld/upp/på … min/mitt/mina/vår/vårt/våra/en/ett
sköt mot/på/en/mig
broke/broken into/in
has/have stolen/robbed/attacked/threatened/assaulted
stole/robbed/attacked/threatened/assaulted/raped/stabbed/punched/groped
tog min/mina/mitt/hennes/hans mobil/plånbok/väska/cykel/moped/telefon/pengar
""".strip().splitlines()

RIGHT_NOW = """
just nu
nu ikväll
nu i kväll
nu i natt
nu inatt
i detta nu
i denna stund
precis nu
pågår
pågick
håller på att
håller på och
right now
going on now
is happening
as we speak
at this moment
""".strip().splitlines()

ACTS_RIGHT_NOW = """
slåss/slagsmål*, sälj*/säljs … <drug>
ett/en/någon inbrott/rån/stöld/misshandel/skottlossning/våldtäkt/knivdåd/knivskärning/skjutning/överfall
inbrott/rån/misshandel/skottlossning/skjutning/överfall/våldtäkt pågår
narkotikahandel*/knarkhandel*/droghandel*/knarkförsäljning*/drogförsäljning*/narkotikaförsäljning*
narkotikabrott/knarklangning*/langning*/skjuts
eldar upp
fight/fights/fighting/robbery/burglary/stabbing/shooting/assault
""".strip().splitlines()

WITNESSED = """
jag/vi såg/hörde/bevittnade/filmade/fotade
jag/vi/har/hade/nyss/precis sett/bevittnat/filmat/hört
såg jag/vi/en/ett/två/tre/hur
i/we saw/heard/witnessed/filmed
i/we have seen
i/we just saw
min/mitt/mina/vår/våra … såg/bevittnade
""".strip().splitlines()

# … in the paper, which isn't to witness it.
READ_OF = frozenset(
    listed(
        """
tidningen tidning nyheterna nyhet statistik statistiken tv radion facebook film rapporten paper news
"""
    )
)

THINGS_WITNESSED = """
narkotikaaffär*/drogaffär*/knarkaffär*/knarkförsäljning*/drogförsäljning*/narkotikaförsäljning*/langning*
köpa/byta/överlämna … <drug>
misshandel*/slagsmål/skott
ett/en rån/inbrott/stöld/våldtäkt/överfall/knivdåd/skottlossning/skjutning
selling/dealing/buying … <drug>
robbery/burglary/stabbing/shooting/theft/assault
""".strip().splitlines()

HARMED = listed(
    """
rånad rånade slagen slagna misshandlad misshandlade hotad hotade våldtagen knivskuren knivhuggen skjuten bestulen
bestulna överfallen överfallna antastad antastade ofredad trakasserad förföljd utpressad kidnappad lurad bedragen
nedslagen sparkad tafsad stulen stulet stulna drogad beskjuten robbed beaten assaulted attacked threatened raped
stabbed shot stolen scammed mugged groped harassed burgled
"""
)

CLOSE_TO_ME = listed(
    """
jag vi mig oss we me min mitt mina vår vårt våra hans hennes my our his her grannen granne kompis kompisen mamma pappa
mormor morfar farmor farfar sonen dottern syrran systern brorsan frun mannen sambon kille killen tjej tjejen kvinna
kvinnan pojke pojken flicka flickan gubbe gubben tant tanten dam pensionär woman boy girl
"""
)
BECAME = listed(
    """
blev blivit fick fått är har was were got been is has
"""
)

# Victims that the patterns above don't reach.
SUFFERED = """
inbrott hos oss/mig/mormor/farmor/grannen/min/mina/vår/våra
inbrott i min/mitt/vår/vårt/våra/mina/grannens
vi/jag hade/fick/haft/fått … inbrott
vi/jag har haft/fått … inbrott
utsatt/utsatta/utsattes/utsattas för … rån/rånförsök/misshandel/inbrott/stöld/överfall/våldtäkt/övergrepp
utsatt/utsatta/utsattes/utsattas för … hot/bedrägeri/utpressning
tafsad på
kniv/pistol mot halsen/huvudet/mig/oss
hotade/slog/rånade/misshandlade/sparkade/antastade/knivhögg/förföljde mig/oss/min/mitt/mina/vår/vårt/våra
tafsade på mig/min/mina/vår
i was/got robbed/beaten/assaulted/attacked/threatened/raped/stabbed/shot/scammed/mugged/groped/harassed
""".strip().splitlines()

# Not a report: it hasn't happened, it is asked about or counted.
NOT_SO = frozenset(
    listed(
        """
inte aldrig ingen inga icke rädd rädda orolig oroliga risk risken ifall tänk kanske skulle vore om not never nobody
afraid worried scared if fear utan
"""
    )
)
COUNTED_CRIMES = frozenset(
    listed(
        """
mycket många fler flera mer mera ökat ökar ökning mindre färre more many increase
"""
    )
)
