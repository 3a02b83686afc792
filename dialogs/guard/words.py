"""The words that the guard knows, as plain data: add a line when one is missing.

In phrases, `*` stands for any ending, `/` for "or", `…` for up to four words in between, and `<drug>` for any line of DRUGS.
"""

# Names ---------------------------------------------------------------------------------------------------------------

FIRST_NAMES = """
adam adrian agneta agnes aina albin alex alexander alexandra alexis alf alfred alice alicia alma alva alvar alvin amanda
amelia anders andré andrea andreas anette angelica angelina anita ann anna anne anneli annelie annette annica annika
annmarie anton antonia arne aron arthur arvid astrid august aurora axel barbro beatrice bella bengt benjamin bernt berit
bernt bertil bettan bill birger birgit birgitta bjarne björn bo boel bosse bodil boris bosse britt britta brita
camilla carin carina carl carola caroline casper cecilia charles charlie charlotta charlotte chris christel christer
christian christina christine christoffer christopher claes claire clara colin conny cornelia dag dagny daniel daniela
david dennis desirée diana dick ebba eddie edith edvard edvin edward elin elina elias elis elisabeth elise elise ella
ellen ellinor elliot elof elsa elsie elvira elvis emanuel emelie emil emilia emily emma emmy enar eric erica erik erika
erland erling ernst esbjörn ester eugen eva evelina evert fabian fanny felicia felix filip filippa folke frank frans
fred freddie fredrik fredrika freja frida fritz gabriel gabriella georg george gerd gerda gert gertrud gisela glenn
greger greta gudrun gun gunborg gunhild gunilla gunnar gunnel gunvor gustaf gustav gösta göran göte hampus hanna hannah
hannes hans harald harriet harry hasse hedda hedvig helen helena helene helge helmer helny henning henric henrietta
henrik henry herbert hilda hilding hilma hjalmar holger hugo håkan ida inez inga inge ingeborg ingegerd ingela ingemar
inger ingrid ingvar irene iris irma isabell isabella isabelle isac isak ivan ivar jack jacob jakob jan jane janne jasmin
jasmine jennifer jennie jenny jens jerker jerry jesper jessica jill jim jimmie jimmy joacim joakim joanna jocke joel
johan johanna johannes john johnny jon jonas jonatan jonathan jonna jonte jonny josef josefin josefine josefina joseph
josephine juan judith julia julian julius jörgen kaj kalle karin karl karolina katarina katja katrin kennet kenneth
kenny kent kerstin kevin kicki kim kjell klara klas konrad krister kristian kristin kristina kristofer kristoffer kurt
lars lasse laura lena lennart leo leon leonard leopold liam lili lilian lilly lina linda linn linnea linnéa linus lisa
lisbeth lisbet lise liselott liselotte liv loke lotta louise love lova lovisa lucas lucia ludde ludvig ludwig lukas
lydia madeleine magdalena magnus maj maja majken malin malte malva manfred manne marcus margareta margaretha margit
margot maria marianne marie marika marina mark markus marlene martha martin martina mary mathias mathilda matilda mats
mattias matteo maud maurits max maximilian melissa melker melvin mia michael micke mikael mike milla milo milton mimmi
minna mira miranda moa molly mona monica monika morgan måns märit märta naemi nadja nancy natalie natasha nathalie neo
nelly nicklas niclas nicolas nicole niklas nils nina nisse noa noah noel noomi nora norea nova ola olaf ole oliver
olivia olle olof olov orvar oscar oskar oskar ossian otto ove ottilia owe patric patricia patrik paul paula paulina pelle
per pernilla petra peter petter petronella pia pierre pontus preben putte ragnar ragnhild ragnvald ralf ramona rebecca
rebecka rasmus regina richard rickard rikard rita robban robert robin roger roine roland rolf ronja ronny rosa rose rosita
roy ruben rune rut ruth rutger saga sally sam samuel sandra sanna sara sassa sebastian selma sigge sigrid sigurd sigvard
simon siri siv sixten sofia sofie solveig sonja staffan stefan stella sten stephanie stig stina sture sune susanna
susanne suzanne svante svea sven sverker sylvia sörener sören tage ted teodor terese teresa theo theodor therese therése
thomas thore thorsten tilda tilde tim tindra tina tobias tom tommy tompa tor tora torbjörn tord tore torgny torsten
torvald tova tove truls tuva ture tyra ulf ulla ulrica ulrik ulrika uno urban ursula valdemar valter vanessa vendela vera
verner veronica veronika vidar vide viggo viking viktor viktoria victor victoria vilgot vilhelm ville vilma vincent viola
virginia viveca viveka vivianne wilhelm william wilma wilmer yngve ylva yvonne zacharias åke åsa åse örjan östen
aaliyah abbas abdallah abdel abdelrahman abdi abdifatah abdihakim abdirahman abdirizak abdul abdulaziz abdulkadir
abdulla abdullah abdullahi abdurahman abukar aden adil adnan ahlam ahmad ahmed aisha aksel ali alia alaa amal amar amer
amin amina amir amira amna anas anwar arash arif aref asad asha asma asmaa aya ayaan ayan ayman aziz bahar bahman bashar
bashir basel basma behnaz behrouz bilal bilan bushra deeqa dalal darwish diyar dilan dina ebrahim ehsan elham emad esmail
fadi fadumo fahad faisal farah farhad faris farhan fariba farid farida faruk fartun fatima fatemeh fatma fawzia feisal
ferhat firas fouad ghada ghazi guled habib hadi hadil hafsa halima hamid hamoudi hamsa hamza hanad hanan hani haris
haroun hasan hassan hatem hawa haydar hayat hiba hibo hodan huda hussein husein hussain hossein ibrahim ibtisam idil
idris ifrah ikram ilham ilyas iman imran ishak ismael ismail issa iyad jabbar jaber jalal jama jamal jamila jawad kadra
kamal kamran karim karima kareem kaveh khadija khadra khaled khalid khalil khadar laila layla leila leyla liban lubna
lul maher mahad mahamed mahdi mahmood mahmoud majed malak malik manal mansour mariam maryam marwa marwan maryan massoud
maysa mehdi mehmet mehran mina mohamad mohamed mohammad mohammed mohamud moussa muhamed muhammad muhammed muhidin muna
muse mursal musa mustafa mustafe nabil nada nader nadia nadir nahla naima najib najma nasim nasir nasra nasrin nasteho
nawal nazanin nermin nima nimo nizar nour noor nur nura omar omid osama osman parisa parvin payam qasim rabia rached
rahim rahma raja rami ramin rana rania rashid reem reza rima roya rukia saad saba sabah sabrina safa safiya sahar said
sahra sakariya salah saleh salem salim salma salman saman samar sami samia samir samira samiya sana sanaa sara saud sayed
shadi shahad shahin shakir sharif sherin shirin shukri siham sohail soran sulaiman suleiman sumaya taha tahir talal tarek
tariq usama wael wahid walid warsame wasim yahya yasin yasir yasmin yasmine yassin yonis younes yousef youssef yousif
yusra yusuf zahra zainab zakaria zaki zeinab zeynab zeynep ziad ziyad emre murat mustafa hakan kemal ayse elif fatih ibo
abebe abeba abraham berhane biniam dawit eden feven filmon haben helen henok kidane mebrahtu meron merhawi mikal mulu
natnael rahel robel saba samrawit selam semhar senait simret solomon tesfay tesfaye tekle tsegay yohannes yonas yosef
aino aki anja anneli antero antti arja arto eero eila eija elina esa esko hannu harri heikki helvi hilkka ilkka irja irma
jaakko janne jari jarmo jouko jorma juha juhani jukka jussi kaarina kaija kalevi kari kimmo kirsi kirsti kyösti leena
liisa maarit maija mari marja markku marko marjatta matti merja mika mikko minna niina oili olavi onni outi paavo pasi
pauli pekka pentti pertti pirjo pirkko päivi raija raili rauni reijo reino riikka risto ritva saara sakari sari satu seija
seppo sinikka sirkka sirpa taina taisto tapani tapio tarja tarmo teemu teuvo tiina timo toivo tuija tuomas tuula tuomo
urho vesa ville väinö virpi
admir adem admira ajla alen almir almira alma amel amela amra arben arber ardian armin artan asmir avni azra bajram
bekim besim besnik biljana blerim blerta bojan boban branislav branko dalibor damir danijel dario darko dejan denis
dijana dragan dragana dragica driton dusan dzenan edin edina edis elvir elvira emina emir enes enisa enver erna fadil
fatmir faton fikret filip fitim gordana goran haris hasan hatidza ibrahim igor ilir ilija ismet ivana ivica izet jadranka
jasmina jasna jelena josip jovan jovana kemal kosta kujtim lejla liridon ljiljana ljubica luan luka maida mensur merima
mersiha mevlida milan mile milena milica milos milorad miodrag mirela mirjana miroslav mirsad mirza muamer muharem
mujo nada nedim nedzad nenad nermina nikola nihad petar predrag radmila radovan refik ratko safet samir sanela sanja sasa
sead selma semir senad senada sejla shpresa shpend skender slavica slavko slobodan snezana sonja srdjan stevan suada
suad suzana svetlana tarik tatjana valon vesna vladimir vladan vlado zdravko zlatan zlatko zoran zorica
agnieszka andrzej bartek beata bogdan dorota elzbieta ewa grzegorz irina ivanka jacek jerzy joanna katarzyna krzysztof
lukasz maciej magda malgorzata marcin marek mariusz michal natalia oleg oleksandr oksana olena olga pawel piotr rafal
sergej serhij sorin stanislav tadeusz tomasz volodymyr vasile viorel wojciech yuri zbigniew alin andrei bogdan cristian
costel florin ionut ioana marius mihai nicoleta radu răzvan stefania dumitru gheorghe mindaugas tomas giedrius
carlos diego fernando francisco jorge josé luis manuel miguel pablo pedro raul ricardo rodrigo sergio
angel anh apinya duc hoa hung linh malee nguyen noi nok siriporn somchai supaporn thanh thi tuan wei
brandon brian bruce bryan cody dave donald doug dylan gary greg jason jayden jeff joe josh justin kyle larry logan matt
nick nathan phil ray rick ryan scott sean shane shawn steve steven terry tony travis tyler wayne ashley brittany chloe
emily heather kelly kimberly lauren megan melanie nicki rachel sarah tiffany tracy
affe anki berra fia foppa gurra jossan kattis klasse krille lelle lillan lillen linkan loffe lollo micke mackan mange
nettan nicke nilla ninni pedda perra pirre pålle pär räven sigge steffe stickan sussi tobbe totte tjalle uffe vicke
""".split()

