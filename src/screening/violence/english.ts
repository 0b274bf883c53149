import { lines } from "../pattern.ts";
import type { Frame } from "./frame.ts";

/**
 * Pieces of English frames, over folded text. Every kind of target stands in one list: a frame cannot prefer
 * one.
 */
const I = "(?:i|we|me and the boys|my (?:brothers?|boys|guys|friends|gang|crew|mates?|cousins?))";
const WILL = lines`
  (?: (?:swear|promise|vow)(?: to god)?(?: that)?,?(?: i| we)?)?(?:'ll| will| shall| am going to
  | are going to|'m going to|'re going to|'m gonna| gonna| am gonna| are gonna|'re gonna|'m about to
  |'m coming to|'re coming to| am coming to| are coming to| want to| wanna| would love to|'d love to
  |'m planning to| plan to| intend to| need to| have to|'ma| finna|'m finna|ma|mma)
`;
const ADVERB = lines`
  (?: (?:personally|literally|fucking|really|just|so|actually|slowly|finally|one day|come (?:and
  |over there and|to your (?:house|home|place) and)|be there (?:and|to)|find you and|track you down and
  |hunt you down and|drive over there and|go there and|get up and))*
`;
const VERB = lines`
  (?:kill|murder|stab|shoot|strangle|rape|behead|lynch|execute|choke|slaughter|gut|drown|curb ?stomp|skin
  |torture|maim|mutilate|assassinate|unalive|hang|poison|exterminate)
`;
const PERSON_WORD = lines`
  (?:you|u|ya|yall|y'all|her|him|them|ur|that|this|these|those|your|his|their|all|every|each|any|the
  |@[a-z0-9_.-]+)
`;
/** Someone: a pronoun, a group of any name, or a name. Things and animals are sorted out by the guards. */
const SOMEONE = `${PERSON_WORD}(?: [a-z'-]+){0,4}`;
/** A name is told by its capital, which only the original text has: violence/index.ts checks it. */
const NAME = "(?<name>[a-z][a-z'-]{1,30})";
const BODY = lines`
  (?:throat|neck|skull|face|head|legs?|knees?|jaw|teeth|bones|arms?|fingers|ribs|nose|guts?|brains?|tongue
  |eyes?)
`;
const HARMED = lines`
  (?:hurt (?:you|u|her|him|them)(?! feelings)|burn (?:you|her|him|them|(?:your|her|his|their) (?:house|home
  |car|place|family))(?: alive| down)?|slit (?:your|her|his|their) ${BODY}|cut (?:your|her|his
  |their) ${BODY}|cut (?:you|her|him|them) (?:up|open|to pieces)|(?:break|smash|bash|crush|snap|crack|rip
  |cave|punch|knife) (?:in )?(?:your|her|his|their) (?:\w+ )?${BODY}|beat (?:you|u|her|him|them|(?:your|her
  |his|their) \w+) (?:up|to death|senseless|to a pulp|bloody|until|with|unconscious)|beat the (?:shit|hell
  |crap|life) out of (?:you|her|him|them)|bury (?:you|u|her|him|them)|knife (?:you|her|him|them)
  |punch (?:you|her|him|them)|attack (?:you|her|him|them)|hunt (?:you|her|him|them) down|fuck (?:you|her|him
  |them) up|put a (?:bullet|knife|hole|blade) (?:in|through|between) (?:you|u|her|him|them|your|his|their)
  |put (?:you|her|him|them) (?:in the ground|in a grave|in a coffin|six feet under|in the hospital
  |in hospital|down)|end (?:you|your life|her life|his life|their life|her|him|them)\b|throw acid|set (?:you
  |her|him|them|(?:your|her|his|their) (?:house|home|car)) on fire|blow (?:your|her|his|their) (?:head
  |brains|house)|wipe (?:you|them|her|him|all of (?:you|them)) (?:out|off))
`;
const ABUSER = lines`
  (?:someone|somebody|we|people|everyone|everybody|anyone|they|you guys|y'all|the boys|one of you
  |one of us|who'?s going to|who wants to|who will|who's gonna)
`;
const OUGHT = lines`
  (?: really| just| all)?(?: should| must| need to| needs to| ought to| has to| have to|'ve got to| gotta
  | better)(?: all| just| really| fucking)*
`;
const HURT_PP = lines`
  (?:killed|murdered|shot(?! down)|stabbed|hanged|hung|raped|lynched|beaten|burned|burnt|executed|beheaded
  |gassed
  |exterminated|slaughtered|put down|wiped out|strangled|drowned|put to death|wiped off the (?:map|earth
  |face of the earth)|shot on sight|tortured|buried alive|attacked)
`;
const DESERVE =
  "(?:deserves?|needs?|(?:should|ought to|must|has got to|have got to|have to|has to)(?: all)?)";

