/** Hands a small JSON file to the browser to be saved. */
export const download = (name: string, text: string): void =>
  save(name, new Blob([text], { type: "application/json" }));

/** Hands bytes to the browser to be saved; it shows nothing of them. */
export function save(name: string, bytes: Blob): void {
  const url = URL.createObjectURL(bytes);
  const link = Object.assign(document.createElement("a"), { href: url, download: name });
  link.click();
  URL.revokeObjectURL(url);
}
