import { Banner } from "@/components/ui/banner";
import { CopyButton } from "@/components/ui/copy-button";
import { COPY_SECRET, COPY_SECRET_NOW, secretUse } from "../words";

/** The only time anybody sees it: what is stored is sealed. */
export function NewSecret({ url, secret }: { url: string; secret: string }) {
  return (
    <Banner tone="expiring" title={COPY_SECRET_NOW}>
      <p className="wrap-anywhere">{secretUse(url)}</p>
      <p className="mt-2 flex flex-wrap items-center gap-2">
        <code className="min-w-0 rounded bg-surface px-2 py-1 font-mono text-mono break-all">{secret}</code>
        <CopyButton value={secret} label={COPY_SECRET} />
      </p>
    </Banner>
  );
}