# Names that are words too: only a capital letter inside a sentence makes them a name.
ALSO_WORDS = set(
    """
alexis angel asha august aurora bella bill bo bror björn dag dick dina eden ernst frank frans gun hani hans hasse
hung iris jack jan jama jane kaj kari kim klara lina linda line linn liv logan loke love lova luka mai maj mari marina
mark max mile milla milo mina minna mira mona muse nada neo nick noi noa nok nova nur ola ole onni owe per ray regina
rana raja rita rosa rose roy rut räven saba saga said sally sam sana sanna sari sasa satu sean selma siv sten stella
stig ted thi tilda tim tina tom tor tore toto tova tuva ture tyra tage tora urban vide viking viola ville violet will
wei otto oliver norea malik manal selam salem salma saman lul huda hayat hoa anas amal arne alva ann lillan lillen
noel natalia olga olav orvar malva melker melissa marie maria reem rami rahim mulu musa milena mars mats inge inga
virginia victoria regina gert gerd esa eija ebba ester elf duc doug cody kelly scott shane wayne
""".split()
)

# What comes before somebody's name.
INTRODUCED_BY = """
heter hette kallas kallad kallades herr fru fröken familjen bröderna brodern systern granne grannen grannarna killen
kille snubben snubbe gubben gubbe grabben kvinnan mannen tjejen tanten gumman kärringen langaren dealern tjuven chefen
läraren rektorn rektor tränaren kompis kompisen kusin kusinen sonen dottern pojken flickan exet pojkvän pojkvännen
flickvän flickvännen sambon sambo hyresgästen ägaren svågern namnet mr mrs ms named called neighbour neighbor guy dealer
boyfriend girlfriend husband wife boss teacher landlord
""".split()

