// Every page carries this one along, so it takes nothing that needs scripts.

import type { Metadata } from "next";
import { PublicFrame } from "@/components/shell/public-frame";
import { buttonClass } from "@/components/ui/button";
import { GO_TO_OVERVIEW, NOT_FOUND, NOT_FOUND_TITLE, NOT_FOUND_WHY } from "./words";

export const metadata: Metadata = { title: NOT_FOUND_TITLE };

export default function NotFound() {
  return (
    <PublicFrame>
      <h1 className="text-xl font-semibold">{NOT_FOUND}</h1>
      <p className="mt-2 text-muted">{NOT_FOUND_WHY}</p>
      <a href="/" className={buttonClass({ variant: "primary" }, "mt-6")}>
        {GO_TO_OVERVIEW}
      </a>
    </PublicFrame>
  );
}
