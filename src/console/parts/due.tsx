import { useEffect, useState } from "react";
import { dateTimeText, lengthText } from "../format.ts";
import { useTexts } from "../language.tsx";

const TICK_MS = 5_000;

/** The time, again every few seconds. */
function useNow(): number {
  const [nowMs, setNow] = useState(Date.now);
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), TICK_MS);
    return () => clearInterval(timer);
  }, []);
  return nowMs;
}

/** How long there is left to decide, or by how much that is past. */
export function Due({ atMs }: { readonly atMs: number }) {
  const { t, language } = useTexts();
  const leftMs = atMs - useNow();
  return (
    <time
      dateTime={new Date(atMs).toISOString()}
      title={dateTimeText(atMs, language)}
      className={leftMs < 0 ? "overdue" : undefined}
    >
      {leftMs < 0 ? `▲ ${t.overdueBy(lengthText(-leftMs, language))}` : t.dueIn(lengthText(leftMs, language))}
    </time>
  );
}

/** How long ago something was. */
export function Ago({ atMs }: { readonly atMs: number }) {
  const { t, language } = useTexts();
  const agoMs = Math.max(0, useNow() - atMs);
  return (
    <time dateTime={new Date(atMs).toISOString()} title={dateTimeText(atMs, language)}>
      {t.ago(lengthText(agoMs, language))}
    </time>
  );
}
