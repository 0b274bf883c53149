import type { Grain, Proposed, ServiceRole, Verb } from "../../desk/api-types.ts";
import { type Language, lengthText } from "../format.ts";
import { useTexts } from "../language.tsx";
import type { Texts } from "../texts.ts";
import { Fact, Facts } from "./facts.tsx";

type Core = Proposed["core"];

/** What a reader looks for first stands first; a member that has no place here comes last, and is shown all the same. */
const ORDER = [
  ...[
    "kind",
    "change",
    "config",
    "measure",
    "cause",
    "verb",
    "grain",
    "role",
    "clause",
    "seconds",
    "territory",
    "emergency",
  ],
  ...["approvals", "decision", "target", "policy"],
];
const CODES = ["config", "decision", "policy", "target"];

/** A ledger entry as it is signed: every member, none left out. */
export function EntryCore({ core }: { readonly core: Core }) {
  const { t, language } = useTexts();
  const names = [...new Set([...ORDER, ...Object.keys(core)])].filter((name) => name in core);
  return (
    <Facts>
      {names.map((name) => (
        <Fact key={name} name={t.entryMember[name] ?? name} code={CODES.includes(name)}>
          {valueText(name, core[name], t, language)}
        </Fact>
      ))}
    </Facts>
  );
}

/** A value in our words where we have one, else as it is written. */
function valueText(name: string, value: unknown, t: Texts, language: Language): string {
  switch (name) {
    case "kind":
      return t.entryKind[String(value)] ?? String(value);
    case "change":
      return t.requestChange[String(value)] ?? String(value);
    case "cause":
      return t.causeOf(value);
    case "verb":
      return t.verb[value as Verb] ?? String(value);
    case "grain":
      return t.grain[value as Grain] ?? String(value);
    case "role":
      return t.serviceRole[value as ServiceRole] ?? String(value);
    case "seconds":
      return value === null ? t.noEnd : `${lengthText(Number(value) * 1000, language)} (${value}\u00a0s)`;
    case "emergency":
      return value === false ? t.no : t.yes;
    default:
      return typeof value === "string" ? value : JSON.stringify(value);
  }
}
