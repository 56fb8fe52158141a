export const SIGN_OUT = "Sign out";