SURNAME_ENDINGS = "sson qvist kvist dotter ović ovic".split()

# Places and bodies in capital letters ---------------------------------------------------------------------------------

PLACES = set(
    """
arboga köping kungsör västerås örebro eskilstuna stockholm göteborg malmö uppsala lindesberg fellingsbro götlunda medåker
säterbo tyringe lunger sätra gluggen nytorget stortorget järntorget resecentrum medborgarhuset ahlöfsparken sturevallen
bensingatan oljevägen nästkvarn brattberget ekbacken hällby strömsborg marieborg vasaparken teknikparken götaplatsen
norrgården söderstaden västermo höjen stureborg ladubacken åsby åspa jädersbruk jäder kyrkbyn grindberga dalhem centrum
hjälmaren mälaren arbogaån hallstahammar fagersta sala nora hallsberg kumla katrineholm strängnäs närke västmanland
västmanlands sörmland sverige svealand västra östra norra södra mälardalen bergslagen europa norden sweden finland norge
danmark skåne järnvägsstationen systembolaget biblioteket
""".split()
)

PLACE_ENDINGS = """
gatan gata vägen väg torget torg parken park skolan bron bro leden gränd gränden stigen backen kyrkan kyrka badet hallen
vallen huset området stan staden sjön ån berget hamnen stationen centrum macken tunneln rondellen planen plan platsen allén
lunden hagen gården köping kullen kvarteret lekplatsen reningsverket fabriken torpet bruket bruk viken holmen krogen puben
hemmet förskolan gymnasiet rondell station centret center hotellet
""".split()

