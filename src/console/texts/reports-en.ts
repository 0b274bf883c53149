import type { Happening, Refusal, WordsReason } from "../../desk/api-types.ts";
import type { reportsFr } from "./reports-fr.ts";

const readFor: Record<WordsReason, { name: string; help: string }> = {
  decide: { name: "To decide", help: "The words help to understand what we saw ourselves." },
  appeal: { name: "For an appeal", help: "Somebody contests, and it has to be read again." },
  answer: { name: "To answer", help: "A question or a message waits for an answer." },
};

const refusals: Record<Refusal, { name: string; help: string }> = {
  "nothing-found": {
    name: "We found nothing",
    help: "We looked at the page: nothing that our rules are about is there.",
  },
  "not-against-the-rules": {
    name: "Our rules do not let us act",
    help: "We see what is meant, and no clause lets us refuse it for this service.",
  },
  "cannot-see": {
    name: "We cannot see it",
    help: "It is for members only, or out of our sight. We act only on what we have seen.",
  },
  "gone-already": { name: "It is gone already", help: "When we looked, it was no longer there." },
  "only-passing-on": {
    name: "We only pass on",
    help: "For this site our rules let us pass a report on, and no more.",
  },
  "public-interest": {
    name: "It is of public interest",
    help: "What is written is of public interest and puts nobody in danger.",
  },
  "for-the-police": { name: "It is for the police", help: "They can do more here than we can." },
  "for-a-court": { name: "It is for a court", help: "We are not the ones to decide it." },
  unfounded: {
    name: "What was reported is not there",
    help: "And it could be seen that it is not. Only where this is plain.",
  },
};

const happening: Record<Happening, string> = {
  address: "an address",
  phone: "a telephone number",
  location: "where somebody is",
  "former-name": "a former name",
  identity: "papers, accounts or a workplace",
  threat: "a threat",
  "voice-message": "a voice message",
  raid: "a call to go after somebody",
  swatting: "a false call to the police",
  other: "something else",
};

const status: Partial<Record<string, string>> = {
  received: "Waits for an answer",
  decided: "Answered: a measure was decided",
  refused: "Answered: nothing will be done",
  elsewhere: "Its pages are served elsewhere",
  withdrawn: "Withdrawn",
};

const mayKnow: Partial<Record<string, string>> = {
  desk: "Only this team knows",
  host: "The host may know",
  operator: "The operator may know",
};

const partKind: Partial<Record<string, string>> = {
  message: "Message",
  words: "Words added",
  pages: "Pages added",
  file: "File",
  contest: "Contests the answer",
};

/** All that the screens say of reports, in English. */
export const reportsEn: typeof reportsFr = {
  reportsTitle: "Reports",
  reportsNone: "No report.",
  reportsHelp:
    "Their words are sealed. Opening them takes your key and a reason; whoever reported will see it.",
  reportReceived: "Received",
  reportStatus: (value) => status[value] ?? value,
  reportRisk: "A life is at risk, this report says",
  reportWasContested: "The first answer was contested",
  reportContested: "The answer was contested: somebody else answers",
  reportAlike: (n) => `In the same words as ${n} ${n === 1 ? "other" : "others"}`,
  reportIdentity: "Says, sealed, who reported",
  reportsNamed: (n) =>
    `${n} ${n === 1 ? "report says" : "reports say"} who reported. Opening that takes two people.`,
  reportMayKnow: (value) => mayKnow[value] ?? value,
  reportLanguage: (value) => (value === "fr" ? "in French" : value === "en" ? "in English" : value),
  moreReports: (n) => `Show ${n} more`,

  read: "Read",
  readTitle: "Read this report",
  readSeen:
    "The person who reported will see on her page that the team read her words, when, and for what reason. Each file that is opened shows there too.",
  readWhy: "Why",
  readFor,
  readSign: "Open with my key",
  readNoKey: "The words open with your key. It stays in this page's memory.",
  readClose: "Close again",
  readHidden:
    "Open, and hidden still: it may be hard to read. Take the time you need. Nothing shows or plays by itself.",
  readShow: "Show the words",
  readHide: "Hide the words",
  readEmpty: "There are no words in this report.",

  saidFirst: "The report",
  saidHappening: "It is about",
  saidHappenings: happening,
  saidWhen: "Seen in",
  saidPages: "Pages",
  saidWords: "Her words",
  saidTranscript: "The voice message, as a person wrote it down",
  saidPeople: "In danger too",
  saidPart: (kind) => partKind[kind] ?? kind,
  saidByDesk: "The team",
  saidByMachine: "Written by a machine, and checked by nobody",
  mediaKinds: { picture: "Picture", sound: "Sound", text: "Text" },
  fileSize: (kilobytes) => `${kilobytes} kB`,
  fileCopy: "Download the copy",
  fileCopyHelp: "The copy without hidden data. It leaves this page: delete it afterwards.",

  answerHer: "Answer",
  answerText: "Your answer",
  answerHelp:
    "She reads it under her code, on her page, with no notification. Put nothing in it that endangers her if somebody looks over her shoulder.",
  answerThis: "Answer this",
  answerThisHelp:
    "Whoever wrote this reads it under their code, with no notification: it may be a helper, and not the person concerned.",
  answerSend: "Sign and send",
  answerSent: "Sent: it is read under the code, the next time.",

  refuse: "Nothing will be done",
  refuseTitle: "Answer that nothing will be done",
  refuseHelp:
    "Everybody who reported and waits gets this answer, with its reason and other doors to knock at. Each may contest it once; then somebody else answers.",
  refuseWhy: "Reason",
  refusals,
  refuseSure: "Send this answer",

  unfounded: "Mark as manifestly unfounded",
  unfoundedUndo: "No longer mark as unfounded",
  unfoundedMarked: "Marked.",
  unfoundedUnmarked: "The mark is taken back.",
  unfoundedCount: (unfounded, all) => `From the same source in a year: ${unfounded} of ${all} unfounded.`,

  mayTell: (allow, all) => `The operator may learn of a report of this page: ${allow} of ${all} say yes.`,
  reportSuspended: "Suspended contact: to be seen last. Anybody may have written this contact",
  senderActs: { warn: "Warn the sender…", suspend: "Suspend the sender…" },
  senderHelp: {
    warn: "They read the warning under their code. Without one there can be no suspension.",
    suspend:
      "For a time, reports of the same source come after all others; with an organisation's key they are not taken. Never where a life is in danger. Only what came after the warning counts.",
  },
  senderGravity: "How grave these abuses and what followed are",
  senderGravities: { low: "little", medium: "middling", high: "grave" },
  senderIntention: "Intention, where it can be seen",
  senderIntentions: { none: "none", careless: "careless", deliberate: "deliberate" },
  senderDays: "Days, 90 at most",
  senderSure: { warn: "Warn", suspend: "Suspend" },
  senderDone: { warn: "The warning is sent.", suspend: "The sender is suspended." },

  closedCase: "Answered: nothing will be done",
};
