import type { Metadata } from "next";
import { PublicFrame } from "@/components/shell/public-frame";
import { buttonClass } from "@/components/ui/button";
import { can, currentUser } from "@/lib/door";

export const metadata: Metadata = { title: "Reconnect QuickBooks" };

const LIST = "/connections?status=needs_reconnecting&provider=qbo";

/** Intuit sends people here who press Reconnect inside QuickBooks: the address registered there must never change. */
export default async function ReconnectQuickBooksPage() {
  const user = await currentUser();
  return (
    <PublicFrame footer="Countersign keeps this product's accounting connections.">
      <h1 className="text-xl font-semibold">Reconnect QuickBooks</h1>
      <p className="mt-2 text-muted">
        A connection from QuickBooks to this product has ended or is about to. A QuickBooks admin renews it by
        consenting once more; nothing in QuickBooks is changed by that.
      </p>
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
        Show what needs reconnecting
      </a>
    );
  }
  if (isSignedIn) return <p>Your role does not include reconnecting. An admin can do it for you.</p>;
  return (
    <>
      <a
        href={`/sign-in?returnTo=${encodeURIComponent(LIST)}`}
        className={buttonClass({ variant: "primary" })}
      >
        Sign in to reconnect
      </a>
      <p className="mt-4 text-sm text-muted">
        No account here? Ask the people who run this product to reconnect your company for you.
      </p>
    </>
  );
}
