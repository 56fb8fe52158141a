import type { Metadata } from "next";
import { ButtonLink } from "@/components/ui/button-link";
import { Card } from "@/components/ui/card";
import { currentUser } from "@/lib/door";
import { shownName } from "@/lib/shown-text";
import { GO_TO_OVERVIEW } from "../words";
import { FORBIDDEN, FORBIDDEN_MORE, FORBIDDEN_TITLE, ROLE_COMMAND, signedInAs } from "./words";

export const metadata: Metadata = { title: FORBIDDEN_TITLE };

/** Inside the frame, so that what the person may open stays at hand. Only pages of this group refuse by role. */
export default async function Forbidden() {
  const user = await currentUser();
  return (
    <Card>
      <h1 className="text-xl font-semibold">{FORBIDDEN}</h1>
      <p className="mt-2 max-w-[65ch] text-muted">
        {user && signedInAs(shownName(user.name), user.role)} {FORBIDDEN_MORE}
      </p>
      <p className="mt-2 max-w-[65ch] text-muted">{ROLE_COMMAND}</p>
      <pre className="mt-2 rounded bg-disconnected-tint px-3 py-2 font-mono text-mono whitespace-pre-wrap wrap-anywhere">
        {[
          "node lib/start.mjs command",
          "admin set-role",
          `--email ${user?.email ?? "ADDRESS"}`,
          "--role ROLE",
        ].map((part) => (
          <span key={part} className="inline-block">
            {part}{" "}
          </span>
        ))}
      </pre>
      <ButtonLink href="/" variant="primary" className="mt-6">
        {GO_TO_OVERVIEW}
      </ButtonLink>
    </Card>
  );
}
