import { Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { canSign } from "../keys.ts";
import { useTexts } from "../language.tsx";

/** Says so where this browser has no Ed25519, or gives no cryptography to a page over plain HTTP. */
export function CannotSign() {
  const { t } = useTexts();
  const able = useQuery({ queryKey: ["can-sign"], queryFn: canSign, staleTime: Infinity });
  return able.data === false ? <Text className="overdue">{t.cannotSign}</Text> : null;
}
