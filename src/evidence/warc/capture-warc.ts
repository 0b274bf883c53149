import { concat, sha256Hex, toUtf8 } from "../../lib/bytes.ts";
import type { Capture, Exchange } from "../capture/types.ts";
import { readWarc, writeWarc } from "./file.ts";
import { type Draft, type Fields, fieldOf, newRecordId, readFields, warcFields } from "./record.ts";

export interface WarcFacts {
  /** The capture's id. */
  readonly id: string;
  /** Program and version that captured: `rempart/0.1.0`. */
  readonly software: string;
  /** Random, hex: with it the manifest's commitment to the URL can be checked by who can open this file. */
  readonly urlSalt: string;
}

/** What the manifest says of the URL without naming it: SHA-256("rempart/url/v1" ‖ salt ‖ URL), lower-case hex. */
export const urlCommitment = (url: string, urlSalt: string): string =>
  sha256Hex(concat(toUtf8("rempart/url/v1"), Buffer.from(urlSalt, "hex"), toUtf8(url)));

/** A capture as WARC 1.1: per exchange a request, a response and a metadata record with the facts of the connection. */
export function captureToWarc(capture: Capture, { id, software, urlSalt }: WarcFacts): Uint8Array {
  const exchanges = capture.views.flatMap((view) =>
    view.exchanges.map((exchange) => ({ vantage: view.vantage, exchange })),
  );
  const info: Draft = {
    type: "warcinfo",
    id: newRecordId(),
    at: Math.min(...exchanges.map(({ exchange }) => exchange.startedAt)),
    contentType: "application/warc-fields",
    block: warcFields([
      ["software", software],
      ["format", "WARC File Format 1.1"],
      ["capture", id],
      ["url", capture.url],
      ["urlSalt", urlSalt],
      ...capture.removed.map((name) => ["removed", encodeURIComponent(name)] as const),
      ...capture.views.flatMap(({ vantage, stopped }) =>
        stopped === null ? [] : [["stopped", `${vantage} ${stopped.code}`] as const],
      ),
    ]),
  };
  return writeWarc([
    info,
    ...exchanges.flatMap(({ vantage, exchange }) => exchangeRecords(exchange, vantage, info.id)),
  ]);
}

function exchangeRecords(exchange: Exchange, vantage: string, infoId: string): Draft[] {
  const [requestId, responseId, factsId] = [newRecordId(), newRecordId(), newRecordId()];
  const shared: Fields = [
    ["WARC-Target-URI", exchange.url],
    ["WARC-Warcinfo-ID", infoId],
  ];
  const withAddress: Fields = [...shared, ["WARC-IP-Address", exchange.address.host]];
  return [
    {
      type: "request",
      id: requestId,
      at: exchange.startedAt,
      contentType: "application/http; msgtype=request",
      block: exchange.requestBytes,
      fields: [...withAddress, ["WARC-Concurrent-To", responseId]],
    },
    {
      type: "response",
      id: responseId,
      at: exchange.startedAt,
      contentType: "application/http; msgtype=response",
      block: exchange.responseBytes,
      fields:
        exchange.truncated === null ? withAddress : [...withAddress, ["WARC-Truncated", exchange.truncated]],
    },
    {
      type: "metadata",
      id: factsId,
      at: exchange.endedAt,
      contentType: "application/warc-fields",
      block: warcFields(connectionFacts(exchange, vantage)),
      fields: [...shared, ["WARC-Refers-To", responseId], ["WARC-Concurrent-To", responseId]],
    },
  ];
}

function connectionFacts(exchange: Exchange, vantage: string): Fields {
  const { address, addressFrom, dnsAnswer, tls } = exchange;
  return [
    ["vantage", vantage],
    ["connectedTo", `${address.host} ${address.port}`],
    ["addressFrom", addressFrom],
    ...(dnsAnswer ?? ["could not be asked"]).map((ip) => ["dnsAnswer", ip] as const),
    ["startedAt", new Date(exchange.startedAt).toISOString()],
    ["endedAt", new Date(exchange.endedAt).toISOString()],
    ...(tls === null
      ? []
      : ([
          ["tls", tls.protocol],
          ["tlsVerdict", tls.verdict],
          ...tls.chain.map((c) => ["tlsCertificate", c] as const),
        ] as const)),
  ];
}

/** One response found in a capture's WARC, with the vantage that saw it. */
export interface KeptResponse {
  readonly vantage: string;
  readonly url: string;
  /** Exact bytes, for `pageText`. */
  readonly responseBytes: Uint8Array;
}

export interface KeptCapture {
  readonly id: string;
  readonly url: string;
  readonly urlSalt: string;
  readonly responses: readonly KeptResponse[];
}

/** Reads back what {@link captureToWarc} wrote; undefined if the file is damaged or of another kind. */
export function readCaptureWarc(warc: Uint8Array): KeptCapture | undefined {
  const { records, faults } = readWarc(warc);
  const info = records[0];
  if (faults.length > 0 || info?.type !== "warcinfo") return undefined;
  const facts = fieldsOf(info.block);
  const vantageOf = new Map(
    records
      .filter(({ type }) => type === "metadata")
      .map(({ fields, block }) => [fieldOf(fields, "WARC-Refers-To"), fieldOf(fieldsOf(block), "vantage")]),
  );
  return {
    id: fieldOf(facts, "capture") ?? "",
    url: fieldOf(facts, "url") ?? "",
    urlSalt: fieldOf(facts, "urlSalt") ?? "",
    responses: records
      .filter(({ type }) => type === "response")
      .map(({ fields, block }) => ({
        vantage: vantageOf.get(fieldOf(fields, "WARC-Record-ID")) ?? "",
        url: fieldOf(fields, "WARC-Target-URI") ?? "",
        responseBytes: block,
      })),
  };
}

const fieldsOf = (block: Uint8Array): Fields => readFields(Buffer.from(block).toString("utf8")) ?? [];
