import type { Language } from "../../web/layout.ts";

/** The words of the mails that answer. Nothing that was written to us is repeated, and subjects name no report. */
export interface AnswerWords {
  readonly hello: string;
  readonly danger: (numbers: string) => string;
  readonly page: (address: string) => string;
  readonly taken: {
    readonly subject: string;
    readonly thanks: string;
    readonly due: (date: string) => string;
    readonly elsewhere: string;
    readonly code: (receipt: string) => string;
    readonly keep: string;
    readonly follow: (address: string) => string;
    readonly life: string;
    readonly unread: (files: number) => string;
    readonly next: (address: string) => string;
  };
  readonly noAddress: { readonly subject: string; readonly what: string; readonly send: string };
  readonly later: { readonly subject: string; readonly what: string; readonly again: string };
}

export const ANSWER_WORDS: Readonly<Record<Language, AnswerWords>> = {
  fr: {
    hello: "Bonjour,",
    danger: (numbers) => `Si quelqu'un est en danger maintenant, appelez le ${numbers}.`,
    page: (address) => `Cette page prend un signalement à tout moment, sans compte et sans nom :\n${address}`,
    taken: {
      subject: "Votre message est arrivé",
      thanks: "Votre signalement est reçu. Merci.",
      due: (date) => `Une personne aura regardé au plus tard le ${date}.`,
      elsewhere:
        "Aucune des pages que vous nommez n'est sur un site que nous servons : nous ne pouvons pas agir sur elles. La page ci-dessous dit à qui d'autre écrire.",
      code: (receipt) => `Votre code : ${receipt}`,
      keep: "Notez-le ailleurs que dans votre boîte, puis effacez ce message si d'autres que vous peuvent la lire. Nous ne pouvons pas retrouver ce code pour vous.",
      follow: (address) =>
        `Avec ce code, vous voyez ce qu'il en advient, et vous pouvez ajouter des pages, des mots ou des images :\n${address}`,
      life: "Si quelqu'un peut être blessé ou tué bientôt, dites-le sur cette page, avec votre code : nous regardons alors en quelques minutes.",
      unread: (files) =>
        `${files === 1 ? "Un fichier n'est pas gardé" : `${files} fichiers ne sont pas gardés`}. Nous prenons les images, les sons et les textes que nous pouvons lire, 10 Mo chacun au plus, et rien qui montre une personne mineure. Vous pouvez essayer de nouveau sur la page ci-dessus.`,
      next: (address) =>
        `La prochaine fois, prenez plutôt notre page : elle est plus sûre qu'un courriel, qui passe par plusieurs machines et reste dans les boîtes.\n${address}`,
    },
    noAddress: {
      subject: "Il manque une adresse de page",
      what: "Votre message est arrivé, mais nous n'y avons pas trouvé d'adresse de page, et rien n'en a été gardé. C'est la seule chose qu'il nous faut.",
      send: "Écrivez-nous de nouveau avec l'adresse telle que votre navigateur la montre. Elle commence par https:// et désigne la page elle-même. Le reste peut rester vide.",
    },
    later: {
      subject: "Votre message doit attendre un peu",
      what: "Beaucoup de messages arrivent en ce moment, et le vôtre n'est pas encore pris. Vous n'y êtes pour rien.",
      again:
        "Votre messagerie essaiera d'elle-même de nouveau dans les heures qui viennent : vous n'avez rien à faire. Si cela ne peut pas attendre, prenez la page.",
    },
  },
  en: {
    hello: "Hello,",
    danger: (numbers) => `If anybody is in danger now, call ${numbers}.`,
    page: (address) =>
      `This page takes a report at any time, without an account and without a name:\n${address}`,
    taken: {
      subject: "Your message has arrived",
      thanks: "Your report has arrived. Thank you.",
      due: (date) => `Somebody will have looked by ${date}.`,
      elsewhere:
        "None of the pages that you name is on a site that we serve: we cannot act on them. The page below says whom else to write to.",
      code: (receipt) => `Your code: ${receipt}`,
      keep: "Write it down outside your mailbox, then delete this message if anybody else can read it. We cannot find this code again for you.",
      follow: (address) =>
        `With this code you see what happens with it, and you can add pages, words or pictures:\n${address}`,
      life: "If somebody may be hurt or killed soon, say so on this page with your code: then we look within minutes.",
      unread: (files) =>
        `${files === 1 ? "One file is not kept" : `${files} files are not kept`}. We take pictures, sound and text that we can read, 10 MB each at most, and nothing that shows a minor. You can try again on the page above.`,
      next: (address) =>
        `Next time, please use our page instead: it is safer than mail, which goes through several machines and stays in mailboxes.\n${address}`,
    },
    noAddress: {
      subject: "The address of a page is missing",
      what: "Your message has arrived, but we found no address of a page in it, and nothing of it was kept. That is the one thing that we need.",
      send: "Please write again with the address as your browser shows it. It begins with https:// and is that of the page itself. You can leave out all the rest.",
    },
    later: {
      subject: "Your message has to wait a little",
      what: "Many messages are coming in right now, and yours has not been taken yet. This is not your doing.",
      again:
        "Your mail service will try again by itself in the hours to come: there is nothing that you need to do. If it cannot wait, please use the page.",
    },
  },
};
