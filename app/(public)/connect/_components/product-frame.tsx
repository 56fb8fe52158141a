import type { ReactNode } from "react";
import { customerWords } from "@/app/_consent/customer/words-here";
import { PublicFrame } from "@/components/shell/public-frame";
import { Sentence } from "@/components/ui/sentence";
import { links } from "@/lib/links";

/** A customer's page: under the name of the product, not ours. */
export async function ProductFrame({ children }: { children: ReactNode }) {
  const { say, language } = await customerWords();
  const { name, hasLogo, supportContact, supportHref } = links().product();
  const brand = (
    <p className="flex min-h-8 items-center gap-3 text-lg font-semibold tracking-tight">
      {/* biome-ignore lint/performance/noImgElement: the image optimizer is off, and the file is the operator's own */}
      {hasLogo && <img src="/product-logo" alt="" className="max-h-12 max-w-40" />}
      <span className="wrap-anywhere">{name}</span>
    </p>
  );
  return (
    <PublicFrame
      brand={brand}
      language={language}
      footer={
        supportContact && (
          <Sentence parts={say.questions(<Contact contact={supportContact} href={supportHref} />)} />
        )
      }
    >
      {children}
    </PublicFrame>
  );
}

/** Only a web or mail address is a link; anything else is shown as it was set. */
function Contact({ contact, href }: { contact: string; href: string | null }) {
  if (!href) return <span className="wrap-anywhere">{contact}</span>;
  return (
    <a
      href={href}
      rel="noreferrer"
      className="inline-block min-h-6 wrap-anywhere underline underline-offset-2"
    >
      {contact}
    </a>
  );
}
