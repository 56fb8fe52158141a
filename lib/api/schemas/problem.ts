import { z } from "zod";
import { PROBLEM_WORDS } from "../problems/problem-words";

const codes = Object.keys(PROBLEM_WORDS) as [keyof typeof PROBLEM_WORDS, ...(keyof typeof PROBLEM_WORDS)[]];

/** @see RFC 9457 */
export const problemSchema = z
  .object({
    type: z.url().meta({ description: "A page that says what the code means and who acts." }),
    title: z.string(),
    status: z.int(),
    detail: z.string().meta({ description: "What happened, as a sentence for people." }),
    instance: z.string().meta({ description: "urn:uuid: and the request's id, as the audit log has it." }),
    code: z.enum(codes).meta({ description: "Closed: a caller may switch over it." }),
    owner: z.enum(["customer", "provider", "us"]).meta({ description: "Who must act." }),
    retryable: z.boolean(),
    retry_after_seconds: z.int().min(0).optional(),
    provider_ref: z
      .string()
      .optional()
      .meta({ description: "intuit_tid or xero-correlation-id of the answer." }),
    provider_status: z.int().optional(),
    since: z.iso.datetime().optional(),
    next_step: z.string().optional(),
    errors: z.array(z.object({ pointer: z.string(), detail: z.string() })).optional(),
  })
  .meta({ id: "Problem", description: "A failure, as RFC 9457 has it." });
