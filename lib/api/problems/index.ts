export { problemAnswer } from "./problem";
export { isProblemCode, problemPage } from "./problem-page";
