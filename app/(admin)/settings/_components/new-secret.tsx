import { Banner } from "@/components/ui/banner";
import { CopyButton } from "@/components/ui/copy-button";

/** The only time anybody sees it: what is stored is sealed. */
export function NewSecret({ url, secret }: { url: string; secret: string }) {
  return (
    <Banner tone="expiring" title="Copy the signing secret now">
      <p className="wrap-anywhere">
        Whoever receives at {url} verifies each message with it. It is shown this once; if it is lost, make a
        new one.
      </p>
      <p className="mt-2 flex flex-wrap items-center gap-2">
        <code className="min-w-0 rounded bg-surface px-2 py-1 font-mono text-mono break-all">{secret}</code>
        <CopyButton value={secret} label="Copy secret" />
      </p>
    </Banner>
  );
}
