export { longWork } from "./long-work";
export { nextAuthAnswer } from "./next-auth-answer";
export { ownCookie } from "./own-cookie";
export { publicRoute } from "./public-route";
export { safeReturnTo } from "./return-to";
export { can, type Role, type Verb } from "./roles";
export { type RouteCall, route } from "./route";
export { currentUser, endSession, requireUser, startSession } from "./session";
export { tokenRoute } from "./token-route";
