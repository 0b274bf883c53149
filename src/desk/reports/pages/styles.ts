/** What help.ts needs beside the style sheet of every page; to be appended to it. */
export const HELP_CSS = `
.safety ul, .doors ul, .lines { padding-left: 1.2rem; }
.safety li + li, .doors > ul > li + li { margin-top: 0.6rem; }
.lines li + li, .doors ul ul li { margin-top: 0.35rem; }
.danger { font-size: 1.2rem; line-height: 1.35; }
.number { font-weight: 600; white-space: nowrap; }
.safety details { margin: 0.9rem 0; }
form:has([name="how"][value="anonymous"]:checked) .named, form:has([name="how"][value="pseudonym"]:checked) .reached { display: none; }
`;

/**
 * The style sheet of the police notice, beside the one of every page. On the screen the sheet looks as it will on paper:
 * a line that is not ticked shows only its words, greyed, and paper leaves it out. `:checked` and `~` are enough; nothing
 * here needs `:has`.
 */
export const NOTICE_CSS = `
.notice { margin: 1.6rem 0; display: grid; grid-template-columns: 1.4rem minmax(0, 1fr); column-gap: 0.6rem; align-items: start; }
.blank-label { font-weight: 400; margin: 0; }
.blank { width: 1.4rem; height: 1.4rem; margin: 0.05rem 0 0; accent-color: var(--accent); }
.sheet { grid-column: 1 / -1; border: 1px solid var(--line); border-radius: 0.3rem; background: var(--box); padding: 1rem 1.1rem 1.4rem; margin-top: 1.1rem; }
.sheet h2 { margin: 0.2rem 0 0.6rem; font-size: 1.3rem; line-height: 1.25; text-wrap: balance; }
.sheet fieldset { margin: 0; min-width: 0; }
.legend { color: var(--soft); font-weight: 400; font-size: 0.95rem; padding-bottom: 0.4rem; }
.line { display: grid; grid-template-columns: 1.4rem minmax(0, 1fr); column-gap: 0.8rem; align-items: start; border-top: 1px solid var(--line); padding: 0.75rem 0; }
.pick { width: 1.4rem; height: 1.4rem; margin: 0.05rem 0 0; accent-color: var(--accent); }
.more { grid-column: 2; }
.says { margin: 0; cursor: pointer; } .says.plain { font-weight: 400; }
.hint { margin: 0.2rem 0 0; color: var(--soft); font-size: 0.95rem; }
.fields { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(14rem, 100%), 1fr)); column-gap: 1rem; }
.field { margin-top: 0.5rem; }
.field label { margin: 0; font-weight: 400; font-size: 0.95rem; }
.field textarea { display: block; resize: vertical; field-sizing: content; overflow-wrap: anywhere; }
.rule { display: none; border-bottom: 1px solid currentColor; height: 1.8rem; }
.rule.rows-2 { height: 3.6rem; } .rule.rows-2::before { content: ""; display: block; height: 1.8rem; border-bottom: 1px solid currentColor; }
.pick:not(:checked) ~ .says { font-weight: 400; color: var(--soft); }
.pick:not(:checked) ~ .more .fields { display: none; }
.blank:checked ~ .sheet .says { color: inherit; } .blank:checked ~ .sheet .says:not(.plain) { font-weight: 600; }
.blank:checked ~ .sheet .fields { display: grid; }
.blank:checked ~ .sheet .field input, .blank:checked ~ .sheet .field textarea { display: none; }
.blank:checked ~ .sheet .rule { display: block; }
@media print {
  @page { margin: 16mm 18mm; }
  :root { color-scheme: light; --ink: #000; --paper: #fff; --soft: #222; --line: #999; --box: #fff; }
  body { font-size: 11pt; line-height: 1.4; }
  header, .aside, .blank, .blank-label, .legend, .hint { display: none; }
  main { max-width: none; padding: 0; }
  .notice, .sheet { display: block; margin: 0; border: 0; padding: 0; }
  .sheet h2 { font-size: 16pt; font-weight: 700; margin: 0 0 5mm; }
  .line { display: block; border: 0; padding: 0; break-inside: avoid; }
  .pick, .pick:not(:checked) ~ .says, .pick:not(:checked) ~ .more { display: none; }
  .more { padding: 0 0 4mm; }
  .fields { grid-template-columns: repeat(auto-fit, minmax(60mm, 1fr)); }
  .field { margin-top: 1mm; }
  .field input[type="text"], .field textarea { border: 0; border-bottom: 1px solid #999; border-radius: 0; padding: 0.5mm 0; resize: none; background: none; min-height: 1.6em; }
  .field textarea { overflow: visible; }
  .blank:checked ~ .sheet { font-size: 10.5pt; line-height: 1.25; }
  .blank:checked ~ .sheet .line { display: grid; padding: 0; }
  .blank:checked ~ .sheet .pick { display: block; appearance: none; border: 1px solid currentColor; width: 4.5mm; height: 4.5mm; }
  .blank:checked ~ .sheet .says { display: block; }
  .blank:checked ~ .sheet .more { display: block; padding: 0 0 3mm; }
  .blank:checked ~ .sheet .field { margin: 0; }
  .blank:checked ~ .sheet .rule { height: 6.5mm; } .blank:checked ~ .sheet .rule.rows-2 { height: 13mm; } .blank:checked ~ .sheet .rule::before { height: 6.5mm; }
}
`;
