"use client";

import { SignInLink } from "@/components/ui/sign-in-link";
import type { ActionResult } from "@/lib/door";
import type { ShownLink } from "../link-input";
import { linkSentTo } from "../words";
import { NewLink } from "./new-link";

/** What came of making a link, beside its button. */
export function LinkResult({ result }: { result: ActionResult<ShownLink> }) {
  if (result.status === "idle") return null;
  if (result.status === "failed") {
    return (
      <p role="alert" className="text-sm text-reconnect">
        {result.message} {result.signInHref && <SignInLink href={result.signInHref} />}
      </p>
    );
  }
  const { url, sentTo } = result.value;
  if (url) return <NewLink key={url} {...result.value} url={url} />;
  return (
    <p role="status" className="text-sm text-working">
      {linkSentTo(sentTo ?? "")}
    </p>
  );
}
