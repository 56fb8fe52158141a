import { parseAuthorizeRequest } from "./authorize-request";
import { allowIntuit, allowXero, denied } from "./consent";
import type { Counters } from "./counters";
import type { Fault, FaultInput } from "./faults";
import { FaultList } from "./faults";
import { Grants } from "./grants";
import { changedKnobs, defaultKnobs, type KnobChanges, type Knobs } from "./knobs";
import { RateLimits } from "./limits";
import type {
  Grant,
  IntuitCompany,
  IntuitUser,
  IssuedToken,
  Provider,
  XeroConnection,
  XeroOrganisation,
  XeroUser,
} from "./model";
import { grantOwner, type Simulation } from "./simulation";
import { hasRealm, World } from "./world";
import { revokeXeroGrant } from "./xero/token";

export interface ConsentScript {
  provider: Provider;
  authorizeUrl: string;
  deny?: boolean;
  /** Ends with this error at the callback instead. */
  error?: string;
  /** Intuit: which company; needed unless the user has just one. */
  realmId?: string;
  /** Intuit: who clicks; the first admin of the company if left out. */
  userId?: string;
  /** Xero: who clicks; needed unless there is one user, or one who has all of `tenantIds`. */
  xeroUserId?: string;
  /** Xero: which organisations; all of the user's if left out. */
  tenantIds?: string[];
}

interface GrantTarget {
  provider: Provider;
  grantId?: string;
  realmId?: string;
  xeroUserId?: string;
}

interface WorldView {
  intuitCompanies: IntuitCompany[];
  intuitUsers: IntuitUser[];
  xeroUsers: XeroUser[];
  xeroOrganisations: XeroOrganisation[];
  xeroConnections: XeroConnection[];
  redirectUris: Record<Provider, string[]>;
}

/** What a grant looks like from outside: no token value. */
type GrantView = Omit<Grant, "currentRefresh"> & { owner: string };

/** What tests and demos do to the providers. The HTTP API under `/control` offers the same verbs. */
export class SimulatorControl {
  readonly #sim: Simulation;

  constructor(sim: Simulation) {
    this.#sim = sim;
  }

  registerRedirectUri(provider: Provider, uri: string): void {
    const { redirectUris } = this.#sim.world.apps[provider];
    if (!redirectUris.includes(uri)) redirectUris.push(uri);
  }

  /** The app's secret was changed at the provider; the old one is refused from now on. */
  setClientSecret(provider: Provider, clientSecret: string): void {
    this.#sim.world.apps[provider].clientSecret = clientSecret;
  }

  addIntuitCompany(company: { realmId?: string; name: string }): IntuitCompany {
    return this.#sim.world.addIntuitCompany(company);
  }

  addIntuitUser(user: { name: string; admin: boolean; realmIds: string[] | "all" }): IntuitUser {
    return this.#sim.world.addIntuitUser(user);
  }

  /** A user without the admin role can't connect, and their grants are answered 403 by the API. */
  setIntuitAdmin(change: { userId: string; admin: boolean }): void {
    this.#sim.world.requireIntuitUser(change.userId).admin = change.admin;
  }

  setIntuitSubscription(change: { realmId: string; active: boolean }): void {
    this.#sim.world.requireCompany(change.realmId).subscriptionActive = change.active;
  }

  renameIntuitCompany(change: { realmId: string; name: string }): void {
    this.#sim.world.requireCompany(change.realmId).name = change.name;
  }

  renameXeroOrganisation(change: { tenantId: string; name: string }): void {
    this.#sim.world.requireOrganisation(change.tenantId).name = change.name;
  }

  addXeroUser(user: { name: string }): XeroUser {
    return this.#sim.world.addXeroUser(user);
  }

  addXeroOrganisation(organisation: {
    tenantId?: string;
    name: string;
    userIds?: string[];
  }): XeroOrganisation {
    return this.#sim.world.addXeroOrganisation(organisation);
  }

