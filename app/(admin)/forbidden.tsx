import type { Metadata } from "next";
import { ButtonLink } from "@/components/ui/button-link";
import { Card } from "@/components/ui/card";
import { currentUser } from "@/lib/door";
import { shownName } from "@/lib/shown-text";

export const metadata: Metadata = { title: "Not allowed" };

/** Inside the frame, so that what the person may open stays at hand. Only pages of this group refuse by role. */
export default async function Forbidden() {
  const user = await currentUser();
  return (
    <Card>
      <h1 className="text-xl font-semibold">Your role does not include this page</h1>
      <p className="mt-2 max-w-[65ch] text-muted">
        {user && `You are signed in as ${shownName(user.name)}, with the role ${user.role}. `}
        An admin can open it. Nothing was changed.
      </p>
      <p className="mt-2 max-w-[65ch] text-muted">
        The person who runs Countersign changes roles with this command:
      </p>
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
        Go to the overview
      </ButtonLink>
    </Card>
  );
}
