// Every page carries this one along, so it takes nothing that needs scripts.
import type { Metadata } from "next";
import { PublicFrame } from "@/components/shell/public-frame";
import { buttonClass } from "@/components/ui/button";

export const metadata: Metadata = { title: "Page not found" };

export default function NotFound() {
  return (
    <PublicFrame>
      <h1 className="text-xl font-semibold">This page doesn't exist</h1>
      <p className="mt-2 text-muted">
        The address may be mistyped, or what it showed was removed. Nothing was changed.
      </p>
      <a href="/" className={buttonClass({ variant: "primary" }, "mt-6")}>
        Go to the overview
      </a>
    </PublicFrame>
  );
}