  /** Clicks through the consent page. @throws {AuthorizeError | ConsentRefused} What the page would show. */
  consent(script: ConsentScript): { redirectTo: string } {
    const request = parseAuthorizeRequest(
      this.#sim,
      script.provider,
      new URL(script.authorizeUrl).searchParams,
    );
    if (script.deny || script.error !== undefined) return { redirectTo: denied(request, script.error) };
    const redirectTo =
      script.provider === "qbo"
        ? allowIntuit(this.#sim, request, this.#intuitChoice(script))
        : allowXero(this.#sim, request, this.#xeroChoice(script));
    return { redirectTo };
  }

  /** The customer ends the grant at the provider: Intuit's *Disconnect*, or a Xero user removing the app. */
  revokeGrant(target: GrantTarget): { ended: number } {
    const found = this.#liveGrants(target);
    for (const grant of found) {
      if (grant.provider === "xero") revokeXeroGrant(this.#sim, grant);
      else this.#sim.grants.end(grant, "revoked", this.#sim.clock.nowMs());
    }
    return { ended: found.length };
  }

  /** The API refuses every access token given so far, long before its time; a refresh brings one that it takes. */
  endAccessTokens(target: GrantTarget): { ended: number } {
    const { grants } = this.#sim;
    return { ended: this.#liveGrants(target).reduce((sum, grant) => sum + grants.endAccessTokens(grant), 0) };
  }

  /** The organisation takes our app off its list; refreshes still succeed, its API answers 403. */
  removeXeroOrganisation(target: { tenantId: string; xeroUserId?: string }): { removed: number } {
    const connections = [...this.#sim.world.xeroConnections.values()].filter(
      ({ tenantId, xeroUserId }) =>
        tenantId === target.tenantId && (target.xeroUserId ?? xeroUserId) === xeroUserId,
    );
    if (connections.length === 0) throw new Error(`No connection matches ${JSON.stringify(target)}`);
    for (const { id } of connections) this.#sim.world.removeXeroConnection(id);
    return { removed: connections.length };
  }

  world(): WorldView {
    const { world } = this.#sim;
    return structuredClone({
      intuitCompanies: [...world.intuitCompanies.values()],
      intuitUsers: [...world.intuitUsers.values()],
      xeroUsers: [...world.xeroUsers.values()],
      xeroOrganisations: [...world.xeroOrganisations.values()],
      xeroConnections: [...world.xeroConnections.values()],
      redirectUris: { qbo: world.apps.qbo.redirectUris, xero: world.apps.xero.redirectUris },
    });
  }

  grants(): GrantView[] {
    return [...this.#sim.grants.grants.values()].map(({ currentRefresh: _, ...grant }) => ({
      ...structuredClone(grant),
      owner: grantOwner(grant),
    }));
  }

  knobs(): Knobs {
    return structuredClone(this.#sim.knobs);
  }

  setKnobs(changes: KnobChanges): Knobs {
    this.#sim.knobs = changedKnobs(this.#sim.knobs, changes);
    return this.knobs();
  }

  faults(): Fault[] {
    return this.#sim.faults.list();
  }

  addFault(fault: FaultInput): Fault {
    return structuredClone(this.#sim.faults.add(fault, this.#sim.clock.nowMs()));
  }

  /** One fault by its id, or all. */
  clearFaults(id?: string): void {
    this.#sim.faults.clear(id);
  }

  counters(): Counters {
    return this.#sim.counters.read();
  }

  resetCounters(): void {
    this.#sim.counters.reset();
  }

  /** Every code and token value handed out so far, to prove that none of them leaked. */
  issuedTokens(): IssuedToken[] {
    return structuredClone(this.#sim.grants.issued);
  }

  /** As freshly started, but for the clock and the registered apps. */
  reset(): void {
    this.#sim.world = new World(this.#sim.world.apps);
    this.#sim.world.addDefaults();
    this.#sim.grants = new Grants();
    this.#sim.faults = new FaultList();
    this.#sim.limits = new RateLimits();
    this.#sim.knobs = defaultKnobs();
    this.#sim.counters.reset();
  }

  #liveGrants(target: GrantTarget): Grant[] {
    const found = this.#sim.grants
      .live(target.provider)
      .filter((grant) => target.grantId === undefined || grant.id === target.grantId)
      .filter((grant) => target.realmId === undefined || grant.realmId === target.realmId)
      .filter((grant) => target.xeroUserId === undefined || grant.userId === target.xeroUserId);
    if (found.length === 0) throw new Error(`No live grant matches ${JSON.stringify(target)}`);
    return found;
  }

  #intuitChoice(script: ConsentScript): { userId: string; realmId: string } {
    const { world } = this.#sim;
    const realmId = script.realmId ?? onlyOne([...world.intuitCompanies.keys()], "realmId");
    world.requireCompany(realmId);
    const admin = [...world.intuitUsers.values()].find((user) => user.admin && hasRealm(user, realmId));
    const userId = script.userId ?? admin?.userId;
    if (userId === undefined) throw new Error(`The company with realmId "${realmId}" has no admin`);
    return { userId, realmId };
  }

  #xeroChoice(script: ConsentScript): { xeroUserId: string; tenantIds: string[] } {
    const { world } = this.#sim;
    const able = () => {
      const wanted = (script.tenantIds ?? []).map((tenantId) => world.requireOrganisation(tenantId));
      return [...world.xeroUsers.keys()].filter((id) => wanted.every(({ userIds }) => userIds.includes(id)));
    };
    const xeroUserId = script.xeroUserId ?? onlyOne(able(), "xeroUserId");
    const own = world.organisationsOf(xeroUserId).map(({ tenantId }) => tenantId);
    return { xeroUserId, tenantIds: script.tenantIds ?? own };
  }
}

function onlyOne(values: string[], field: string): string {
  const [first, second] = values;
  if (first === undefined || second !== undefined) {
    throw new Error(`Say which ${field}: ${values.length} come into question`);
  }
  return first;
}
