import { bindVerbs, processPart } from "@/lib/process";
import { deliverEvents } from "./deliver/deliver";
import { listEventDeliveries } from "./deliver/list-deliveries";
import { redeliver, redeliverSince } from "./deliver/redeliver";
import type { EventDeps } from "./deps";
import { startDispatcher } from "./dispatcher";
import {
  addEndpoint,
  changeEndpoint,
  removeEndpoint,
  rotateEndpointSecret,
  switchEndpoint,
} from "./endpoints/endpoints";
import { findEndpoint, listEndpoints } from "./endpoints/list-endpoints";
import { deleteOldEvents, listEvents, waitForEvents } from "./feed";
import { relayEvents } from "./relay";

export type { EventDeliveryView } from "./deliver/list-deliveries";
export { type EndpointView, JUDGED_MESSAGES } from "./endpoints/list-endpoints";
export { type EventJson, eventSchema } from "./event-json";

export { type EventType, eventTypes } from "./record/event-data";

/** What happened, for the surrounding product: the feed, and who else gets it. */
export const createEvents = (deps: EventDeps) =>
  bindVerbs(deps, {
    addEndpoint,
    changeEndpoint,
    deleteOldEvents,
    deliverEvents,
    findEndpoint,
    listDeliveries: listEventDeliveries,
    listEndpoints,
    listEvents,
    redeliver,
    redeliverSince,
    relayEvents,
    removeEndpoint,
    rotateEndpointSecret,
    startDispatcher,
    switchEndpoint,
    waitForEvents,
  });

export type Events = ReturnType<typeof createEvents>;
export const { get: events, install: installEvents } = processPart<Events>("events");
