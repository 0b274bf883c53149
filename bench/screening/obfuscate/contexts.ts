import type { Sample } from "./details.ts";
import type { Random } from "./random.ts";

/** What surrounds a detail; `%` is where it stands. */
const FRENCH = `%
voilà : %
c'est % je vous dis
allez-y les gars, % !!
elle est là → %
« % »
(%)
On l'a trouvée. %. Faites tourner.
info du jour : % ; à vous de jouer
La réponse est % et personne ne dira le contraire.
Bonjour à tous,\\n%\\nbonne soirée
mdr % ptdr
je crois que c'est % mais à vérifier
% (source : un ami)
tout est là : % - partagez
Hier soir j'ai vu ça : %
pour ceux qui demandent encore : %, voilà
Merci de noter % svp
rappel %
trouvé sur un vieux profil... %
ça commence par là, %, ensuite on verra`.split("\n");

const ENGLISH = `%
here: %
it is % I tell you
go for it guys, % !!
she is there → %
"%"
(%)
We found her. %. Spread the word.
info of the day: %; your turn
The answer is % and nobody will say otherwise.
Hi everyone,\\n%\\nhave a good evening
lol % lmao
I think this is % but check it
% (source: a friend)
everything is there: % - share it
Last night I saw this: %
for those who still ask: %, there
Please note % thanks
reminder %
found on an old profile... %
that is where it starts, %, then we will see`.split("\n");

const NEAR_FRENCH = ["* alias %", "% c'est * en fait", "*, née %", "% (aujourd'hui *)"];
const NEAR_ENGLISH = ["* aka %", "% is really *", "*, born %", "% (now *)"];

/** The detail, written as `written`, in a sentence of its language; a former name beside a current one. */
export function inContext(random: Random, { detail, lang }: Sample, written: string): string {
  const context = random.pick(lang === "fr" ? FRENCH : ENGLISH).replaceAll("\\n", "\n");
  let inner = written;
  if (detail.kind === "former-name") {
    const near = random.pick(detail.with ?? [""]);
    inner = random
      .pick(lang === "fr" ? NEAR_FRENCH : NEAR_ENGLISH)
      .replace("*", () => near)
      .replace("%", () => written);
  }
  return context.replace("%", () => inner);
}
