// What the proxy needs of this room. It runs before every page, so that it loads nothing a page needs.

export { signInPath } from "../session/return-to";
export { sessionCookie } from "../session/session-token";
export { actionFault } from "./action-fault";
export { contentSecurityPolicy } from "./content-security-policy";
export { faultAnswer } from "./fault-answer";
export { PATH_HEADER } from "./path-header";
