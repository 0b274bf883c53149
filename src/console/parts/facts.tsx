import type { ReactNode } from "react";

/** Names and values, side by side on a wide screen. */
export const Facts = ({ children }: { readonly children: ReactNode }) => (
  <dl className="facts">{children}</dl>
);

interface FactProps {
  readonly name: string;
  /** The value is a code, not words. */
  readonly code?: boolean;
  readonly children: ReactNode;
}

export const Fact = ({ name, code = false, children }: FactProps) => (
  <>
    <dt>{name}</dt>
    <dd className={code ? "mono" : undefined}>{children}</dd>
  </>
);
