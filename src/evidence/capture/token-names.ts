/**
 * Query parameters that say who followed a link rather than which page it leads to. A capture that kept them would
 * show the site which visitor reported it, and could act with that visitor's session.
 */

const words = (...lines: string[]): string[] => lines.flatMap((line) => line.split(" "));

/** Removed whatever their value. Compared in lower case. */
const ALWAYS = new Set([
  // sessions, sign-in, signed links
  ...words(
    "sid sessid sessionid session_id phpsessid jsessionid cfid cftoken token access_token refresh_token id_token",
    "auth authtoken auth_token oauth_token oauth_verifier login_token jwt csrf csrf_token xsrf _csrf _token",
    "authenticity_token securitytoken logouthash api_key apikey sig signature password pass sesc fb_dtsg lsd hmac",
    "user_token usertoken login_hash sso ssotoken xsrf-token x-csrf-token key-pair-id magic unsubscribe_token",
    "csrfkey my_post_key sesskey connect.sid laravel_session moderation-hash unapproved", // Invision, MyBB, Moodle, WordPress
  ),
  // share and invitation links
  ...words(
    "si igsh igshid share_id shareid share_token sharetoken share_source share_app_id sharer shared_by invite",
    "rdid mibextid xmt sfnsn __tn__ __eep__ __xts__",
    "invite_code invitation referral referrer referer ref_src ref_url refid sender_id sender_device context_referrer",
    "notif_id notif_t share_by shared_from from_user",
  ),
  // advertising and mail tracking
  ...words(
    "fbclid gclid gclsrc gbraid wbraid dclid msclkid yclid ysclid twclid ttclid li_fat_id mc_cid mc_eid mkt_tok",
    "_hsenc _hsmi hsctatracking vero_id vero_conv _openstat oly_anon_id oly_enc_id rb_clickid s_cid wickedid epik",
    "irclickid irgwc wt.mc_id _ga _gl _gac _kx spm scm cvid xtor at_medium at_campaign dm_i trk trkemail",
  ),
]);

/** Removed whatever their value: families with a common beginning. */
const FAMILIES = words("utm_ __cft__ mtm_ matomo_ pk_ piwik_ hsa_ x-amz- x-goog- aspsessionid");

/** Removed whatever their value: names that end in what they are (`_xfToken`, `_wpnonce`, `auth_key`, `sess_id`). */
const ENDINGS =
  /(?:token|csrf|xsrf)$|.(?:nonce|[-_.]secret)$|sess(?:ion)?[-_.]?(?:id|key)$|(?:auth|login|confirm|activation|reset|magic)[-_.]?(?:key|hash|code)$/;

/** Names that can mean a page (`?s=2`, `?key=intro`) as well as a token: only a value that looks random goes. */
const AMBIGUOUS = new Set(words("s t key hash code ticket session sess st tk nonce secret uid u share ref"));

/** SMF's sessions: both the name and the value are hexadecimal digits, drawn for each visitor. */
const isDrawn = (name: string, value: string): boolean =>
  /^(?=.*\d)[0-9a-f]{7,12}$/.test(name) && /^[0-9a-f]{32}$/i.test(value);

/** Names of a person's own address in mailed links, removed where the value is one. */
const MAIL = new Set(words("email e-mail mail e em recipient subscriber user_email"));

/** RFC 7519 §3: two base64url objects and a signature. */
const JWT = /^eyJ[\w-]{8,}\.[\w-]{8,}\.[\w-]*$/;

/** A UUID, or at least 16 characters in one run with both letters and digits; a slug of words and hyphens is neither. */
const looksRandom = (value: string): boolean =>
  /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(value) ||
  (/^[\w+/=]{16,}$/.test(value) && /\d/.test(value) && /[a-z]/i.test(value));

/** Whether a query parameter, both parts percent-decoded, tells who followed the link. */
export function isToken(name: string, value: string): boolean {
  const key = name.toLowerCase();
  if (ALWAYS.has(key) || FAMILIES.some((beginning) => key.startsWith(beginning))) return true;
  if (ENDINGS.test(key) || isDrawn(key, value)) return true;
  if (AMBIGUOUS.has(key) && looksRandom(value)) return true;
  if (MAIL.has(key) && value.includes("@")) return true;
  return JWT.test(value);
}

/** Topics of Discourse, whose links to share carry the name of whoever copied them: `/t/slug/12/3?u=name`. */
export const SHARED_TOPIC = /\/t\/(?:[^/]+\/)?\d+(?:\/\d+)?\/?$/;
/** Session ids that Java and PHP servers write behind a semicolon, `;jsessionid=…`, encoded or not. */
export const PATH_SESSION =
  /(?:;|%(?:25)*3b)(jsessionid|phpsessid|sessionid|sid)(?:=|%(?:25)*3d)(?:(?!%(?:25)*(?:2f|3b))[^/;])*/gi;
/** ASP.NET sessions without cookies: a path segment `(S(…))`, also `(A(…))`, `(F(…))` for sign-in tickets. */
export const PATH_TICKET = /\/\((?:[SAFX]\([^()/]*\))+\)(?=\/|$)/g;
