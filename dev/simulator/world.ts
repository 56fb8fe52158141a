import { randomInt, randomUUID } from "node:crypto";
import type {
  IntuitCompany,
  IntuitUser,
  Provider,
  RegisteredApp,
  XeroConnection,
  XeroOrganisation,
  XeroUser,
} from "./model";

/** The people and organisations at both providers, and what each has let our app into. */
export class World {
  readonly apps: Record<Provider, RegisteredApp>;
  readonly intuitCompanies = new Map<string, IntuitCompany>();
  readonly intuitUsers = new Map<string, IntuitUser>();
  readonly xeroUsers = new Map<string, XeroUser>();
  readonly xeroOrganisations = new Map<string, XeroOrganisation>();
  readonly xeroConnections = new Map<string, XeroConnection>();
  readonly #organisationsByUser = new Map<string, XeroOrganisation[]>();
  readonly #connectionsByUser = new Map<string, XeroConnection[]>();

  constructor(apps: Record<Provider, RegisteredApp>) {
    this.apps = apps;
  }

  addIntuitCompany(company: { realmId?: string; name: string }): IntuitCompany {
    const realmId =
      company.realmId ??
      `93414${randomInt(10 ** 11)
        .toString()
        .padStart(11, "0")}`;
    if (this.intuitCompanies.has(realmId)) throw new Error(`Realm "${realmId}" exists already`);
    const added = { realmId, name: company.name, subscriptionActive: true };
    this.intuitCompanies.set(realmId, added);
    return added;
  }

  addIntuitUser(user: { name: string; admin: boolean; realmIds: string[] | "all" }): IntuitUser {
    if (user.realmIds !== "all") for (const realmId of user.realmIds) this.requireCompany(realmId);
    const added = { userId: randomUUID(), email: emailOf(user.name), ...user };
    this.intuitUsers.set(added.userId, added);
    return added;
  }

  addXeroUser(user: { name: string }): XeroUser {
    const added = { xeroUserId: randomUUID(), name: user.name, email: emailOf(user.name) };
    this.xeroUsers.set(added.xeroUserId, added);
    return added;
  }

  addXeroOrganisation(organisation: {
    tenantId?: string;
    name: string;
    userIds?: string[];
  }): XeroOrganisation {
    const tenantId = organisation.tenantId ?? randomUUID();
    if (this.xeroOrganisations.has(tenantId)) throw new Error(`Tenant "${tenantId}" exists already`);
    const userIds = organisation.userIds ?? [...this.xeroUsers.keys()].slice(0, 1);
    for (const userId of userIds) this.requireXeroUser(userId);
    const added = { tenantId, name: organisation.name, userIds };
    this.xeroOrganisations.set(tenantId, added);
    for (const userId of userIds) {
      this.#organisationsByUser.set(userId, [...this.organisationsOf(userId), added]);
    }
    return added;
  }

  companiesOf(user: IntuitUser): IntuitCompany[] {
    return [...this.intuitCompanies.values()].filter(({ realmId }) => hasRealm(user, realmId));
  }

  organisationsOf(xeroUserId: string): XeroOrganisation[] {
    return this.#organisationsByUser.get(xeroUserId) ?? [];
  }

  connectionsOf(xeroUserId: string, clientId: string): XeroConnection[] {
    const all = this.#connectionsByUser.get(xeroUserId) ?? [];
    return all.filter((connection) => connection.clientId === clientId);
  }

  connectXero(
    clientId: string,
    xeroUserId: string,
    tenantIds: string[],
    consent: { authEventId: string; keepsEarlier: boolean; nowMs: number },
  ): void {
    const { nowMs } = consent;
    const existing = this.connectionsOf(xeroUserId, clientId);
    for (const tenantId of tenantIds) {
      const before = existing.find((connection) => connection.tenantId === tenantId);
      const id = before?.id ?? randomUUID();
      const createdAtMs = before?.createdAtMs ?? nowMs;
      const authEventId = (consent.keepsEarlier && before?.authEventId) || consent.authEventId;
      const times = { createdAtMs, updatedAtMs: nowMs };
      this.putXeroConnection({ id, clientId, xeroUserId, tenantId, authEventId, ...times });
    }
  }

  putXeroConnection(connection: XeroConnection): void {
    this.removeXeroConnection(connection.id);
    this.xeroConnections.set(connection.id, connection);
    const others = this.#connectionsByUser.get(connection.xeroUserId) ?? [];
    this.#connectionsByUser.set(connection.xeroUserId, [...others, connection]);
  }

  removeXeroConnection(id: string): void {
    const removed = this.xeroConnections.get(id);
    if (removed === undefined) return;
    this.xeroConnections.delete(id);
    const { xeroUserId } = removed;
    const others = (this.#connectionsByUser.get(xeroUserId) ?? []).filter(
      (connection) => connection.id !== id,
    );
    this.#connectionsByUser.set(xeroUserId, others);
  }

  requireCompany(realmId: string): IntuitCompany {
    return required(this.intuitCompanies.get(realmId), "realmId", realmId);
  }

  requireIntuitUser(userId: string): IntuitUser {
    return required(this.intuitUsers.get(userId), "userId", userId);
  }

  requireXeroUser(xeroUserId: string): XeroUser {
    return required(this.xeroUsers.get(xeroUserId), "xeroUserId", xeroUserId);
  }

  requireOrganisation(tenantId: string): XeroOrganisation {
    return required(this.xeroOrganisations.get(tenantId), "tenantId", tenantId);
  }

  /** Enough to click at once: three companies, two Xero users, four organisations, one user in three. */
  addDefaults(): void {
    for (const name of ["Northwind Bakery", "Harbour Street Dental", "Pine & Sons Joinery"]) {
      this.addIntuitCompany({ name });
    }
    const [first] = this.intuitCompanies.keys();
    this.addIntuitUser({ name: "Ada Admin", admin: true, realmIds: "all" });
    this.addIntuitUser({ name: "Sam Standard", admin: false, realmIds: first ? [first] : [] });
    const kiri = this.addXeroUser({ name: "Kiri Bookkeeper" }).xeroUserId;
    const owen = this.addXeroUser({ name: "Owen Owner" }).xeroUserId;
    this.addXeroOrganisation({ name: "Demo Company (NZ)", userIds: [kiri] });
    this.addXeroOrganisation({ name: "Tui Coffee Roasters", userIds: [kiri, owen] });
    this.addXeroOrganisation({ name: "Kauri Timber Ltd", userIds: [kiri] });
    this.addXeroOrganisation({ name: "Owen Plumbing", userIds: [owen] });
  }
}

export function hasRealm(user: IntuitUser, realmId: string): boolean {
  return user.realmIds === "all" || user.realmIds.includes(realmId);
}

function required<T>(found: T | undefined, field: string, value: string): T {
  if (found === undefined) throw new Error(`Nothing here has the ${field} "${value}"`);
  return found;
}

function emailOf(name: string): string {
  return `${name.toLowerCase().replace(/[^a-z0-9]+/g, ".")}@example.test`;
}
