/**
 * Things, food and animals that people "kill", "burn", "smash" or "beat" without harming anybody: what stands
 * behind a violent verb tells a threat from a chore. Folded. No word that is also a name or a group of people.
 */
export const THINGS_EN = `
  alarm album amp anchor antenna app apple apples argument armchair ashtray asphalt attic avocado axle bag
  bags balloon balloons banana bandage barrel barrels basement bath bathtub batteries battery beach bean
  beans bed beds beer beers bell belt bench bicycle bill bills bin bins biscuit biscuits blanket blankets
  blender blinds board boards boat boiler bolt bolts bonfire boot boots boredom bottle bottles bowl bowls
  box boxes bracket branch branches bread brick bricks bridge broccoli brush bucket budget bulb bulbs
  bumper burger burgers bush bushes button buttons buzz cabbage cabinet cable cables cake cakes calendar
  camera campfire candle candles canvas cap caravan card cardboard cards carpet carrot carrots cart
  cartridge castle ceiling cellar cement chain chair chairs chalk champagne charcoal chart cheese chest
  chicken chilli chimney chips chocolate chord chores cigarette cigarettes circuit clay clock clocks cloth
  clothes cloud coal coat coats coconut code coffee coin coins collar column comma compost computer
  concrete console contract cookie cookies copper cork corn costume couch counter crate crates cream credit
  cucumber cup cupboard cups curry curtain curtains cushion cushions dashboard data deadline debt deck desk
  desks detergent diary dishwasher disk document documents dough drain drawer drawers dress drill drink
  drinks drone drum drums dust egg eggs elevator email engine engines envelope eraser essay essays exam
  exams exhaust fabric fan faucet fence fences fender fern fever fibre file files filter fireplace
  firewood firework flag flags flame floor flour flower foam folder food football fork forks fountain frame
  freezer fridge fries fruit fuse garlic gear generator ginger glass glasses glove gloves glue goal grape
  grapes grass gravel gravy grease grill guitar gum gutter haircut ham hammock handle hat heater hedge
  helmet herb herbs hill hinge hob homework honey hood hook hose hour hours ice icing idea ideas inbox
  infection ink invoice iron ivy jacket jam jar jars jeans jelly jersey jigsaw job joke jug juice kebab
  kettle key keyboard keys kite knot label lace ladder ladders lamp lamps laptop lasagne laundry lava law
  lawn lawnmower lead leaf leaves lemon lemonade lemons lens lettuce lid light lights lime line linen lines
  lobster lock loft log logo logs lunch machine magnet mailbox manual map marathon margarine marker
  marshmallow marshmallows mash mat match mattress meal meat melon memo menu metal meter microphone
  microwave milk mirror mistake mixer mixture mood mop mortgage motion motor mould mound mousetrap mud
  muffin mug mushroom mushrooms mustard myth nail nails napkin needle nest noodle noodles notebook nut nuts
  oak oats oil olive onion onions orange oranges oven ovens paint painting pallet pan pancake pancakes
  panel pans paper papers parachute parcel parsley pasta pastry patch path pavement pea peanut peanuts pear
  peas pedal peg pen pencil pencils pepper perfume piano picture pictures pie pies pillow pillows pinata
  pineapple pint pipe pipes pistachio pizza pizzas plank planks plant plants plaster plate plates platform
  plug plum poem pond popcorn porridge portrait poster posters pot potato potatoes pots powder
  presentation printer printers problem problems process program project prop protein pudding pump pumpkin
  pumpkins puzzle quilt quiz radiator radio rail railing rain raspberry recipe record records recycling
  resume ribbon rice river road roast robot rock rocks roof roots router rubber rubbish rug rules rumor
  rumour rust sail salad salt sandwich sandwiches satellite sauce saucepan sausage sausages scarf schedule
  scissors scone score scores screen screens screw screws script seat seed seeds server servers sewing shed
  sheet sheets shelf shelves shirt shoe shoes shrub sickness signal sink sketch ski skirt sleeve slide
  slides slipper slippers snow snowman soap sock socks sofa software soil song songs soup spam spice
  spinach sponge spoon spoons spreadsheet spring squash stain stairs stamp staple stapler statue steak
  steaks steam steel stew sticker stock stool stopwatch stove straw strawberries strawberry string stump
  sugar suitcase sunflower surfboard swing syrup table tables tablet tango tank tap tape target tarp tart
  tax tea teapot telescope television telly template tent test tests thermostat thesis thistle thread
  ticket tickets tie tile tiles timber time timer toast toaster toilet tomato tomatoes toothpaste torch
  towel towels toy toys tractor trampoline trash tray trays treadmill tree trees trolley trousers trumpet
  tube tuna tunnel turnip tyre umbrella update vacuum vase vegetable vegetables veil vibe vine vinegar
  violin virus viruses volcano waffle wall wallpaper walls wardrobe wart watermelon wax weed weeds wheat
  wheel wheels whisk whiskey whistle wine wire wires wok wood wool workout worksheet wrapper wrench yarn
  yoghurt yogurt zip
`;

