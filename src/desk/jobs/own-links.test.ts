import assert from "node:assert/strict";
import { describe, test } from "node:test";
import fc from "fast-check";
import { ownLinks } from "./own-links.ts";

const PAGE = "http://perchoir.example/salon/m/sujet/41-titre";
const links = (html: string) => ownLinks(html, PAGE, ["perchoir.example", "perchoir-miroir.example"]);

describe("what a page links as itself", () => {
  const ITSELF: [string, string, string][] = [
    ['<link rel="canonical" href="/c/41">', "/c/41", "rel"],
    [
      '<link rel="alternate" type="application/atom+xml" href="41-titre/flux.xml">',
      "/salon/m/sujet/41-titre/flux.xml",
      "rel",
    ],
    ['<link rel="SHORTLINK" href="/?p=41">', "/?p=41", "rel"],
    ['<a href="/salon/m/sujet/41-titre/imprimer">', "/salon/m/sujet/41-titre/imprimer", "below"],
    ['<a href="?page=2">', "/salon/m/sujet/41-titre?page=2", "query"],
    ['<a href="/salon/m/piece/41/titre.txt">', "/salon/m/piece/41/titre.txt", "number"],
    ['<a href="/voir?sujet=41&amp;x=1">', "/voir?sujet=41&x=1", "number"],
    ['<a href="/t/titre.41/">', "/t/titre.41/", "number"],
    ['<article id="m4101"></article><a href="/salon/m/message/4101">', "/salon/m/message/4101", "post"],
    ['<a href="https://perchoir-miroir.example/voir?sujet=41">', "/voir?sujet=41", "number"],
    [
      '<form action="/recherche"><input type="search" name="q"></form><h1>On <b>sait</b></h1>',
      "/recherche?q=On+sait",
      "search",
    ],
  ];
  for (const [html, url, how] of ITSELF) {
    test(html, () => assert.deepEqual(links(html), [{ url, how }]));
  }

  const OTHERS = [
    '<a href="/salon/m/sujet/42-autre">',
    '<a href="/salon/m/sujet/41-titre">',
    '<a href="#m4101">',
    '<a href="/regles-2026">',
    '<a href="https://ailleurs.example/voir?sujet=41">',
    '<a href="/salon/m/sujet/410-titre">',
    '<a href="javascript:alert(41)">',
    '<link rel="stylesheet" href="/41/style.css">',
    '<form method="post" action="/recherche"><input type="search" name="q"></form><h1>x</h1>',
    '<form action="https://ailleurs.example/"><input type="search" name="q"></form><h1>x</h1>',
  ];
  for (const html of OTHERS) test(`not ${html}`, () => assert.deepEqual(links(html), []));

  test("a link named twice is one, by what says most; forty at the most, posts last", () => {
    const twice = '<a href="/voir?sujet=41"></a><link rel="shortlink" href="/voir?sujet=41">';
    assert.deepEqual(links(twice), [{ url: "/voir?sujet=41", how: "rel" }]);
    const posts = Array.from(
      { length: 60 },
      (_, i) => `<p id="p${i + 900}"><a href="/m/${i + 900}"></a></p>`,
    );
    const many = links(`${posts.join("")}<a href="?page=2"></a>`);
    assert.equal(many.length, 40);
    assert.equal(many[0]?.how, "query");
  });

  test("any text is read, and only addresses of the site come out", () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 300 }), (text) => {
        for (const html of [text, `<a href="${text}">`, `<link rel=alternate href=${text}>`])
          for (const { url } of links(html)) assert.ok(url.startsWith("/"), url);
      }),
    );
  });
});
