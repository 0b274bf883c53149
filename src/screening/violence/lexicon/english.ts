import { type Groups, verbs } from "./groups.ts";
import { ANIMALS_EN, THINGS_EN } from "./things.ts";

/**
 * English words by what they do in a sentence. Words are folded (lower case, no accents, plain apostrophes).
 * A group holds both sexes, all persons' names are in none, and no group of people is in any: that is why
 * a frame cannot prefer one.
 */
export const ENGLISH: Groups = {
  // who
  I: "i",
  ME: "me myself",
  WE: "we us ourselves",
  MY: "my our mine ours",
  MATES:
    "boys girls lads ladies gang crew mates homies squad fellas troops brothers cousins buddies bros comrades",
  YOU: "you u ya yuo yu yall yous youse yourself yourselves thou thee",
  YOUR: "your yours ur thy",
  HE: "he she they",
  HIM: "him her them his hers their theirs em 'em himself herself themselves themself",
  IT: "it its itself",
  THAT: "this that these those dat dis",
  THE: "the da",
  A: "a an another some",
  ALL: "all every each everyone everybody both whole entire everything",
  ANY: "any anyone anybody",
  SOMEONE: "someone somebody one ones those",
  PEOPLE: "people folks person persons guys gals",
  NOBODY: "nobody none",
  WHO: "who whoever",
  WHICH: "which what whatever whose",
  KIN: `mother mom mum mama mommy mummy father dad daddy papa kid kids child children daughter daughters sons sister
 sisters brother wife husband girlfriend boyfriend fiance fiancee partner family families parents parent baby babies
 grandma grandpa grandmother grandfather gran nan nana nephew niece cousin uncle aunt auntie loved relatives spouse
 toddler unborn`,
  PET: "cat cats dog dogs puppy puppies kitten pet pets horse horses hamster parrot",
  BODY: `throat throats neck necks skull face head heads leg legs knee knees kneecaps jaw teeth tooth bones arm arms finger fingers rib ribs
 nose guts brain brains tongue eye eyes chest spine stomach skin hands hand ears wrists mouth blood balls ass arse`,
  HOME: `house home place door doorstep window windows street flat apartment address porch driveway bedroom room hotel garage
 roof building yard doorbell condo dorm mailbox letterbox balcony gate tent lawn`,
  WORKPLACE:
    "work job workplace school office gym campus church chapel cathedral gurdwara shrine mosque synagogue temple shop store classroom uni university college kindergarten nursery",
  CAR: "car cars truck van bike tyres tires brakes vehicle motorbike boat barn shed stable",
  WEAPON: `knife knives blade gun guns rifle rifles pistol bullet bullets machete axe hammer acid bat bomb bombs petrol gasoline gas crowbar shotgun
 sword noose rope ropes petrol firebomb molotov molotovs bleach glock ak47 ar15 brick matches lighter grenade pipe chainsaw razor
 baseball scalpel arsenic poison rounds ammo trigger barrel pitchfork pitchforks guillotine gallows lamppost lampposts`,
  GRAVE:
    "grave graves coffin coffins casket morgue hearse funeral tombstone headstone obituary cemetery eulogy undertaker wake underground",
  // how: modality and time
  WILL: "will 'll shall",
  GOING: "going gonna gon finna about boutta imma",
  WANT: "want wanna wants wanting love need needs plan plans planning intend intends mean aim itching dying can't",
  SHOULD: "should must ought oughta gotta supposed better",
  COULD: "could can would 'd might may able",
  LET: "let lets",
  HOPE: "hope hoping hopes pray praying prays wish wishing wishes hopefully",
  DESERVE: "deserve deserves deserved deserving belongs belong earned",
  SWEAR: "swear promise vow guarantee bet warn warning warned",
  IF: "if unless until till once when whenever before next",
  TIME: `tonight tomorrow soon monday tuesday wednesday thursday friday saturday sunday weekend later morning evening midnight 
 christmas today month night shortly`,
  NOW: "now already finally immediately ",
  NOT: "not n't no never without cannot neither nor hardly",
  BE: "am is are be was were been being 's 'm 're r",
  WASPAST: "ago yesterday once last since back used decades years week weeks days",
  HAVE: "have has had having 've got",
  DO: "do does did doing done",
  GO: "go goes went gone",
  TO: "to 2 till",
  AND: "and & n or then",
  BUT: "but though although however yet",
  OF: "of",
  IN: "in into inside through",
  AT: "at outside near by beside behind",
  ONTO: "on onto upon over",
  UP: "up out down off apart open away",
  WITH: "with using",
  FOR: "for because cause cuz since as",
  ADV: `really just fucking fuckin literally personally actually slowly so very too simply honestly definitely certainly absolutely
 surely gladly happily seriously truly totally freaking bloody goddamn quietly quickly eventually probably please`,
  HERE: "here there where wherever",
  ALIVE: "alive unconscious senseless bloody pulp pieces shreds death cold crisp",
  // violence
  ...verbs(
    "KILL",
    "kill murder slay behead lynch strangle assassinate decapitate disembowel unalive massacre annihilate eradicate exterminate",
  ),
  KILLED: "slew slain slayed kil kll kiled killin murderin exterminating",
  ...verbs(
    "HARM",
    `hurt:hurt hit:hit stab rape maim mutilate torture attack assault choke bash batter slap punch stomp curbstomp thrash
 cripple brutalise brutalize disfigure whip flog pummel clobber throttle smack slug kneecap knife harm injure jump mug`,
  ),
  ...verbs("BEAT", "beat:beat/beaten"),
  ...verbs("SHOOT", "shoot:shot"),
  ...verbs(
    "HANG",
    "hang:hung/hanged execute slaughter gas drown poison skin butcher crucify impale bury gut",
  ),
  ...verbs("BURN", "burn:burnt/burned torch firebomb incinerate roast bomb"),
  ...verbs(
    "BREAK",
    "break:broke/broken smash crack crush snap rip:ripped shatter slit:slit cut:cut tear:tore/torn cave carve split:split slice chop:chopped sever wring:wrung twist kick",
  ),
  ...verbs(
    "DESTROY",
    "destroy ruin wreck end finish eliminate wipe erase waste smoke silence dispose demolish slaughter crush obliterate bleed:bled",
  ),
  ...verbs(
    "THRUST",
    `push shove drag:dragged ram:rammed mow:mowed/mown trample flatten run:ran stone starve deck hospitalise hospitalize blow:blew/blown toss hurl fling:flung dump
    sink:sank/sunk tie lock cage feed:fed purge cull cleanse castrate neuter sterilise sterilize dismember gouge smother detonate nuke explode knock whack thump belt headbutt nail chain tip:tipped round sweep:swept
    cut:cut drop:dropped stick:stuck spike stomp clip:clipped dent fire fight:fought tackle jab:jabbed swat:swatted squash squish bite:bit/bitten scratch claw maul`,
  ),
  ...verbs("HUNT", "hunt chase track stalk follow find:found catch:caught corner ambush grab visit reach"),
  ...verbs("DIE", "die:died perish suffocate rot suffer bleed:bled croak vanish disappear drown"),
  FUCK: "fuck fucks fuk screw whoop whop whup kick smack beast",
  DYING: "dying dyin",
  DEAD: "dead corpse corpses death deaths deceased dies",
  MEAT: "meat toast finished done numbered counted",
  ...verbs("PUT", "put:put throw:threw/thrown drop:dropped shove stick:stuck pour plant"),
  ...verbs("PAY", "pay:paid regret suffer learn bleed:bled beg:begged cry:cried scream"),
  ...verbs("WATCH", "watch"),
  ...verbs("KNOW", "know:knew/known"),
  ...verbs("SEE", "see:saw/seen spot:spotted"),
  ...verbs(
    "COME",
    "come:came show:showed turn roll pull drop:dropped stop:stopped swing:swung march gather meet:met drive:drove camp picket protest knock storm",
  ),
  ...verbs("WAIT", "wait stand:stood lurk"),
  ...verbs("LIVE", "live sleep:slept stay park walk work study eat jog shop"),
  ...verbs("HAPPEN", "happen"),
  ACCIDENT:
    "accident accidents happen shame pity unfortunate tragic unfortunately careful insurance flammable fragile regret",
  SAFE: "safe safety breathe breathing luck lucky lock locks locked alone",
  FIRE: "fire ablaze aflame flames ashes",
  BYE: "goodbye goodbyes farewell bye",
  SELF: "kys suicide",
  OPINE:
    "think thinks thought believe believes believed suggest suggests suggesting suggested demand demands demanding argue argues claim idea view opinion joking believing thinking reject rejects rejected mean meant imply implying advocate advocating promote promoting glorify glorifying encourage encouraging encourages calls calling celebrate celebrating cheer cheering cheered laugh laughing",
  RUDE: "fucker fuckers fucked motherfucker motherfuckers mf shit shits shitty bullshit ass asshole assholes arse arsehole arseholes bitch bitches bastard bastards cunt cunts dick dicks dickhead cock cocksucker suck sucks sucker sucking douche douchebag crap piss pissed pissing wanker wankers prick pricks twat twats slut whore whores hoe hoes jerk jerks tosser bollocks bugger damn goddamn dumbass jackass pussy retard retarded freak freaks creep creeps swine coward loser losers clown clowns wtf stfu gtfo",
  HATE: "hate hates hated hating despise loathe disgust disgusts disgusting detest filth scum vermin trash garbage stupid dumb idiot idiots moron morons pathetic worthless useless ugly",
  FIST: "fist fists boot boots kick kicks beating thrashing hiding pasting slap slaps pills overdose",
  DEADLY: "bullet-proof target targets list hitlist",
  LESSON: "lesson consequences example",
  // raids
  ...verbs("FLAG", "report flag:flagged"),
  ...verbs(
    "FLOOD",
    "spam:spammed flood brigade bombard dogpile raid swarm harass bully troll crash overload overwhelm hammer bury swamp inundate ratio clog:clogged",
  ),
  ...verbs("SWAT", "swat:swatted"),
  MASS: "mass bulk masse massively hundreds thousands multiple simultaneously together ",
  ...verbs(
    "PHONE",
    "call phone ring:rang/rung dial email message text dm contact tell:told write:wrote/written ping tag:tagged post comment send:sent submit file vote tweet",
  ),
  ACCOUNT: `account accounts channel stream streams page pages profile inbox dms mentions comments chat phone email videos video insta instagram twitter
 discord server wall tiktok twitch youtube kick facebook posts replies notifications livestream phones voicemail whatsapp reviews review
 linkedin website site switchboard inboxes store patreon podcast broadcast`,
  ...verbs("DELIVER", "deliver order"),
  DELIVERY:
    "pizza pizzas sushi takeaway takeaways takeout taxis taxi cab cabs uber flowers wreath wreaths hearses packages parcels dildo manure glitter deliveries parcel food",
  POLICE: "police cops cop feds 911 999 112 17 armed fbi sheriff dispatch dispatcher",
  ALARM: "hostage hostages shots shooter shooting fake false prank anonymous tip bogus hoax",
  BOSS: "boss employer manager hr landlord company employers headmaster principal dean sponsors sponsor bosses advertisers",
  BAN: "banned suspended deplatformed terminated offline fired sacked evicted strike struck strikes taken nuked demonetised",
  // what makes it somebody else's words, or no violence at all
  ...verbs(
    "SAY",
    "say:said tell:told write:wrote/written post comment tweet reply:replied answer shout yell scream claim announce message text scrawl paint spray whisper joke add mutter mumble read:read quote",
  ),
  ...verbs("THREATEN", "threaten vow intimidate blackmail"),
  ...verbs("RECEIVE", "receive get:got/gotten hear:heard read:read"),
  NOTE: "message messages letter letters note notes voicemail voicemails comment comments threat threats email emails text texts tweet tweets post posts words caption sign graffiti reply replies screenshot screenshots phrase sentence line chants slogan",
  ACCUSE:
    "arrested charged convicted sentenced jailed accused alleged allegedly suspect suspected defendant prosecution trial court jury tribunal verdict guilty sentence prison hearing witness testified testimony inquest coroner bail custody restraining bench indictment appeal detectives inspector detective",
  NEWSWORD:
    " reported reportedly news newspaper headline article according officials spokesperson authorities statement anchor coverage documentary investigators bbc radio",
  FICTION:
    "novel film movie series episode season chapter plot script scene character characters villain theatre theater opera fiction fanfic comic manga anime thriller story stories book books protagonist hero heroine screenplay narrator ending finale trailer sequel director audience",
  SONG: "song songs lyrics lyric chorus verse album rap singing sings sang band track karaoke ballad tune ",
  GAMEWORD: `boss level lvl gg ranked respawn lobby spawn healer heal quest quests queue noob loot map npc npcs zombie zombies creeper creepers dragon
 dragons goblin goblins orc orcs mob mobs pawn knight bishop rook queen chess checkmate minecraft fortnite valorant fifa overwatch warzone apex skyrim zelda
 dungeon campaign rpg larp fps mmo pvp pve game games gaming round rounds speedrun rematch match tournament scrim scrabble uno monopoly poker paintball laser airsoft nerf
 jungler midlane adc ult mana combo hp xp dps player players teammate teammates scoreboard pokemon esport esports headshot headshots killcam royale sniper raider raiders
 controller console warlock wizard druid paladin rogue cleric tank dlc patch clan guild respawns minion minions turret frag frags lives cards card board dice ludo catan risk checkers`,
  SPORT: `football soccer rugby hockey basketball tennis cricket baseball goal goals score striker keeper league cup final finals derby coach pitch serve
 penalty referee offside playoffs marathon race boxing wrestling mma sparring defence defense quarterback innings bowler wicket goalie puck championship training squat squats leaderboard`,
  FUNNY: "lol lmao lmfao haha hahaha rofl xd jk kidding joking 😂 🤣 😭 💀 😅",
  LOVE: "love hugs kisses sweetie darling honey babe dear bestie cuddle ❤ 🥰 😘 thanks thank congrats congratulations",
  VISITWORD: `cake birthday party barbecue bbq casserole housewarming soup dinner lunch brunch movie study celebrate thanksgiving picnic tea coffee
 surprise babysit help helping volunteers volunteer donate donation fundraiser meetup welcome clean garden wedding brownies`,
  FEEL: "tired hungry bored exhausted laughing embarrassment boredom laughter hunger thirst heat stress shame envy curiosity",
  FEAR: "scared afraid terrified worried fear fears frightened anxious shaking panic nightmare nightmares victim victims survivor survivors trauma",
  WRONG:
    "wrong unacceptable illegal disgusting horrible okay ok acceptable vile despicable outrageous condemn condemns condemned crime crimes criminal stop shameful inexcusable cruel appalling sick sickening awful abhorrent tolerate tolerated",
  MODS: "mods mod moderators moderator admins admin moderation staff support trust guidelines rules terms policy reported evidence screenshot hotline helpline",
  HISTORY:
    "century medieval war wars revolution empire king emperor historian history ancient regime army battle battles civil museum",
  ROUTINE: "alarm commute traffic homework shift deadline deadlines dishes hangover printer wifi",
  THING: THINGS_EN,
  ANIMAL: ANIMALS_EN,
};
