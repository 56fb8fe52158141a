import { buildPrograms } from "./bundling.mjs";

// What `npm run build` makes beside Next's own.
await buildPrograms("dist/programs");
