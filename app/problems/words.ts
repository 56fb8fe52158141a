export const NO_SUCH_PROBLEM = "No problem has this name.";
