import "@mantine/core/styles.css";
import "./console.css";
import { MantineProvider } from "@mantine/core";
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { ApiError } from "./api.ts";
import { App } from "./app.tsx";
import { DeskProvider } from "./desk.tsx";
import { LanguageProvider } from "./language.tsx";
import { cssVariables, theme } from "./theme.ts";

/** What the desk refused it refuses again; only a desk that did not answer is asked once more. */
const retry = (failures: number, error: Error): boolean =>
  failures < 1 && error instanceof ApiError && (error.status === 0 || error.status >= 500);

const queries = new QueryClient({ defaultOptions: { queries: { retry, staleTime: 1000 } } });

createRoot(document.getElementById("root")!).render(
  <StrictMode>
    <MantineProvider theme={theme} cssVariablesResolver={cssVariables} defaultColorScheme="auto">
      <LanguageProvider>
        <QueryClientProvider client={queries}>
          <DeskProvider>
            <App />
          </DeskProvider>
        </QueryClientProvider>
      </LanguageProvider>
    </MantineProvider>
  </StrictMode>,
);
