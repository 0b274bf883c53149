import { createContext, type ReactNode, use, useEffect, useState } from "react";
import { type Language, preferredLanguage } from "./format.ts";
import { type Texts, texts } from "./texts.ts";

interface Reading {
  readonly language: Language;
  readonly t: Texts;
  setLanguage(language: Language): void;
}

const LanguageContext = createContext<Reading | undefined>(undefined);

const NAME = "rempart.language";

function firstLanguage(): Language {
  const kept = sessionStorage.getItem(NAME);
  return preferredLanguage(kept === null ? navigator.languages : [kept]);
}

export function LanguageProvider({ children }: { readonly children: ReactNode }) {
  const [language, setLanguage] = useState(firstLanguage);
  useEffect(() => {
    document.documentElement.lang = language;
    sessionStorage.setItem(NAME, language);
  }, [language]);
  return <LanguageContext value={{ language, t: texts[language], setLanguage }}>{children}</LanguageContext>;
}

/** The reader's language and the console's texts in it. */
export const useTexts = (): Reading => use(LanguageContext)!;
