import { decodeHTML } from "entities/decode";

/** Text with its character references read, as in a page's text (WHATWG HTML §13.5); an unknown one is left alone. */
export const decodeEntities = (text: string): string => (text.includes("&") ? decodeHTML(text) : text);
