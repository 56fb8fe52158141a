import { DescriptionList } from "@/components/ui/description-list";
import { shownText } from "@/lib/shown-text";
import type { ProviderAddressView } from "@/lib/token";
import { ADDRESS_WORDS, cantAccept, compareFirst, IN_USE, NAMED, NOT_OWN, otherAddresses } from "../words";
import { AcceptForm } from "./accept-form";

interface OtherAddressesProps {
  name: string;
  view: ProviderAddressView;
}

/** What a discovery document names instead of the addresses in use, and the way to accept it. */
export function OtherAddresses({ name, view: { connectionType, differences, found } }: OtherAddressesProps) {
  if (!found || differences.length === 0) return null;
  const isOwn = differences.every((difference) => difference.isOwn);
  return (
    <section
      aria-label={otherAddresses(name)}
      className="mb-4 rounded-md border border-provider/35 bg-provider-tint p-4"
    >
      <h3 className="font-semibold text-provider">{otherAddresses(name)}</h3>
      <p className="mt-1 mb-3 max-w-[70ch]">{isOwn ? compareFirst(name) : cantAccept(name)}</p>
      <DescriptionList
        className="mb-4"
        facts={differences.map((difference) => ({
          term: ADDRESS_WORDS[difference.name],
          description: (
            <>
              <Named words={IN_USE} address={difference.inEffect} />
              <Named words={NAMED} address={difference.found} />
            </>
          ),
          hint: difference.isOwn ? undefined : <span className="text-reconnect">{NOT_OWN}</span>,
        }))}
      />
      {isOwn && <AcceptForm provider={connectionType} found={{ ...found }} />}
    </section>
  );
}

function Named({ words, address }: { words: string; address: string }) {
  return (
    <p>
      <span className="text-sm text-muted">{words}</span>
      <code className="block font-mono text-mono wrap-anywhere">{shownText(address, 300)}</code>
    </p>
  );
}
