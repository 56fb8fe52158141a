import { inParts } from "@/lib/text/in-parts";

// Views that all people have
export const FAILURES = "Failures, last 24 hours";
export const REFUSED = "Refused, last 30 days";
export const BY_PEOPLE = "What people did, last 30 days";
export const LEAST_RECENTLY_READ = "Least recently read";
export const ACCESS_NOT_GRANTED = "Access not granted";
export const TROUBLE_IN_90_DAYS = "Trouble in 90 days";
export const PROVIDER_TROUBLE_NOW = "Provider trouble now";

// The menu
export const UNREADABLE = "can't be read";
export const MORE_SHARED = "More views are shared than fit here.";
export const PIN = "Pin to the navigation";
export const pinNamed = (name: string) => `Pin ${name} to the navigation`;

// The view that is open
export const sharedBy = <T>(name: T, owner: T) => inParts`${name}, shared by ${owner}`;
export const NOT_UNDERSTOOD = "This version can't read all of this view, so it shows no rows.";
export const REFILTER = "Update to this filter";
export const SHARED_LOSS = "Everyone it is shared with loses it.";
export const OWN_LOSS = "This can't be undone.";
export const WHO_MAY_CHANGE = "Only its owner or an admin can change it.";
export const NOT_CHANGED = "The view was not changed";

// A new view
export const SAVE_VIEW = "Save this view";
export const SAVE_VIEW_AS = "Save this view as";
export const NAME_MISSING = "Give the view a name.";
export const shareWith = (readers: string) => `Share with ${readers}`;
export const READERS = {
  audit: "admins and support",
  connections: "admins and support",
  health: "everyone",
} as const;
