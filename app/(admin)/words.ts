// What couldn't be read, by the first part of its address
export const COMPANY_UNREAD = "This company couldn't be read";
export const COMPANIES_UNREAD = "The companies couldn't be read";
export const CONNECTION_UNREAD = "This connection couldn't be read";
export const CONNECTIONS_UNREAD = "The connections couldn't be read";
export const HEALTH_UNREAD = "Health couldn't be read";
export const AUDIT_UNREAD = "The audit log couldn't be read";
export const NOTIFICATIONS_UNREAD = "The notifications couldn't be read";
export const SETTINGS_UNREAD = "The settings couldn't be read";
export const PAGE_UNREAD = "This page couldn't be read";

// A page beyond the person's role
export const FORBIDDEN_TITLE = "Not allowed";
export const FORBIDDEN = "Your role does not include this page";
export const signedInAs = (name: string, role: string) =>
  `You are signed in as ${name}, with the role ${role}.`;
export const FORBIDDEN_MORE = "An admin can open it. Nothing was changed.";
export const ROLE_COMMAND = "Your Countersign operator changes roles with this command:";
