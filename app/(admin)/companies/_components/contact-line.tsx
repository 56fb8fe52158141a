import type { CompanyDetail } from "@/lib/companies";
import { shownName } from "@/lib/shown-text";

/** Whom to write to, and the tags. Nothing where neither is known. */
export function ContactLine({ company }: { company: CompanyDetail }) {
  const { contactName, contactEmail, tags } = company;
  return (
    <>
      {(contactName || contactEmail) && (
        <span className="min-w-0 wrap-anywhere">
          Contact: {contactName && <bdi className="text-text">{shownName(contactName)}</bdi>}{" "}
          {contactEmail && (
            <a
              href={`mailto:${encodeURIComponent(contactEmail)}`}
              className="rounded-sm underline underline-offset-2"
            >
              {shownName(contactEmail)}
            </a>
          )}
        </span>
      )}
      {tags.length > 0 && (
        <ul aria-label="Tags" className="flex flex-wrap gap-1">
          {tags.map((tag) => (
            <li
              key={tag}
              className="rounded-full border border-border bg-surface px-2 text-xs leading-5 text-text"
            >
              <bdi>{shownName(tag)}</bdi>
            </li>
          ))}
        </ul>
      )}
    </>
  );
}
