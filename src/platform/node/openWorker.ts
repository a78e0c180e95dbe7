import { parentPort, workerData } from 'node:worker_threads';
import { OpenEngine } from './openEngine.ts';
import type { OpenRequest, OpenWorkerData } from './openMessages.ts';
import { RaisedHand } from './raisedHand.ts';

const hand = new RaisedHand((workerData as OpenWorkerData).hand);
const engine = new OpenEngine((reply, moved) => parentPort?.postMessage(reply, moved as ArrayBuffer[]), { hand });

parentPort?.on('message', (request: OpenRequest) => engine.ask(request));
