import type { SeenRole } from "./rule.ts";

/** A header that a provider's servers set. Anybody can write one, so alone it never identifies. */
export interface HeaderSign {
  readonly name: string;
  /** Without: the header's presence is the sign. */
  readonly value?: RegExp;
}

/** Facts about a provider, from its own public documentation; no third-party rule set is copied. */
export interface Provider {
  readonly id: string;
  readonly name: string;
  /** Where its abuse desk is looked for. */
  readonly domain: string;
  /** What its addresses, aliases and headers show: a shared cache, or a machine that holds the site. */
  readonly serves: Extract<SeenRole, "cdn" | "host">;
  /** Names that sites are pointed at. */
  readonly aliases?: readonly string[];
  readonly nameServers?: readonly string[];
  readonly exchanges?: readonly string[];
  /** Organisations in the leaf certificate's issuer that only its own servers use. */
  readonly issuers?: readonly string[];
  readonly headers?: readonly HeaderSign[];
  /** Ranges fixed by an RFC; all others are read from a folder, under the provider's id. */
  readonly prefixes?: readonly string[];
}

export const PROVIDERS: readonly Provider[] = [
  {
    id: "cloudflare",
    name: "Cloudflare",
    domain: "cloudflare.com",
    serves: "cdn",
    aliases: ["cdn.cloudflare.net"],
    nameServers: ["ns.cloudflare.com", "foundationdns.com", "foundationdns.net", "foundationdns.org"],
    exchanges: ["mx.cloudflare.net"],
    issuers: ["CloudFlare, Inc.", "Cloudflare, Inc."],
    headers: [{ name: "cf-ray" }, { name: "server", value: /^cloudflare$/i }],
  },
  {
    id: "cloudfront",
    name: "Amazon CloudFront",
    domain: "amazonaws.com",
    serves: "cdn",
    aliases: ["cloudfront.net"],
    headers: [{ name: "x-amz-cf-id" }, { name: "via", value: /\bcloudfront\.net \(CloudFront\)/ }],
  },
  {
    id: "fastly",
    name: "Fastly",
    domain: "fastly.com",
    serves: "cdn",
    aliases: ["fastly.net", "fastlylb.net"],
    headers: [{ name: "x-served-by", value: /^cache-[a-z]{3}[a-z0-9-]*\d+-[A-Z]{3}\b/ }],
  },
  {
    id: "akamai",
    name: "Akamai",
    domain: "akamai.com",
    serves: "cdn",
    aliases: ["edgekey.net", "edgesuite.net", "akamaiedge.net", "akamaized.net", "akamai.net"],
    nameServers: ["akam.net", "akamaiedge.net"],
    headers: [{ name: "server", value: /^AkamaiGHost$/i }, { name: "akamai-grn" }],
  },
  {
    id: "bunny",
    name: "bunny.net",
    domain: "bunny.net",
    serves: "cdn",
    aliases: ["b-cdn.net"],
    nameServers: ["bunny.net"],
    headers: [{ name: "server", value: /^BunnyCDN-/ }],
  },
  {
    id: "ddos-guard",
    name: "DDoS-Guard",
    domain: "ddos-guard.net",
    serves: "cdn",
    nameServers: ["ddos-guard.net"],
    headers: [{ name: "server", value: /^ddos-guard$/i }],
  },
  {
    id: "imperva",
    name: "Imperva",
    domain: "imperva.com",
    serves: "cdn",
    aliases: ["impervadns.net", "incapdns.net"],
    headers: [{ name: "x-iinfo" }, { name: "x-cdn", value: /^(?:Imperva|Incapsula)$/i }],
  },
  {
    id: "sucuri",
    name: "Sucuri",
    domain: "sucuri.net",
    serves: "cdn",
    aliases: ["sucuri.net"],
    headers: [{ name: "x-sucuri-id" }, { name: "server", value: /^Sucuri\b/ }],
  },
  {
    id: "keycdn",
    name: "KeyCDN",
    domain: "keycdn.com",
    serves: "cdn",
    aliases: ["kxcdn.com"],
    headers: [{ name: "server", value: /^keycdn-engine$/i }],
  },
  {
    id: "azure-front-door",
    name: "Azure Front Door",
    domain: "microsoft.com",
    serves: "cdn",
    aliases: ["azurefd.net", "azureedge.net"],
    headers: [{ name: "x-azure-ref" }],
  },
  {
    id: "amazon",
    name: "Amazon Web Services",
    domain: "amazonaws.com",
    serves: "host",
    aliases: ["amazonaws.com"],
    exchanges: ["amazonaws.com"],
  },
  {
    id: "google",
    name: "Google",
    domain: "google.com",
    serves: "host",
    aliases: ["ghs.googlehosted.com"],
    nameServers: ["googledomains.com", "google.com"],
    exchanges: ["google.com", "googlemail.com"],
  },
  {
    id: "microsoft",
    name: "Microsoft",
    domain: "microsoft.com",
    serves: "host",
    aliases: ["azurewebsites.net", "cloudapp.azure.com"],
    nameServers: ["azure-dns.com", "azure-dns.net", "azure-dns.org", "azure-dns.info"],
    exchanges: ["mail.protection.outlook.com"],
  },
  {
    id: "digitalocean",
    name: "DigitalOcean",
    domain: "digitalocean.com",
    serves: "host",
    nameServers: ["digitalocean.com"],
  },
  { id: "linode", name: "Linode", domain: "linode.com", serves: "host", nameServers: ["linode.com"] },
  { id: "oracle", name: "Oracle Cloud", domain: "oracle.com", serves: "host" },
  { id: "vultr", name: "Vultr", domain: "vultr.com", serves: "host", nameServers: ["vultr.com"] },
  {
    id: "ovh",
    name: "OVHcloud",
    domain: "ovh.net",
    serves: "host",
    nameServers: ["ovh.net", "ovh.ca", "anycast.me"],
    exchanges: ["ovh.net"],
  },
  {
    id: "gandi",
    name: "Gandi",
    domain: "gandi.net",
    serves: "host",
    aliases: ["gpaas.net"],
    nameServers: ["gandi.net"],
    exchanges: ["gandi.net"],
  },
  // Fictional: RFC 5737 and RFC 3849 ranges.
  {
    id: "cdn-exemple",
    name: "CDN Exemple",
    domain: "cdn-exemple.example",
    serves: "cdn",
    aliases: ["edge.cdn-exemple.example"],
    nameServers: ["dns.cdn-exemple.example"],
    issuers: ["CDN Exemple SAS"],
    headers: [{ name: "x-cdn-exemple" }],
    prefixes: ["203.0.113.0/24", "2001:db8:cd::/48"],
  },
  {
    id: "hebergeur-exemple",
    name: "Hébergeur Exemple",
    domain: "hebergeur.example",
    serves: "host",
    aliases: ["client.hebergeur.example"],
    nameServers: ["hebergeur.example"],
    exchanges: ["hebergeur.example"],
    prefixes: ["192.0.2.0/24", "2001:db8::/32"],
  },
];
