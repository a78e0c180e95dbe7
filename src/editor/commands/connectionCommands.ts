import type { Connections } from '../connections/connections.ts';
import { commands } from '../ids.ts';
import type { CommandTable } from './register.ts';

/** The connections to models: adding, changing, testing and removing them. */
export function connectionCommands(connections: Connections): CommandTable {
  return {
    [commands.addConnection]: () => connections.add(),
    [commands.removeConnection]: () => connections.remove(),
    [commands.setKey]: () => connections.setKey(),
  };
}
