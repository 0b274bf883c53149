import assert from "node:assert/strict";
import { test } from "node:test";
import { readDeskConfig } from "./config.ts";

test("every wrong setting is named at once, and no secret is repeated", () => {
  const wrong = {
    REMPART_LISTEN: "8000",
    REMPART_PUBLIC_URL: "desk.example",
    REMPART_DATABASE_URL: "mysql://u:hunter2@192.0.2.1/x",
    REMPART_MAIL_FROM: "the desk",
    REMPART_MAIL_LISTEN: "25",
    REMPART_MAIL_BOXES: "report@desk.example, The desk <desk@desk.example>",
    REMPART_MAIL_CERT: "/etc/certificates",
    REMPART_COUNTRY: "XX",
    REMPART_CAPTURE_DELAY_MINUTES: "-1",
    REMPART_DNS_SERVERS: "192.0.2.53, resolver.example",
    REMPART_DESK_PEOPLE: "0",
    REMPART_DESK_HOURS: "office hours",
  };
  assert.throws(
    () => readDeskConfig(wrong),
    ({ message }: Error) => {
      for (const name of Object.keys(wrong)) assert.ok(message.includes(`${name}: must be`), name);
      assert.match(message, /DNS_SERVERS: must be address or address:port, not "resolver\.example"/);
      assert.doesNotMatch(message, /hunter2/);
      return true;
    },
  );
});

test("name servers and senders are taken in the ways that they are written", () => {
  const { dnsServers, smtp } = readDeskConfig({
    REMPART_DNS_SERVERS: "192.0.2.53, 192.0.2.54:5353, [2001:db8::53]:53",
    REMPART_MAIL_FROM: "The desk <desk@rempart.example>",
  });
  assert.deepEqual(dnsServers, ["192.0.2.53", "192.0.2.54:5353", "[2001:db8::53]:53"]);
  assert.equal(smtp.from, "The desk <desk@rempart.example>");
});

test("a desk that declares nothing has clocks that always run, and is known to have declared nothing", () => {
  const hours = { ordinary: "always", onCall: "always" };
  assert.deepEqual(readDeskConfig({}).desk, { people: 1, hours, isDeclared: false });
  const { desk } = readDeskConfig({
    REMPART_DESK_PEOPLE: "3",
    REMPART_DESK_HOURS: "mon-fri 09:00-18:00 Europe/Paris; on-call none",
  });
  assert.deepEqual([desk.people, desk.isDeclared], [3, true]);
  assert.deepEqual(desk.hours.onCall, []);
});

test("mail is taken for the addresses that are named, and for none unless something listens", () => {
  assert.deepEqual(readDeskConfig({}).mail, { listen: "off", boxes: [], certificate: undefined });
  const { mail } = readDeskConfig({
    REMPART_MAIL_LISTEN: "0.0.0.0:25",
    REMPART_MAIL_BOXES: "report@desk.example, signaler@desk.example",
    REMPART_MAIL_CERT: "/etc/rempart/mail.pem",
  });
  assert.deepEqual(mail, {
    listen: { host: "0.0.0.0", port: 25 },
    boxes: ["report@desk.example", "signaler@desk.example"],
    certificate: "/etc/rempart/mail.pem",
  });
  assert.throws(
    () => readDeskConfig({ REMPART_MAIL_LISTEN: "127.0.0.1:25" }),
    /REMPART_MAIL_BOXES: must name/,
  );
});