# After a name, these make it a place or a shop: "Kalles kiosk", "Karl Johans gata".
PLACE_WORDS = set(
    """
gata gränd väg plats plan torg park parken skola stig bro kyrka kulle backe minne krog pub kiosk grill pizzeria salong
frisör bar bageri konditori café kafé restaurang livs mack bil bilverkstad verkstad museum staty lekplats street road
""".split()
)

ORGANISATIONS = set(
    """
polisen polis kommunen kommun kommunens trafikverket skolverket socialtjänsten socialen räddningstjänsten brandkåren
ordningsvakter ordningsvakt väktare fritidsgården fältarna fältgruppen hemtjänsten arbogabostäder rådhuset regionen
region hyresgästföreningen migrationsverket arbetsförmedlingen försäkringskassan skatteverket kronofogden kriminalvården
säpo bris brå pro spf sj vl mälartåg ica coop willys lidl netto hemköp systemet circle preem okq8 shell ingo st1 max
mcdonalds mcdonald's sibylla burger king maxi konsum city gross dollarstore rusta jula biltema ikea swedbank nordea seb
handelsbanken bankid swish postnord dhl facebook tiktok snapchat instagram whatsapp telegram messenger google youtube
blocket tele2 telia telenor klarna hells angels bandidos foxtrot satudarah volvo saab bmw audi mercedes toyota ford tesla
epa a-traktor röda korset rädda barnen frälsningsarmén svenska kyrkan pingstkyrkan equmeniakyrkan grannsamverkan trygg
missing people nattvandrarna lions rotary allehanda bärgslagsbladet magazin tidning aftonbladet expressen svt sveriges
radio kommunpolisen kommunpolis kommunfullmäktige kommunstyrelsen socialnämnden tekniska trygghetscentralen
""".split()
)

CALENDAR = set(
    """
måndag tisdag onsdag torsdag fredag lördag söndag januari februari mars april maj juni juli augusti september oktober
november december monday tuesday wednesday thursday friday saturday sunday january february march may june july august
october jul påsk midsommar valborg nyår lucia halloween ramadan christmas easter
""".split()
)

