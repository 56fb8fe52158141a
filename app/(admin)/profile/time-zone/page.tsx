import type { Metadata } from "next";
import { Card } from "@/components/ui/card";
import { PageHeader } from "@/components/ui/page-header";
import { Select } from "@/components/ui/select";
import { Sentence } from "@/components/ui/sentence";
import { SubmitButton } from "@/components/ui/submit-button";
import { Time } from "@/components/ui/time";
import { UTC, zoneWords } from "@/components/ui/time-format";
import { requireUser } from "@/lib/door";
import { serverNowMs } from "@/lib/server-clock";
import { page } from "../../_page/drawn-page";
import { chooseTimeZone } from "../../actions";
import { readIn, STAYS_UTC } from "../words";

export const metadata: Metadata = { title: "Time zone" };

/** Any zone, for who is elsewhere than the browser says, or has no scripts. */
async function TimeZonePage() {
  const user = await requireUser("account.manage");
  const zone = user.timeZone ?? UTC;
  const zones = [...new Set([UTC, zone, ...Intl.supportedValuesOf("timeZone")])];
  return (
    <>
      <PageHeader
        title="Time zone"
        sentence={<Sentence parts={readIn(zoneWords(zone), <Time at={serverNowMs()} />)} />}
      />
      <Card className="max-w-xl">
        <form action={chooseTimeZone} className="flex flex-wrap items-end gap-2">
          <Select
            // What was chosen is what the page shows.
            key={zone}
            name="timeZone"
            label="Time zone"
            defaultValue={zone}
            options={zones.map((each) => ({ value: each, label: zoneWords(each) }))}
            className="min-w-0 flex-1 basis-56"
          />
          <SubmitButton>Save</SubmitButton>
        </form>
        <p className="mt-3 text-sm text-muted">{STAYS_UTC}</p>
      </Card>
    </>
  );
}

export default page(TimeZonePage);
