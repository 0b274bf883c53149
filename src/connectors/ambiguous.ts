/**
 * Spellings that origins read in different ways and no browser or link writes: on hosts with measures they are
 * answered 400, as our own edge does with paths of too many readings (policy/identity.ts). Jakarta Servlet 6.0 §3.5.2
 * asks servers to.
 */
const SLASH = "(?:[/\\x5C]|%(?:25)*(?:2[fF]|5[cC]))";
const DOTS = "(?:[.]|%(?:25)*2[eE]){1,2}";

/** Over the request target: an escaped slash inside a `;parameter`, overlong UTF-8 (RFC 3629 §3), and `%uXXXX`. */
export const AMBIGUOUS_TARGET =
  "^[^?]*(?:;[^/?]*%(?:25)*(?:2[fF]|5[cC])" +
  "|%(?:25)*(?:[cC][01]%(?:25)*[89abAB]|[eE]0%(?:25)*[89]|[fF]0%(?:25)*8)" +
  "|%(?:25)*[uU]00)";

/** Over a path whose plain dot segments are resolved: one that only some origins would still resolve. */
export const AMBIGUOUS_DOTS = `${SLASH}${DOTS}(?:;|%(?:25)*3[bB]|${SLASH}|\\z)`;
