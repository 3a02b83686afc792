"""First names in Sweden: the common ones of all ages, and of those who have come from elsewhere.

A compact list from common knowledge, not a register. A missing name is found anyway where a surname or "min granne" stands
beside it; add it here when it isn't.
"""

from .words import listed

FIRST_NAMES = frozenset(
    listed(
        """
adam adrian agneta agnes aina albin alex alexander alexandra alexis alf alfred alice alicia alma alva alvar alvin
amanda amelia anders andré andrea andreas anette angelica angelina anita ann anna anne anneli annelie annette annica
annika annmarie anton antonia arne aron arthur arvid astrid august aurora axel barbro beatrice bella bengt benjamin
bernt berit bertil bettan bill birger birgit birgitta bjarne björn bo boel bosse bodil boris britt britta brita
camilla carin carina carl carola caroline casper cecilia charles charlie charlotta charlotte chris christel christer
christian christina christine christoffer christopher claes claire clara colin conny cornelia dag dagny daniel daniela
david dennis desirée diana dick ebba eddie edith edvard edvin edward elin elina elias elis elisabeth elise ella ellen
ellinor elliot elof elsa elsie elvira elvis emanuel emelie emil emilia emily emma emmy enar eric erica erik erika
erland erling ernst esbjörn ester eugen eva evelina evert fabian fanny felicia felix filip filippa folke frank frans
fred freddie fredrik fredrika freja frida fritz gabriel gabriella georg george gerd gerda gert gertrud gisela glenn
greger greta gudrun gun gunborg gunhild gunilla gunnar gunnel gunvor gustaf gustav gösta göran göte hampus hanna
hannah hannes hans harald harriet harry hasse hedda hedvig helen helena helene helge helmer helny henning henric
henrietta henrik henry herbert hilda hilding hilma hjalmar holger hugo håkan ida inez inga inge ingeborg ingegerd
ingela ingemar inger ingrid ingvar irene iris irma isabell isabella isabelle isac isak ivan ivar jack jacob jakob jan
jane janne jasmin jasmine jennifer jennie jenny jens jerker jerry jesper jessica jill jim jimmie jimmy joacim joakim
joanna jocke joel johan johanna johannes john johnny jon jonas jonatan jonathan jonna jonte jonny josef josefin
josefine josefina joseph josephine juan judith julia julian julius jörgen kaj kalle karin karl karolina katarina katja
katrin kennet kenneth kenny kent kerstin kevin kicki kim kjell klara klas konrad krister kristian kristin kristina
kristofer kristoffer kurt lars lasse laura lena lennart leo leon leonard leopold liam lili lilian lilly lina linda
linn linnea linnéa linus lisa lisbeth lisbet lise liselott liselotte liv loke lotta louise love lova lovisa lucas
lucia ludde ludvig ludwig lukas lydia madeleine magdalena magnus maj maja majken malin malte malva manfred manne
marcus margareta margaretha margit margot maria marianne marie marika marina mark markus marlene martha martin martina
mary mathias mathilda matilda mats mattias matteo maud maurits max maximilian melissa melker melvin mia michael micke
mikael mike milla milo milton mimmi minna mira miranda moa molly mona monica monika morgan måns märit märta naemi
nadja nancy natalie natasha nathalie neo nelly nicklas niclas nicolas nicole niklas nils nina nisse noa noah noel
noomi nora norea nova ola olaf ole oliver olivia olle olof olov orvar oscar oskar ossian otto ove ottilia owe patric
patricia patrik paul paula paulina pelle per pernilla petra peter petter petronella pia pierre pontus preben putte
ragnar ragnhild ragnvald ralf ramona rebecca rebecka rasmus regina richard rickard rikard rita robban robert robin
roger roine roland rolf ronja ronny rosa rose rosita roy ruben rune rut ruth rutger saga sally sam samuel sandra sanna
sara sassa sebastian selma sigge sigrid sigurd sigvard simon siri siv sixten sofia sofie solveig sonja staffan stefan
stella sten stephanie stig stina sture sune susanna susanne suzanne svante svea sven sverker sylvia sörener sören tage
ted teodor terese teresa theo theodor therese therése thomas thore thorsten tilda tilde tim tindra tina tobias tom
tommy tompa tor tora torbjörn tord tore torgny torsten torvald tova tove truls tuva ture tyra ulf ulla ulrica ulrik
ulrika uno urban ursula valdemar valter vanessa vendela vera verner veronica veronika vidar vide viggo viking viktor
viktoria victor victoria vilgot vilhelm ville vilma vincent viola virginia viveca viveka vivianne wilhelm william
wilma wilmer yngve ylva yvonne zacharias åke åsa åse örjan östen aaliyah abbas abdallah abdel abdelrahman abdi
abdifatah abdihakim abdirahman abdirizak abdul abdulaziz abdulkadir abdulla abdullah abdullahi abdurahman abukar aden
adil adnan ahlam ahmad ahmed aisha aksel ali alia alaa amal amar amer amin amina amir amira amna anas anwar arash arif
aref asad asha asma asmaa aya ayaan ayan ayman aziz bahar bahman bashar bashir basel basma behnaz behrouz bilal bilan
bushra deeqa dalal darwish diyar dilan dina ebrahim ehsan elham emad esmail fadi fadumo fahad faisal farah farhad
faris farhan fariba farid farida faruk fartun fatima fatemeh fatma fawzia feisal ferhat firas fouad ghada ghazi guled
habib hadi hadil hafsa halima hamid hamoudi hamsa hamza hanad hanan hani haris haroun hasan hassan hatem hawa haydar
hayat hiba hibo hodan huda hussein husein hussain hossein ibrahim ibtisam idil idris ifrah ikram ilham ilyas iman
imran ishak ismael ismail issa iyad jabbar jaber jalal jama jamal jamila jawad kadra kamal kamran karim karima kareem
kaveh khadija khadra khaled khalid khalil khadar laila layla leila leyla liban lubna lul maher mahad mahamed mahdi
mahmood mahmoud majed malak malik manal mansour mariam maryam marwa marwan maryan massoud maysa mehdi mehmet mehran
mina mohamad mohamed mohammad mohammed mohamud moussa muhamed muhammad muhammed muhidin muna muse mursal musa mustafa
mustafe nabil nada nader nadia nadir nahla naima najib najma nasim nasir nasra nasrin nasteho nawal nazanin nermin
nima nimo nizar nour noor nur nura omar omid osama osman parisa parvin payam qasim rabia rached rahim rahma raja rami
ramin rana rania rashid reem reza rima roya rukia saad saba sabah sabrina safa safiya sahar said sahra sakariya salah
saleh salem salim salma salman saman samar sami samia samir samira samiya sana sanaa saud sayed shadi shahad shahin
shakir sharif sherin shirin shukri siham sohail soran sulaiman suleiman sumaya taha tahir talal tarek tariq usama wael
wahid walid warsame wasim yahya yasin yasir yasmin yasmine yassin yonis younes yousef youssef yousif yusra yusuf zahra
zainab zakaria zaki zeinab zeynab zeynep ziad ziyad emre murat hakan kemal ayse elif fatih ibo abebe abeba abraham
berhane biniam dawit eden feven filmon haben henok kidane mebrahtu meron merhawi mikal mulu natnael rahel robel
samrawit selam semhar senait simret solomon tesfay tesfaye tekle tsegay yohannes yonas yosef aino aki anja antero
antti arja arto eero eila eija esa esko hannu harri heikki helvi hilkka ilkka irja jaakko jari jarmo jouko jorma juha
juhani jukka jussi kaarina kaija kalevi kari kimmo kirsi kirsti kyösti leena liisa maarit maija mari marja markku
marko marjatta matti merja mika mikko niina oili olavi onni outi paavo pasi pauli pekka pentti pertti pirjo pirkko
päivi raija raili rauni reijo reino riikka risto ritva saara sakari sari satu seija seppo sinikka sirkka sirpa taina
taisto tapani tapio tarja tarmo teemu teuvo tiina timo toivo tuija tuomas tuula tuomo urho vesa väinö virpi admir adem
admira ajla alen almir almira amel amela amra arben arber ardian armin artan asmir avni azra bajram bekim besim besnik
biljana blerim blerta bojan boban branislav branko dalibor damir danijel dario darko dejan denis dijana dragan dragana
dragica driton dusan dzenan edin edina edis elvir emina emir enes enisa enver erna fadil fatmir faton fikret fitim
gordana goran hatidza igor ilir ilija ismet ivana ivica izet jadranka jasmina jasna jelena josip jovan jovana kosta
kujtim lejla liridon ljiljana ljubica luan luka maida mensur merima mersiha mevlida milan mile milena milica milos
milorad miodrag mirela mirjana miroslav mirsad mirza muamer muharem mujo nedim nedzad nenad nermina nikola nihad petar
predrag radmila radovan refik ratko safet sanela sanja sasa sead semir senad senada sejla shpresa shpend skender
slavica slavko slobodan snezana srdjan stevan suada suad suzana svetlana tarik tatjana valon vesna vladimir vladan
vlado zdravko zlatan zlatko zoran zorica agnieszka andrzej bartek beata bogdan dorota elzbieta ewa grzegorz irina
ivanka jacek jerzy katarzyna krzysztof lukasz maciej magda malgorzata marcin marek mariusz michal natalia oleg
oleksandr oksana olena olga pawel piotr rafal sergej serhij sorin stanislav tadeusz tomasz volodymyr vasile viorel
wojciech yuri zbigniew alin andrei cristian costel florin ionut ioana marius mihai nicoleta radu răzvan stefania
dumitru gheorghe mindaugas tomas giedrius carlos diego fernando francisco jorge josé luis manuel miguel pablo pedro
raul ricardo rodrigo sergio angel anh apinya duc hoa hung linh malee nguyen noi nok siriporn somchai supaporn thanh
thi tuan wei brandon brian bruce bryan cody dave donald doug dylan gary greg jason jayden jeff joe josh justin kyle
larry logan matt nick nathan phil ray rick ryan scott sean shane shawn steve steven terry tony travis tyler wayne
ashley brittany chloe heather kelly kimberly lauren megan melanie nicki rachel sarah tiffany tracy affe anki berra fia
foppa gurra jossan kattis klasse krille lelle lillan lillen linkan loffe lollo mackan mange nettan nicke nilla ninni
pedda perra pirre pålle pär räven steffe stickan sussi tobbe totte tjalle uffe vicke
"""
    )
)

# Names that are words too: only a capital letter inside a sentence makes them a name.
ALSO_WORDS = frozenset(
    listed(
        """
august aurora bill bo bror björn dag dick dina eden ernst frank gun hans hasse hung jan jama jane kaj kim klara lina
linda line liv loke love lova luka mai maj marina mark max mile milla milo mina minna mira mona muse nada neo nick noi
noa nok nur ola ole onni owe per ray regina rana raja rita rosa rose roy rut räven saba saga said sally sam sana sanna
sari sasa satu sten stella stig ted tim tina tom tor tore toto tova tuva ture tage urban vide viking viola ville will
lul ann lillan lillen mars inge inga ester elf
"""
    )
)