# Words that often have a capital letter because they begin a sentence or a greeting.
ORDINARY = set(
    """
jag du han hon hen den det vi ni de dom dem man mig dig oss er sig min mitt mina din ditt dina vår vårt våra ert era
hans hennes deras en ett någon nån något några ingen inget inga alla allt många få flera både och men eller så att om när
då där här var vart vad vem vilka vilken vilket varför hur som för på i till från med utan under över efter innan vid hos
kring mot bakom framför mellan genom ute inne hemma nu sen sedan igår idag ikväll imorgon ofta alltid aldrig ibland kanske
tack hej hejsan snälla please hälsningar mvh vänligen är blir blev kan kunde ska skulle vill måste får borde har hade gör
sätt bygg ta gå kom se fixa stoppa stäng öppna laga mer mera fler bättre inte ja nej också även bara just varje igen
bilar bilarna mopeder mopederna ungdomar ungdomarna barn barnen folk människor personer gäng gänget killar tjejer
grannen grannar grannarna boende invånare trafiken belysningen parken skolan gatan vägen centrum kvällar helger äldre
gubbar grabbar kvinnor män pensionärer elever lärare politiker kameror droger knark narkotika rån inbrott stölder klotter
skadegörelse fyllon missbrukare kriminella tjuvar langare i'm the a an this that these those there here it he she they we
you i my our your his her their its what when where why who how is are was were be been has have had do does did can could
will would should may might must please thank thanks hello hi dear some any many most all no not and or but if so because
people kids cars police someone somebody everyone street
""".split()
)

# Plates ---------------------------------------------------------------------------------------------------------------

# Words of three letters that stand before a number without being a plate.
NO_PLATE = set(
    """
all alla bar bus car ett den det dag dom dnr fem fel fax fler gan han har hus hen hon kan kap kat km kom lag las led lgh
man med mej men mer mot nej nog nr och oss par per plan ren rum sal san sen ska som sju tag tel the var ca top tre typ upp
ute era pat par max age for not and gps pm ovan nya nyss bara run num buss ram usb ral
""".split()
)
ABBREVIATIONS = set("NTU EST LPO SCB SOU NJA SFS KPI SMS MCF MSB TEL BUP SPF PRO SKR SKL BRA SSM SVT LSS LSU GDS ADR".split())

# What follows a number that counts something.
UNITS = """kr kronor sek st km meter m mil procent % gånger ggr bilar mopeder personer år dagar timmar tim minuter min grader
kilometer km/h times people cars lampor barn kvällar nätter veckor månader poliser platser""".split()

TOP_DOMAINS = set("se com nu net org eu no fi dk de uk info biz me io edu gov app tv ru pl".split())

# What somebody may be accused of --------------------------------------------------------------------------------------

DRUGS = """
knark* narkot* narkisar drog droger drogen drogerna hasch* cannabis* marijuana kokain* amfetamin* heroin* tramadol* fentanyl
spice tjack* ladd weed cola gräs braj* lyrica benzo* xanax ecstasy mdma drugs cocaine hash narcotics meth
""".split()

# Deeds that the law knows. A deed in this list makes a person, with or without a name, somebody who is accused.
DEEDS = """
sälj*/sålt/sålde/sålda/köper/köpt/köpte/pushar/kränger/krängde/delar/delade/smugglar/förvarar/gömmer/odlar/tillverkar … <drug>
sell*/sold/deal*/push*/buys/bought/smuggl* … <drug>
<drug> säljs/såldes
langa/langar/langade/langat/langas deala/dealar/dealade/dealat/deals/dealt
langa/langar/langade/langat/langas/langning deala/dealar/dealade/dealat/dealing
knarka/knarkar/knarkade/knarkat haschar/haschade/haschat
röker/rökte/rökt/röka … <drug>
slå/slår/slog/slagit/slås misshandla*/misshandel/misshandlas kvinnomisshandlar
sparka/sparkar/sparkade/sparkat mig/honom/henne/oss/min/mitt/sin/sitt/sina/på/ner/någon/en/ett
hota/hotar/hotade/hotat/hotas/hotades hot mot
knivhögg/knivhugger/knivhuggit/knivskar/knivskär/knivskurit/knivmisshandla* skjuter/sköt/skjutit/beskjuter/beskjutit
våldtar/våldtog/våldtagit/våldta tafsa/tafsar/tafsade/tafsat antasta/antastar/antastade/antastat ofreda/ofredar/ofredade/ofredat
trakassera/trakasserar/trakasserade/trakasserat förföljer/förföljde/förföljt stalka* blottar/blottade/blottat
strypt/stryper/ströp utpressar/utpressade/pressar/pressade … pengar
råna/rånar/rånade/rånat stjäl/stjäla/stjälas/stal/stulit/stjäls snor/snodde/snott snattar/snattade/snattat/snatta
bryter/bröt/brutit/bryta sig/oss in
bryter/bröt/brutit in
gör/gjorde/gjort/begår/begick/begått inbrott/rån/stölder/stöld/brott
vandaliserar/vandaliserade/vandaliserat tänder/tände/tänt eld/på
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
drives/driving/drove/drink drunk/driving
shoots/shot/shooting
""".strip().splitlines()

