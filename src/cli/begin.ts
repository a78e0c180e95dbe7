import { beFrugal } from '../platform/node/frugalProcess.ts';

// Before anything else is loaded, because it may begin the process anew. Other commands are over soon.
if (process.argv[2] === 'evaluate') beFrugal();
