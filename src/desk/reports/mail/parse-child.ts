import { answerParent } from "../../../lib/answer-parent.ts";
import { parseMail } from "./parse.ts";

/** The child process of parser.ts: a mail in, what it says out. */
answerParent(parseMail);
