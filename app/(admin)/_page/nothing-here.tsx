import { GO_TO_OVERVIEW, NOT_FOUND, NOT_FOUND_WHY } from "@/app/words";
import { ButtonLink } from "@/components/ui/button-link";
import { Card } from "@/components/ui/card";

export function NothingHere() {
  return (
    <Card>
      <h1 className="text-xl font-semibold">{NOT_FOUND}</h1>
      <p className="mt-2 max-w-[65ch] text-muted">{NOT_FOUND_WHY}</p>
      <ButtonLink href="/" variant="primary" className="mt-6">
        {GO_TO_OVERVIEW}
      </ButtonLink>
    </Card>
  );
}
