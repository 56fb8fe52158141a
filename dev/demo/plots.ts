import { dailyLife, everydayActor } from "./daily-life";
import type { Scene } from "./scene";
import type { Link } from "./stage";
import { DAY_MS, HOUR_MS, MINUTE_MS } from "./timeline";

/** What becomes of one link, from its first consent to now. `since` is the day of that consent, in days ago. */
export type Plot = (scene: Scene, link: Link, since: number) => void;

const DAY_SECONDS = DAY_MS / 1_000;
/** When the support desk, and with it an admin, usually gets to things. */
const MORNING = 9.2;

/** Connected, used, checked; nothing ever happened. */
export const steady: Plot = (scene, link, since) => {
  connect(scene, link, since);
  dailyLife(scene, link, since, 0);
};

/** The customer ended it at the provider, and came back the next morning. */
export function recovered(daysAgo: number): Plot {
  return (scene, link, since) => {
    connect(scene, link, since);
    dailyLife(scene, link, since, daysAgo);
    end(scene, link, daysAgo);
    reconnect(scene, link, daysAgo - 1, MORNING + 1);
    dailyLife(scene, link, daysAgo - 1, 0);
  };
}

/** The customer ended it at the provider; nobody has reconnected it yet. */
export function revoked(daysAgo: number): Plot {
  return (scene, link, since) => {
    connect(scene, link, since);
    dailyLife(scene, link, since, daysAgo);
    end(scene, link, daysAgo);
  };
}

/** In use until that day, and never since, by the product or by Countersign: it has passed the provider's limit. */
export function lastUsed(daysAgo: number): Plot {
  return (scene, link, since) => {
    connect(scene, link, since);
    dailyLife(scene, link, since, daysAgo);
    const { stage, timeline } = scene;
    timeline.at(timeline.moment(daysAgo, 11.4), () =>
      stage.vend(link, "month-end-close", "provider_unavailable"),
    );
  };
}

/** In use, and so old that QuickBooks ends it in days: the one limit that no use of a connection moves. */
export function nearingItsEnd(daysLeft: number): Plot {
  return (scene, link, since) => {
    const { stage, timeline } = scene;
    const { control } = stage.simulator;
    timeline.at(timeline.moment(since, 10.7), async () => {
      const { hardTtlSeconds } = control.knobs().intuit;
      control.setKnobs({ intuit: { hardTtlSeconds: (since + daysLeft) * DAY_SECONDS } });
      await stage.consent(link, { by: "formerAdmin" });
      control.setKnobs({ intuit: { hardTtlSeconds } });
    });
    dailyLife(scene, link, since, 0);
  };
}

/** The provider fails for this one organisation since less than an hour, and still does. */
export const providerDown: Plot = (scene, link, since) => {
  connect(scene, link, since);
  dailyLife(scene, link, since, 0);
  const { stage, timeline } = scene;
  timeline.at(timeline.minutesAgo(47), () => {
    stage.simulator.control.addFault({
      provider: link.provider,
      endpoint: "api",
      tenantId: link.tenantId,
      effect: { kind: "status", status: 503 },
      forMs: 4 * HOUR_MS,
    });
  });
  timeline.at(timeline.minutesAgo(44), () => stage.check(link, "health", "provider_unavailable"));
  timeline.at(timeline.minutesAgo(21), () => stage.check(link, "admin", "provider_unavailable"));
};

/** Ended on purpose, by an admin. */
export function disconnected(daysAgo: number): Plot {
  return (scene, link, since) => {
    connect(scene, link, since);
    dailyLife(scene, link, since, daysAgo);
    const { stage, timeline } = scene;
    timeline.at(timeline.moment(daysAgo, 15.3), () => stage.disconnect(link, "admin"));
  };
}

/** Ended on purpose and taken up again. */
export function resumed(endedDaysAgo: number, resumedDaysAgo: number): Plot {
  return (scene, link, since) => {
    disconnected(endedDaysAgo)(scene, link, since);
    const { stage, timeline } = scene;
    timeline.at(timeline.moment(resumedDaysAgo, 10.6), () => stage.consent(link));
    dailyLife(scene, link, resumedDaysAgo, 0);
  };
}

/** Reconnected for another company of the same owner, which is refused; `mended` says whether the right one came. */
export function wrongCompany(daysAgo: number, otherTenantId: string, mended: boolean): Plot {
  return (scene, link, since) => {
    revoked(daysAgo + 1)(scene, link, since);
    const { stage, timeline } = scene;
    const at = timeline.moment(daysAgo, 14.1);
    const wrong = { purpose: "reconnect", tenantId: otherTenantId, ends: "wrong_organisation" } as const;
    timeline.at(at, () => stage.consent(link, wrong));
    if (!mended) return;
    timeline.at(at + 9 * MINUTE_MS, () => stage.consent(link, { purpose: "reconnect" }));
    dailyLife(scene, link, daysAgo, 0);
  };
}