export const ENGLISH: readonly Frame[] = [
  {
    kind: "threat",
    confidence: 0.92,
    reason: "the writer announces violence against a person or group",
    pattern: `\\b${I}${WILL}${ADVERB} ${VERB} (?:${SOMEONE}|${NAME})`,
  },
  {
    kind: "threat",
    confidence: 0.9,
    reason: "the writer announces violence against a person or group",
    pattern: `\\b${I}${WILL}${ADVERB} ${HARMED}`,
  },
  {
    kind: "threat",
    confidence: 0.85,
    reason: "the writer announces violence against a person or group",
    pattern: lines`
      (?:^|[.!?\n] ?|, |"|\bbitch |\byeah )(?:gonna|going to|finna
      |imma) (?:come (?:and |over and )?)?(?:(?:${VERB}) (?:you|u|her|him|them|your|all)|${HARMED})
    `,
  },
  {
    kind: "threat",
    confidence: 0.88,
    reason: "foretells the death or injury of the person addressed",
    pattern: lines`
      \b(?:you|u|she|he|they)(?:'re| are| r|'s| is|'ll| will|'re all
      | are all)(?: all)? (?:going to |gonna |about to |soon |be |be going to )?(?:die|bleed|dead meat
      |a dead (?:man|woman|girl|boy|bitch)|dead (?:if|when|as soon|next|tonight|tomorrow|soon|by)
      |get (?:killed|shot|stabbed|raped|hurt|what's coming)|be (?:killed|shot|stabbed|raped|dead|found dead)
      |regret (?:it|this) when (?:i|we)|wish you were dead|suffer)
    `,
  },
  {
    kind: "threat",
    confidence: 0.86,
    negative: true,
    reason: "foretells the death or injury of the person addressed",
    pattern: lines`
      \b(?:your|her|his|their) (?:days|hours|minutes|time) (?:are|is) (?:numbered|counted|up|over)|\b(?:you
      |she|he|they) (?:won't|will not|aren't going to|are not going to|isn't going to|wont) (?:live to see
      |see (?:tomorrow|christmas|the morning|next week|your|her|his)|make it (?:home|to|out) (?:alive
      |tonight|tomorrow)|leave (?:there|here|it) alive|survive)|\bsay (?:goodbye|your goodbyes
      |bye) to (?:your|her|his) (?:family|life|kids?|mother|mom|mum|cat|dog|legs|face)|\b(?:dig|pick|choose
      |order) (?:your|her|his) (?:own )?(?:grave|coffin)
    `,
  },
  {
    kind: "threat",
    confidence: 0.84,
    reason: "lets the person know that they can be found at home or followed",
    pattern: lines`
      \b(?:i|we)(?:'ve| have)?(?: all| already| now| finally)? (?:know|knows|found(?: out)?|figured out
      |found out) (?:exactly )?where (?:you|u|she|he|they|(?:your|her|his|their) \w+) (?:live|lives|sleep
      |sleeps|work|works|park|parks|go to school|goes to school|walk|walks|go|goes|study|studies|stay|stays
      |are staying|is staying|are|hide|hides)\b|\b(?:i|we) know what time (?:you|she|he|they) (?:leave
      |leaves|get|gets|come|comes|walk|walks|finish|finishes)|\b(?:i|we)(?:'m| am|'re| are|'ve been
      | have been)(?: always)? (?:watching|following|outside) (?:you|her|him|them|(?:your|her|his
      |their) (?:house|home|window|door|place|building|kids?|mother))|\bsee (?:you|her|him
      |them) (?:soon |tonight |tomorrow )?at (?:your|her|his|their) (?:house|home|door|place|window|work
      |school)
    `,
  },
  {
    kind: "threat",
    confidence: 0.8,
    reason: "a veiled warning that harm will come",
    pattern: lines`
      \b(?:(?:i|we)(?:'m| am|'re| are)(?: all)? coming (?:over )?to your (?:house|home|place|door|work|school)
      |if (?:you|she|he|they) [^.!?]{1,60}(?:you|she|he|they)(?:'re| are|'s| is) (?:dead|done for|a dead)\b
      |(?:i|we)(?:'ll| will)(?: be)? (?:waiting |standing |there |wait )*(?:outside|in front of|at) (?:your
      |her|his|their) (?:house|home|door|place|window|work|school)|watch your (?:back|step)
      |sleep with one eye open|(?:you(?:'d)? better|better) (?:lock|watch|hide
      |run|sleep|start running|check under)(?: your| with| and| \w+)?(?: (?:doors?|back|windows?|car
      |one eye))?(?= |[.,!?]|$)|(?:be a )?(?:real )?shame if (?:something|anything|someone
      |it) (?:bad |terrible )?(?:happened|happens|were to happen|found|burned|came|caught)|hope (?:you
      |your (?:family|kids?|cat|dog|house)) (?:have|has) good (?:insurance|locks)|(?:i|we)(?:'m| am|'re
      | are)(?: all)? coming for (?:you|u|her|him|them|your|his|their)\b|(?:i|we)(?:'ll| will| are going to
      |'m going to|'re going to) (?:come for|find|get to|hunt) (?:you|u|her|him|them)(?= and\b|,| when|[.!?]
      |$| wherever| no matter| one day| soon| even)|snitches get stitches|(?:accidents
      |bad things) (?:can )?happen(?: to people)?|lock your doors)
    `,
  },
  {
    kind: "incitement",
    confidence: 0.88,
    reason: "calls on others to commit violence",
    pattern: lines`
      \b${ABUSER}${OUGHT}(?: (?:go|come|just|finally|go over there and|please))* (?:${VERB} (?:${SOMEONE}
      |${NAME})|${HARMED})
    `,
  },
  {
    kind: "incitement",
    confidence: 0.88,
    reason: "calls on others to commit violence",
    pattern: lines`
      \b(?:let'?s|let us|time to|go|go and|please|who wants to|who'?s (?:going to|gonna)|who will
      |somebody please|someone please)(?: all| just| go| finally| and)* (?:${VERB} (?:her|him|them|that|this
      |these|those|all|every|the|@[a-z0-9_]+)(?: [a-z'-]+){0,4}|${HARMED})
    `,
  },
  {
    kind: "incitement",
    confidence: 0.84,
    reason: "calls on others to commit violence",
    pattern: lines`
      (?:^|[.!?:\n] ?|, |"|\band |\bjust )(?:kill|shoot|hang|lynch|stab|burn|gas|behead|exterminate|execute
      |rape|murder|drown)(?: (?:all|every|each)(?: (?:of|the|those|these))?| the| these| those| that| this
      | her| him| them|'em)(?: [a-z'-]+){0,4}
    `,
  },
  {
    kind: "incitement",
    confidence: 0.84,
    reason: "says that violence against a person or group is deserved or needed",
    pattern: lines`
      \b(?:[a-z@][a-z0-9_'-]*) ${DESERVE} (?:(?:all |just |really )*(?:to (?:be |get )?${HURT_PP}
      |to (?:fucking )?die|be ${HURT_PP}|get ${HURT_PP}|to get ${HURT_PP}|(?:a|the|this) (?:bullet|noose
      |rope|knife|beating|death penalty|firing squad)|death|to hang|to suffer and die|(?:fucking )?(?:die
      |burn|hang)\b(?! (?:out|on|in|up|with|together|around))|(?:fucking )?to burn))
    `,
  },
  {
    kind: "incitement",
    confidence: 0.7,
    reason: "wishes death or violence on a person or group",
    pattern: lines`
      \b(?:i|we)(?: really| honestly| sincerely| just)? (?:hope|pray|wish)(?: that)? (?:(?:someone|somebody
      |they|anyone|a car|a bus|a truck) (?:kills?|murders?|shoots?|stabs?|rapes?|hits?|burns?|strangles?
      |beats?|finds? and kills?|runs? over|runs?(?= \w+ over\b)) ${SOMEONE}
      |(?:[a-z@][a-z0-9_'-]* ){1,4}(?:dies?|gets? ${HURT_PP}
      |gets? (?:cancer|run over|hit by)|burns? (?:alive|in|to)|drops? dead|are ${HURT_PP}|is ${HURT_PP}
      |bleeds?|suffers? and dies?))
    `,
  },
  {
    kind: "incitement",
    confidence: 0.86,
    reason: "urges a person to kill themselves",
    pattern: lines`
      \b(?:kill yourself|kys|go (?:and )?(?:hang|kill|neck|shoot) yourself|hang yourself
      |slit your (?:own )?wrists|drink bleach|jump off (?:a|the) (?:bridge|roof|building)|end yourself
      |neck yourself|you should (?:just )?(?:kill yourself|die|hang yourself)|go die|do (?:us|the world
      |everyone) a favou?r and (?:die|kill|jump|hang|end)\b)
    `,
  },
  {
    kind: "raid",
    confidence: 0.86,
    reason: "calls for swatting: a false call that sends armed police",
    pattern: lines`
      \b(?:let'?s|someone|somebody|we should|you should|go|time to|gonna|going to|i'll|we'll|who(?:'s| will
      | wants to)?|please|can someone|can anyone|everyone|i will|we will|just|about to|they should|(?:^
      |[.!?,] ?))(?: [a-z']+){0,3} ?swat (?:her|him|them|that|this|the|@\w+|[a-z]{3,})\b|\bswat (?:her|him
      |them)\b|\b(?:call|calling|phone|send|ring|dial)(?:ing)? (?:the )?(?:cops|police|911|999|112|swat|fbi
      |armed police|feds)(?: on| to| at| and| over| for| in)?(?: [a-z']+){0,6} (?:(?:say(?:ing)?
      |tell(?:ing)? them|claim(?:ing)?|pretend(?:ing)?|report(?:ing)?)(?: [a-z']+){0,6} (?:hostages?|shots?
      |shooter|shooting|gun|bomb|armed|killed|dead|body|stabbed)|(?:fake|false|hostage|bomb threat|prank
      |swat))|\b(?:swat|swatting) (?:call|team)(?: [a-z']+){0,3} (?:at|to|on) (?:her|his|their)
    `,
  },
  {
    kind: "raid",
    confidence: 0.82,
    reason: "calls on others to turn up where a person lives or is",
    pattern: lines`
      \b(?:let'?s|we should|everyone|everybody|all of you|who wants to|who'?s (?:up for|coming|down to
      |going)|go|someone(?: should| needs to)?|somebody(?: should)?|you guys should|y'all should|time to
      |we(?:'re| are)(?: all)? (?:going|gonna)|we're|boys|meet(?: up)?|rally|gather
      |you know what to do,?)(?: all| to| just| and| go| please| should| guys| boys| her| him| them| a| we
      | tonight| tomorrow)* ?(?:show up|turn up|go|visit|drop by|drop in|camp(?: out)?|wait|protest|knock
      |pull up|roll up|stand|line up|meet|bang|gather|come)(?: on| at| to| outside| in front of| by| over to
      | right)*(?: of)? (?:her|his|their|that \w+'s|this \w+'s|[a-z]+'s) (?:house|home|door|place|doorstep
      |flat|apartment|address|hotel|hotel room|work|workplace|job|school|gym|window|building
      |parents'? (?:house|place|home)|mother's|mom's|mum's|family)|\bpay (?:her|him|them|that \w+
      |@\w+) a(?: little)? visit\b|\bvisit (?:her|him|them) at (?:home|work|her|his|their)
    `,
  },
  {
    kind: "raid",
    confidence: 0.84,
    reason: "calls on others to flood or mass-report a person's accounts",
    pattern: lines`
      \bmass[- ]?(?:report|flag|reporting|flagging|email|call|dislike|downvote)\b(?! (?:feature|tool|abuse))
      |\b(?:everyone|everybody|all of you|let'?s(?: all)?|we should(?: all)?|please|pls|guys,?|go
      |you should all|y'all|you all|we need to|time to|come on|keep|boys,?|start)(?: all| go| just| keep| to
      | please| and)* (?:report|reporting|flag|flagging|spam|spamming|flood|flooding|dogpile|brigade|bombard
      |bombarding|blow up|dislike[- ]bomb|review[- ]bomb|harass|bully|crash|swarm
      |hate[- ]raid)(?: the (?:shit|hell|fuck) out of)? (?:(?:her|his|their|that \w+'s|this \w+'s
      |@?[a-z0-9_]+'s) (?:\w+ ){0,2}?(?:account|accounts|channel|stream|page|profile|inbox|dms|mentions
      |comments|chat|phone|email|videos?|insta\w*|twitter|discord|server|employer|boss|wall|tiktok|twitch
      |youtube|kick|facebook|posts?|replies|notifications)|(?:her|him|them)\b(?! to (?:the )?(?:mods?
      |moderators?|admins?|staff|police|us)))|\b(?:report|flag) (?:her|his|their) (?:\w+ ){0,2}?(?:account
      |channel|stream|page|profile|videos?)(?: [a-z]+){0,4} (?:until|till|so (?:it|she|he|they) gets?
      |so that|to get (?:it|her|him|them) (?:banned|taken down|deleted|suspended)|all at once
      |at the same time|en masse|together)|\b(?:raid|hate[- ]raid|hate raid) (?:her|his|their|that \w+'s
      |@?[a-z0-9_]+'s) (?:\w+ ){0,2}?(?:profile|page|comments|inbox|dms|mentions|discord|server|instagram
      |insta|facebook|twitter|website|tiktok|wall|replies)|\b(?:raid|hate[- ]raid) (?:her|his|their
      |that \w+'s|@?[a-z0-9_]+'s) (?:\w+ ){0,2}?(?:stream|chat|channel)\b[^\n]{0,60}\b(?:spam|until (?:she
      |he|they)|cry|cries|quit|quits|insult|slurs?|hate|offline|make (?:her|him|them)|flood|harass|shut)
    `,
  },
  {
    kind: "raid",
    confidence: 0.8,
    reason: "calls for unwanted deliveries to a person",
    pattern: lines`
      \b(?:send|order|deliver|get|ordering|sending)(?:ing)?(?: (?:her|him|them))?(?: \w+){0,3} (?:pizzas?
      |deliveries|packages|taxis|hearse|funeral (?:flowers|wreath)|coffins?|food)(?: \w+){0,3} to (?:her|his
      |their|that \w+'s|[a-z]+'s) (?:house|home|door|place|address|flat|apartment|hotel|office|work)
      |\b(?:let'?s|everyone|everybody|someone|go|guys|all)(?: all| go| should)* (?:send|order) (?:her|him
      |them) (?:\w+ ){0,3}(?:pizzas?|deliveries|taxis|hearse|coffins?)
    `,
  },
];
