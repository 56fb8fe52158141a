import type { AuditOperation } from "./operations";

/** Every operation as what was tried: the outcome beside it says how it ended. The compiler keeps it whole. */
const OPERATION_WORDS: Record<AuditOperation, string> = {
  "token.vend": "Token request",
  "token.reject": "Report of a refused token",
  "token.refresh": "Token refresh",
  "token.client": "Client request",
  "api.call": "API call",
  "connection.authorize": "Sent to the consent page",
  "connection.connect": "Connect",
  "connection.reconnect": "Reconnect",
  "connection.refuse": "Consent refused",
  "connection.check": "Check",
  "connection.disconnect": "Disconnect",
  "connection.revoke": "Revoked at provider",
  "connection.adopt": "Taking over from another system",
  "connection.import": "Import",
  "connection.move": "Move to another organisation",
  "connection.renew": "Renewal by another company's consent",
  "connection.rename": "New name of an organisation",
  "health.change": "Status change",
  "incident.open": "Outage of a provider",
  "incident.end": "End of a provider's outage",
  "health.export": "Month-end export of health",
  "company.create": "New company",
  "company.rename": "Company renamed",
  "company.change": "Company changed",
  "company.remove": "Company removed",
  "keys.rotate": "Re-encryption",
  "session.sign_in": "Sign-in",
  "session.sign_out": "Sign-out",
  "session.end": "End of a session",
  "access.refuse": "Access refused",
  "audit.export": "Audit log exported",
  "audit.retain": "Old audit rows deleted",
  "user.create": "New user",
  "user.change": "Change of a user",
  "api_key.make": "New API key",
  "api_key.rotate": "New secret of an API key",
  "api_key.revoke": "Revocation of an API key",
  "alert.raise": "New alert",
  "alert.end": "End of an alert",
  "alert.deliver": "Alert sent",
  "alert.test": "Test of an alert channel",
  "alert.channel_add": "New alert channel",
  "alert.channel_change": "Change of an alert channel",
  "alert.channel_remove": "Removal of an alert channel",
  "endpoint.add": "New event endpoint",
  "endpoint.change": "Change of an event endpoint",
  "endpoint.rotate": "New secret of an event endpoint",
  "endpoint.remove": "Removal of an event endpoint",
  "endpoint.disable": "Turning off of a dead event endpoint",
  "event.redeliver": "Sending of events again",
};

export const auditOperations = Object.keys(OPERATION_WORDS) as AuditOperation[];

/** What was done, in words; an operation of a later version is its own word. */
export function operationWords(operation: string): string {
  return OPERATION_WORDS[operation as AuditOperation] ?? operation;
}
