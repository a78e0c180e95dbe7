import { classFolders } from './classFolders.ts';
import type { Format } from './format.ts';
import { memoBench } from './memoBench.ts';

/** All formats that open; where two are equally sure, the earlier one reads. */
export const formats: readonly Format[] = [memoBench, classFolders];