export const ANIMALS_EN = `
  ant ants aphid aphids bat bear bears beaver bee bees beetle beetles bird birds boar boars bug bugs bull
  bulls bumblebee bunny butterfly calf carp caterpillar caterpillars cattle chick chicken chickens chicks
  cobra cockroach cockroaches cod cow cows coyote crab crabs cricket crickets crocodile crow crows deer
  dolphin donkey dragonfly duck ducks eagle earwig eel elephant ferret fish flea fleas flies fly fox foxes
  frog frogs gecko geese giraffe gnat gnats goat goats goldfish goose gopher hare hawk hedgehog hen hens
  heron herring hornet hornets hyena insect insects jellyfish kangaroo lamb lambs leech lice lion lions
  lizard lobster lobsters locust louse mackerel maggot maggots magpie mice midge midges mite mites mole
  moles monkey moose mosquito mosquitoes moth moths mouse mule mussels nits octopus owl ox oyster oysters
  panther parasite parasites pest pests pheasant pheasants pig pigeon pigeons piglet pigs pike possum prawn
  prawns puma quail rabbit rabbits raccoon raccoons ram rat rats raven rooster salmon sardine scorpion
  seagull seagulls shark sharks sheep shrimp slug slugs snail snails snake snakes sparrow spider spiders
  squid squirrel squirrels stag starling swan tadpole termite termites tick ticks tiger toad tortoise trout
  tuna vermin viper vulture wasp wasps weasel whale wolf wolves woodlice woodworm worm worms zebra
`;

