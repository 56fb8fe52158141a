export { can, type Role, type Verb } from "@/lib/people";
export { type ActionResult, action, formText, publicAction } from "./action";
export { confirmPath } from "./proof-needed";
export { longWork } from "./route/long-work";
export { onwards } from "./route/onwards";
export { publicRoute } from "./route/public-route";
export { type RouteCall, route } from "./route/route";
export { tokenRoute } from "./route/token-route";
export { showsSession, signInFirst } from "./session/ended-session";
export { nextAuthAnswer } from "./session/next-auth-answer";
export { ownCookie } from "./session/own-cookie";
export { pageAddress } from "./session/page-address";
export { safeReturnTo, signInPath } from "./session/return-to";
export {
  finishSecondStep,
  finishSetUpStep,
  pendingSignIn,
  setUpOf,
} from "./session/second-step";
export {
  answerWith,
  changePasswordHere,
  currentUser,
  endSession,
  hasFreshProof,
  proveHere,
  requireProvedUser,
  requireUser,
  sessionIdHere,
  startSession,
} from "./session/session";
export { stepPath } from "./session/step-path";
export { companyAccount, endSsoHere, startSsoHere } from "./sso/sso";