/** The customer pressed *Cancel* first, and agreed half an hour later. */
export const hesitant: Plot = (scene, link, since) => {
  const { stage, timeline } = scene;
  timeline.at(timeline.moment(since, 10.1), () =>
    stage.consent(link, { deny: true, ends: "consent_denied" }),
  );
  connect(scene, link, since);
  dailyLife(scene, link, since, 0);
};

/** Only ever denied: the company has no connection. */
export const denied: Plot = ({ stage, timeline }, link, since) => {
  timeline.at(timeline.moment(since, 13.7), () =>
    stage.consent(link, { deny: true, ends: "consent_denied" }),
  );
};

/** First connected to the organisation of another company, which is refused. */
export function takenFirst(otherTenantId: string): Plot {
  return (scene, link, since) => {
    const { stage, timeline } = scene;
    const taken = { tenantId: otherTenantId, ends: "organisation_taken" } as const;
    timeline.at(timeline.moment(since, 10.2), () => stage.consent(link, taken));
    steady(scene, link, since);
  };
}

/** The organisation took our app off its list: tokens refresh, its API says 403. `mended`: consented again. */
export function organisationRemoved(daysAgo: number, mended: boolean): Plot {
  return (scene, link, since) => {
    connect(scene, link, since);
    dailyLife(scene, link, since, daysAgo);
    const { stage, timeline } = scene;
    const { tenantId } = link;
    timeline.at(timeline.moment(daysAgo, 12.2), () =>
      stage.simulator.control.removeXeroOrganisation({ tenantId }),
    );
    timeline.at(timeline.moment(daysAgo, 16.4), () =>
      stage.check(link, "health", "organisation_unavailable"),
    );
    timeline.at(timeline.moment(daysAgo - 1, MORNING), () =>
      stage.check(link, "admin", "organisation_unavailable"),
    );
    if (!mended) return;
    reconnect(scene, link, daysAgo - 1, MORNING + 0.4);
    dailyLife(scene, link, daysAgo - 1, 0);
  };
}

/** Asked too often once, and right again ten minutes later. */
export function slowedDown(daysAgo: number): Plot {
  return (scene, link, since) => {
    steady(scene, link, since);
    const { stage, timeline } = scene;
    const { provider, tenantId } = link;
    const at = timeline.moment(daysAgo, 17.8);
    const effect = { kind: "status", status: 429, retryAfterSeconds: 60 } as const;
    timeline.at(at, () => {
      stage.simulator.control.addFault({ provider, endpoint: "api", tenantId, effect });
      return stage.check(link, "admin", "provider_rate_limited");
    });
    timeline.at(at + 10 * MINUTE_MS, () => stage.check(link, "admin"));
  };
}

/** An admin renewed the consent in good time. */
export function renewed(daysAgo: number): Plot {
  return (scene, link, since) => {
    steady(scene, link, since);
    reconnect(scene, link, daysAgo, 13.2);
  };
}

function connect({ stage, timeline }: Scene, link: Link, since: number): void {
  const by = since > 60 ? "formerAdmin" : "admin";
  timeline.at(timeline.moment(since, 10.7), () => stage.consent(link, { by }));
}

function reconnect({ stage, timeline }: Scene, link: Link, daysAgo: number, hour: number): void {
  timeline.at(timeline.moment(daysAgo, hour), () => stage.consent(link, { purpose: "reconnect" }));
}

/** The customer ends the grant at noon; a job notices within hours, and an admin looks at it the next morning. */
function end({ stage, timeline, random }: Scene, link: Link, daysAgo: number): void {
  const { provider, tenantId, customerId } = link;
  const target = provider === "qbo" ? { realmId: tenantId } : { xeroUserId: customerId };
  const at = timeline.moment(daysAgo, 12);
  timeline.at(at, () => stage.simulator.control.revokeGrant({ provider, ...target }));
  timeline.at(at + random.between(70, 200) * MINUTE_MS, () =>
    stage.vend(link, everydayActor(random), "reconnect_required"),
  );
  timeline.at(timeline.moment(daysAgo, 12) + DAY_MS - (12 - MORNING) * HOUR_MS, () =>
    stage.check(link, "admin", "reconnect_required"),
  );
}
