import { Box, Container } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { lazy, type ReactNode, Suspense } from "react";
import { ApiError } from "./api.ts";
import { useDesk } from "./desk.tsx";
import { AppealsPage } from "./pages/appeals.tsx";
import { ApprovalsPage } from "./pages/approvals.tsx";
import { CasePage } from "./pages/case.tsx";
import { FirstRunPage } from "./pages/first-run.tsx";
import { FleetPage } from "./pages/fleet.tsx";
import { JoinPage } from "./pages/join.tsx";
import { PeoplePage } from "./pages/people.tsx";
import { QueuePage } from "./pages/queue.tsx";
import { SignInPage } from "./pages/sign-in.tsx";
import { SitesPage } from "./pages/sites.tsx";
import { WorkPage } from "./pages/work.tsx";
import { Shell, TopBar } from "./parts/shell.tsx";
import { linkTo, type Route, useRoute } from "./route.ts";

/** Carries the text of the default policies, which one person reads once. */
const FirstPolicyPage = lazy(async () => ({
  default: (await import("./pages/first-policy.tsx")).FirstPolicyPage,
}));

export function App() {
  const route = useRoute();
  const { person } = useDesk();
  if (route.page === "first") {
    return (
      <Outside>
        <FirstRunPage secret={route.secret} onDone={openQueue} />
      </Outside>
    );
  }
  if (route.page === "join" || person === undefined) {
    return <Outside>{route.page === "join" ? <JoinPage /> : <SignInPage />}</Outside>;
  }
  return (
    <Shell route={route}>
      <Inside route={route} />
    </Shell>
  );
}

/** Replaces the one-time link in the browser's history too. */
function openQueue(): void {
  history.replaceState(null, "", linkTo("queue"));
  dispatchEvent(new HashChangeEvent("hashchange"));
}

/** For those who are not signed in. */
function Outside({ children }: { readonly children: ReactNode }) {
  return (
    <Box mih="100vh">
      <TopBar />
      <Container size="34rem" py="xl" component="main">
        {children}
      </Container>
    </Box>
  );
}

/** The page asked for; before rules are published, the publishing of rules. */
function Inside({ route }: { readonly route: Route }) {
  const { api } = useDesk();
  const policy = useQuery({ queryKey: ["policy"], queryFn: api.policy });
  if (policy.error instanceof ApiError && policy.error.code === "policy.none") {
    return (
      <Suspense>
        <FirstPolicyPage />
      </Suspense>
    );
  }
  switch (route.page) {
    case "case":
      return <CasePage key={route.id} id={route.id} />;
    case "approvals":
      return <ApprovalsPage />;
    case "work":
      return <WorkPage />;
    case "appeals":
      return <AppealsPage />;
    case "sites":
      return <SitesPage />;
    case "fleet":
      return <FleetPage />;
    case "people":
      return <PeoplePage />;
    default:
      return <QueuePage />;
  }
}