# Words that say what somebody is.
LABELS = """
tjuv tjuven tjuvar* langare langaren langarna dealer dealern dealers drughandlare knarklangare kriminell kriminella kriminelle
gängkriminell* gängmedlem* gängledare* rånare rånaren bedragare bedragaren bedragarna våldtäktsman* pedofil* mördare mördaren
kvinnomisshandlare hustrumisshandlare hälare hälaren brottsling* knarkare knarkaren pundare pundaren missbrukare missbrukaren
narkoman* rattfyllerist* pyroman* vandal vandalen rattfull* maffia* thief thieves criminal* robber rapist junkie addict
""".split()

# Crimes as things, where somebody's name stands near them.
CRIMES = """
<drug>
rån rånet rånen rånad rånade inbrott inbrottet inbrotten stöld stölden stölder* stulen stulet stulna hot hotet hotfull*
misshandel* misshandlad slagen slagsmål* våldtäkt* våldtagen våldsam* knivskuren knivdåd* skottlossning* skjutning* skjuten
sprängning* mordbrand* mord mordet mördat narkotikabrott* häleri* bedrägeri* rattfylleri* övergrepp* utpressning* ofredande*
brott brottet kriminalitet* vapen vapnet pistol* kniv kniven misstänk* suspect* gäng gänget gängets gängen gang gangs
polisanmäl* robbery burglary theft assault rape stabbing shooting fight weapon knife gun
""".split()

# Lesser things, which still shouldn't stand beside a name.
LESSER = """
kör/körde/kört/köra … för fort
kör/körde/kört/köra … fort/vårdslöst/vansinnigt/livsfarligt/galet
kör/körde/kört/köra … som en idiot/galning/dåre/tok
kör/körde/kört/köra … som idioter/galningar/dårar
buskör* busåk* fortkör* hastighetsöverträdelse*
bråka* bråk bråket bråkig* bråkstake* slåss slogs störde störig*
klottra* klotter klottret klottrare
elda eldar eldade eldat eldas eldning*
druckit dricker drack dricka berusad* full fulla fyllo fyllot fyllon alkis* alkoholist* supa super söp packad
förstör* skadegör* sabotera* terrorisera* mobba* slänger/slängde/dumpar/dumpade/dumpat … sopor/skräp/möbler
luras lurar lurade lurat fuskar
drunk drinking speeding speeds graffiti fighting fights bullies bullying trespassing drives … fast
idiot idioten psykopat* galning* skurk* svin svinet
""".strip().splitlines()

# Who drives or makes noise in general: a deed of "bilarna" is nobody's in particular.
CROWD = set(
    """
bilar bilarna bilister bilisterna mopeder mopederna moppar mopparna a-traktorer a-traktorerna epor eporna lastbilar
lastbilarna trafiken folk människor ungdomar ungdomarna ungar ungarna barn barnen många alla man vissa personer cyklister
elsparkcyklar motorcyklar bussar bussarna killar tjejer gäng kids people cars drivers teenagers youths everyone det
""".split()
)
TOGETHER = {"och", "med", "samt", "and", "with"}

# Telling of a crime ---------------------------------------------------------------------------------------------------