export const THINGS_FR = `
  abricot agrafe agrafeuse ail allumette ambiance ampoule ampoules ananas antenne appareil appareils arbre
  arbres arbuste ardoise argument arguments armoire armoires arrosoir asperge aspirateur assiette assiettes
  aubergine bagage bagages baguette baignoire balai balance balancoire ballon ballons banane bananes banc
  barque barquette barriere basilic bassine baton batterie beignet beton betterave beurre bibelot biberon
  bidon bidons biere bieres billet billets biscuit biscuits bitume bloc blouson bocal bocaux bois boisson
  boite boites bol bols bonbon bonbons bonnet bouchon bouchons bougie bougies bouillon boulon boulons
  bouquet bouteille bouteilles bouton boutons branche branches brioche brique briques brocoli brosse
  brouette buche buches budget buffet buisson cable cables cadre cadres cafe cafetiere cage cahier cahiers
  caillou cailloux caisson calendrier camembert camera canape canapes caoutchouc capot caravane carotte
  carottes carrelage carton cartons casier casque casserole casseroles ceinture cendrier cerise cerises
  chaise chaises champagne champignon champignons chandail chapeau charbon chargeur chariot charpente
  chateau chaudiere chauffage chaussette chaussettes chaussure chaussures cheminee chemise chene chenes
  chips chocolat chocolats chou choux cidre ciment ciseaux citron citrons citrouille citrouilles clavier
  clou clous code coffrage coffre colle collier comode compost compote compteur compteurs concombre
  confiture congelateur conserve conserves contrat copie copies coquille cornichon costume coton couche
  couches coude couette couloir courgette courgettes courriel courrier coussin coussins couvercle
  couverts couverture craie crampe crayon crayons creme crepe crepes croissant croquettes croute cuiller
  cuillere cuir cuisson cuivre cuve dalle debat dechets deckchair decor delai dessin dessins dette dettes
  devis devoir devoirs diesel disque disquette disqueuse dissertation document documents dossier dossiers
  drap drapeau drapeaux draps eau echalote echarpe echelle ecran ecrans ecrou emballage emission enceinte
  encens encre engrenage enigme ennui enveloppe epice epices epinards eponge escabeau etage etagere
  etageres etincelle etiquette evier examen examens facture factures farine fauteuil fenouil fer ferraille
  feuille feuilles feuilleton ficelle fichier fichiers figue fil filet filtre flan foin fondation fondue
  fontaine formulaire four fourchette fraise fraises framboise frigo frites fromage fromages fruit fruits
  fusee fusible gateau gateaux gaufre gazon gel gilet gingembre glace glaces glacon glacons gobelet gomme
  gourde graine graines graisse gratin gravier grenier grillage grille grippe guirlande guitare haie haies
  hamac hamburger haricot haricots herbe herbes heure huile huitre idee idees impot impots imprimante
  imprimantes infection jambon jante jardiniere jean jeton jouet jouets jupe jus kayak ketchup kilo kilos
  kiwi klaxon laine lait laitue lampe lampes lasagnes legume legumes lessive levier levure lierre linge
  liquide logiciel loto lustre machine machines magnet magret maillot manette manteau manteaux marbre
  marmite masque matelas matin mayonnaise medicament melon memoire menu merde meringue messagerie metal
  meuble meubles micro microbe microbes miel miroir mixeur mobilier moisissure monnaie moquette morceau
  moteur moteurs mouchoir moule moules moulin moustiquaire moutarde muguet mur muret murs nappe navet neige
  nid noeud noix nougat nouilles oeuf oeufs oignon oignons olive olives omelette onglet orage orange
  oranges orchidee ordinateur ordinateurs ordures oreiller oreillers ortie orties outil outils paille pain
  pains palette palissade pamplemousse pancarte paneton panier panneau panneaux pansement pantalon papier
  papiers paquet paquets parapluie parasol parfum parmesan parpaing parquet partiel partiels pasteque
  pastis patate patates pate pates patinoire peinture pelouse pendule pepin perceuse perche persil petard
  photo photocopieuse photos piano pichet pile piles piment pinata pinceau pions piquet piscine piston
  placard placards plafond plan planche planches plante plantes plat plateau platre plats plinthe pluie
  pneu pneus poele poeme poignee poire poireau poireaux poires poivre poivron pomme pommeau pommes pompe
  pompon portrait pot poteries potiron pots poubelle poubelles poudre poussiere poutre poutres pretexte
  problemes processus programme projet projets prune puree puzzle pyjama quiche radiateur radiateurs radis
  raisin raisins rame rampe rateau ravioli record regime reglisse reservoir reveil revetement rhume rideau
  rideaux riz robinet robot roche rocher ronce ronces rondelle rondin roue roues rouleau ruban ruche rumeur
  sable sabre sac sacs salade salades sapin sapins saucisse saucisses saucisson saule savon scie score sel
  sellette semelle serpillere serrure serveur serveurs serviette serviettes sirop soja sommier souche
  souches soucoupe soupe soupes spaghetti spam store stores stylo stylos sucre surgele table tableau
  tableaux tables tablette tabouret tache taches tapis tarte tartes tartiflette tartine tasse tasses taxe
  taxes tele television temps terrasse terreau terrine theiere thermos thon ticket tickets timbre tiroir
  tiroirs tissu toile toiture tole tomate tomates tondeuse tonneau torchon tournesol tourte toux tracteur
  trampoline tranche travaux tresor treteau tricot tringle tronc trottoir trousse truffe tuile tuiles tuyau
  tuyaux vaisselle valise valises vase ventilateur vernis verre verres veste vetement vetements viande
  viandes vidange vin vinaigre virus vis vitre vitres vitrine voile volant volet voute whisky yaourt
  yaourts
`;

export const ANIMALS_FR = `
  abeille abeilles agneau agneaux aigle ane anguille araignee araignees belette biche biches boeuf boeufs
  bouc bourdon brebis brochet cafard cafards caille canard canards caribou cerf cerfs chapon charancon
  chenille chenilles chevre chevres chevreuil chevreuils chouette cigale cloporte cochon cochons cocotte
  colombe coq coqs corbeau corbeaux corneille couleuvre crabe crabes crapaud crevette crevettes criquet
  crocodile cygne dinde dindes doryphore ecrevisse ecureuil escargot escargots faisan faisans faucon fouine
  fourmi fourmis frelon frelons gardon gibier grenouille grenouilles guepe guepes hanneton hareng herisson
  heron hibou homard homards huitre huitres insecte insectes lapin lapins lievre lievres limace limaces
  lion loup loups loutre maquereau marmotte merle mesange mite mites moineau mouche moucheron mouches moule
  moustique moustiques mouton moutons mulot mulots mygale nuisible nuisibles oie oies oiseau oiseaux
  papillon parasite parasites perdrix pie pieuvre pigeon pigeons pintade pou poule poules poulet poulets
  poussin poux puce puceron pucerons puces punaise punaises ragondin ragondins rat rats renard renards
  requin sanglier sangliers sardine sardines saumon sauterelle scarabee scorpion serpent serpents souris
  taupe taupes taureau taureaux termite termites tique tiques tortue truie truite truites vache vaches veau
  veaux ver vermisseau vipere viperes volaille volailles
`;
