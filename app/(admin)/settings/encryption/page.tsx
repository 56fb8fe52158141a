import type { Metadata } from "next";
import { Banner } from "@/components/ui/banner";
import { Card } from "@/components/ui/card";
import { DescriptionList } from "@/components/ui/description-list";
import { PageHeader } from "@/components/ui/page-header";
import { Sentence } from "@/components/ui/sentence";
import { Time } from "@/components/ui/time";
import { requireUser } from "@/lib/door";
import { shownText } from "@/lib/shown-text";
import { type EncryptionView, support } from "@/lib/support";
import { page } from "../../_page/drawn-page";
import { ENCRYPTION } from "../words";
import { KeyUseTable } from "./_components/key-use-table";
import {
  ALL_CURRENT,
  ENCRYPTION_SENTENCE,
  IDS_ENCRYPTED,
  idsPlain,
  JOURNAL,
  JOURNAL_EMPTY,
  KEYS,
  KEYS_WHY,
  LAST_ROTATION,
  NO_ROTATION,
  NOT_VERIFIED,
  ORGANISATION_IDS,
  quarantined,
  ROTATION,
  rotationEnded,
  SEAL,
  SEAL_OFF,
  SEAL_WAITS,
  sealBroken,
  sealedUpTo,
  someLeft,
  verifiedOn,
  waiting,
} from "./words";

export const metadata: Metadata = { title: ENCRYPTION };

/** Reads only: keys are the operator's, in variables. */
async function EncryptionPage() {
  await requireUser("settings.read");
  const view = await support().readEncryption();
  const { seal } = view;
  return (
    <>
      <PageHeader title={ENCRYPTION} sentence={ENCRYPTION_SENTENCE} />
      {seal.problem && (
        <Banner tone="reconnect" title={sealBroken(shownText(seal.problem))} className="mb-6" />
      )}
      <Card title={KEYS} sentence={KEYS_WHY} flush>
        <KeyUseTable keys={view.keys} />
      </Card>
      <Card className="mt-6">
        <DescriptionList facts={factsOf(view)} />
      </Card>
    </>
  );
}

function factsOf({ rows, plainIds, journal, lastRotation, seal }: EncryptionView) {
  const left = rows.total - rows.current;
  const journalWords = [
    journal.waiting > 0 && waiting(journal.waiting),
    journal.quarantined > 0 && quarantined(journal.quarantined),
  ].filter(Boolean);
  return [
    { term: ROTATION, description: left === 0 ? ALL_CURRENT : someLeft(left, rows.total) },
    { term: ORGANISATION_IDS, description: plainIds === 0 ? IDS_ENCRYPTED : idsPlain(plainIds) },
    {
      term: LAST_ROTATION,
      description: lastRotation ? (
        <Sentence parts={rotationEnded(<Time at={lastRotation.at} />, shownText(lastRotation.message))} />
      ) : (
        NO_ROTATION
      ),
    },
    { term: JOURNAL, description: journalWords.join(" ") || JOURNAL_EMPTY },
    {
      term: SEAL,
      description: seal.sealedTo ? (
        <Sentence parts={sealedUpTo(<Time at={seal.sealedTo} />)} />
      ) : seal.enabled ? (
        SEAL_WAITS
      ) : (
        SEAL_OFF
      ),
      hint: seal.sealedTo ? (
        seal.verifiedAt ? (
          <Sentence parts={verifiedOn(<Time at={seal.verifiedAt} />)} />
        ) : (
          NOT_VERIFIED
        )
      ) : undefined,
    },
  ];
}

export default page(EncryptionPage);
