export { dropRetained, findDroppable } from "./retention";
export { countUnsealed, dropUnsealed, isSealed } from "./unsealed-retention";
