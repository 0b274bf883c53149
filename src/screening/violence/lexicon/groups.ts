/** Words by group: a group is a part of speech as a threat uses it. */
export type Groups = Readonly<Record<string, string>>;

/**
 * English verbs, each with its forms in three groups: NAME (kill), NAME_S (kills, killing), NAME_D (killed).
 * Irregular pasts stand after a colon: "beat:beat/beaten".
 */
export function verbs(name: string, list: string): Record<string, string> {
  const base: string[] = [];
  const present: string[] = [];
  const past: string[] = [];
  for (const entry of list.split(/\s+/)) {
    const [verb = "", irregular] = entry.split(":");
    const double = irregular !== undefined && /([bdgmnprt])\1ed$/.test(irregular);
    const stem = verb.endsWith("e")
      ? verb.slice(0, -1)
      : double || /[^aeiou][aeiou][bdgmnpt]$/.test(verb)
        ? verb + verb.at(-1)
        : verb;
    base.push(verb);
    present.push(third(verb), `${stem}ing`, `${stem}in`);
    past.push(...(irregular?.split("/") ?? [regularPast(verb, stem)]));
  }
  const pasts = past.filter((form) => !base.includes(form));
  return { [name]: base.join(" "), [`${name}_S`]: present.join(" "), [`${name}_D`]: pasts.join(" ") };
}

const third = (verb: string): string =>
  /(?:s|x|z|ch|sh|o)$/.test(verb)
    ? `${verb}es`
    : /[^aeiou]y$/.test(verb)
      ? `${verb.slice(0, -1)}ies`
      : `${verb}s`;

const regularPast = (verb: string, stem: string): string =>
  verb.endsWith("e") ? `${verb}d` : /[^aeiou]y$/.test(verb) ? `${verb.slice(0, -1)}ied` : `${stem}ed`;
