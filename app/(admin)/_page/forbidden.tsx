import { GO_TO_OVERVIEW } from "@/app/words";
import { ButtonLink } from "@/components/ui/button-link";
import { Card } from "@/components/ui/card";
import { currentUser } from "@/lib/door";
import { shownName } from "@/lib/shown-text";
import { FORBIDDEN, FORBIDDEN_MORE, signedInAs } from "../words";

export async function Forbidden() {
  const user = await currentUser();
  return (
    <Card>
      <h1 className="text-xl font-semibold">{FORBIDDEN}</h1>
      <p className="mt-2 max-w-[65ch] text-muted">
        {user && signedInAs(shownName(user.name), user.role)} {FORBIDDEN_MORE}
      </p>
      <ButtonLink href="/" variant="primary" className="mt-6">
        {GO_TO_OVERVIEW}
      </ButtonLink>
    </Card>
  );
}
