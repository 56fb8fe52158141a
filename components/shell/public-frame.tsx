import type { ReactNode } from "react";
import { Brand } from "./brand";

interface PublicFrameProps {
  children: ReactNode;
  footer?: ReactNode;
  /** Whose page it is, where that is not Countersign's. */
  brand?: ReactNode;
  /** BCP 47, where it is not English. */
  language?: string;
}

/** One centred card under the brand: sign-in, links, pages that don't exist. */
export function PublicFrame({ children, footer, brand = <Brand />, language }: PublicFrameProps) {
  return (
    <div lang={language} className="flex min-h-dvh flex-col items-center px-4 py-10 sm:pt-[12dvh]">
      <div className="w-full max-w-md">
        <header className="mb-6">{brand}</header>
        <main id="main" className="rounded-lg border border-border bg-surface p-5 sm:p-7">
          {children}
        </main>
        {footer && <footer className="mt-4 text-sm text-muted">{footer}</footer>}
      </div>
    </div>
  );
}
