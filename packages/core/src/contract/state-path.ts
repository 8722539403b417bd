/** Sorts before whatever may stand in the name of a state. Stores keep these keys: they must stay as they are. */
const SEPARATOR = '\u0001';

/** A state as a key under which all states below it lie together: between the key and {@link stateRange}. */
function statePath(state: string): string {
  return state.replaceAll('.', SEPARATOR);
}

/** The keys of a state and of all states below it: from the first, up to but without the second. */
export function stateRange(state: string): readonly [string, string] {
  return [statePath(state), `${statePath(state)}\u0002`];
}

/** The keys of the regions of a state; most states have one. */
export function regionPaths(state: string): readonly string[] {
  return state.split('|').map(statePath);
}
