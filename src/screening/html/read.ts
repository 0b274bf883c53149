import { Styles } from "./hiding.ts";
import { Page } from "./page.ts";

/** A document that begins like this is a feed (RSS 2.0, RFC 4287): XML, with HTML as text in it. */
const FEED = /^\s*(?:<\?xml[^>]{0,200}\?>|<!--[^-]{0,500}-->|\s){0,5}<(?:rss|feed|rdf:rdf)[\s>]/i;

/**
 * Reads a page. A second time, where a style sheet came after what it hides: only then is it known what was in its place to
 * be seen.
 */
export function readPage(html: string): Page {
  const styles = new Styles();
  const isFeed = FEED.test(html.slice(0, 4000));
  const page = new Page(styles, isFeed);
  page.read(html);
  if (!page.hasLateStyles) return page;
  styles.freeze();
  const again = new Page(styles, isFeed);
  again.read(html);
  return again;
}
