import { publicRoute } from "@/lib/door";
import { CountersignError } from "@/lib/errors";

export const dynamic = "force-dynamic";

/** What is no route: programs are told in their own language, and no page is made for them. */
const nothing = publicRoute({}, async () => {
  throw new CountersignError("not_found", "Nothing is here.");
});

export { nothing as GET, nothing as POST };
