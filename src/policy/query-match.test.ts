import assert from "node:assert/strict";
import { test } from "node:test";
import { queryMatcher } from "./query-match.ts";
import { Tagger } from "./tags.ts";

const SITE = "0000000000000000000000site";
const tagger = new Tagger(new Uint8Array(32).fill(7));

/** `topic_id=41`, and no `pre_view`. */
const PARAMS = [
  { name: tagger.tag("param-name", SITE, "topic_id"), pair: tagger.pairTag(SITE, "topic_id", "41") },
  { name: tagger.tag("param-name", SITE, "pre_view"), pair: null },
];
const matches = (query: string, foldCase = false): boolean =>
  queryMatcher(tagger, SITE, { query, foldCase })(PARAMS);

test("names that PHP takes for the same are the same", () => {
  for (const query of [
    "topic_id=41",
    "topic.id=41",
    "topic%2Eid=41",
    "topic+id=41",
    "+topic.id=41",
    "topic[id=41",
    "x=1&topic.id=41",
    "topic.id=42&topic_id=41",
  ])
    assert.equal(matches(query), true, query);
});

test("names that nobody takes for the same are not", () => {
  for (const query of [
    "topicid=41",
    "topic-id=41",
    "topic.id=42",
    "topic__id=41",
    "topic[id]=41",
    "TOPIC_ID=41",
  ])
    assert.equal(matches(query), false, query);
});

test("what must be absent is so where some origin does not see it", () => {
  assert.equal(matches("topic_id=41&pre_view=1"), false);
  assert.equal(matches("topic_id=41&pre.view=1"), true, "to most origins this is another name");
  assert.equal(matches("topic.id=41&pre_view=1"), false);
});

test("where the origin does not tell upper from lower case, it does not in names either", () => {
  assert.equal(matches("Topic_ID=41", true), true);
  assert.equal(matches("Topic.ID=41", true), true);
  assert.equal(matches("Topic_ID=42", true), false);
});