SOMEBODY_CERTAIN = """
han hon hen honom henne killen tjejen snubben gubben grabben mannen kvinnan tanten grannen grannens grannarna granne
pojken flickan chefen läraren rektorn tränaren exet ex sambo sambon pojkvän pojkvännen flickvännen make maken maka svågern
ägaren hyresgästen pappan mamman pappa mamma sonen dottern brodern son bror brorsa kompis kusin langaren dealern tjuven he
she him neighbour neighbor boyfriend girlfriend husband wife ex guy boss teacher landlord
""".split()
# "min man" is somebody; "man" is nobody.
SOMEBODY_BY_PHRASE = """
min/hennes/vår man
the man/woman/boy/girl/guy
ett gäng
en/två/tre/fyra/några/flera man/kille/killar/män/person/personer/tjejer/gubbe/snubbe/snubbar
familjen
""".strip().splitlines()

THEY = "de dom någon nån några they someone somebody".split()

DWELLING = """
lägenheten lägenhet lgh lägenheterna huset villan radhuset porten portuppgången trappuppgången uppgången trapphuset källaren
källarna garaget förrådet kolonistugan nummer nr våningen balkongen bilen hemifrån affären butiken kiosken pizzerian flat
apartment house basement garage
""".split()

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
slåss slagsmål* bråkas sälj*/säljs … <drug>
ett/en/någon inbrott/rån/stöld/misshandel/skottlossning/våldtäkt/knivdåd/knivskärning/skjutning/överfall
inbrott/rån/misshandel/skottlossning/skjutning/överfall/våldtäkt pågår
<drug>handel* narkotikahandel* knarkhandel* drogförsäljning* narkotikaförsäljning* narkotikabrott knarklangning* langning*
skjuts eldar upp
fighting robbery burglary stabbing shooting assault
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
READ_OF = set("tidningen tidning nyheterna nyhet statistik statistiken tv radion facebook film rapporten paper news".split())

THINGS_WITNESSED = """
<drug>affär* <drug>försäljning* narkotikaaffär* drogaffär* knarkaffär* drogförsäljning* narkotikaförsäljning* langning*
köpa/byta/överlämna … <drug>
misshandel* slagsmål ett/en rån/inbrott/stöld/våldtäkt/överfall/knivdåd/skottlossning/skjutning
selling/dealing/buying … <drug>
robbery burglary stabbing shooting theft assault
""".strip().splitlines()

HARMED = """
rånad rånade slagen slagna misshandlad misshandlade hotad hotade våldtagen knivskuren knivhuggen skjuten bestulen bestulna
överfallen överfallna antastad antastade ofredad trakasserad förföljd utpressad kidnappad lurad bedragen nedslagen sparkad
tafsad stulen stulet stulna drogad beskjuten robbed beaten assaulted attacked threatened raped stabbed shot stolen scammed
mugged groped harassed burgled
""".split()

CLOSE_TO_ME = """
jag vi mig oss i we me min mitt mina vår vårt våra hans hennes my our his her grannen granne kompis kompisen
""".split()
BECAME = "blev blivit fick fått är har was were got been is has".split()

# Victims that the patterns above don't reach.
SUFFERED = """
inbrott hos oss/mig/mormor/farmor/grannen/min/mina/vår/våra
inbrott i min/mitt/vår/vårt/våra/mina/grannens
vi/jag hade/fick/haft/fått … inbrott
vi/jag har haft/fått … inbrott
utsatt/utsatta/utsattes/utsattas för … rån/rånförsök/misshandel/inbrott/stöld/överfall/våldtäkt/övergrepp/hot/bedrägeri/utpressning
tafsad på
blev av med
""".strip().splitlines()

# Not a report: it hasn't happened, it is asked about or counted.
NOT_SO = set(
    """
inte aldrig ingen inga icke rädd rädda orolig oroliga risk risken ifall tänk kanske skulle vore om not never nobody afraid
worried scared if fear utan
""".split()
)
COUNTED_CRIMES = set("mycket många fler flera mer mera ökat ökar ökning mindre färre more many increase".split())
