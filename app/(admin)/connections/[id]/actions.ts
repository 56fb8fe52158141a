"use server";

import { refresh } from "next/cache";
import { redirect } from "next/navigation";
import { z } from "zod";
import { identifier } from "@/app/_input/identifier";
import { withNotice } from "@/app/_notice/notice";
import { action } from "@/lib/door";
import { CountersignError, type ErrorOwner } from "@/lib/errors";
import { health } from "@/lib/health";
import { shownName } from "@/lib/shown-text";
import { companyPath } from "@/lib/text/company-path";
import { waitWords } from "@/lib/time/wait-words";
import { isProviderName, tokenService } from "@/lib/token";
import { existingConnection } from "../existing-connection";
import { unknownProvider } from "../words";
import {
  answeredFor,
  dataStopped,
  dataStoppedByHand,
  dataStoppedNotConfirmed,
  disconnectedFrom,
  tryAgainIn,
} from "./words";

const input = z.object({ connectionId: identifier });

/** What a check found, in one sentence. */
export interface CheckAnswer {
  works: boolean;
  sentence: string;
  /** Who must act before it works again. */
  owner: ErrorOwner | null;
  checkedAtMs: number;
}

export const checkNow = action({
  verb: "connections.check",
  input,
  run: async (_, { connectionId }): Promise<CheckAnswer> => {
    const { companyId, connectionType, providerName, tenantName } = await existing(connectionId);
    const { error, checkedAtMs } = await health().checkConnection({ companyId, connectionType });
    refresh();
    if (error) return { works: false, sentence: inWords(error), owner: error.owner, checkedAtMs };
    const sentence = answeredFor(providerName, tenantName.replace(/\.$/, ""));
    return { works: true, sentence, owner: null, checkedAtMs };
  },
});

export const disconnect = action({
  verb: "connections.disconnect",
  input,
  run: async (_, { connectionId }): Promise<never> => {
    const { companyId, connectionType, companyName, providerName } = await existing(connectionId);
    const { tenantName, providerNotTold, givenUp } = await tokenService.disconnect({
      companyId,
      connectionType,
    });
    const notTold = givenUp ? dataStoppedByHand : dataStoppedNotConfirmed;
    redirect(
      await withNotice(companyPath(companyId), {
        tone: "disconnected",
        title: disconnectedFrom(companyName, shownName(tenantName)),
        message: providerNotTold ? notTold(providerName, providerNotTold) : dataStopped(providerName),
      }),
    );
  },
});

function inWords({ message, retryAfterMs }: CountersignError): string {
  return retryAfterMs ? tryAgainIn(message, waitWords(retryAfterMs)) : message;
}

async function existing(connectionId: string) {
  const connection = await existingConnection(connectionId);
  const { connectionType } = connection;
  if (!isProviderName(connectionType)) {
    throw new CountersignError("invalid_input", unknownProvider(connectionType));
  }
  return { ...connection, connectionType };
}
