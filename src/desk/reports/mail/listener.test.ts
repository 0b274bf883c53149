import assert from "node:assert/strict";
import { test } from "node:test";
import { createTransport } from "nodemailer";
import { RempartError, unprocessable } from "../../../lib/errors.ts";
import { type LogFields, silentLog } from "../../../lib/log.ts";
import {
  type MailListener,
  type MailListenerOptions,
  type MailSource,
  startMailListener,
} from "./listener.ts";
import { Conversation, selfSigned, toMailbox } from "./testing/smtp.ts";

const BOX = "report@desk.example";

interface Desk {
  readonly listener: MailListener;
  readonly taken: { readonly mail: string; readonly source: MailSource }[];
  talk(): Conversation;
}

async function withListener(run: (desk: Desk) => Promise<void>, changes: Partial<MailListenerOptions> = {}) {
  const taken: Desk["taken"] = [];
  const talks: Conversation[] = [];
  const listener = await startMailListener({
    listen: { host: "127.0.0.1", port: 0 },
    mailboxes: [BOX, "Aide@Désk.example"],
    maxBytes: 100_000,
    log: silentLog,
    ...changes,
    async take(mail, source) {
      await changes.take?.(mail, source);
      taken.push({ mail: Buffer.from(mail).toString("latin1"), source });
    },
    limits: { closeMs: 200, ...changes.limits },
  });
  const talk = () => {
    const conversation = new Conversation(listener.port);
    talks.push(conversation);
    return conversation;
  };
  try {
    await run({ listener, taken, talk });
  } finally {
    for (const { socket } of talks) socket.destroy();
    await listener.close();
  }
}

test("a mail is taken as it was sent, with who brought it, and only then is it said to be", async () => {
  const order: string[] = [];
  const take = async () => {
    for (let turn = 0; turn < 20; turn++) await new Promise(setImmediate);
    order.push("stored");
  };
  await withListener(
    async ({ taken, talk }) => {
      const conversation = talk();
      assert.match(await conversation.begin(...toMailbox("Report+abc@DESK.example")), /^354 /);
      assert.match(await conversation.say("Subject: x\r\n\r\n..a\r\n\0é\r\n."), /^250 taken/);
      order.push("said");
      assert.deepEqual(order, ["stored", "said"]);
      assert.deepEqual(taken, [
        {
          mail: Buffer.from("Subject: x\r\n\r\n.a\r\n\0é\r\n").toString("latin1"),
          source: { address: "127.0.0.1", from: "anna@mail.example" },
        },
      ]);
    },
    { take },
  );
});

test("what it says of itself is the name of its mailboxes, no program and no version", async () => {
  await withListener(async ({ talk }) => {
    const conversation = talk();
    assert.equal(await conversation.reply(), "220 desk.example ESMTP");
    const features = (await conversation.say("EHLO client.example")).split("\r\n");
    assert.deepEqual(features, [
      "250-desk.example",
      "250-PIPELINING",
      "250-8BITMIME",
      "250-SMTPUTF8",
      "250 SIZE 100000",
    ]);
    for (const command of ["AUTH PLAIN AGEAYg==", "STARTTLS", "VRFY report", "HELP", "WIZ"])
      assert.match(await conversation.say(command), /^5\d\d /, command);
  });
});

test("mail for others is refused at once", async () => {
  await withListener(async ({ taken, talk }) => {
    for (const box of [
      "anna@mail.example",
      "report@other.example",
      "reporter@desk.example",
      "+x@desk.example",
      "report",
      '"report@desk.example"@x.example',
    ])
      assert.match(await talk().begin(...toMailbox(box)), /^5(?:50|01) /, box);
    for (const box of ["aide@désk.example", "AIDE+1@xn--dsk-bma.example"])
      assert.match(await talk().begin(...toMailbox(box)), /^354 /, box);
    assert.equal(taken.length, 0);
  });
});

test("a mail that is too large is refused, said or unsaid", async () => {
  await withListener(async ({ taken, talk }) => {
    const said = talk();
    assert.match(await said.begin("EHLO c.example", "MAIL FROM:<a@b.example> SIZE=100001"), /^552 /);
    const unsaid = talk();
    await unsaid.begin(...toMailbox(BOX));
    assert.match(await unsaid.say(`${`${"a".repeat(998)}\r\n`.repeat(200)}.`), /^552 /);
    assert.match(await unsaid.say("NOOP"), /^250 /);
    assert.equal(taken.length, 0);
  });
});

test("a mail that is cut is no mail", async () => {
  await withListener(async ({ taken, talk, listener }) => {
    for (const cut of ["destroy", "end", "reset"] as const) {
      const conversation = talk();
      await conversation.begin(...toMailbox(BOX));
      conversation.socket.write("Subject: x\r\n\r\nhttps://forum.example/t/1\r\n");
      if (cut === "end") conversation.socket.end(".\r");
      else if (cut === "reset") conversation.socket.resetAndDestroy();
      else conversation.socket.destroy();
      await conversation.closed();
    }
    await listener.close();
    assert.equal(taken.length, 0);
  });
});

