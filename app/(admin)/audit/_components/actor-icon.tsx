import Cog from "lucide-react/icons/cog";
import KeyRound from "lucide-react/icons/key-round";
import Link from "lucide-react/icons/link";
import Server from "lucide-react/icons/server";
import User from "lucide-react/icons/user";
import UserRound from "lucide-react/icons/user-round";
import type { AuditRow } from "@/lib/audit";

const KINDS = {
  user: { Icon: User, word: "Person" },
  service: { Icon: Server, word: "Service" },
  system: { Icon: Cog, word: "Countersign" },
  apiKey: { Icon: KeyRound, word: "API key" },
  link: { Icon: Link, word: "Link" },
  visitor: { Icon: UserRound, word: "Visitor" },
} as const;

export function ActorIcon({ kind }: { kind: AuditRow["actorKind"] }) {
  const { Icon, word } = KINDS[kind];
  return (
    <span title={word} className="inline-flex shrink-0 text-muted">
      <Icon aria-hidden className="size-3.5" />
      <span className="sr-only">{word}</span>
    </span>
  );
}
