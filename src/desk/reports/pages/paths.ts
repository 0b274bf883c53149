import type { Language } from "../../web/layout.ts";

/** Where these pages stand, for the links between them. Neutral: paths stay in a browser's history. */
export const PAGE_PATHS = {
  /** Numbers of the desk's country; `/s/h/be` those of another. */
  numbers: "/s/h",
  images: "/s/i",
  doors: "/s/o",
  notice: "/s/n",
  noticeStyle: "/s/n.css",
} as const;

export const pathTo = (page: keyof typeof PAGE_PATHS, language: Language): string =>
  `${PAGE_PATHS[page]}?l=${language}`;