test("an end of data that other servers would not see is none", async () => {
  await withListener(async ({ taken, talk }) => {
    const conversation = talk();
    await conversation.begin(...toMailbox(BOX));
    assert.match(await conversation.say("a\n.\nMAIL FROM:<x@x.example>\n.\r\nb\r\n."), /^250 /);
    assert.equal(taken.length, 1);
    assert.match(taken[0]!.mail, /MAIL FROM/);
  });
});

test("each failure has its answer, and none repeats what the error knows", async () => {
  const failures: readonly (readonly [Error, RegExp])[] = [
    [new Error("secret"), /^451 the mail could not be stored now, please come again$/],
    [new RempartError("vault.away", 503, "secret"), /^451 the mail could not/],
    [new RempartError("mail.wait", 429, "secret"), /^451 the mail could not/],
    [unprocessable("mail.unreadable", "the mail could not be read"), /^550 the mail could not be read$/],
    [unprocessable("report.url", "secret"), /^550 the mail is not taken$/],
  ];
  for (const [error, answer] of failures)
    await withListener(
      async ({ talk }) => {
        const conversation = talk();
        await conversation.begin(...toMailbox(BOX));
        assert.match(await conversation.say("x\r\n."), answer);
      },
      { take: () => Promise.reject(error) },
    );
});

test("connections are few, and end when nothing or too little is said", async () => {
  await withListener(
    async ({ talk }) => {
      const [silent, slow] = [talk(), talk()];
      await Promise.all([silent.reply(), slow.begin(...toMailbox(BOX))]);
      assert.match(await talk().reply(), /^421 /);
      const drip = setInterval(() => slow.socket.write("a\r\n"), 20);
      assert.match(await silent.reply(), /^421 /);
      assert.match(await slow.reply(), /^421 /);
      clearInterval(drip);
      assert.match(await talk().reply(), /^220 /);
    },
    { limits: { connections: 2, idleMs: 1000, connectionMs: 2500 } },
  );
});

test("no client keeps the others out", async () => {
  await withListener(
    async ({ talk }) => {
      const [first, second] = [talk(), talk()];
      for (const one of [first, second]) assert.match(await one.reply(), /^220 /);
      assert.match(await talk().reply(), /^421 too many connections from there/);
      first.socket.destroy();
      await second.begin(...toMailbox(BOX));
      assert.match(await talk().reply(), /^220 /);
    },
    { limits: { connections: 10, perClient: 2 } },
  );
});

test("no more is held than a few of the largest mails", async () => {
  await withListener(
    async ({ taken, talk }) => {
      const talks = Array.from({ length: 9 }, talk);
      for (const one of talks) {
        await one.begin(...toMailbox(BOX));
        one.socket.write(`${"a".repeat(94)}\r\n`.repeat(1000));
      }
      const replies = await Promise.all(talks.map((one) => one.say(".")));
      assert.ok(replies.every((reply) => /^(?:250|451) /.test(reply)));
      assert.ok(replies.filter((reply) => reply.startsWith("250")).length >= 7);
      const again = talk();
      await again.begin(...toMailbox(BOX));
      assert.match(await again.say("x\r\n."), /^250 /);
      assert.ok(taken.length >= 8);
    },
    { maxBytes: 100_000 },
  );
});

test("with a certificate the conversation is encrypted, with a new one when there is one", async () => {
  const [first, second] = [await selfSigned("desk.example"), await selfSigned("desk.example")];
  await withListener(
    async ({ listener, taken }) => {
      const send = (ca: string) => {
        const transport = createTransport({
          ...{ host: "127.0.0.1", port: listener.port, requireTLS: true, name: "client.example" },
          tls: { ca, servername: "desk.example" },
        });
        return transport
          .sendMail({ envelope: { from: "", to: [BOX] }, from: "anna@mail.example", to: BOX, text: "été" })
          .finally(() => transport.close());
      };
      assert.match((await send(first.cert)).response, /^250 taken/);
      listener.renew(second);
      await assert.rejects(send(first.cert));
      await send(second.cert);
      assert.deepEqual(
        taken.map(({ source }) => source.from),
        ["", ""],
      );
    },
    { tls: first },
  );
});

test("neither addresses nor words come into the log", async () => {
  const lines: string[] = [];
  const write = (event: string, fields: LogFields = {}) => void lines.push(event + JSON.stringify(fields));
  const conversations = async ({ talk }: Desk) => {
    const conversation = talk();
    await conversation.begin(...toMailbox(BOX, "private@mail.example"));
    conversation.socket.write("secret");
    conversation.socket.resetAndDestroy();
    await conversation.closed();
    await talk().begin("EHLO x", "\0\0\0");
    await talk().begin(...toMailbox("nobody@desk.example"));
  };
  await withListener(conversations, { log: { info: write, warn: write, error: write } });
  for (const line of lines) assert.doesNotMatch(line, /private|secret|nobody|127\.0\.0\.1/);
});

test("a port that is taken is said", async () => {
  await withListener(async ({ listener }) => {
    const again = withListener(async () => {}, { listen: { host: "127.0.0.1", port: listener.port } });
    await assert.rejects(again, { code: "listen.failed" });
  });
});
