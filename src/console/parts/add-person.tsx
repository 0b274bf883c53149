import { Button, FileButton, Group, NativeSelect, Stack, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import type { TeamRole } from "../../desk/api-types.ts";
import { ApiError } from "../api.ts";
import { useDesk, usePerson } from "../desk.tsx";
import { download } from "../download.ts";
import { formatJoinRequest, type JoinRequest, readJoinRequest, withApproval } from "../join-request.ts";
import { enrolHash, fingerprint } from "../keys.ts";
import { useTexts } from "../language.tsx";
import { Fact, Facts } from "./facts.tsx";
import { SignButton } from "./signing.tsx";

const ROLES: readonly TeamRole[] = ["moderator", "administrator", "auditor", "outside-second"];

/** Opens a new person's request, adds the reader's approval, and enrols her once the vault finds enough of them. */
export function AddPerson() {
  const { t } = useTexts();
  const [request, setRequest] = useState<JoinRequest>();
  const [problem, setProblem] = useState(false);
  const [added, setAdded] = useState<string>();
  const choose = async (file: File | null): Promise<void> => {
    if (file === null) return;
    const read = readJoinRequest(await file.text());
    setProblem(read === undefined);
    setAdded(undefined);
    setRequest(read);
  };
  return (
    <Stack gap="md">
      <Group>
        <FileButton onChange={choose} accept=".json,application/json">
          {(props) => (
            <Button {...props} variant="default">
              {t.openRequest}
            </Button>
          )}
        </FileButton>
      </Group>
      {problem && (
        <Text className="overdue" role="alert">
          {t.notARequest}
        </Text>
      )}
      {added !== undefined && (
        <Text className="good" role="status">
          ✓ {t.personAdded(added)}
        </Text>
      )}
      {request !== undefined && (
        <ApproveRequest
          key={request.id}
          request={request}
          onAdded={() => {
            setAdded(request.name);
            setRequest(undefined);
          }}
        />
      )}
    </Stack>
  );
}

function ApproveRequest({ request, onAdded }: { readonly request: JoinRequest; onAdded(): void }) {
  const { t } = useTexts();
  const { api } = useDesk();
  const me = usePerson();
  const [role, setRole] = useState<TeamRole>("moderator");
  const [passOn, setPassOn] = useState<JoinRequest>();
  const key = useQuery({
    queryKey: ["join", request.publicKey],
    queryFn: async () => ({
      print: await fingerprint(request.publicKey),
      hash: await enrolHash(request.id, request.publicKey),
    }),
    staleTime: Infinity,
  });
  const approve = async (signature: string, person: string) => {
    const signed = withApproval(request, { person, signature });
    if (me.role !== "administrator") return setPassOn(signed);
    try {
      await api.enrol({ ...signed, role });
      onAdded();
    } catch (error) {
      if (!(error instanceof ApiError) || error.code !== "vault.approval") throw error;
      setPassOn(signed);
    }
  };

  if (passOn !== undefined) {
    return (
      <Stack gap="sm" role="status">
        <Text>{t.passOn}</Text>
        <Group>
          <Button
            onClick={() => download(`rempart-join-${passOn.id.slice(0, 8)}.json`, formatJoinRequest(passOn))}
          >
            {t.saveRequest}
          </Button>
        </Group>
      </Stack>
    );
  }
  return (
    <Stack gap="md">
      <Facts>
        <Fact name={t.name}>{request.name}</Fact>
        <Fact name={t.keyFingerprint} code>
          {key.data?.print ?? "…"}
        </Fact>
        <Fact name={t.approvals}>{request.approvals.length}</Fact>
      </Facts>
      <Text size="sm" c="dimmed">
        {t.compareFingerprint}
      </Text>
      {me.role === "administrator" && (
        <NativeSelect
          label={t.roleOfPerson}
          value={role}
          data={ROLES.map((value) => ({ value, label: t.teamRole[value] }))}
          onChange={(event) => setRole(event.currentTarget.value as TeamRole)}
          maw={280}
        />
      )}
      {key.data !== undefined && <SignButton label={t.approve} hash={key.data.hash} onSigned={approve} />}
    </Stack>
  );
}
