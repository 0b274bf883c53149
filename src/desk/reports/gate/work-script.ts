/**
 * The script of a page that asks for work, served as /s.js (`script-src 'self'`). It finds `<form data-work='{challenge}'>`,
 * looks for the number, writes it into the field `work` and submits. The tries run in the browser's own crypto threads,
 * four at once, and every 256 the page has its turn. What it says goes into the form's `[aria-live]`: `data-work-say` while
 * it works, `data-work-else` where nothing came of it within a minute.
 *
 * Without JavaScript, or without crypto.subtle (a page that came over http), nothing happens at all: the ticket stands in
 * its own field and is sent by hand. A push on the button while it works waits for the end of the work; who comes back to
 * the page (`pageshow`) has her button.
 *
 * ES2017 (async functions, no spread of objects, no optional catch binding): Android 6 with any Chrome since 2016, iOS 11.
 */
export const WORK_SCRIPT = `"use strict";
(() => {
  const form = document.querySelector("form[data-work]");
  const { subtle } = crypto;
  if (!form || !subtle) return;
  const challenge = JSON.parse(form.dataset.work);
  const asked = challenge.parameters;
  const bytes = (hex) => Uint8Array.from(hex.match(/../g), (two) => parseInt(two, 16));
  const nonce = bytes(asked.nonce);
  const wanted = bytes(asked.keyPrefix);
  const how = { name: "PBKDF2", hash: "SHA-256", salt: bytes(asked.salt), iterations: asked.cost };
  const live = form.querySelector("[aria-live]");
  const say = (text) => { if (live) live.textContent = text; };
  const until = Date.now() + 60000;
  let busy = true;

  async function attempt(counter) {
    const password = new Uint8Array(nonce.length + 4);
    password.set(nonce);
    new DataView(password.buffer).setUint32(nonce.length, counter);
    const key = await subtle.importKey("raw", password, "PBKDF2", false, ["deriveBits"]);
    const bits = new Uint8Array(await subtle.deriveBits(how, key, 8 * asked.keyLength));
    if (!wanted.every((byte, i) => byte === bits[i])) return;
    return { counter, derivedKey: Array.from(bits, (byte) => (byte + 256).toString(16).slice(1)).join("") };
  }

  async function solve() {
    for (let at = 0; at <= asked.data.most && Date.now() < until; at += 4) {
      const solution = (await Promise.all([0, 1, 2, 3].map((i) => attempt(at + i)))).find(Boolean);
      if (solution) return solution;
      if (at % 256 === 0) await new Promise((done) => setTimeout(done));
    }
    throw 0;
  }

  form.onsubmit = () => !busy;
  onpageshow = (event) => { if (event.persisted) busy = false; };
  say(form.dataset.workSay);
  solve().then((solution) => {
    const field = document.createElement("input");
    field.type = "hidden";
    field.name = "work";
    field.value = btoa(JSON.stringify({ challenge, solution }));
    form.appendChild(field);
    HTMLFormElement.prototype.submit.call(form);
  }).catch(() => {
    busy = false;
    say(form.dataset.workElse);
  });
})();
`;

/** For `data-work-say` and `data-work-else`. */
export const WORK_TEXTS = {
  fr: {
    say: "Un instant : votre appareil fait un petit calcul, puis l'envoi part tout seul.",
    else: "Le calcul n'a pas abouti. Rien n'est perdu : attendez un peu, puis appuyez sur le bouton.",
  },
  en: {
    say: "One moment: your device does a small sum, then this is sent by itself.",
    else: "The sum did not work out. Nothing is lost: wait a little, then press the button.",
  },
} as const;
