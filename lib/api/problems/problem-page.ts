import { plainPage } from "@/lib/door/route/plain-page";
import { type ErrorCode, type ErrorOwner, errorClass } from "@/lib/errors";
import { escapeHtml } from "@/lib/text/escape-html";
import { PROBLEM_WORDS } from "./problem-words";

const WHO_ACTS: Record<ErrorOwner, string> = {
  customer: "the customer",
  provider: "the provider; Countersign keeps trying",
  us: "the team behind the request or behind Countersign",
};

/** What a code means, who acts and what to do, for the developer who follows a problem's `type`. */
export function problemPage(code: keyof typeof PROBLEM_WORDS): ReturnType<typeof plainPage> {
  const { title, meaning, action } = PROBLEM_WORDS[code];
  const known = code === "unexpected" ? undefined : errorClass(code satisfies ErrorCode);
  const facts = [
    `Code <code>${code}</code>`,
    `Status <code>${known?.httpStatus ?? 500}</code>`,
    `Who acts: ${WHO_ACTS[known?.owner ?? "us"]}`,
    known?.retryable ? "A retry can succeed" : "A retry alone won't help",
  ];
  const body = `<p>${escapeHtml(meaning)}</p>
<p>${escapeHtml(action)}</p>
<p>${facts.join(" · ")}</p>`;
  return plainPage({ title, body });
}

export function isProblemCode(code: string): code is keyof typeof PROBLEM_WORDS {
  return Object.hasOwn(PROBLEM_WORDS, code);
}
