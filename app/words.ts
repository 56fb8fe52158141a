// Every page
export const DESCRIPTION = "Accounting connections: what works, what needs you, and what happened.";

// An address that leads nowhere
export const NOT_FOUND_TITLE = "Page not found";
export const NOT_FOUND = "This page doesn't exist";
export const NOT_FOUND_WHY = "The address may be mistyped, or the record was removed. Nothing was changed.";
export const GO_TO_OVERVIEW = "Go to the overview";

// A page that broke as a whole
export const BROKEN_TITLE = "Something went wrong · Countersign";
export const BROKEN = "Countersign couldn't show this page";
export const BROKEN_WHY =
  "The fault is ours, not your companies' or their providers'. Try again. If it stays, give the reference below to your Countersign operator.";
export const TRY_AGAIN = "Try again";
