/** Says who it is and what it was asked; ends, or says nothing, where it is asked to. */
process.on("message", (request: string) => {
  if (request === "end") process.exit(1);
  if (request === "silence") return;
  if (request === "error") process.send?.({ error: "as asked" });
  else process.send?.({ value: { pid: process.pid, request } });
});
