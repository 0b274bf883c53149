const plain = (text: string): string => text.normalize("NFD").replace(/\p{M}/gu, "").trim().toLowerCase();

const NAMES = new Map(
  ["fr", "en"].flatMap((language) => {
    const { format } = new Intl.DateTimeFormat(language, { month: "long", timeZone: "UTC" });
    return Array.from(
      { length: 12 },
      (_, month) => [plain(format(Date.UTC(2026, month))), month + 1] as const,
    );
  }),
);

/** A month as people write one (2026-08, 2026-08-12, 08/2026, août 2026) as YYYY-MM; undefined where none can be read. */
export function monthOf(text: string): string | undefined {
  const said = plain(text);
  const first = /^(20\d\d)[-/. ](\d{1,2})(?:[-/. ]\d{1,2})?$/.exec(said);
  const last = /^(\d{1,2}|[a-z]+)[-/. ]+(20\d\d)$/.exec(said);
  const [year, named] = first === null ? [last?.[2], last?.[1]] : [first[1], first[2]];
  const month = NAMES.get(named ?? "") ?? Number(named);
  return year !== undefined && month >= 1 && month <= 12
    ? `${year}-${`${month}`.padStart(2, "0")}`
    : undefined;
}
