export { type Problem, problemAnswer } from "./problem";
export { isProblemCode, problemPage } from "./problem-page";
export { PROBLEM_WORDS } from "./problem-words";
