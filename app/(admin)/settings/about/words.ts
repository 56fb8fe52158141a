// About
export const ABOUT_SENTENCE = "Which Countersign this is, and what to hand over when you ask for help.";
export const VERSION = "Version";
export const NODE = "Node.js";
export const STATE = "State";
export const READY = "Ready: the database answers and the keys open what is stored.";
export const notReady = (reason: string) => `Not ready: ${reason}`;
export const BUNDLE = "Support bundle";
export const BUNDLE_HOLDS =
  "A JSON file: version, names of the variables that are set, counts by status, states of jobs, codes of the last errors.";
export const BUNDLE_HOLDS_NOT =
  "It holds no secret, no value of a variable, and no name of a company or person.";
export const DOWNLOAD = "Download support bundle";
