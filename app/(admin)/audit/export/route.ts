import { requireWhole } from "@/app/_input/whole-query";
import { audit, EXPORT_MAX_ROWS, exportFormats, givenOf, readAuditFilter } from "@/lib/audit";
import { longWork, route } from "@/lib/door";
import { CountersignError } from "@/lib/errors";
import { serverNowMs } from "@/lib/server-clock";
import { providerCalls } from "@/lib/token";
import { fileAnswer } from "../../file-answer";
import { WRONG_FORMAT } from "../words";

export const dynamic = "force-dynamic";

/** `?format=csv|jsonl` and the filters of the page's own address. What it does not understand it does not export. */
export const GET = route(
  "audit.export",
  async ({ user, request, stillAllowed }) => {
    const params = request.nextUrl.searchParams;
    requireWhole(params, (name) => name.startsWith("-"));
    const format = exportFormats.find((each) => each === (params.get("format") ?? "csv"));
    if (!format) throw new CountersignError("invalid_input", WRONG_FORMAT, { field: "format" });
    const reading = { nowMs: serverNowMs(), providers: providerCalls };
    const { filter, problems, field } = readAuditFilter(givenOf(params), reading, ["format"]);
    if (problems.length > 0) throw new CountersignError("invalid_input", problems.join(" "), { field });
    const leave = longWork(user.id);
    return fileAnswer(request.signal, leave, async (signal) => {
      const file = await audit().exportAudit({ filter, format, signal, stillAllowed });
      const { truncated } = file;
      const extra = {
        "X-Countersign-Row-Limit": String(EXPORT_MAX_ROWS),
        "X-Countersign-Truncated": truncated === undefined ? "unknown" : String(truncated),
      };
      return { ...file, extra };
    });
  },
  { effects: true },
);
