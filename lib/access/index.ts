export { authOptions } from "./auth-options";
export { showsSession, signInFirst } from "./ended-session";
export { pageAddress } from "./page-address";
export { safeReturnTo, signInPath } from "./return-to";
export { can, type Role, type Verb } from "./roles";
export { route } from "./route";
export { currentUser, endSession, requireUser, startSession } from "./session";
export { tokenRoute } from "./token-route";
