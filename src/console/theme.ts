import { type CSSVariablesResolver, createTheme, type MantineColorsTuple } from "@mantine/core";

/** The ink-blue of the desk's public pages, in ten shades; 7 carries white text on paper, 6 at night. */
const accent: MantineColorsTuple = [
  "#eaf3fa",
  "#d3e5f2",
  "#a9cde8",
  "#7db8e0",
  "#559fcf",
  "#3b8abc",
  "#2c759e",
  "#1f5f8b",
  "#184b6e",
  "#103550",
];

const dark: MantineColorsTuple = [
  "#e8e6df",
  "#cfd0d0",
  "#a8b0bd",
  "#7b8594",
  "#4a5260",
  "#363c47",
  "#1f242c",
  "#16191f",
  "#111419",
  "#0c0e12",
];

export const theme = createTheme({
  colors: { accent, dark },
  primaryColor: "accent",
  primaryShade: { light: 7, dark: 6 },
  defaultRadius: "md",
  fontFamily: 'system-ui, "Segoe UI", Roboto, "Noto Sans", sans-serif',
  fontFamilyMonospace: 'ui-monospace, "DejaVu Sans Mono", monospace',
  headings: {
    fontWeight: "650",
    textWrap: "balance",
    sizes: { h1: { fontSize: "1.6rem" }, h2: { fontSize: "1.25rem" } },
  },
  cursorType: "pointer",
  respectReducedMotion: true,
});

/** Where the library's defaults fall short of WCAG 2.2 AA (1.4.3 text, 1.4.11 outlines of controls). */
export const cssVariables: CSSVariablesResolver = () => ({
  variables: {},
  light: {
    "--mantine-color-body": "#fbfaf7",
    "--mantine-color-text": "#1c2330",
    "--mantine-color-dimmed": "#5a6473",
    "--mantine-color-error": "#a32018",
    "--mantine-color-placeholder": "#646d7b",
  },
  dark: {
    "--mantine-color-error": "#ff9d94",
    "--mantine-color-placeholder": "#a8b0bd",
  },
});
