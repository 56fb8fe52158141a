import type { Metadata } from "next";
import { PublicFrame } from "@/components/shell/public-frame";
import { buttonClass } from "@/components/ui/button";
import { can, currentUser } from "@/lib/door";
import {
  NO_ACCOUNT_HERE,
  RECONNECT_FOOTER,
  RECONNECT_QUICKBOOKS,
  RECONNECT_WHY,
  ROLE_CANT_RECONNECT,
  SHOW_RECONNECTS,
  SIGN_IN_TO_RECONNECT,
} from "../../words";

export const metadata: Metadata = { title: RECONNECT_QUICKBOOKS };

const LIST = "/connections?status=needs_reconnecting&provider=qbo";

/** Intuit sends people here who press Reconnect inside QuickBooks: the address registered there must never change. */
export default async function ReconnectQuickBooksPage() {
  const user = await currentUser();
  return (
    <PublicFrame footer={RECONNECT_FOOTER}>
      <h1 className="text-xl font-semibold">{RECONNECT_QUICKBOOKS}</h1>
      <p className="mt-2 text-muted">{RECONNECT_WHY}</p>
      <div className="mt-6">
        {nextStepFor(user && can(user.role, "connections.reconnect"), user !== null)}
      </div>
    </PublicFrame>
  );
}

function nextStepFor(mayReconnect: boolean | null, isSignedIn: boolean) {
  if (mayReconnect) {
    return (
      <a href={LIST} className={buttonClass({ variant: "primary" })}>
        {SHOW_RECONNECTS}
      </a>
    );
  }
  if (isSignedIn) return <p>{ROLE_CANT_RECONNECT}</p>;
  return (
    <>
      <a
        href={`/sign-in?returnTo=${encodeURIComponent(LIST)}`}
        className={buttonClass({ variant: "primary" })}
      >
        {SIGN_IN_TO_RECONNECT}
      </a>
      <p className="mt-4 text-sm text-muted">{NO_ACCOUNT_HERE}</p>
    </>
  );
}
